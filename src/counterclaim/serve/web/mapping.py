"""A map as a drawn picture: for pages without JavaScript, without WebGL, and on paper. Outlines are Natural Earth's.

A place is drawn as exactly as it is known: a town is a point, what is near one an open point, a district or a province
a broken circle, a country is shaded and never pinned. A region that has no outline is not drawn; the page names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from html import escape
from itertools import pairwise
from math import cos, radians, sqrt
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

OUTLINES = Path(__file__).parent / "static" / "countries.geojson"
WIDTH, HEIGHT = 960, 560
NEAR = 24
"""Pixels within which points are drawn as one."""
LEAST = 1.5
"""Degrees that a map shows at least, so that a single town lies in a land."""
MARGIN = 0.25
"""Of the width and height that is left free around the places."""
LETTER = 9
"""Pixels of a letter of a country's name."""
WIDE = 60.0
"""Degrees beyond which outlines are drawn coarsely."""
FINE, COARSE = 1.0, 2.5
"""Pixels that two points of an outline lie apart at least."""
STYLES = {"exact": "exact", "near": "near", "admin2": "area", "admin1": "area"}
SIZES = {"exact": 6.0, "near": 6.0, "area": 18.0}
"""The radius of one place in pixels."""

Point = tuple[float, float]
Ring = list[Point]


class Box(NamedTuple):
    """Degrees of longitude and latitude."""

    west: float
    south: float
    east: float
    north: float

    def text(self) -> str:
        return ",".join(f"{degrees:.2f}" for degrees in self)


class Spot(NamedTuple):
    """A place with what is said of it: `number` of it, where a click leads, whether accounts differ there."""

    name: str
    lat: float | None
    lon: float | None
    country: str | None
    precision: str
    number: int
    address: str
    disputed: bool = False


class _Land(NamedTuple):
    iso2: str | None
    name: str
    ring: Ring
    box: Box


class Frame(NamedTuple):
    """From degrees to pixels; a degree of longitude is as wide as it is in the middle of the map."""

    box: Box
    width: int
    height: int

    def xy(self, lon: float, lat: float) -> Point:
        x = (lon - self.box.west) / (self.box.east - self.box.west) * self.width
        y = (self.box.north - lat) / (self.box.north - self.box.south) * self.height
        return round(x, 1), round(y, 1)

    def degrees(self, x: float, y: float) -> Point:
        lon = self.box.west + x / self.width * (self.box.east - self.box.west)
        return lon, self.box.north - y / self.height * (self.box.north - self.box.south)


def box_of(wanted: str | None) -> Box | None:
    """The box that "west,south,east,north" names; None for anything that is none."""
    try:
        west, south, east, north = (float(part) for part in (wanted or "").split(","))
    except ValueError:
        return None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return None
    return Box(west, south, east, north)


def map_picture(
    spots: Sequence[Spot],
    *,
    box: Box | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
    zoom: Callable[[str], str] | None = None,
) -> str:
    """The map of `spots`, empty where none has a place; `zoom` gives the address of this page with another box."""
    shown = box or around(spots)
    if shown is None:
        return ""
    frame = Frame(_fitted(shown, width, height), width, height)
    shaded = defaultdict(list)
    for spot in spots:
        if spot.precision == "country" and spot.country:
            shaded[spot.country].append(spot)
    groups = _groups([spot for spot in spots if _pinned(spot)], frame)
    parts = [
        f'<svg viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice" role="group" aria-label="Map" '
        'xmlns="http://www.w3.org/2000/svg">',
        f'<path class="land" d="{_land(frame, None)}"/>',
        *_country_names(frame),
        *(part for country, own in sorted(shaded.items()) for part in _shade(frame, country, own)),
        *(
            part
            for one in _named([_mark(at, group, frame, zoom) for at, group in groups], frame)
            for part in _drawn(one)
        ),
        "</svg>",
    ]
    return "".join(parts)


def around(spots: Iterable[Spot]) -> Box | None:
    """The box of all points, or of the countries where there are no points; None where there is no place."""
    every = list(spots)
    points: list[Point] = [(spot.lon or 0.0, spot.lat or 0.0) for spot in every if _pinned(spot)]
    countries = {spot.country for spot in every if spot.precision == "country"}
    if not points:
        own = (land for country in countries for land in _lands_of().get(country or "", ()))
        points = [at for land in own for at in (land.box[:2], land.box[2:])]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    wide = max(max(xs) - min(xs), LEAST) * (0.5 + MARGIN)
    high = max(max(ys) - min(ys), LEAST * 0.6) * (0.5 + MARGIN)
    return Box(middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high)


