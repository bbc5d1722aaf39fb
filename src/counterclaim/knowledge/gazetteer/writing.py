"""Writing a file of places: the bundled one, or a user's list."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterclaim.knowledge.gazetteer.entry import KINDS, Kind
from counterclaim.knowledge.gazetteer.folding import fold, skeleton
from counterclaim.knowledge.gazetteer.geometry import cell_of

FORMAT = 1
DEGREE = 10_000
"""Coordinates are stored as whole ten-thousandths of a degree, about 11 m."""


@dataclass
class Site:
    """A place on its way into the file."""

    name: str
    lat: float
    lon: float
    countries: str
    kind: Kind
    names: set[str] = field(default_factory=set)
    population: int = 0
    geonameid: int | None = None
    admin1: str | None = None
    admin2: str | None = None
    extent: float | None = None
    demonyms: Sequence[str] = ()


@dataclass(frozen=True)
class Unit:
    """A first or second level unit by GeoNames' code: "UA.05", "UA.05.1234567"."""

    code: str
    name: str
    ascii: str
    geonameid: int


_SCHEMA = f"""
PRAGMA page_size = 8192;
PRAGMA user_version = {FORMAT};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unit (id INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT, above INTEGER);
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, geonameid INTEGER, lat INTEGER NOT NULL,
    lon INTEGER NOT NULL, unit INTEGER NOT NULL, kind INTEGER NOT NULL, population INTEGER NOT NULL);
CREATE TABLE area (place INTEGER PRIMARY KEY, extent INTEGER NOT NULL);
CREATE TABLE name (skeleton TEXT NOT NULL, key TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (skeleton, key, place)) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE country (code TEXT PRIMARY KEY, capital TEXT NOT NULL, neighbours TEXT NOT NULL, demonyms TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE cell (cell INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
"""


def write(
    path: Path,
    sites: Sequence[Site],
    units: Mapping[str, Unit],
    countries: Sequence[tuple[str, ...]],
    meta: Mapping[str, str],
) -> int:
    """Write a file at `path` whole or not at all; returns how many names it holds."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    db = sqlite3.connect(fresh)
    try:
        names = fill(db, sites, units, countries, meta)
    except BaseException:
        db.close()
        fresh.unlink(missing_ok=True)
        raise
    db.close()
    fresh.replace(path)
    return names


def fill(
    db: sqlite3.Connection,
    sites: Sequence[Site],
    units: Mapping[str, Unit],
    countries: Sequence[tuple[str, ...]],
    meta: Mapping[str, str],
) -> int:
    """Make the tables in an empty database, places numbered along the square degrees they lie in."""
    ordered = sorted(sites, key=lambda s: (cell_of(s.lat, s.lon), KINDS.index(s.kind), s.name, s.geonameid or 0))
    number = _numbers(ordered)
    names = sorted(
        {(skeleton(name), fold(name), i) for i, site in enumerate(ordered, 1) for name in site.names if fold(name)}
    )
    db.executescript(_SCHEMA)
    places = [_place_row(i, site, number) for i, site in enumerate(ordered, 1)]
    db.executemany("INSERT INTO unit VALUES (?, ?, ?, ?)", _unit_rows(number, units))
    db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", places)
    areas = ((i, round(site.extent)) for i, site in enumerate(ordered, 1) if site.extent)
    db.executemany("INSERT INTO area VALUES (?, ?)", areas)
    db.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
    db.executemany("INSERT INTO demonym VALUES (?, ?)", sorted(_demonyms(ordered)))
    db.executemany("INSERT INTO country VALUES (?, ?, ?, ?)", sorted(countries))
    db.executemany("INSERT INTO cell VALUES (?, ?, ?)", _cell_rows(ordered))
    digest = hashlib.sha256(repr(places).encode())
    digest.update(repr(names).encode())
    rows = {**meta, "digest": digest.hexdigest()}
    db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(rows.items()))
    db.commit()
    db.execute("VACUUM")
    return len(names)


def _unit_of(site: Site) -> str:
    """The code of the smallest unit that a place lies in, at least its countries."""
    return site.admin2 or site.admin1 or site.countries


def _numbers(sites: Iterable[Site]) -> dict[str, int]:
    """A number for each unit that places lie in and for the units above it."""
    codes = {_unit_of(site) for site in sites}
    codes |= {".".join(code.split(".")[:depth]) for code in codes for depth in (1, 2)}
    return {code: i for i, code in enumerate(sorted(codes), 1)}


def _unit_rows(number: dict[str, int], units: Mapping[str, Unit]) -> Iterator[tuple[Any, ...]]:
    for code, i in number.items():
        above = number[code.rpartition(".")[0]] if "." in code else None
        yield i, code.rpartition(".")[2], units[code].name if code in units else None, above


def _place_row(i: int, site: Site, number: dict[str, int]) -> tuple[Any, ...]:
    lat, lon = round(site.lat * DEGREE), round(site.lon * DEGREE)
    kind = KINDS.index(site.kind)
    return i, site.name, site.geonameid, lat, lon, number[_unit_of(site)], kind, site.population


def _demonyms(ordered: Sequence[Site]) -> set[tuple[str, int]]:
    return {(fold(word), i) for i, site in enumerate(ordered, 1) for word in site.demonyms}


def _cell_rows(ordered: Sequence[Site]) -> list[tuple[int, int, int]]:
    span: dict[int, tuple[int, int]] = {}
    for i, site in enumerate(ordered, 1):
        cell = cell_of(site.lat, site.lon)
        span[cell] = span.get(cell, (i, i))[0], i
    return [(cell, first, last) for cell, (first, last) in sorted(span.items())]
