"""A ledger copied whole into an empty one, of whatever database: every row of every table, under its own key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, Integer, Table, func, insert, select, text

from counterclaim.errors import LedgerError
from counterclaim.ledger.query import stream
from counterclaim.ledger.schema import metadata, runs
from counterclaim.ledger.store import Ledger

BATCH = 500
"""Rows that are held at once."""


def copy(source: Ledger, target: Ledger) -> Iterator[tuple[str, int]]:
    """Copies table by table, and tells of each how many rows; all in one transaction, so that it is done or undone.

    LedgerError where something is in `target` already.
    """
    with source.transaction() as old, target.transaction() as new:
        if new.scalar(select(runs.c.key).limit(1)) is not None:
            raise LedgerError(f"{target.path}: holds reports already; copy into a new ledger")
        for table in metadata.sorted_tables:
            yield table.name, _copied(table, old, new)
        if new.dialect.name == "postgresql":
            _go_on_counting(new)


def _copied(table: Table, old: Connection, new: Connection) -> int:
    rows = (dict(row._mapping) for row in stream(old, select(table).order_by(*table.primary_key)))
    count = 0
    while batch := list(islice(rows, BATCH)):
        new.execute(insert(table), batch)
        count += len(batch)
    return count


def _go_on_counting(new: Connection) -> None:
    """Lets the database number new rows behind the copied ones."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and isinstance(column.type, Integer):
            last = new.scalar(select(func.max(column)))
            sequence = new.scalar(
                text("SELECT pg_get_serial_sequence(:table, :key)"), {"table": table.name, "key": column.name}
            )
            if last is not None and sequence is not None:
                new.execute(
                    text("SELECT setval(CAST(:sequence AS regclass), :last)"), {"sequence": sequence, "last": last}
                )
