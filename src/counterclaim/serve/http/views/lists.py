"""What lists show: incidents in rows, on the map, in time; parties, sources, runs, the log, what waits for review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row

from counterclaim import words
from counterclaim.ledger import overview
from counterclaim.ledger.overview import Order, Sought
from counterclaim.ledger.searching import Search, values
from counterclaim.ledger.store import Ledger
from counterclaim.records import Base, Effect, EventType, Incident, Judgement, Place, Victims, When
from counterclaim.serve.http.views.claims import ClaimsView, claims_view
from counterclaim.serve.http.views.common import Page

WIDE = ("country", "region")
"""Precisions that are shaded and never pinned."""
ON_THE_DESK = 12
"""Incidents of each kind on the first page."""
PARTIES = 500
UNREVIEWED = "none"


class Range(Base, frozen=True, kw_only=True):
    """The least and the greatest total that anyone states of one effect on one kind of victims."""

    effect: Effect
    victims: Victims
    side: str | None
    low: int
    high: int


class IncidentRow(Base, frozen=True, kw_only=True):
    """An incident in a list. `contested` names the fields that accounts contradict or deny each other on; `disputes`
    counts such links, `revised` the figures that their own speakers gave up later."""

    id: str
    heading: str
    type: EventType
    when: When | None
    place: Place | None
    sides: tuple[str, ...]
    claims: int
    reports: int
    origins: int
    contested: tuple[str, ...]
    disputes: int
    revised: int
    ranges: tuple[Range, ...]
    published: date | None
    reviewed: bool


class DeskView(Base, frozen=True, kw_only=True):
    """The first page: what is disputed, what nobody has looked at yet, where figures changed; and how much there is."""

    contested: tuple[IncidentRow, ...]
    unreviewed: tuple[IncidentRow, ...]
    revised: tuple[IncidentRow, ...]
    incidents: int
    contested_total: int
    unreviewed_total: int


class PlaceView(Base, frozen=True, kw_only=True):
    """A place on the map: `pinned` unless it is a country or a region. `incident` is one that is of it."""

    name: str
    geonameid: int | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    pinned: bool
    incidents: int
    claims: int
    contested: int
    incident: str


class DayView(Base, frozen=True, kw_only=True):
    """A day on which incidents begin."""

    day: date
    incidents: int
    claims: int
    contested: int


class TimelineView(Page[DayView], frozen=True, kw_only=True):
    """Days in order, and the incidents that begin on them, as many as a page holds."""

    rows: tuple[IncidentRow, ...]


class PartyView(Base, frozen=True, kw_only=True):
    """A side or a speaker, and in how many claims they speak."""

    name: str
    claims: int


class PartiesView(Page[PartyView], frozen=True, kw_only=True):
    """Sides, those that say most first, and the speakers of whatever side."""

    speakers: tuple[PartyView, ...]


class OutletView(Base, frozen=True, kw_only=True):
    """Where reports come from, null where they do not tell; first and last day of publication."""

    name: str | None
    reports: int
    claims: int
    first: date | None
    last: date | None


class RunView(Base, frozen=True, kw_only=True):
    """One run that read reports: which version, when, how many it read and how many it could not. Times are UTC."""

    number: int
    reader_version: str
    started_at: datetime
    finished_at: datetime | None
    readings: int
    skipped: int


def incidents_view(
    ledger: Ledger, wanted: Sought, *, order: Order = "newest", size: int, cursor: str | None = None
) -> Page[IncidentRow]:
    """A page of incidents."""
    with ledger.transaction() as connection:
        rows, following = overview.page(connection, wanted, order, size, cursor)
        total = overview.total(connection, wanted)
    return Page(items=tuple(map(_row, rows)), next=following, total=total)


def desk_view(ledger: Ledger, wanted: Sought) -> DeskView:
    """The first page, of those incidents that are wanted."""
    contested, unreviewed = replace(wanted, contested=True), replace(wanted, reviewed=False)
    lists: dict[str, tuple[Sought, Order]] = {
        "contested": (contested, "newest"),
        "unreviewed": (unreviewed, "newest"),
        "revised": (replace(wanted, revised=True), "changed"),
    }
    with ledger.transaction() as connection:
        found = {
            name: tuple(map(_row, overview.page(connection, which, order, ON_THE_DESK, None)[0]))
            for name, (which, order) in lists.items()
        }
        return DeskView(
            **found,
            incidents=overview.total(connection, wanted),
            contested_total=overview.total(connection, contested),
            unreviewed_total=overview.total(connection, unreviewed),
        )


def map_view(ledger: Ledger, wanted: Sought) -> Page[PlaceView]:
    """The places of incidents, those of most incidents first."""
    with ledger.transaction() as connection:
        found = overview.places(connection, wanted)
    return Page(
        items=tuple(
            PlaceView(**one._asdict(), pinned=one.precision not in WIDE and one.lat is not None and one.lon is not None)
            for one in found
        ),
        complete=len(found) < overview.MOST_PLACES,
    )


def timeline_view(ledger: Ledger, wanted: Sought, *, size: int) -> TimelineView:
    """The days on which incidents begin, and the last of these incidents."""
    with ledger.transaction() as connection:
        days = overview.days(connection, wanted)
        rows = overview.last_begun(connection, wanted, size)
    return TimelineView(
        items=tuple(DayView(**one._asdict()) for one in days),
        rows=tuple(map(_row, rows)),
        complete=len(days) < overview.MOST_DAYS,
    )


def parties_view(ledger: Ledger, beginning: str = "") -> PartiesView:
    """Sides and speakers, those whose names begin so."""
    sides, speakers = (
        tuple(PartyView(name=name, claims=claims) for name, claims in values(ledger, facet, beginning, PARTIES))
        for facet in ("side", "speaker")
    )
    return PartiesView(items=sides, speakers=speakers, total=len(sides))


def sources_view(ledger: Ledger) -> Page[OutletView]:
    """Where the reports come from."""
    with ledger.transaction() as connection:
        found = overview.outlets(connection)
    return Page(items=tuple(OutletView(**one._asdict()) for one in found), total=len(found))


def runs_view(ledger: Ledger, *, size: int, cursor: int | None = None) -> Page[RunView]:
    """Runs, the newest first."""
    with ledger.transaction() as connection:
        found = overview.all_runs(connection, size + 1, cursor)
    more = str(found[size - 1].number) if len(found) > size else None
    return Page(items=tuple(RunView(**one._asdict()) for one in found[:size]), next=more)


def history_view(ledger: Ledger, *, size: int, cursor: int | None = None, machine: bool = False) -> Page[Judgement]:
    """The log, the newest line first; what versions of reconcile found only where `machine`."""
    with ledger.transaction() as connection:
        found = overview.log(connection, size + 1, cursor, machine=machine)
    more = str(found[size - 1].key) if len(found) > size else None
    return Page(items=tuple(found[:size]), next=more)


def review_view(ledger: Ledger, wanted: Search, *, size: int, cursor: str | None = None) -> ClaimsView:
    """Claims that nobody has reviewed yet, unless another state of review is asked for."""
    facets = dict(wanted.facets or {})
    facets["review"] = facets.get("review") or [UNREVIEWED]
    return claims_view(ledger, replace(wanted, facets=facets), size=size, cursor=cursor)


def _row(row: Row[Any]) -> IncidentRow:
    incident = msgspec.json.decode(row.json, type=Incident, strict=False)
    fields = row.contested_fields
    return IncidentRow(
        id=incident.id,
        heading=words.incident(incident),
        type=incident.type,
        when=incident.when,
        place=incident.place,
        sides=tuple(account.side for account in incident.accounts if account.side),
        claims=row.claims,
        reports=row.reports,
        origins=row.origins,
        contested=tuple(fields.split("\n")) if fields else (),
        disputes=row.disputes,
        revised=row.revised,
        ranges=tuple(
            Range(effect=toll.effect, victims=toll.victims, side=toll.side, low=toll.low, high=toll.high)
            for toll in incident.tolls
            if toll.low is not None and toll.high is not None
        ),
        published=row.published,
        reviewed=row.reviewed,
    )
