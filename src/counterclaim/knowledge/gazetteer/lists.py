"""Lists of places in the forms that people have them in, read to what a file of places is written from.

read_list(path)     a CSV of ours, a national list as CSV, a GeoNames country dump (.txt or .zip), GeoJSON
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.gazetteer.folding import fold
from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.knowledge.gazetteer.naming import kept
from counterclaim.knowledge.gazetteer.table import COLUMNS, Cells, Row, RowError, checked
from counterclaim.knowledge.gazetteer.writing import Site, Unit

GEONAMES_FIELDS = 19
LARGEST = 2_000_000_000
"""Bytes of a file inside a zip that is still unpacked: all of GeoNames is 1.7 billion."""
VILLAGE_BELOW = 2_000
LARGE = 5_000
"""People from which on a place keeps its names in other scripts."""
GEONAMES = "GeoNames (https://www.geonames.org), CC BY 4.0"


@dataclass(frozen=True)
class Imported:
    """What a list holds. `first`: its places go before those of other files; `left_out` are lines with mistakes."""

    name: str
    form: str
    first: bool
    rows: tuple[Row, ...]
    left_out: tuple[str, ...] = ()
    credit: str = ""

    @property
    def sites(self) -> list[Site]:
        """The rows as places, each in the smallest unit that it names."""
        return [_site(row) for row in self.rows]

    @property
    def units(self) -> dict[str, Unit]:
        """The units that the rows lie in, under codes made of their names."""
        found: dict[str, Unit] = {}
        for row in self.rows:
            first, second = _codes(row)
            if first and row.admin1:
                found.setdefault(first, Unit(first, row.admin1, row.admin1, 0))
            if second and row.admin2:
                found.setdefault(second, Unit(second, row.admin2, row.admin2, 0))
        return found

    def meta(self) -> dict[str, str]:
        """What the compiled file says of itself."""
        countries = sorted({row.country for row in self.rows if row.country})
        return {
            "name": self.name,
            "form": self.form,
            "first": "yes" if self.first else "no",
            "countries": " ".join(countries),
            "credit": self.credit,
        }


@dataclass
class _Reading:
    """A list while it is read: where in it a mistake stands, and what is done about it."""

    path: Path
    country: str | None
    lenient: bool
    rows: list[Row] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def take(self, where: str, make: Callable[[], Row | None]) -> None:
        """The row that `make` makes, if any; a mistake in it ends the reading, or leaves the row out."""
        try:
            row = make()
        except RowError as mistake:
            said = f"{self.path}{where}: {mistake}"
            if not self.lenient:
                raise KnowledgeError(said) from mistake
            self.left_out.append(said)
            return
        if row is not None:
            self.rows.append(row)


def read_list(
    path: Path, *, country: str | None = None, first: bool | None = None, lenient: bool = False, credit: str = ""
) -> Imported:
    """The places that the file at `path` lists.

    `country` is put where a row names none. `first` null: a CSV with our own columns goes first, other lists do not.
    KnowledgeError with file, line, cause and next step at the first mistake; `lenient` leaves such rows out.
    """
    reading = _Reading(path, country, lenient)
    name, data = _unpacked(path)
    form = _read(reading, name.rpartition(".")[2].lower(), _decoded(path, data))
    if not reading.rows:
        raise KnowledgeError(f"{path}: holds no place that could be read; check that it is the file you mean")
    return Imported(
        name=path.stem,
        form=form,
        first=form == "own" if first is None else first,
        rows=tuple(reading.rows),
        left_out=tuple(reading.left_out),
        credit=credit or (GEONAMES if form == "geonames" else ""),
    )


def _read(reading: _Reading, suffix: str, text: str) -> str:
    """Reads `text` and tells the form it has."""
    if suffix in ("geojson", "json"):
        _read_geojson(reading, text)
        return "geojson"
    if suffix not in ("csv", "tsv", "txt"):
        raise KnowledgeError(f"{reading.path}: .{suffix} is no list of places; give .csv, .txt, .zip or .geojson")
    if _is_dump(text):
        _read_dump(reading, text)
        return "geonames"
    return _read_table(reading, text)


def _unpacked(path: Path) -> tuple[str, bytes]:
    """The file's name and bytes; of a zip, those of the one list in it."""
    try:
        if path.suffix.lower() != ".zip":
            return path.name, path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            wanted = [i for i in archive.infolist() if _is_list(i.filename)]
            if len(wanted) != 1:
                names = ", ".join(i.filename for i in archive.infolist()[:5])
                raise KnowledgeError(f"{path}: holds {len(wanted)} lists ({names}); unpack it and add the one you mean")
            if wanted[0].file_size > LARGEST:
                raise KnowledgeError(f"{path}: {wanted[0].filename} is over {LARGEST:,} bytes; add a country's list")
            return wanted[0].filename, archive.read(wanted[0])
    except FileNotFoundError as error:
        raise KnowledgeError(f"{path}: there is no such file; check the path") from error
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise KnowledgeError(f"{path}: cannot be read ({error}); download or copy it again") from error


