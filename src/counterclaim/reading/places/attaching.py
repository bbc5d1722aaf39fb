"""Which place an event has: the one that its clause names for it, or one that it takes up from before."""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places.model import PlaceMention, Role
from counterclaim.reading.places.relations import head_of
from counterclaim.reading.places.resolving import lies_in

ROLE_WEIGHT: dict[Role, float] = {
    "place": 3.0,
    "object": 2.0,
    "goal": 1.0,
    "of": 1.0,
    "modifier": 1.0,
    "other": 0.0,
    "source": -1.0,
    "agent": -9.0,
}
"""How readily a role gives an event its place; a source does so only where nothing else stands."""
PRECISION_WEIGHT = {"exact": 1.0, "near": 0.9, "admin2": 0.7, "region": 0.5, "admin1": 0.5, "country": 0.0}
SIZE = {
    "country": 4,
    "region": 3,
    "admin1": 3,
    "admin2": 2,
    "water": 3,
    "town": 1,
    "village": 1,
    "facility": 0,
    "other": 1,
}
"""Which kinds can lie in which."""
BELOW, BESIDE, APART = 3.0, 2.0, 0.5
OFFSET = 2.0
LEAST = 2.0
"""A place of an event has at least this: a preposition of place in its clause, or a word of the event above it."""


def place_for(
    document: Document, mentions: Sequence[PlaceMention], start: int, end: int, anchor: int
) -> PlaceMention | None:
    """The place of the event named at character `anchor` of the clause `[start, end)`; null where it has none."""
    sentence = document.sentence_at(anchor)
    if sentence is None:
        return None
    event = _word_at(sentence, anchor)
    inside = [m for m in mentions if m.sentence == sentence.index and start <= m.start and m.end <= end]
    inside = [m for m in inside if not any(_contains(m, other) for other in inside)]
    scored = [(_score(sentence, m, event), -abs(m.first - event), m) for m in inside]
    best = max(scored, key=lambda row: row[:2], default=None)
    return best[2] if best and best[0] >= LEAST else None


def _contains(area: PlaceMention, other: PlaceMention) -> bool:
    """Is the other a finer place within the area, named as where something is?"""
    if other.role in ("agent", "source") or SIZE[other.entry.kind] >= SIZE[area.entry.kind]:
        return False
    return lies_in(other.entry, area.entry)


def _word_at(sentence: Sentence, anchor: int) -> int:
    return next((t.i for t in sentence.tokens if t.end > anchor), len(sentence.tokens) - 1)


def _score(sentence: Sentence, mention: PlaceMention, event: int) -> float:
    role = ROLE_WEIGHT[mention.role]
    tie = _tie(sentence, head_of(sentence, mention.first, mention.last), event)
    if mention.role in ("object", "of", "modifier", "goal") and tie < BELOW:
        role = min(role, 0.0)
    if mention.role == "modifier" and mention.place.precision == "country":
        return -9.0
    return role + tie + PRECISION_WEIGHT[mention.place.precision] - (OFFSET if _is_offset(mention) else 0.0)


def _is_offset(mention: PlaceMention) -> bool:
    """Does the report say how far or which way from it: "30 km south of X"? A place that is named beats that."""
    words = (mention.place.relation or "").lower().split()
    return any(word in words_for("direction") | words_for("distance") for word in words)


def _tie(sentence: Sentence, word: int, event: int) -> float:
    """How the tree ties a name to the event: below it, below the verb that the event belongs to, or not at all."""
    above = _ancestors(sentence, word)
    if event in above or event == word:
        return BELOW
    verb = next((i for i in _ancestors(sentence, event) if sentence.tokens[i].upos in ("VERB", "AUX")), event)
    nearest = next((i for i in above if sentence.tokens[i].upos in ("VERB", "AUX")), -1)
    return BESIDE if verb == nearest else APART


def _ancestors(sentence: Sentence, i: int) -> list[int]:
    """The words above word `i`, nearest first."""
    found: list[int] = []
    at = sentence.tokens[i].head
    while at >= 0 and at not in found:
        found.append(at)
        at = sentence.tokens[at].head
    return found


def carried_place(
    document: Document, mentions: Sequence[PlaceMention], start: int, end: int, anchor: int
) -> PlaceMention | None:
    """A place named before that the clause takes up: "the town", "there", "the hospital", "the strike".

    Null unless exactly one place of that kind was named last.
    """
    sentence = document.sentence_at(anchor)
    if sentence is None:
        return None
    before = [m for m in mentions if m.start < start and m.role != "agent" and m.place.precision != "country"]
    for token in sentence.words_in(start, end):
        kinds = _taken_up(sentence, token.i)
        if kinds and (found := _last(before, sentence.index, kinds)):
            return found
    if _is_definite(sentence, _word_at(sentence, anchor)):
        return _only(before)
    return None


_KINDS: dict[str, tuple[str, ...]] = {
    "settlement": ("town", "village"),
    "area": ("region", "admin1", "admin2"),
    "facility": ("facility", "town", "village", "other"),
}


def _taken_up(sentence: Sentence, i: int) -> tuple[str, ...]:
    """The kinds of places that a word takes up: "there", "the town", "the region"."""
    low = sentence.tokens[i].lower
    if low == "there" and sentence.tokens[i].dep != "expl":
        return ("town", "village", "facility", "other", "region", "admin1", "admin2")
    if not _is_definite(sentence, i):
        return ()
    follows = sentence.tokens[i + 1].lower if i + 1 < len(sentence.tokens) else ""
    if follows == "of":
        return ()
    return next((kinds for group, kinds in _KINDS.items() if low in words_for(group)), ())


def _is_definite(sentence: Sentence, i: int) -> bool:
    """Does "the", "this", "that" or "the same" stand before a noun?"""
    before = [t.lower for t in sentence.tokens[max(i - 3, 0) : i]]
    return sentence.tokens[i].upos == "NOUN" and any(word in ("the", "this", "that", "same") for word in before)


def _last(before: Sequence[PlaceMention], sentence: int, kinds: tuple[str, ...]) -> PlaceMention | None:
    """The place of such a kind in the nearest sentence that names just one, at most three back or the headline."""
    fitting = [m for m in before if m.entry.kind in kinds]
    for index in sorted({m.sentence for m in fitting}, reverse=True):
        group = {(m.place.lat, m.place.lon): m for m in fitting if m.sentence == index}
        if sentence - index > 3 and index > 1:
            continue
        return next(iter(group.values())) if len(group) == 1 else None
    return None


def _only(before: Sequence[PlaceMention]) -> PlaceMention | None:
    """The one settlement or facility that has been named, where there is no other."""
    fine = {(m.place.lat, m.place.lon): m for m in before if m.place.precision in ("exact", "near")}
    return next(iter(fine.values())) if len(fine) == 1 else None
