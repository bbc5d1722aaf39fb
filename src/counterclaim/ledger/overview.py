"""Incidents to be listed, mapped and laid out in time; and what else is listed of a ledger as a whole.

Every function works within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, get_args

import msgspec
from sqlalchemy import Connection, Row, Select, func, or_, select

from counterclaim.errors import InputError
from counterclaim.ledger import review
from counterclaim.ledger.judgements import COLUMNS
from counterclaim.ledger.schema import (
    claims,
    incidents,
    judgements,
    members,
    readings,
    runs,
    skipped,
    strands,
    tallies,
    wholes,
)
from counterclaim.ledger.searching import Search, is_narrow, matching_claims
from counterclaim.ledger.sql import slices
from counterclaim.records import Claim, Judgement, Report, report_from_header

Order = Literal["newest", "changed", "disputes", "reports"]
"""The last reported first; the last that changed; most contradictions and denials; most reports."""
ORDERS: tuple[Order, ...] = get_args(Order)
MOST_PLACES = 2_000
MOST_DAYS = 2_000
MATCHED = 10_000
"""Claims among which the incidents of a search are looked for, the newest first."""


@dataclass(frozen=True)
class Sought:
    """Which incidents are wanted: those with a claim that fits `claims`, contested or reviewed or not, in a box.

    `box` is west, south, east, north in degrees; west may lie east of east, over the 180th meridian. None: no matter.
    """

    claims: Search = field(default_factory=Search)
    contested: bool | None = None
    reviewed: bool | None = None
    revised: bool | None = None
    box: tuple[float, float, float, float] | None = None


class Place(NamedTuple):
    """A place, and how many incidents and claims are of it."""

    name: str
    geonameid: int | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    incidents: int
    claims: int
    contested: int
    incident: str
    """An incident that is of it; the one, where it is one."""


class Day(NamedTuple):
    """A day on which incidents begin, how many, and with how many claims."""

    day: date
    incidents: int
    claims: int
    contested: int


class Outlet(NamedTuple):
    """Where reports come from; the name is null where reports name none."""

    name: str | None
    reports: int
    claims: int
    first: date | None
    last: date | None


class RunRow(NamedTuple):
    """One run that read reports."""

    number: int
    reader_version: str
    started_at: datetime
    finished_at: datetime | None
    readings: int
    skipped: int


def page(
    connection: Connection, wanted: Sought, order: Order, size: int, after: str | None
) -> tuple[list[Row[Any]], str | None]:
    """Rows of incidents in order, behind the page that gave `after`; and what asks for the following page."""
    column, own = incidents.c[order], incidents.c.id
    query = _narrowed(connection, _with_json(), wanted)
    if after is not None:
        value, last = _place_in(after)
        query = query.where((column < value) | ((column == value) & (own < last)))
    rows = list(connection.execute(query.order_by(column.desc(), own.desc()).limit(size + 1)))
    following = rows[size - 1] if len(rows) > size else None
    return rows[:size], f"{getattr(following, order)}.{following.id}" if following else None


def total(connection: Connection, wanted: Sought) -> int:
    """How many incidents are wanted."""
    return connection.scalar(_narrowed(connection, select(func.count()).select_from(incidents), wanted)) or 0


def places(connection: Connection, wanted: Sought) -> list[Place]:
    """The places of incidents, those of most incidents first."""
    i = incidents.c
    of_place = (i.place, i.geonameid, i.country, i.lat, i.lon, i.precision)
    counted = (func.count(), func.sum(i.claims), func.count().filter(i.contested), func.min(i.id))
    query = _narrowed(connection, select(*of_place, *counted), wanted).where(i.place.is_not(None))
    query = query.group_by(*of_place).order_by(func.count().desc(), i.place).limit(MOST_PLACES)
    return [Place(*row) for row in connection.execute(query)]


def days(connection: Connection, wanted: Sought) -> list[Day]:
    """The days on which incidents begin, in order; the newest, where there are too many."""
    i = incidents.c
    counted = (func.count(), func.sum(i.claims), func.count().filter(i.contested))
    query = _narrowed(connection, select(i.first, *counted), wanted).where(i.first.is_not(None))
    query = query.group_by(i.first).order_by(i.first.desc()).limit(MOST_DAYS)
    return [Day(*row) for row in connection.execute(query)][::-1]


def last_begun(connection: Connection, wanted: Sought, size: int) -> list[Row[Any]]:
    """The incidents that began last, in order of time."""
    query = _narrowed(connection, _with_json(), wanted).where(incidents.c.first.is_not(None))
    query = query.order_by(incidents.c.first.desc(), incidents.c.id.desc()).limit(size)
    return list(connection.execute(query))[::-1]


def said(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Report, Claim]]:
    """Claims in current readings, as people see them, each with its report's header; the text is left out."""
    found: dict[str, tuple[Report, Claim]] = {}
    for part in slices(set(ids)):
        query = select(claims.c.id, claims.c.json, readings.c.header).join_from(claims, readings)
        lines = review.lines_of(connection, part)
        for row in connection.execute(query.where(readings.c.current, claims.c.id.in_(part))):
            claim = msgspec.json.decode(row.json, type=Claim, strict=False)
            report = report_from_header(row.header)
            found[row.id] = report, review.seen(claim, lines.get(row.id, ()))
    return found


