"""A row of a list of places, checked; and the CSV that we write them in ourselves.

    name,alternates,lat,lon,country,admin1,admin2,kind,population

UTF-8 with this header; alternates are joined by ";"; country is an ISO 3166-1 code; columns from admin1 on may be
empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from counterclaim.knowledge.gazetteer.entry import Kind

COLUMNS = ("name", "alternates", "lat", "lon", "country", "admin1", "admin2", "kind", "population")
_REQUIRED = ("name", "lat", "lon")

Cells = dict[str, str]
"""The cells of a row as they stand in a list, by our columns."""


class RowError(Exception):
    """What is wrong with a row, and what to do next; whoever reads the file adds where."""

    def __init__(self, cause: str, step: str) -> None:
        super().__init__(f"{cause}; {step}")


class Row(NamedTuple):
    """A place of a list, checked. `extent` is how far an area reaches from its point, in km."""

    name: str
    alternates: tuple[str, ...]
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    admin2: str | None
    kind: Kind
    population: int
    geonameid: int | None = None
    extent: float | None = None


def checked(cells: Cells, alternates: Sequence[str], kinds: Mapping[str, Sequence[str]] | None = None) -> Row:
    """The row of `cells`, stripped; RowError where one cannot be so.

    `kinds` are other words for our kinds in a list from elsewhere, in which a word that nobody knows is "other".
    """
    for name in _REQUIRED:
        if not cells[name]:
            raise RowError(f"{name} is empty", "fill it in or delete the line")
    lat, lon = (_degrees(cells[name], limit) for name, limit in (("lat", 90.0), ("lon", 180.0)))
    if lat is None or lon is None:
        raise RowError(
            f"{cells['lat']!r}, {cells['lon']!r} is no latitude and longitude", "give WGS84 degrees as 40.618"
        )
    country = cells["country"].upper() or None
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise RowError(f"country {cells['country']!r} is no ISO 3166-1 code", "write two letters as in UA")
    kind = _kind(cells["kind"].lower() or "town", kinds or {})
    if kind is None and kinds is not None:
        kind = "other"
    if kind is None:
        raise RowError(f"kind {cells['kind']!r} is unknown", f"use one of {', '.join(get_args(Kind))}")
    people = (cells["population"] or "0").removesuffix(".0")
    if not people.isdecimal():
        raise RowError(f"population {cells['population']!r} is no whole number", "write digits alone, or nothing")
    names = dict.fromkeys(name for each in alternates if (name := each.strip()) and name != cells["name"])
    return Row(
        cells["name"], tuple(names), lat, lon, country, cells["admin1"] or None, cells["admin2"] or None, kind,
        int(people), int(number) if (number := cells.get("geonameid", "")).isdecimal() else None,
    )  # fmt: skip


def _degrees(text: str, limit: float) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -limit <= value <= limit else None


def _kind(text: str, kinds: Mapping[str, Sequence[str]]) -> Kind | None:
    known = (kind for kind in get_args(Kind) if kind == text or text in kinds.get(kind, ()))
    return next(known, None)