def _is_list(name: str) -> bool:
    low = name.lower().rpartition("/")[2]
    return low.endswith((".txt", ".csv", ".tsv", ".geojson", ".json")) and not low.startswith(("readme", ".", "__"))


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise KnowledgeError(f"{path}:{line}: is not UTF-8 ({error.reason}); save the file as UTF-8") from error


# -- GeoNames -------------------------------------------------------------------------------------------------------


def _is_dump(text: str) -> bool:
    first = text[:20_000].partition("\n")[0].split("\t")
    return len(first) == GEONAMES_FIELDS and first[0].isdigit()


def _read_dump(reading: _Reading, text: str) -> None:
    """A country dump: its own first and second level units give the places in them their names."""
    lines = [line.rstrip("\r").split("\t") for line in text.split("\n")]
    units = {_unit_key(f): f[1] for f in lines if len(f) == GEONAMES_FIELDS and f[7] in ("ADM1", "ADM2")}
    for number, fields in enumerate(lines, 1):
        if fields != [""]:
            reading.take(f":{number}", lambda fields=fields: _dump_row(fields, units))  # type: ignore[misc]


def _unit_key(fields: Sequence[str]) -> tuple[str, ...]:
    """Country and codes of the unit that a row is: the first level's alone, or both."""
    return (fields[8], fields[10]) if fields[7] == "ADM1" else (fields[8], fields[10], fields[11])


def _dump_row(fields: Sequence[str], units: dict[tuple[str, ...], str]) -> Row | None:
    if len(fields) != GEONAMES_FIELDS:
        raise RowError(f"{len(fields)} fields instead of GeoNames' {GEONAMES_FIELDS}", "download the file again")
    people = int(fields[14]) if fields[14].isdecimal() else 0
    kind = _feature(fields[6], fields[7], people)
    if kind is None:
        return None
    cells: Cells = {
        "name": fields[1], "lat": fields[4], "lon": fields[5], "country": fields[8], "kind": kind,
        "population": str(people), "geonameid": fields[0],
        "admin1": units.get((fields[8], fields[10]), "") if kind != "admin1" else "",
        "admin2": units.get((fields[8], fields[10], fields[11]), "") if kind not in ("admin1", "admin2") else "",
    }  # fmt: skip
    return checked(cells, sorted(kept(fields[1], [fields[2], *fields[3].split(",")], large=people >= LARGE)))


def _feature(group: str, code: str, people: int) -> str | None:
    """The kind of GeoNames' feature class and code by forms.yaml, null for what no report names as a place."""
    table = _forms()["features"]
    kind: str | None = table.get(f"{group}.{code}", table.get(group))
    if kind == "settlement":
        return "village" if people < VILLAGE_BELOW and code == "PPL" else "town"
    return kind


# -- tables ---------------------------------------------------------------------------------------------------------


def _read_table(reading: _Reading, text: str) -> str:
    """A CSV with a header: ours, or a national list whose columns forms.yaml knows."""
    head = text.partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    header = [name.strip() for name in next(reader, [])]
    own = tuple(header) == COLUMNS
    columns = _columns(reading.path, header)
    try:
        for fields in reader:
            if any(cell.strip() for cell in fields):
                reading.take(
                    f":{reader.line_num}",
                    lambda fields=fields: _table_row(reading, header, columns, fields),  # type: ignore[misc]
                )
    except csv.Error as error:
        raise KnowledgeError(f"{reading.path}:{reader.line_num}: {error}; save it as CSV again") from error
    return "own" if own else "table"


def _columns(path: Path, header: Sequence[str]) -> dict[str, list[int]]:
    """{our column: where the header has it}; the deepest unit names the row where no column is called a name."""
    plain = [fold(name) for name in header]
    found = {
        column: [plain.index(fold(name)) for name in names if fold(name) in plain]
        for column, names in _forms()["columns"].items()
    }
    if not found["name"]:
        deepest = next((column for column in ("admin4", "admin3", "admin2", "admin1") if found[column]), None)
        found["name"] = found[deepest][:1] if deepest else []
        found["kind_of_all"] = [{"admin1": 1, "admin2": 2}.get(deepest or "", 0)]
    for column, known in (("name", "name"), ("lat", "lat"), ("lon", "lon")):
        if not found[column]:
            raise KnowledgeError(
                f"{path}:1: no column of the header {','.join(header)!r} is a {known}; "
                f"call it {known}, or make the header {','.join(COLUMNS)!r}"
            )
    return found


