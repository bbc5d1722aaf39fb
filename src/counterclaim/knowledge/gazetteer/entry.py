"""A place as the gazetteer knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["country", "admin1", "admin2", "region", "town", "village", "facility", "water", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place that answers to a name.

    `lat`, `lon` are WGS84 degrees, NaN for a name of a report that no list knows; `country` is an ISO 3166-1 code,
    `countries` all of them where a region lies in more than one; `admin1`, `admin2` are names of units, `admin1_code`,
    `admin2_code` GeoNames' codes of them ("UA.05"), null in a user's list; `extent_km` is how far an area reaches from
    its point, null for settlements. `score` in (0, 1] tells how well the name fits: 1 for its own name, 0.97 for
    another spelling of it, 0.95 for another name, less for a spelling that only sounds the same. `alias` is the folded
    name that matched;
    `own` marks a user's list that goes before all others, `source` names the user's list that it stands in.
    """

    name: str
    geonameid: int | None
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    admin2: str | None
    kind: Kind
    population: int
    score: float
    alias: str
    countries: tuple[str, ...] = ()
    extent_km: float | None = None
    own: bool = False
    source: str = ""
    admin1_code: str | None = None
    admin2_code: str | None = None
