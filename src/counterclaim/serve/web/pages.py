"""The pages: what a view holds, as HTML. Every address holds all that the page shows; nothing is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Annotated, get_args

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from counterclaim.crosscheck import find_incident
from counterclaim.ledger import overview
from counterclaim.ledger.overview import Sought
from counterclaim.ledger.store import Ledger
from counterclaim.records import EventType
from counterclaim.serve.http import views
from counterclaim.serve.http.asking import By, Cursor, Incidents, Number, Size, Wanted
from counterclaim.serve.http.desk import Reading
from counterclaim.serve.http.downloads import formats
from counterclaim.serve.http.problems import Problem
from counterclaim.serve.http.views.reports import record_seen
from counterclaim.serve.web import incident as incidents_
from counterclaim.serve.web import judging, lists, reader, times
from counterclaim.serve.web.mapping import Box, Spot, map_picture
from counterclaim.serve.web.rendering import address, context_of, html, with_query

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
router.include_router(judging.router)

AROUND = 400
"""Characters of the report that are shown on either side of a claim."""
BESIDE = 40
"""Incidents beside the map."""
CHANGED = 8
"""Changed figures on the desk."""
FACETS = {
    "side": "Side",
    "speaker": "Speaker",
    "stance": "Stance",
    "type": "Type",
    "place": "Place",
    "country": "Country",
    "outlet": "Outlet",
    "review": "Reviewed",
}
"""The facets in the order in which people narrow down."""
ON_THE_SMALL_MAP = 200
"""Places on the desk's map, those of most incidents."""
SMALL = (336, 176)
"""Pixels of the desk's map."""
Characters = Annotated[str | None, Query(alias="c", max_length=24)]
Chosen = Annotated[str | None, Query(max_length=64)]


@router.get("/")
def desk(
    request: Request,
    ledger: Reading,
    wanted: Incidents,
    incident: Chosen = None,
    report: Chosen = None,
    c: Characters = None,
) -> HTMLResponse:
    """What is disputed, what changed, what is new; beside it the chosen incident over its reports."""
    if report is not None and _wants_dock(request):
        return _only_dock(request, ledger, report, c)
    view = views.desk_view(ledger, wanted)
    rows = [*view.contested, *view.unreviewed, *view.revised]
    chosen = views.incident_view(ledger, incident or rows[0].id) if rows else None
    where = partial(_docked, request)
    choose = partial(_chosen, request)
    found = views.map_view(ledger, wanted).items[:ON_THE_SMALL_MAP]
    with ledger.transaction() as connection:
        days = [(one.day, one.incidents) for one in overview.days(connection, wanted)]
    running = next((run for run in views.runs_view(ledger, size=1).items if run.finished_at is None), None)
    changes = [one for row in view.revised for one in lists.changes(find_incident(ledger, row.id))]
    return html(
        request,
        "desk.html",
        view=view,
        wanted=wanted,
        everything=not request.query_params,
        choose=choose,
        running=running,
        chosen_by_hand=incident is not None,
        shown=incidents_.shown(chosen, where) if chosen else None,
        dock=_dock(ledger, chosen, report, c) if chosen else None,
        asked=report is not None,
        changes=changes[:CHANGED],
        map=_map(request, found, wanted, size=SMALL) if len(found) > 1 else "",
        times=_times(request, days, width=SMALL[0]),
    )


@router.get("/incidents")
def incidents(
    request: Request, ledger: Reading, wanted: Incidents, size: Size, order: By = "newest", cursor: Cursor = None
) -> HTMLResponse:
    """Incidents in rows."""
    view = views.incidents_view(ledger, wanted, order=order, size=size, cursor=cursor)
    types = get_args(EventType)
    return html(
        request, "incidents.html", view=view, wanted=wanted, order=order, types=types, paging=cursor is not None
    )


@router.get("/map")
def map(request: Request, ledger: Reading, wanted: Incidents) -> HTMLResponse:
    """Where incidents are, and those in sight beside it."""
    view = views.map_view(ledger, Sought(wanted.claims, wanted.contested, wanted.reviewed, wanted.revised))
    rows = views.incidents_view(ledger, wanted, size=BESIDE)
    return html(
        request,
        "map.html",
        view=view,
        wanted=wanted,
        rows=rows,
        box=Box(*wanted.box) if wanted.box else None,
        map=_map(request, view.items, wanted),
        unplaced=[one for one in view.items if not one.pinned and one.precision != "country"],
        incident_at=lambda id: f"/incident/{id}",
    )


@router.get("/timeline")
def timeline(request: Request, ledger: Reading, wanted: Incidents, size: Size) -> HTMLResponse:
    """Incidents by the day on which they begin."""
    view = views.timeline_view(ledger, wanted, size=size)
    rows = [row for row in view.rows if row.when and row.when.from_]
    rows.sort(key=lambda row: (row.when.from_, row.id), reverse=True)  # type: ignore[union-attr]
    by_day = [(day, list(own)) for day, own in groupby(rows, key=lambda row: row.when.from_)]  # type: ignore[union-attr]
    days = [(one.day, one.incidents) for one in view.items]
    return html(request, "timeline.html", view=view, wanted=wanted, times=_times(request, days), days_=by_day)