def _table_row(reading: _Reading, header: Sequence[str], columns: dict[str, list[int]], fields: Sequence[str]) -> Row:
    if len(fields) != len(header):
        raise RowError(f"{len(fields)} fields instead of {len(header)}", 'put names with commas in "quotes"')

    def cell(column: str) -> str:
        return next((fields[i].strip() for i in columns.get(column, ()) if fields[i].strip()), "")

    cells: Cells = {column: cell(column) for column in COLUMNS} | {"geonameid": cell("geonameid")}
    cells["country"] = cell("country") or reading.country or ""
    if unit := columns.get("kind_of_all"):
        cells["kind"] = {1: "admin1", 2: "admin2"}.get(unit[0], "village")
    _leave_out_own_unit(cells)
    other = [fields[i] for i in columns["name"][1:]]
    names = [name for i in columns["alternates"] for name in _split(fields[i])]
    return checked(cells, [*other, *names], kinds=None if tuple(header) == COLUMNS else _forms()["kinds"])


def _leave_out_own_unit(cells: Cells) -> None:
    """A unit does not lie in itself."""
    if cells["kind"] in ("admin1", "admin2"):
        cells["admin2"] = ""
    if cells["kind"] == "admin1":
        cells["admin1"] = ""


def _split(cell: str) -> list[str]:
    mark = next((mark for mark in ";|," if mark in cell), ";")
    return cell.split(mark)


# -- GeoJSON --------------------------------------------------------------------------------------------------------


def _read_geojson(reading: _Reading, text: str) -> None:
    """Features with a name; a polygon is taken at its middle, with how far it reaches."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise KnowledgeError(f"{reading.path}: is no JSON ({error}); export it as GeoJSON again") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise KnowledgeError(f"{reading.path}: has no list of features; export it as a GeoJSON FeatureCollection")
    crs = str((data.get("crs") or {}).get("properties", {}).get("name", "CRS84"))
    if not crs.upper().endswith(("CRS84", ":4326")):
        raise KnowledgeError(f"{reading.path}: has coordinates in {crs}; export it in WGS84 (EPSG:4326)")
    for number, feature in enumerate(features, 1):
        reading.take(f": feature {number}", lambda feature=feature: _feature_row(reading, feature))  # type: ignore[misc]


def _feature_row(reading: _Reading, feature: Any) -> Row:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise RowError("has no properties", "give it at least a name")
    header, values = list(properties), ["" if v is None else str(v) for v in properties.values()]
    lat, lon, extent = _middle(feature.get("geometry"))
    columns = _columns(reading.path, [*header, "lat", "lon"])
    columns["lat"], columns["lon"] = [len(header)], [len(header) + 1]
    row = _table_row(reading, [*header, "lat", "lon"], columns, [*values, str(lat), str(lon)])
    return row._replace(extent=extent)


def _middle(geometry: Any) -> tuple[float, float, float | None]:
    """Latitude and longitude of a point, or of the middle of a shape, with the km from there to its furthest corner."""
    try:
        corners = list(_corners(geometry["coordinates"]))
        lon, lat = (
            corners[0]
            if len(corners) == 1
            else ((min(c) + max(c)) / 2 for c in zip(*((x, y) for x, y in corners), strict=True))
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise RowError("has no point or polygon", "give each feature a geometry with coordinates") from error
    reach = max(distance_km(lat, lon, y, x) for x, y in corners) if len(corners) > 1 else None
    return lat, lon, reach


def _corners(coordinates: Any) -> Iterator[tuple[float, float]]:
    """Every [lon, lat] of nested coordinates."""
    if isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _corners(part)


# -- rows as places -------------------------------------------------------------------------------------------------


def _codes(row: Row) -> tuple[str | None, str | None]:
    """Codes for the units of a row, made of their names: GeoNames' are not in every list."""
    if not row.admin1:
        return None, None
    first = f"{row.country or ''}.{fold(row.admin1)}"
    return first, f"{first}.{fold(row.admin2)}" if row.admin2 else None


def _site(row: Row) -> Site:
    first, second = _codes(row)
    return Site(
        row.name, row.lat, row.lon, row.country or "", row.kind, {row.name, *row.alternates}, row.population,
        row.geonameid, first, second, row.extent,
    )  # fmt: skip


@cache
def _forms() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("forms.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table
