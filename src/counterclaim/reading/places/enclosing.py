"""Where a place lies that no list knows, or not there: in the unit or the town that the report says it lies in.

"The village of X in the Y district", where nobody knows an X in Y, is a place of its own name with the point and the
precision of Y; "X, in the southern suburbs of Y", is near Y. A namesake elsewhere would be wrong, and nothing would be
less than the report says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document
from counterclaim.reading.places.candidates import is_people
from counterclaim.reading.places.grouping import INSIDE, followers, stand_together
from counterclaim.reading.places.model import Decision, Name
from counterclaim.reading.places.names import key_of

WIDEST_KM = 150.0
"""A unit that reaches further says too little of where something lies in it."""
_UNITS = ("admin1", "admin2", "region")
ELSEWHERE_KM = 40.0
"""From here on a place of a quarter's name is another one."""
PART_KM = 10.0
"""How far a quarter or a suburb may lie from its town's point."""


def enclosed(
    document: Document, names: Sequence[Name], decided: Mapping[Name, Decision], gazetteer: Gazetteer
) -> Iterator[tuple[Name, Decision]]:
    """Each name that the report puts into a unit or a town and that is not known there, with that unit or town under
    the place's own name."""
    found: dict[str, Entry] = {}
    misread: set[str] = set()
    for name, others in followers(document, names).items():
        if name.hint == "unit" or not (name.labelled or name.hint) or is_people(name.text, gazetteer):
            continue
        town = _town(document, name, others[0], decided)
        if name in decided and not (town and _is_elsewhere(document, name, others[0], decided[name].entry, town)):
            continue
        if name in decided:
            misread.add(key_of(name))
        holder = town if name in decided else next(_units(others[:2], decided), None) or town
        if holder is not None:
            found.setdefault(key_of(name), replace(holder, name=name.bare, geonameid=None, population=0))
    for name, other in reversed(list(pairwise(names))):
        if name not in decided and key_of(other) in found and stand_together(document, name, other):
            found.setdefault(key_of(name), replace(found[key_of(other)], name=name.bare))
    for name in names:
        if key_of(name) in found and (name not in decided or key_of(name) in misread):
            yield name, Decision(found[key_of(name)], "in no list there, so as near as the report says")


def _is_elsewhere(document: Document, name: Name, other: Name, entry: Entry, town: Entry) -> bool:
    """Is it a namesake far from the town that the report calls the place a quarter or a suburb of?"""
    between = document.sentences[name.sentence].tokens[name.last : other.first]
    part = any(token.lower in words_for("quarter") for token in between)
    away = distance_km(entry.lat, entry.lon, town.lat, town.lon)
    return part and entry.kind in ("town", "village") and away > ELSEWHERE_KM


def _town(document: Document, name: Name, other: Name, decided: Mapping[Name, Decision]) -> Entry | None:
    """The town of "X, in the suburbs of the town", as near as its quarters are."""
    entry = decided[other].entry if other in decided else None
    between = document.sentences[name.sentence].tokens[name.last : other.first]
    inside = any(token.lower in INSIDE for token in between)
    inside = inside or (name.hint == "facility" and [token.text for token in between] == [","])
    if entry is None or entry.kind not in ("town", "village") or not inside:
        return None
    return replace(entry, kind="village", extent_km=max(PART_KM, entry.extent_km or 0.0))


def _units(others: Sequence[Name], decided: Mapping[Name, Decision]) -> Iterator[Entry]:
    """The units among the names after a name, a district of which only the seat is known among them."""
    for other in others:
        entry = decided[other].entry if other in decided else None
        if entry and entry.kind in ("town", "village") and other.hint == "unit":
            yield replace(entry, kind="admin2")
        elif entry and entry.kind in _UNITS and (entry.extent_km or 0.0) <= WIDEST_KM:
            yield entry
