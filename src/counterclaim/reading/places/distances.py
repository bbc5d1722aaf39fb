"""What a report says of how far one place is from another, compared with the map."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.reading.places.model import PlaceMention

_STATED = re.compile(r"(\d+(?:\.\d+)?)\s*(km|kms|kilomet\w+|miles?|m|met\w+)\b", re.IGNORECASE)
_KM = {"k": 1.0, "mi": 1.609, "m": 0.001}
SLACK_KM, SLACK = 10.0, 0.3
"""By how much a stated distance may be out: reports round, and count by road."""


def checked(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The mentions; where "X, 20 km south of Y" does not fit the map, the reason of X tells both distances."""
    told = list(mentions)
    for i, (place, origin) in enumerate(pairwise(mentions)):
        stated = _stated_km(origin.place.relation or "")
        near = place.sentence == origin.sentence and origin.first - place.last < 12 and place.place.precision == "exact"
        if stated is None or not near or origin.place.lat is None:
            continue
        away = distance_km(place.entry.lat, place.entry.lon, origin.entry.lat, origin.entry.lon)
        fits = abs(away - stated) <= max(SLACK_KM, SLACK * stated)
        note = f"the report says {stated:g} km from {origin.entry.name}, the map {away:.0f}"
        told[i] = replace(place, reason=f"{place.reason}; {note}{'' if fits else ': they do not fit'}")
    return tuple(told)


def _stated_km(relation: str) -> float | None:
    found = _STATED.search(relation)
    if found is None:
        return None
    unit = found[2].lower()
    return float(found[1]) * next(km for start, km in _KM.items() if unit.startswith(start))
