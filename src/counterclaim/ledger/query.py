"""What can be asked of a ledger. Unless said otherwise, only each report's current reading is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, Select, Table, exists, func, or_, select

from counterclaim.errors import NotFoundError
from counterclaim.ledger.rows import record_of
from counterclaim.ledger.schema import (
    actors,
    claims,
    events,
    figures,
    places,
    readings,
    reports,
    runs,
    skipped,
    sources,
)
from counterclaim.ledger.sql import SLICE, slices
from counterclaim.ledger.store import Ledger
from counterclaim.records import Claim, Record

CHUNK = 1000
"""Rows that are held at once while a long answer is walked through."""
COUNTED: tuple[Table, ...] = (reports, sources, readings, claims, events, figures, actors, places, runs, skipped)


@dataclass(frozen=True)
class Filter:
    """Which claims are wanted; a field that is None does not matter. Names are compared without regard to case.

    `after` and `before` are days, inclusive, on which a claim was said, or its report published where it does not tell.
    """

    side: str | None = None
    speaker: str | None = None
    stance: str | None = None
    type: str | None = None
    after: date | None = None
    before: date | None = None


class Found(NamedTuple):
    """A claim, and its report's id, title, outlet and date as the ledger has them."""

    report: dict[str, Any]
    claim: Claim


def find_claims(ledger: Ledger, wanted: Filter = Filter()) -> Iterator[Found]:
    """The claims that fit `wanted`, in the order in which their reports were read."""
    query: Select[Any] = select(readings.c.header, claims.c.json).join_from(claims, readings).where(readings.c.current)
    query = _narrowed(query, wanted).order_by(readings.c.key, claims.c.position)
    with ledger.transaction() as connection:
        for row in stream(connection, query):
            yield Found(msgspec.json.decode(row.header), msgspec.json.decode(row.json, type=Claim, strict=False))


def reader_versions(ledger: Ledger) -> list[tuple[str, int]]:
    """Each version of the reader that a current reading is of, with how many reports it is the one of."""
    version = readings.c.reader_version
    query = select(version, func.count()).where(readings.c.current).group_by(version).order_by(version)
    with ledger.transaction() as connection:
        return [(row[0], row[1]) for row in connection.execute(query)]


def records(ledger: Ledger) -> Iterator[Record]:
    """Every report's current record, in the order in which the reports were read."""
    with ledger.transaction() as connection:
        query = select_readings().where(readings.c.current).order_by(readings.c.key)
        for rows in connection.execute(query, execution_options={"yield_per": SLICE}).partitions():
            yield from load_records(connection, rows).values()


def find_record(ledger: Ledger, report_id: str) -> Record:
    """The record of the report whose id is, or alone begins with, `report_id`; LedgerError where there is none."""
    with ledger.transaction() as connection:
        full = _the_one(connection, reports.c.id, report_id, ledger)
        query = select_readings().where(readings.c.current, reports.c.id == full)
        return load_record(connection, connection.execute(query).one())


def find_claim(ledger: Ledger, claim_id: str) -> tuple[Record, Claim]:
    """The claim whose id is, or alone begins with, `claim_id`, and its record; of the newest reading that has it."""
    with ledger.transaction() as connection:
        full = _the_one(connection, claims.c.id, claim_id, ledger)
        query = select_readings().join(claims).where(claims.c.id == full)
        row = connection.execute(query.order_by(readings.c.current.desc(), readings.c.key.desc())).first()
        if row is None:
            raise _unknown(ledger, claim_id)
        record = load_record(connection, row)
    return record, next(claim for claim in record.claims if claim.id == full)


def report_of(ledger: Ledger, claim_id: str) -> str:
    """The id of the report that a claim stands in; LedgerError where there is no such claim."""
    query = select(reports.c.id).select_from(claims).join(readings).join(reports).where(claims.c.id == claim_id)
    with ledger.transaction() as connection:
        found = connection.scalar(query.order_by(readings.c.current.desc(), readings.c.key.desc()).limit(1))
    if found is None:
        raise _unknown(ledger, claim_id)
    return str(found)


def counts(ledger: Ledger) -> dict[str, int]:
    """How many rows each table has."""
    with ledger.transaction() as connection:
        return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in COUNTED}


def _narrowed(query: Select[Any], wanted: Filter) -> Select[Any]:
    if wanted.stance is not None:
        query = query.where(claims.c.stance == wanted.stance)
    if wanted.type is not None:
        query = query.where(exists().where(events.c.claim_key == claims.c.key, events.c.type == wanted.type))
    said = func.coalesce(claims.c.said_from, readings.c.published)
    if wanted.after is not None:
        query = query.where(said >= wanted.after)
    if wanted.before is not None:
        query = query.where(said <= wanted.before)
    speaking = exists().where(actors.c.claim_key == claims.c.key, actors.c.role == "speaker")
    if wanted.speaker is not None:
        named = or_(actors.c.folded == wanted.speaker.casefold(), actors.c.actor_id == wanted.speaker)
        query = query.where(speaking.where(named))
    if wanted.side is not None:
        query = query.where(speaking.where(actors.c.side_folded == wanted.side.casefold()))
    return query


def select_readings() -> Select[Any]:
    r = readings.c
    columns: tuple[Any, ...] = (r.key, r.header, r.discarded, r.sha256, r.reader_version)
    return select(*columns, reports.c.id.label("report_id"), reports.c.text).join_from(readings, reports)


def load_record(connection: Connection, row: Row[Any]) -> Record:
    (record,) = load_records(connection, [row]).values()
    return record


def load_records(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, Record]:
    """The records of readings, rows of `select_readings`, by the readings' keys and in their order."""
    said: dict[int, list[str]] = {row.key: [] for row in rows}
    for part in slices(said):
        query = select(claims.c.reading_key, claims.c.json).where(claims.c.reading_key.in_(part))
        for row in connection.execute(query.order_by(claims.c.reading_key, claims.c.position)):
            said[row.reading_key].append(row.json)
    return {row.key: record_of(row.text, row.header, said[row.key], row.discarded, row.sha256) for row in rows}


def stream(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    yield from connection.execute(query, execution_options={"yield_per": CHUNK})


def _the_one(connection: Connection, column: Any, beginning: str, ledger: Ledger) -> str:
    """The one id in `column` that is, or begins with, `beginning`."""
    if connection.scalar(select(column).where(column == beginning).limit(1)):
        return beginning
    after = beginning + "\U0010ffff"
    found = list(connection.scalars(select(column).where(column > beginning, column < after).distinct().limit(2)))
    if len(found) == 1 and beginning:
        return str(found[0])
    if not found:
        raise _unknown(ledger, beginning)
    raise NotFoundError(
        f"{ledger.path}: several ids begin with {beginning}, such as {found[0]} and {found[1]}; give more of it"
    )


def _unknown(ledger: Ledger, wanted: str) -> NotFoundError:
    return NotFoundError(f"{ledger.path}: nothing in it is called {wanted}; counterclaim claims --json lists every id")
