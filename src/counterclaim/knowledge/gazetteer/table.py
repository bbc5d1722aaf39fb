"""Places in a CSV file: the supplement that is bundled, and what a user adds.

    name,alternates,lat,lon,country,admin1,admin2,kind,population

UTF-8 with this header; alternates are joined by ";"; country is an ISO 3166-1 code; columns from admin1 on may be
empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.gazetteer.entry import Kind

COLUMNS = ("name", "alternates", "lat", "lon", "country", "admin1", "admin2", "kind", "population")
_REQUIRED = ("name", "lat", "lon")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, checked."""

    name: str
    alternates: tuple[str, ...]
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    admin2: str | None
    kind: Kind
    population: int


def read_places(path: Path) -> Iterator[Row]:
    """The rows of `path`; KnowledgeError with file, line, cause and next step at the first mistake."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise KnowledgeError(f"{path}: there is no such file; check the path") from error
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read ({error}); save it as UTF-8 CSV") from error
    reader = csv.reader(text.splitlines())
    _check_header(path, next(reader, []))
    for fields in reader:
        if any(field.strip() for field in fields):
            yield _row(path, reader.line_num, fields)


def _check_header(path: Path, header: Sequence[str]) -> None:
    if tuple(name.strip() for name in header) != COLUMNS:
        raise KnowledgeError(f"{path}:1: the header is {','.join(header)!r}; make it {','.join(COLUMNS)!r}")


def _row(path: Path, line: int, fields: Sequence[str]) -> Row:
    def mistake(cause: str, step: str) -> KnowledgeError:
        return KnowledgeError(f"{path}:{line}: {cause}; {step}")

    if len(fields) != len(COLUMNS):
        raise mistake(f"{len(fields)} fields instead of {len(COLUMNS)}", 'put names with commas in "quotes"')
    cell = {name: field.strip() for name, field in zip(COLUMNS, fields, strict=True)}
    for name in _REQUIRED:
        if not cell[name]:
            raise mistake(f"{name} is empty", "fill it in or delete the line")
    lat, lon = (_degrees(cell[name], limit) for name, limit in (("lat", 90.0), ("lon", 180.0)))
    if lat is None or lon is None:
        raise mistake(f"{cell['lat']!r}, {cell['lon']!r} is no latitude and longitude", "give WGS84 degrees as 40.618")
    country = cell["country"].upper() or None
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise mistake(f"country {cell['country']!r} is no ISO 3166-1 code", "write two letters as in UA")
    kind = _kind(cell["kind"] or "town")
    if kind is None:
        raise mistake(f"kind {cell['kind']!r} is unknown", f"use one of {', '.join(get_args(Kind))}")
    if not (cell["population"] or "0").isdecimal():
        raise mistake(f"population {cell['population']!r} is no whole number", "write digits alone, or nothing")
    alternates = tuple(filter(None, map(str.strip, cell["alternates"].split(";"))))
    return Row(
        cell["name"], alternates, lat, lon, country,
        cell["admin1"] or None, cell["admin2"] or None, kind, int(cell["population"] or 0),
    )  # fmt: skip


def _degrees(text: str, limit: float) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -limit <= value <= limit else None


def _kind(text: str) -> Kind | None:
    return next((kind for kind in get_args(Kind) if kind == text), None)