@router.get("/parties")
def parties(request: Request, ledger: Reading, beginning: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """Who speaks."""
    return html(request, "parties.html", view=views.parties_view(ledger, beginning), beginning=beginning)


@router.get("/sources")
def sources(request: Request, ledger: Reading) -> HTMLResponse:
    """Where the reports come from."""
    return html(request, "sources.html", view=views.sources_view(ledger))


@router.get("/runs")
def runs(request: Request, ledger: Reading, size: Size, cursor: Number = None) -> HTMLResponse:
    """When reports were read."""
    return html(request, "runs.html", view=views.runs_view(ledger, size=size, cursor=cursor))


@router.get("/history")
def history(
    request: Request, ledger: Reading, size: Size, cursor: Number = None, machine: bool = False
) -> HTMLResponse:
    """Who judged what."""
    view = views.history_view(ledger, size=size, cursor=cursor, machine=machine)
    return html(request, "history.html", view=view, machine=machine)


@router.get("/incident/{id}")
def incident(
    request: Request, ledger: Reading, id: str, report: Chosen = None, c: Characters = None, done: Number = None
) -> HTMLResponse:
    """One incident, with the report that a cell of it was chosen in below."""
    if report is not None and _wants_dock(request):
        return _only_dock(request, ledger, report, c)
    view = views.incident_view(ledger, id)
    shown = incidents_.shown(view, partial(_docked, request))
    dock, act = _dock(ledger, view, report, c), judging.act_of(ledger, done)
    return html(request, "incident.html", shown=shown, dock=dock, asked=report is not None, done=act)


@router.get("/report/{id}")
def report(request: Request, ledger: Reading, id: str, c: Characters = None) -> HTMLResponse:
    """One report, its words marked by who speaks."""
    return html(request, "report.html", reading=reader.reading(record_seen(ledger, id), reader.characters(c)))


@router.get("/claims")
def claims(request: Request, ledger: Reading, wanted: Wanted, size: Size, cursor: Cursor = None) -> HTMLResponse:
    """Claims by words, facets and days."""
    view = views.claims_view(ledger, wanted, size=size, cursor=cursor)
    return html(request, "claims.html", view=view, wanted=wanted, facets=FACETS, paging=cursor is not None)


@router.get("/claim/{id}")
def claim(request: Request, ledger: Reading, id: str) -> HTMLResponse:
    """One claim: every field with its characters and its reason."""
    view = views.claim_view(ledger, id)
    record = record_seen(ledger, view.report["id"])
    around = context_of(record.report.text, view.claim.start, view.claim.end, AROUND)
    return html(request, "claim.html", view=view, around=around)


@router.get("/exports")
def exports(request: Request) -> HTMLResponse:
    """Every format that the ledger can be had in."""
    return html(request, "exports.html", view=formats())


def problem_page(request: Request, status: int, problem: Problem) -> HTMLResponse:
    """A refusal as a person reads it."""
    return html(request, "problem.html", status, status=status, problem=problem)


def _wants_dock(request: Request) -> bool:
    """Whether a page that is open asks for nothing but another report under its incident."""
    return request.headers.get("hx-target", "").endswith("#dock")


def _only_dock(request: Request, ledger: Ledger, report: str, characters: str | None) -> HTMLResponse:
    dock = reader.reading(record_seen(ledger, report), reader.characters(characters))
    response = html(request, "_dock.html", dock=dock, asked=True)
    response.headers["Vary"] = "HX-Target"
    return response


def _docked(request: Request, report: str, start: int, end: int) -> str:
    """The address of this page with characters of a report chosen."""
    return f"{with_query(request, report=report, c=f'{start}-{end}')}#c={start}-{end}"


def _chosen(request: Request, incident: str) -> str:
    """The address of the desk with another incident chosen."""
    return with_query(request, incident=incident, report=None, c=None)


def _map(
    request: Request, places: Sequence[views.PlaceView], wanted: Sought, *, size: tuple[int, int] | None = None
) -> Markup:
    """The map of places; on the desk, whose map is small, a place narrows the lists."""

    def leads_to(place: views.PlaceView) -> str:
        if size:
            return with_query(request, place=place.name, incident=None, report=None, c=None)
        return f"/incident/{place.incident}" if place.incidents == 1 else address("/incidents", place=place.name)

    spots = [
        Spot(one.name, one.lat, one.lon, one.country, one.precision, one.incidents, leads_to(one), one.contested > 0)
        for one in places
    ]
    box = Box(*wanted.box) if wanted.box and wanted.box[0] < wanted.box[2] else None
    width, height = size or (960, 560)
    return Markup(
        map_picture(spots, box=box, width=width, height=height, zoom=lambda box: with_query(request, box=box))
    )


def _times(request: Request, days: Sequence[tuple[date, int]], *, width: int = 960) -> Markup:
    """Incidents over time, months where the days would be too thin; a bar narrows to its days."""
    bars = times.bars(days, most=width // 8)

    def narrowed(bar: times.Bar) -> str:
        return with_query(request, after=bar.first, before=bar.last, incident=None, report=None, c=None)

    return Markup(times.time_picture(bars, narrowed, width=width))


def _dock(
    ledger: Reading, view: views.IncidentView, report: str | None, characters: str | None
) -> reader.Reading | None:
    """The report below an incident: the one that is asked for, else the one that it is disputed in first."""
    chosen = reader.characters(characters)
    if report is None:
        entry = incidents_.first_words(view)
        if entry is None:
            return None
        report, chosen = entry.report, (entry.start, entry.end)
    return reader.reading(record_seen(ledger, report), chosen)
