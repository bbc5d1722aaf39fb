"""Places in a report: which words name them, what they are, how they stand, and which event has which.

mentions = places.find(document, gazetteer)
places.place_for(document, mentions, start, end, anchor)        the place that a clause names for an event
places.carried_place(document, mentions, start, end, anchor)    one named before that the clause takes up
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import fold
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places.attaching import carried_place, place_for
from counterclaim.reading.places.capitals import unnamed
from counterclaim.reading.places.distances import checked
from counterclaim.reading.places.enclosing import enclosed
from counterclaim.reading.places.model import Decision, Name, PlaceMention, Role
from counterclaim.reading.places.names import given, preposition, recognise
from counterclaim.reading.places.offsets import offset
from counterclaim.reading.places.relations import relation_of, role_of
from counterclaim.reading.places.resolving import resolve
from counterclaim.reading.places.unlisted import unlisted
from counterclaim.records import Place, PlacePrecision

__all__ = [
    "Name",
    "PlaceMention",
    "Role",
    "carried_place",
    "find",
    "given",
    "place_for",
    "recognise",
    "resolve",
]

_PRECISION: dict[str, PlacePrecision] = {
    "country": "country",
    "admin1": "admin1",
    "admin2": "admin2",
    "region": "region",
    "town": "exact",
    "village": "exact",
    "facility": "near",
    "water": "region",
    "other": "near",
}


def find(document: Document, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The places that the report names, in the order of its text; names of which nothing sure can be said are not."""
    names = recognise(document, gazetteer)
    decisions = resolve(document, names, gazetteer)
    decisions.update(list(offset(document, names, decisions, gazetteer)))
    decisions.update(list(enclosed(document, names, decisions, gazetteer)))
    decisions.update(list(unlisted(document, names, decisions, gazetteer)))
    named = [(name, decisions[name]) for name in names if name in decisions]
    capitals = [
        (name, Decision(town, "a capital by its country")) for name, town in unnamed(document, names, gazetteer)
    ]
    called = _names(named)
    mentions = [
        _mention(document.sentences[name.sentence], name, decision, called.get(_point(decision.entry), ()))
        for name, decision in named + capitals
    ]
    return checked(sorted(mentions, key=lambda mention: mention.start))


def _point(entry: Entry) -> tuple[str, float, float]:
    return entry.name, entry.lat, entry.lon


def _names(named: Sequence[tuple[Name, Decision]]) -> dict[tuple[str, float, float], tuple[str, ...]]:
    """The names that the report gives each place but a country, where one is not the place's own."""
    found: dict[tuple[str, float, float], dict[str, str]] = {}
    for name, decision in named:
        if decision.entry.kind != "country":
            found.setdefault(_point(decision.entry), {}).setdefault(fold(name.bare), name.bare)
    return {point: tuple(names.values()) for point, names in found.items() if set(names) != {fold(point[0])}}


def _mention(sentence: Sentence, name: Name, decision: Decision, names: tuple[str, ...]) -> PlaceMention:
    entry = decision.entry
    return PlaceMention(
        sentence=name.sentence,
        first=name.first,
        last=name.last,
        start=name.start,
        end=name.end,
        place=_place(sentence, name, entry, names),
        role="other" if _is_party(sentence, name, entry) else role_of(sentence, name.first, name.last),
        entry=entry,
        reason=f"{name.text} is {entry.name}: {decision.reason}",
    )


def _is_party(sentence: Sentence, name: Name, entry: Entry) -> bool:
    """Does "between" name the parties of talks or of a war rather than where something lies?"""
    first = name.first
    if first >= 2 and sentence.tokens[first - 1].lower == "and":
        first -= 2
    return entry.kind == "country" and preposition(sentence, first) == "between"


def _is_unit(sentence: Sentence, name: Name) -> bool:
    """Is it a district, a township or the like, of which only the town is known that it is named after?"""
    beside = (name.last - 1, name.last, name.first - 2 if name.first > 1 else name.last)
    words = (sentence.tokens[i].lower for i in beside if 0 <= i < len(sentence.tokens))
    return name.hint == "unit" and any(word in words_for("unit") - words_for("settlement") - {"city"} for word in words)


def _place(sentence: Sentence, name: Name, entry: Entry, names: tuple[str, ...]) -> Place:
    """What a record says: no point for a country or where none is known, and no more than "near" beside an offset, at a
    facility or for what no list knows."""
    precision = _PRECISION[entry.kind]
    unknown = math.isnan(entry.lat)
    if precision == "exact" and (entry.extent_km or unknown or _is_unit(sentence, name)):
        precision = "admin2" if _is_unit(sentence, name) else "near"
    _, relation = relation_of(sentence, name.first, name.last)
    if relation and precision == "exact":
        precision = "near"
    point = entry.kind != "country" and not unknown
    return Place(
        name=entry.name,
        geonameid=entry.geonameid,
        lat=entry.lat if point else None,
        lon=entry.lon if point else None,
        country=entry.country,
        precision=precision,
        relation=relation or None,
        names=names or msgspec.UNSET,
        start=name.start,
        end=name.end,
    )
