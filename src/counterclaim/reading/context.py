"""Where and when, carried over: a toll that names neither has those of the event that the report tells of just before.

"Shells hit Tolme on Monday, the mayor said. Nine people were killed." Carried only for people hurt, only from news to
news, from the two sentences before in the same paragraph, or from the only town that the report has named so far; for
whatever else happened, only what the beginning of a sentence before it has set (`frames`). A time carried over is
marked `context`; a place keeps its span, which shows where it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from counterclaim.knowledge.gazetteer import Gazetteer
from counterclaim.reading.document import Document
from counterclaim.reading.findings import Findings
from counterclaim.reading.frames import Frame, frames
from counterclaim.reading.places import PlaceMention
from counterclaim.records import Claim, Event, Place, When

NEAR = 2
"""Sentences back within a paragraph from which a time or a place is carried."""
HURT = frozenset(("casualties", "killing"))
TOWN = ("exact", "near")
VIOLENT = frozenset(
    "offensive clash shelling air_strike drone_strike bombing land_mine explosion shooting killing casualties".split()
)
LEADING = VIOLENT | {"deployment", "territory_change"}
"""What may tell where and when people were hurt in the sentence after it."""
DEEDS = VIOLENT | frozenset("abduction detention destruction sexual_violence riot protest surrender".split())


def carry(findings: Findings, gazetteer: Gazetteer, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, events without a time or a place given those that the sentences before them tell."""
    document, spots = findings.document, findings.spots
    carried: list[Claim] = []
    named = {s.sentence for s in spots if s.place.precision in TOWN} | set(_doubtful(document, gazetteer))
    said = {claim.said_on.start for claim in claims if claim.said_on}
    set_before = frames(document, [t for t in findings.timexes if t.start not in said], spots)
    dated = {t.sentence for t in findings.timexes if t.kind in ("date", "time") and (t.when or t.kind == "date")}
    for claim in claims:
        sentence = document.sentence_at(claim.start)
        frame = set_before.get(sentence.index, Frame()) if sentence else Frame()
        if sentence and frame.when and sentence.index in dated:
            frame = replace(frame, when=None)
        if sentence and frame.place and sentence.index in named:
            frame = replace(frame, place=None)
        framed = (_framed(event, frame) for event in claim.events)
        events = tuple(_carried(document, spots, named, claim, event, carried) for event in framed)
        carried.append(claim if events == claim.events else msgspec.structs.replace(claim, events=events))
    return tuple(carried)


def _framed(event: Event, frame: Frame) -> Event:
    """What happened without a day or a place of its own, with those that its paragraph has set."""
    if event.status != "happened" or event.background or event.type not in DEEDS:
        return event
    if (event.when or not frame.when) and (event.place or not (frame.label and frame.place)):
        return event
    return msgspec.structs.replace(
        event, when=event.when or _as_context(frame.when), place=event.place or (frame.place if frame.label else None)
    )


def _doubtful(document: Document, gazetteer: Gazetteer) -> Iterator[int]:
    """Sentences with a name of one word that may be a town, whatever the model takes it for."""
    for sentence in document.sentences:
        for label in sentence.names:
            words = sentence.tokens[label.first : label.last]
            if label.label in ("PER", "LOC") and len(words) == 1 and gazetteer.lookup(words[0].text, fuzzy=False):
                yield sentence.index


def _carried(
    document: Document,
    spots: Sequence[PlaceMention],
    named: set[int],
    claim: Claim,
    event: Event,
    before: list[Claim],
) -> Event:
    if event.type not in HURT or not event.figures or event.background or event.status != "happened":
        return event
    sentence = document.sentence_at(claim.start)
    if event.place is None and (sentence is None or sentence.index in named):
        return event
    near = [e for c in before if _is_near(document, c, claim) for e in c.events if _is_news(e)]
    place = event.place or next((e.place for e in reversed(near) if e.place), None) or _only_place(spots, claim)
    when = event.when
    if when is None and place is not None:
        when = next((_as_context(e.when) for e in reversed(near) if e.when and _same(e.place, place)), None)
    return msgspec.structs.replace(event, place=place, when=when)


def _is_near(document: Document, before: Claim, claim: Claim) -> bool:
    earlier, here = document.sentence_at(before.start), document.sentence_at(claim.start)
    if earlier is None or here is None:
        return False
    return earlier.block == here.block and 0 <= here.index - earlier.index <= NEAR


def _is_news(event: Event) -> bool:
    return event.type in LEADING and event.status == "happened" and not event.background


def _only_place(spots: Sequence[PlaceMention], claim: Claim) -> Place | None:
    """The one town that the report has named so far, where it has named no other."""
    named = {(s.place.name, s.place.lat): s.place for s in spots if s.place.precision in TOWN and s.start < claim.start}
    return next(iter(named.values())) if len(named) == 1 else None


def _same(a: Place | None, b: Place) -> bool:
    return a is None or (a.name, a.lat) == (b.name, b.lat)


def _as_context(when: When | None) -> When | None:
    return msgspec.structs.replace(when, basis="context") if when else None
