"""Administrative units of a place, for formats that ask for them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from counterclaim.knowledge.gazetteer import Gazetteer, open_gazetteer
from counterclaim.records import Place


class Units(NamedTuple):
    """Names of the first and second level unit; null where the place is wider than it, or none is known."""

    admin1: str | None
    admin2: str | None


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


def units(place: Place | None) -> Units:
    """The units of a place: its own name where it is one, else those of the settlement nearest to its point."""
    if place is None or place.precision in ("country", "region"):
        return Units(None, None)
    if place.precision == "admin1":
        return Units(place.name, None)
    if place.lat is None or place.lon is None:
        return Units(None, None)
    near = _gazetteer().nearest(place.lat, place.lon)
    if near is None or near.country != place.country:
        return Units(None, place.name if place.precision == "admin2" else None)
    return Units(near.admin1, place.name if place.precision == "admin2" else near.admin2)
