"""python -m counterclaim.serve.web.make_countries TOPOJSON: makes static/countries.geojson, the outlines under the map.

TOPOJSON is countries-50m.json of npm's world-atlas (Natural Earth, public domain). Its outlines run over the 180th
degree, which a flat map cannot draw, so they are cut there; degrees are kept to two decimals, about a kilometre.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

from counterclaim.knowledge import countries
from counterclaim.serve.web.mapping import middle

OUT = Path(__file__).parent / "static" / "countries.geojson"
NAMES = "country-names.json"
"""Beside it: names and where they stand, for maps whose letters are elements of the page."""
DECIMALS = 2
EAST = 180.0
SLIVER = 0.005
"""Square degrees below which a ring is no more than what rounding left of an islet."""

Point = tuple[float, float]
Ring = list[Point]


def main(source: Path, out: Path = OUT) -> None:
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    by_number: dict[int | None, str] = {one.numeric: one.iso2 for one in countries.every() if one.numeric}
    found = [_feature(shape, arcs, by_number) for shape in topology["objects"]["countries"]["geometries"]]
    found.sort(key=lambda feature: feature["properties"]["name"])
    lines = ",\n".join(json.dumps(feature, separators=(",", ":"), ensure_ascii=False) for feature in found)
    out.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")
    names = [name for feature in found if (name := _name(feature))]
    lines = ",\n".join(json.dumps(name, separators=(",", ":"), ensure_ascii=False) for name in names)
    out.with_name(NAMES).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def _decoded(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Iterator[Point]:
    """An arc's points in degrees; TopoJSON stores each as a step from the one before."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * wide + west, y * high + south


def _feature(shape: dict[str, Any], arcs: list[Ring], by_number: dict[int | None, str]) -> dict[str, Any]:
    number = int(shape["id"]) if shape.get("id") else None
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    outlines = [outline for polygon in polygons for outline in _cut([_joined(ring, arcs) for ring in polygon])]
    name = shape["properties"]["name"]
    return {
        "type": "Feature",
        "properties": {"iso2": "XK" if name == "Kosovo" else by_number.get(number), "name": name},
        "geometry": {"type": "MultiPolygon", "coordinates": outlines},
    }


def _joined(numbers: Sequence[int], arcs: list[Ring]) -> Ring:
    """A ring of arcs; a number below zero stands for the arc `~number`, walked backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _cut(polygon: list[Ring]) -> Iterator[list[Ring]]:
    """A polygon as the polygons that lie between 180 degrees west and east."""
    unrolled = [_unrolled(ring) for ring in polygon]
    for turn in (-360.0, 0.0, 360.0):
        moved = [[(x + turn, y) for x, y in ring] for ring in unrolled]
        rings = [_rounded(_clipped(_clipped(ring, -EAST, 1), EAST, -1)) for ring in moved]
        if len(rings[0]) > 3 and abs(_area(rings[0])) > SLIVER:
            yield [rings[0], *(hole for hole in rings[1:] if len(hole) > 3)]


def _unrolled(ring: Ring) -> Ring:
    """A ring whose longitudes run on beyond 180 degrees instead of leaping; one around the pole is closed there."""
    found = [ring[0]]
    for (before, _), (x, y) in pairwise(ring):
        step = (x - before + 180) % 360 - 180
        found.append((found[-1][0] + step, y))
    if abs(found[-1][0] - found[0][0]) > 180:
        found += [(found[-1][0], -90.0), (found[0][0], -90.0), found[0]]
    return found


def _clipped(ring: Ring, edge: float, sign: int) -> Ring:
    """The part of a ring on one side of a meridian: east of it where `sign` is 1, west of it where it is -1."""
    found: Ring = []
    for (ax, ay), (bx, by) in pairwise(ring):
        inside, then = sign * (ax - edge) >= 0, sign * (bx - edge) >= 0
        if inside:
            found.append((ax, ay))
        if inside != then:
            found.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
    return [*found, found[0]] if found else []


def _rounded(ring: Ring) -> Ring:
    points = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring]
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _name(feature: dict[str, Any]) -> list[Any] | None:
    """A country's name, the middle of its largest part, and how wide that is in degrees of latitude."""
    rings: list[list[list[float]]] = [polygon[0] for polygon in feature["geometry"]["coordinates"]]
    parts = [[(x, y) for x, y in ring] for ring in rings]
    ring = max(parts, key=lambda part: abs(_area(part)), default=None)
    centre = middle(ring) if ring else None
    if ring is None or centre is None:
        return None
    wide = (max(x for x, _ in ring) - min(x for x, _ in ring)) * cos(radians(centre[1]))
    return [feature["properties"]["name"], round(centre[0], 1), round(centre[1], 1), round(wide, 1)]


def _area(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2


if __name__ == "__main__":
    main(Path(sys.argv[1]))
