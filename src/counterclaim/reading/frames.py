"""What the beginning of a sentence sets for those after it in its paragraph: a day, a place.

"On Sunday, planes came over. Two bombs hit the market." tells of Sunday twice, and "Kayna, 11 June. An explosive weapon
struck the parish hall." puts all that follows there and then. A frame holds until another one of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places import PlaceMention
from counterclaim.reading.places.relations import is_label
from counterclaim.reading.times import Timex
from counterclaim.records import Place, When

OPENING = 4
"""Words that may stand before a fronted day or place: "But early on Monday", "In the village of X"."""
LABEL = 10
"""Words of a line that only tells where and when."""
TOWN = ("exact", "near", "admin2")


@dataclass(frozen=True)
class Frame:
    """What holds in a sentence by those before it; `label` where a line of its own set it."""

    when: When | None = None
    place: Place | None = None
    label: bool = False


def frames(document: Document, timexes: Sequence[Timex], spots: Sequence[PlaceMention]) -> dict[int, Frame]:
    """{sentence: what sentences before it in its paragraph have set for it}."""
    days = _by_sentence(timexes)
    places: dict[int, list[PlaceMention]] = {}
    for spot in spots:
        places.setdefault(spot.sentence, []).append(spot)
    found: dict[int, Frame] = {}
    block, frame = -1, Frame()
    for sentence in document.sentences:
        if sentence.block != block:
            block, frame = sentence.block, Frame()
        if document.blocks[sentence.block].kind == "body":
            found[sentence.index] = frame
            frame = _next(document, sentence, days.get(sentence.index, []), places.get(sentence.index, []), frame)
    return found


def _by_sentence(timexes: Sequence[Timex]) -> dict[int, list[Timex]]:
    found: dict[int, list[Timex]] = {}
    for timex in timexes:
        if timex.kind in ("date", "time"):
            found.setdefault(timex.sentence, []).append(timex)
    return found


def _next(
    document: Document, sentence: Sentence, days: Sequence[Timex], places: Sequence[PlaceMention], frame: Frame
) -> Frame:
    """What holds behind a sentence: what it sets, else what held before it, unless it tells of another day."""
    headed = bool(places) and is_label(sentence, places[0].first)
    label = _is_label(sentence) or headed
    day = next((t.when for t in days if t.when and (label or _is_fronted(document.text, sentence, t.start))), None)
    place = next((p.place for p in places if label or _is_fronted_place(document.text, sentence, p)), None)
    if day is not None and not _is_short(day):
        day = None
    towns = {p.place.name for p in places if p.place.precision in TOWN}
    other_day = day is None and any(t.when is not None and t.when != frame.when for t in days)
    other_place = place is None and bool(towns - {frame.place.name if frame.place else ""})
    return Frame(
        None if other_day else day or frame.when,
        None if other_place else place or frame.place,
        label or (frame.label and day is None and place is None),
    )


def _is_short(when: When) -> bool:
    """A day, or the two that a night has."""
    if when.from_ is None or when.to is None:
        return False
    return when.precision in ("day", "range") and (when.to - when.from_).days <= 1


def _is_label(sentence: Sentence) -> bool:
    """Is it a line without a verb at the head of its paragraph: "Kayna, 11 June."?"""
    return len(sentence.tokens) <= LABEL and not any(t.upos in ("VERB", "AUX") for t in sentence.tokens)


def _is_fronted(text: str, sentence: Sentence, start: int) -> bool:
    """Does nothing but small words stand before it?"""
    before = re.sub(r"\A\W*\d{1,2}[.)]\s", "", text[sentence.start : start].lower()).split()
    return len(before) <= OPENING and all(word.strip(",") in _openers() for word in before)


@cache
def _openers() -> frozenset[str]:
    return frozenset(load("times")["frame_openers"])


def _is_fronted_place(text: str, sentence: Sentence, spot: PlaceMention) -> bool:
    """ "In X, ...": a town between a preposition at the beginning and a comma."""
    if spot.role != "place" or spot.place.precision not in TOWN or not spot.place.name:
        return False
    opening = re.match(r"(?:but|and|also|meanwhile,?)?\s*(?:in|at|near|around|outside)\b", text[sentence.start :], re.I)
    before = len(text[sentence.start : spot.start].split())
    return opening is not None and before <= OPENING and re.match(r"\s*,", text[spot.end :]) is not None
