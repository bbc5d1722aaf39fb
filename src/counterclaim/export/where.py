"""Administrative units of a place, for formats that ask for them."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from counterclaim.knowledge.gazetteer import Gazetteer, open_gazetteer
from counterclaim.records import Place


class Units(NamedTuple):
    """Names of the first and second level unit and GeoNames' codes of them ("UA.05"); null where the place is wider
    than the unit, or none is known. `basis` tells whether they are the place's own or those of the settlement nearest
    to its point, for no boundaries are known."""

    admin1: str | None = None
    admin2: str | None = None
    admin1_code: str | None = None
    admin2_code: str | None = None
    basis: Literal["place", "nearest"] | None = None

    @property
    def names(self) -> tuple[str | None, str | None]:
        return self.admin1, self.admin2


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


def units(place: Place | None) -> Units:
    """The units of a place: its own where it is or has one, else those of the settlement nearest to its point."""
    if place is None or place.precision in ("country", "region"):
        return Units()
    first = place.name if place.precision == "admin1" else None
    second = place.name if place.precision == "admin2" else None
    stated = Units(first, second, basis="place") if first or second else Units()
    if place.lat is None or place.lon is None:
        return stated
    found = _gazetteer().units(place.lat, place.lon, place.geonameid)
    if found is None or found.country != place.country:
        return stated
    if first:
        return stated._replace(admin1_code=found.admin1_code if found.admin1 == first else None)
    if second:
        code = found.admin2_code if found.admin2 == second else None
        return stated._replace(admin1=found.admin1, admin1_code=found.admin1_code, admin2_code=code)
    return Units(found.admin1, found.admin2, found.admin1_code, found.admin2_code, found.basis)
