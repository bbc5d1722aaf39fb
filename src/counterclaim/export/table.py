"""A table that is exported: its columns with their types, and how a thing becomes rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and the type of the cells that are not null (str, int, float, bool or date)."""

    name: str
    type: type = str


@dataclass(frozen=True)
class Table(Generic[T]):
    """A table's name and columns, and the rows that one `T` becomes, cell by cell in the columns' order."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[T], Iterable[Row]]


def columns(**types: type) -> tuple[Column, ...]:
    """Columns by name and type, in the order given."""
    return tuple(Column(name, kind) for name, kind in types.items())


def named(names: str | Sequence[str], **types: type) -> tuple[Column, ...]:
    """Columns as a publisher lists them, separated by commas; text unless `types` says otherwise."""
    listed = [name.strip() for name in names.split(",")] if isinstance(names, str) else names
    return tuple(Column(name, types.get(name, str)) for name in listed)
