"""The log of judgements: only ever added to. Which lines count is worked out from the lines that undo others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, insert, or_, select

from counterclaim.errors import ConflictError, LedgerError, NotFoundError
from counterclaim.ledger.schema import judgements
from counterclaim.ledger.sql import slices
from counterclaim.records import Judgement

COLUMNS = tuple(name for name in judgements.columns.keys() if name != "person")  # noqa: SIM118
BLANK = dict.fromkeys(("b", "relation", "field", "value", "undoes", "was", "to"))


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
    now = datetime.now(UTC).replace(tzinfo=None)
    every = {"act": act, "at": now, "by": by, "person": person}
    connection.execute(insert(judgements), [{**BLANK, "why": "", **row, **every} for row in rows])
    return act


def by_persons(connection: Connection) -> bool:
    """Whether any person has judged anything."""
    return connection.scalar(select(judgements.c.key).where(judgements.c.person).limit(1)) is not None


def standing(connection: Connection, claims: Iterable[str]) -> list[Judgement]:
    """The judgements of persons that name one of `claims` and that nobody has undone, the oldest first."""
    rows = [row for row in _naming(connection, claims) if row.verdict != "undo"]
    void = _void(connection, {row.act for row in rows})
    return [_judgement(row) for row in rows if row.act not in void]


def version(connection: Connection, claims: Iterable[str]) -> int:
    """The number of the newest line by a person that names one of `claims` or undoes such a line; 0 for none."""
    rows = _naming(connection, claims)
    undoing = _undoing(connection, {row.act for row in rows})
    return max((row.key for row in (*rows, *undoing)), default=0)


def agreed(connection: Connection, claims: Collection[str], seen: int | None) -> None:
    """ConflictError where persons have judged `claims` since the version `seen`; None is not asked."""
    if seen is None or (now := version(connection, claims)) <= seen:
        return
    line = connection.execute(select(judgements).where(judgements.c.key == now)).one()
    raise ConflictError(f"{line.by} judged this in the meantime ({line.verdict}); look at it again and repeat")


def about(connection: Connection, claims: Sequence[str]) -> Iterator[Judgement]:
    """Every line that names one of `claims`, the oldest first, and the lines that undo any of these."""
    found: dict[int, Row[Any]] = {}
    for part in slices(claims):
        query = select(judgements).where(or_(judgements.c.a.in_(part), judgements.c.b.in_(part)))
        found.update({row.key: row for row in connection.execute(query)})
    undoing = _undoing(connection, {row.act for row in found.values() if row.person})
    found.update({row.key: row for row in undoing})
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


def touched(connection: Connection, act: Act) -> set[str]:
    """The claims of what `act` undoes, and of what that undoes in turn."""
    found: set[str] = set()
    numbers = {line.undoes for line in act.lines if line.undoes is not None}
    while numbers:
        rows = [
            row
            for part in slices(numbers)
            for row in connection.execute(select(judgements).where(judgements.c.act.in_(part)))
        ]
        found |= {claim for row in rows for claim in (row.a, row.b) if claim}
        numbers = {row.undoes for row in rows if row.undoes is not None}
    return found


def _naming(connection: Connection, claims: Iterable[str]) -> list[Row[Any]]:
    """Lines by persons that name one of `claims`, the oldest first; nothing is looked up where no person judged."""
    if not by_persons(connection):
        return []
    found: dict[int, Row[Any]] = {}
    for part in slices(claims):
        for column in (judgements.c.a, judgements.c.b):
            query = select(judgements).where(judgements.c.person, column.in_(part))
            found.update({row.key: row for row in connection.execute(query)})
    return [found[key] for key in sorted(found)]


def _undoing(connection: Connection, acts: Collection[int]) -> list[Row[Any]]:
    """The lines that undo `acts`, those that undo these, and so on."""
    found, edge = [], set(acts)
    while edge:
        query = select(judgements).where(judgements.c.verdict == "undo")
        rows = [row for part in slices(edge) for row in connection.execute(query.where(judgements.c.undoes.in_(part)))]
        found += rows
        edge = {row.act for row in rows}
    return found


def _void(connection: Connection, acts: Collection[int]) -> set[int]:
    """Which of `acts`, and of those that undo them, count no more."""
    void: set[int] = set()
    for row in sorted(_undoing(connection, acts), key=lambda row: -row.key):
        if row.act not in void:
            void.add(row.undoes)
    return void


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(**{name: getattr(row, name) for name in COLUMNS})
