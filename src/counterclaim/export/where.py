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
    """The units of a place: its own where it is or has one, else those of the settlement nearest to its point."""
    if place is None or place.precision in ("country", "region"):
        return Units(None, None)
    if place.precision == "admin1":
        return Units(place.name, None)
    own = place.name if place.precision == "admin2" else None
    if place.lat is None or place.lon is None:
        return Units(None, own)
    found = _gazetteer().units(place.lat, place.lon, place.geonameid)
    if found is None or found.country != place.country:
        return Units(None, own)
    return Units(found.admin1, own or found.admin2)
