"""Distances on the globe, and the square degrees that places are numbered along."""

from __future__ import annotations

import math
from collections.abc import Iterator


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points in degrees, on a sphere of 6,371 km."""
    p, q = math.radians(lat1), math.radians(lat2)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(h, 1.0)))


def moved(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point so many kilometres from another in the direction of `bearing`, degrees clockwise from north."""
    p, angle, turn = math.radians(lat), km / 6371, math.radians(bearing)
    q = math.asin(math.sin(p) * math.cos(angle) + math.cos(p) * math.sin(angle) * math.cos(turn))
    east = math.atan2(math.sin(turn) * math.sin(angle) * math.cos(p), math.cos(angle) - math.sin(p) * math.sin(q))
    return math.degrees(q), (lon + math.degrees(east) + 180) % 360 - 180


def cell_of(lat: float, lon: float) -> int:
    """The number of the square degree that holds a point."""
    return min(int(lat + 90), 179) * 360 + min(int(lon + 180), 359)


def cells_around(lat: float, lon: float, reach: int) -> Iterator[int]:
    """The square degrees around a point: `reach` rows north and south, as far east and west as they are tall."""
    row, column = divmod(cell_of(lat, lon), 360)
    wide = math.ceil((reach + 0.5) / max(math.cos(math.radians(lat)), 0.1)) if reach else 1
    for r in range(max(row - max(reach, 1), 0), min(row + max(reach, 1), 179) + 1):
        for c in range(column - wide, column + wide + 1):
            yield r * 360 + c % 360
