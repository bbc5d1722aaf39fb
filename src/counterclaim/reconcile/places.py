"""Places as reconcile compares them: a point, how exact it is, and the cell of a grid that it lies in."""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from counterclaim.knowledge.gazetteer.folding import sound
from counterclaim.records import Place

EXACT = frozenset({"exact", "near", "admin2"})
WIDE = frozenset({"country", "region", "admin1"})
"""Precisions of a land, of which every report names but a few."""
TOGETHER_KM = 12.0
"""Points nearer than this are one town: its suburbs, its airport, two gazetteers' points of it."""
SIDE_BY_SIDE_KM = 4.0
"""A hospital and its town."""
APART_KM = 30.0
"""Points farther than this are two places, however the report rounds."""
WIDE_KM = 300.0
"""Points of regions farther than this are of two regions."""
CELL = 0.25
"""Degrees of a grid cell, about 28 km of latitude: points that are together lie in the same or in touching cells."""
EARTH_KM = 6371.0


class Spot(msgspec.Struct, frozen=True):
    """A place without its characters. `said` is what the report calls it."""

    name: str
    lat: float | None
    lon: float | None
    country: str | None
    precision: str
    said: str = ""

    @property
    def precise(self) -> bool:
        return self.precision in EXACT

    @property
    def words(self) -> frozenset[str]:
        """What it is called, by us and by the report, word by word as it sounds."""
        return frozenset(map(sound, f"{self.name} {self.said}".split())) - {""}

    @property
    def unmapped(self) -> bool:
        """Whether a place is named that no gazetteer has a point for."""
        return self.precise and cell(self) is None


def spot_of(place: Place, said: str = "") -> Spot:
    """The place without its characters."""
    return Spot(place.name, place.lat, place.lon, place.country, place.precision, said)


def kilometres(a: Spot, b: Spot) -> float | None:
    """The way between two points, None where one has none."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def one_name(a: Spot, b: Spot) -> bool:
    """Whether two places are called alike; where one has no point, in whatever spelling."""
    return a.name == b.name or ((a.unmapped or b.unmapped) and b.precise and sound(a.name) == sound(b.name))


def apart(a: Spot, b: Spot) -> bool:
    """Whether two places are surely two; without points, whether they are called differently."""
    way = kilometres(a, b)
    if not (a.precise and b.precise):
        return "country" not in (a.precision, b.precision) and way is not None and way > WIDE_KM
    return a.name != b.name if way is None else way > TOGETHER_KM


def cell(spot: Spot) -> tuple[int, int] | None:
    """The grid cell of a precise point."""
    if spot.lat is None or spot.lon is None or not spot.precise:
        return None
    return math.floor(spot.lat / CELL), math.floor(spot.lon / CELL)


def around(of: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A cell and the eight that touch it, over the date line too."""
    columns = round(360 / CELL)
    half = columns // 2
    for row in (-1, 0, 1):
        for column in (-1, 0, 1):
            yield of[0] + row, (of[1] + column + half) % columns - half