def _pinned(spot: Spot) -> bool:
    return spot.precision in STYLES and spot.lat is not None and spot.lon is not None


def _fitted(box: Box, width: int, height: int) -> Box:
    """The box made wider or higher to the shape of the picture."""
    middle = (box.south + box.north) / 2
    squeeze = max(cos(radians(min(abs(middle), 80.0))), 0.1)
    wide, high = (box.east - box.west) * squeeze, box.north - box.south
    if wide / high < width / height:
        wide = high * width / height
    else:
        high = wide * height / width
    x, half = (box.west + box.east) / 2, wide / squeeze / 2
    return Box(x - half, middle - high / 2, x + half, middle + high / 2)


@cache
def _lands() -> tuple[_Land, ...]:
    """Every outer ring with the country that it is of."""
    found = []
    for feature in msgspec.json.decode(OUTLINES.read_bytes())["features"]:
        of: dict[str, Any] = feature["properties"]
        for polygon in feature["geometry"]["coordinates"]:
            ring = [(x, y) for x, y in polygon[0]]
            xs, ys = [x for x, _ in ring], [y for _, y in ring]
            found.append(_Land(of["iso2"], of["name"], ring, Box(min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)


@cache
def _lands_of() -> dict[str, tuple[_Land, ...]]:
    """The rings of each country."""
    found: defaultdict[str, list[_Land]] = defaultdict(list)
    for land in _lands():
        if land.iso2:
            found[land.iso2].append(land)
    return {country: tuple(own) for country, own in found.items()}


@lru_cache(maxsize=512)
def _land(frame: Frame, country: str | None) -> str:
    """The outlines within the frame, of one country or all, as the data of a path."""
    view = frame.box
    paths = []
    for land in _lands() if country is None else _lands_of().get(country, ()):
        if not _seen(land.box, view):
            continue
        points = _outline(frame, land)
        if len(points) > 2:
            paths.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(paths)


@lru_cache(maxsize=64)
def _country_names(frame: Frame) -> tuple[str, ...]:
    """The names of the countries that have room for them, in the middle of what is seen of them."""
    best: dict[str, tuple[float, Point]] = {}
    for land in _lands():
        points = _outline(frame, land) if _seen(land.box, frame.box) else []
        if not points:
            continue
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        centre = middle(points)
        if centre is None or wide * high <= best.get(land.name, (0,))[0]:
            continue
        if wide > LETTER * len(land.name) and high > 4 * LETTER:
            best[land.name] = (wide * high, centre)
    return tuple(
        f'<text class="country" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(name)}</text>'
        for name, (_, (x, y)) in sorted(best.items())
    )


def middle(ring: Sequence[Point]) -> Point | None:
    """The centre of gravity of a ring, None where that lies outside of it."""
    closed = [*ring, ring[0]]
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(closed):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not area:
        return None
    x, y = x / (3 * area), y / (3 * area)
    crossed = sum(
        (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in pairwise(closed)
    )
    return (x, y) if crossed % 2 else None


def _seen(box: Box, view: Box) -> bool:
    return not (box.east < view.west or box.west > view.east or box.north < view.south or box.south > view.north)


def _outline(frame: Frame, land: _Land) -> Ring:
    """What is seen of a ring, in pixels; nothing where it is smaller than one."""
    points = _thinned((frame.xy(x, y) for x, y in _within(land.ring, frame.box)), COARSE if _is_wide(frame) else FINE)
    return points if len(points) > 2 else []


def _is_wide(frame: Frame) -> bool:
    return frame.box.east - frame.box.west > WIDE


def _within(ring: Ring, view: Box) -> Ring:
    """The ring cut at the four edges of the view, with a little over so that no cut is seen."""
    over = (view.east - view.west) * 0.02
    for axis, edge, sign in (
        (0, view.west - over, 1),
        (0, view.east + over, -1),
        (1, view.south - over, 1),
        (1, view.north + over, -1),
    ):
        if not ring:
            return []
        ring = _cut(ring, axis, edge, sign)
    return ring


def _cut(ring: Ring, axis: int, edge: float, sign: int) -> Ring:
    found: Ring = []
    for a, b in pairwise(ring):
        inside, then = sign * (a[axis] - edge) >= 0, sign * (b[axis] - edge) >= 0
        if inside:
            found.append(a)
        if inside != then:
            share = (edge - a[axis]) / (b[axis] - a[axis])
            found.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
    return [*found, found[0]] if found else []


def _thinned(points: Iterable[Point], least: float) -> Ring:
    """The points without those that lie nearer than `least` to the one before."""
    found: Ring = []
    for x, y in points:
        if not found or abs(x - found[-1][0]) + abs(y - found[-1][1]) >= least:
            found.append((x, y))
    return found


def _shade(frame: Frame, country: str, spots: Sequence[Spot]) -> Iterator[str]:
    outline = _land(frame, country)
    if outline:
        number = sum(spot.number for spot in spots)
        said = f"{spots[0].name}, the country as a whole: {number:,}"
        yield f'<a href="{escape(spots[0].address)}" aria-label="{escape(said)}">'
        yield f'<path class="land shaded" d="{outline}"><title>{escape(said)}</title></path></a>'


def _groups(spots: Sequence[Spot], frame: Frame) -> list[tuple[Point, list[Spot]]]:
    """Places that would be drawn over each other, those with most first; each group stands where its first place is."""
    groups: list[tuple[Point, list[Spot]]] = []
    near: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for spot in sorted(spots, key=lambda spot: (-spot.number, spot.name)):
        x, y = frame.xy(spot.lon or 0.0, spot.lat or 0.0)
        if not (0 <= x <= frame.width and 0 <= y <= frame.height):
            continue
        column, row = int(x // NEAR), int(y // NEAR)
        beside = (at for i in (-1, 0, 1) for j in (-1, 0, 1) for at in near[column + i, row + j])
        over = [at for at in beside if (groups[at][0][0] - x) ** 2 + (groups[at][0][1] - y) ** 2 < NEAR**2]
        if over:
            groups[min(over)][1].append(spot)
        else:
            near[column, row].append(len(groups))
            groups.append(((x, y), [spot]))
    return groups


class _Mark(NamedTuple):
    """What is drawn for the places of one group; the name stands beside it where that covers nothing else."""

    x: float
    y: float
    radius: float
    style: str
    number: int
    names: str
    label: str
    address: str
    side: int = 0

    def name_box(self, side: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the name on the right side (1) or the left (-1)."""
        wide = LETTER * 0.7 * len(self.label)
        left = self.x + self.radius + 4 if side > 0 else self.x - self.radius - 4 - wide
        return left, self.y - 7, left + wide, self.y + 7


def _mark(at: Point, group: Sequence[Spot], frame: Frame, zoom: Callable[[str], str] | None) -> _Mark:
    spot, number = group[0], sum(one.number for one in group)
    style = STYLES[spot.precision] if len(group) == 1 else "exact"
    address = spot.address
    if zoom and _apart(group):
        address = zoom((around(group) or frame.box).text())
    return _Mark(
        x=at[0],
        y=at[1],
        radius=SIZES[style] if number == 1 else min(SIZES[style] + 2.4 * sqrt(number), 26),
        style=style + (" disputed" if any(one.disputed for one in group) else ""),
        number=number,
        names=", ".join(one.name for one in group[:4]) + (" …" if len(group) > 4 else ""),
        label=spot.name + (f" +{len(group) - 1}" if len(group) > 1 else ""),
        address=address,
    )


def _named(marks: Sequence[_Mark], frame: Frame) -> Iterator[_Mark]:
    """The marks, each with the side on which there is room for its name, those of most first."""
    taken = [(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in marks]
    for one in marks:
        for side in (1, -1):
            box = one.name_box(side)
            inside = box[0] >= 0 and box[2] <= frame.width
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                one = one._replace(side=side)
                break
        yield one


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _drawn(one: _Mark) -> Iterator[str]:
    said = escape(f"{one.names}: {one.number:,}")
    yield f'<a class="{one.style}" href="{escape(one.address)}">'
    yield f'<circle cx="{one.x}" cy="{one.y}" r="{one.radius:.1f}"><title>{said}</title></circle>'
    if one.number > 1 and one.radius > LETTER:
        yield f'<text class="in" x="{one.x}" y="{one.y + 4:.1f}">{one.number:,}</text>'
    if one.side:
        anchor, x = ("start", one.x + one.radius + 4) if one.side > 0 else ("end", one.x - one.radius - 4)
        yield f'<text x="{x:.1f}" y="{one.y + 4:.1f}" text-anchor="{anchor}">\u2068{escape(one.label)}\u2069</text>'
    yield "</a>"


def _apart(group: Sequence[Spot]) -> bool:
    """Whether a closer look would tell the places apart."""
    return len({(one.lat, one.lon) for one in group}) > 1
