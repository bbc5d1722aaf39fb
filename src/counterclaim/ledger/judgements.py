"""The log of judgements: only ever added to. Which lines count is worked out from the lines that undo others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, insert, or_, select

from counterclaim.errors import LedgerError, NotFoundError
from counterclaim.ledger.schema import judgements
from counterclaim.ledger.sql import slices
from counterclaim.records import Judgement

COLUMNS = tuple(name for name in judgements.columns.keys() if name != "person")  # noqa: SIM118


class Act(NamedTuple):
    """What a person did in one step: the judgements that stand and fall together."""

    act: int
    lines: tuple[Judgement, ...]


def log(connection: Connection, by: str, lines: Iterable[dict[str, Any]], *, person: bool) -> int:
    """Adds `lines` as one act; gives its number, 0 where there is nothing to add."""
    rows = list(lines)
    if not rows:
        return 0
    act = (connection.scalar(select(func.max(judgements.c.key))) or 0) + 1
    blank = {"b": None, "relation": None, "field": None, "value": None, "why": "", "undoes": None}
    now = datetime.now(UTC).replace(tzinfo=None)
    every = {"act": act, "at": now, "by": by, "person": person}
    connection.execute(insert(judgements), [{**blank, **row, **every} for row in rows])
    return act


def standing(connection: Connection) -> list[Judgement]:
    """The judgements of persons that nobody has undone, the oldest first."""
    rows = list(connection.execute(select(judgements).where(judgements.c.person).order_by(judgements.c.key)))
    void: set[int] = set()
    for row in reversed(rows):
        if row.verdict == "undo" and row.act not in void:
            void.add(row.undoes)
    return [_judgement(row) for row in rows if row.act not in void and row.verdict != "undo"]


def about(connection: Connection, claims: Sequence[str]) -> Iterator[Judgement]:
    """Every line that names one of `claims`, the oldest first, and the lines that undo any of these."""
    found: dict[int, Row[Any]] = {}
    for part in slices(claims):
        query = select(judgements).where(or_(judgements.c.a.in_(part), judgements.c.b.in_(part)))
        found.update({row.key: row for row in connection.execute(query)})
    acts = {row.act for row in found.values() if row.person}
    undoing = select(judgements).where(judgements.c.person, judgements.c.verdict == "undo")
    found.update({row.key: row for row in connection.execute(undoing) if row.undoes in acts})
    for key in sorted(found):
        yield _judgement(found[key])


def act(connection: Connection, number: int) -> Act:
    """The lines of one act by a person; LedgerError where there is no such act."""
    query = select(judgements).where(judgements.c.act == number).order_by(judgements.c.key)
    rows = list(connection.execute(query))
    if not rows:
        raise NotFoundError(f"there is no judgement {number}; counterclaim history lists them")
    if not rows[0].person:
        raise LedgerError(f"judgement {number} is by {rows[0].by}; overrule it with merge, split, link or unlink")
    return Act(number, tuple(map(_judgement, rows)))


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(**{name: getattr(row, name) for name in COLUMNS})
