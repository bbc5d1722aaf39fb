"""Where a place lies that no list knows, or not there: in the unit that the report says it lies in.

"The village of X in the Y district", where nobody knows an X in Y, is a place of its own name with the point and the
precision of Y. A namesake elsewhere would be wrong, and nothing would be less than the report says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from counterclaim.knowledge.gazetteer import Entry
from counterclaim.reading.document import Document
from counterclaim.reading.places.grouping import followers
from counterclaim.reading.places.model import Decision, Name
from counterclaim.reading.places.names import key_of

WIDEST_KM = 150.0
"""A unit that reaches further says too little of where something lies in it."""
_UNITS = ("admin1", "admin2", "region")


def enclosed(
    document: Document, names: Sequence[Name], decided: Mapping[Name, Decision]
) -> Iterator[tuple[Name, Decision]]:
    """Each undecided name of a place that the report puts into a unit, with that unit under the place's own name."""
    found: dict[str, Entry] = {}
    for name, others in followers(document, names).items():
        if name in decided or not (name.labelled or name.hint):
            continue
        if name.hint != "unit" and (unit := next(_units(others[:2], decided), None)):
            found.setdefault(key_of(name), replace(unit, name=name.bare, geonameid=None, population=0))
    for name in names:
        if name not in decided and key_of(name) in found:
            yield name, Decision(found[key_of(name)], "in no list there, so as near as the report says")


def _units(others: Sequence[Name], decided: Mapping[Name, Decision]) -> Iterator[Entry]:
    """The units among the names after a name, a district of which only the seat is known among them."""
    for other in others:
        entry = decided[other].entry if other in decided else None
        if entry and entry.kind in ("town", "village") and other.hint == "unit":
            yield replace(entry, kind="admin2")
        elif entry and entry.kind in _UNITS and (entry.extent_km or 0.0) <= WIDEST_KM:
            yield entry