def outlets(connection: Connection) -> list[Outlet]:
    """Where the reports come from, those of most reports first."""
    r, t = readings.c, tallies.c
    said = func.coalesce(select(t.claims).where(t.facet == "outlet", t.value == r.outlet).scalar_subquery(), 0)
    query = select(r.outlet, func.count(), said, func.min(r.published), func.max(r.published))
    query = query.where(r.current).group_by(r.outlet).order_by(func.count().desc(), r.outlet)
    return [Outlet(*row) for row in connection.execute(query)]


def log(connection: Connection, size: int, before: int | None, *, machine: bool) -> list[Judgement]:
    """Lines of the log, the newest first; what versions of reconcile found only where `machine`."""
    query = select(judgements).order_by(judgements.c.key.desc()).limit(size)
    query = query if machine else query.where(judgements.c.person)
    query = query if before is None else query.where(judgements.c.key < before)
    return [Judgement(**{name: getattr(row, name) for name in COLUMNS}) for row in connection.execute(query)]


def all_runs(connection: Connection, size: int, before: int | None) -> list[RunRow]:
    """Runs, the newest first."""
    read = select(func.count()).where(readings.c.run_key == runs.c.key).scalar_subquery()
    left = select(func.count()).where(skipped.c.run_key == runs.c.key).scalar_subquery()
    r = runs.c
    query = select(r.key, r.reader_version, r.started_at, r.finished_at, read, left).order_by(r.key.desc()).limit(size)
    query = query if before is None else query.where(r.key < before)
    return [RunRow(*row) for row in connection.execute(query)]


def _with_json() -> Select[Any]:
    """Incidents with what they are when put together."""
    return select(incidents, wholes.c.json).join(wholes, wholes.c.incident_id == incidents.c.id)


def _narrowed(connection: Connection, query: Select[Any], wanted: Sought) -> Select[Any]:
    i = incidents.c
    if is_narrow(wanted.claims):
        keys = matching_claims(connection, wanted.claims, MATCHED)
        of_claims = select(strands.c.incident).join_from(strands, members, members.c.strand_key == strands.c.key)
        query = query.where(i.id.in_(of_claims.where(members.c.claim_key.in_(keys))))
    for column, asked in (
        (i.contested, wanted.contested),
        (i.revised > 0, wanted.revised),
        (i.reviewed, wanted.reviewed),
    ):
        if asked is not None:
            query = query.where(column if asked else ~column)
    if wanted.box is not None:
        west, south, east, north = wanted.box
        inside = i.lon.between(west, east) if west <= east else or_(i.lon >= west, i.lon <= east)
        query = query.where(inside, i.lat.between(south, north))
    return query


def _place_in(after: str) -> tuple[int, str]:
    """Where a page ended: the value that it is ordered by, and the row's id."""
    value, _, last = after.partition(".")
    if not value.isascii() or not value.isdecimal() or len(value) > 18:
        raise InputError(f"{after}: this is no page's end; ask for the first page again")
    return int(value), last
