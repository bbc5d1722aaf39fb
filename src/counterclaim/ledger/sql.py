"""Habits of asking a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

SLICE = 400
"""Values of one IN list; SQLite takes no more than 999 in older builds."""


def slices(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in order, as many at a time as an IN list takes."""
    every = sorted(values)
    for at in range(0, len(every), SLICE):
        yield every[at : at + SLICE]
