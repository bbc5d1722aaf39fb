"""The pages: what a view holds, as HTML. Every address holds all that the page shows; nothing is remembered."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from counterclaim.ledger.query import find_record
from counterclaim.serve.http import views
from counterclaim.serve.http.asking import Cursor, Size, Wanted
from counterclaim.serve.http.desk import Reading
from counterclaim.serve.http.problems import Problem
from counterclaim.serve.web import incident as incidents
from counterclaim.serve.web import reader
from counterclaim.serve.web.rendering import address, context_of, html

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

Characters = Annotated[str | None, Query(alias="c", max_length=24)]
AROUND = 400
"""Characters of the report that are shown on either side of a claim."""
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
Report = Annotated[str | None, Query(max_length=64)]


@router.get("/incident/{id}")
def incident(request: Request, ledger: Reading, id: str, report: Report = None, c: Characters = None) -> HTMLResponse:
    """One incident, with the report that a cell of it was chosen in below."""
    view = views.incident_view(ledger, id)
    shown = incidents.shown(view, partial(_docked, request))
    return html(request, "incident.html", shown=shown, dock=_dock(ledger, view, report, c), asked=report is not None)


@router.get("/report/{id}")
def report(request: Request, ledger: Reading, id: str, c: Characters = None) -> HTMLResponse:
    """One report, its words marked by who speaks."""
    return html(request, "report.html", reading=reader.reading(find_record(ledger, id), reader.characters(c)))


@router.get("/claims")
def claims(request: Request, ledger: Reading, wanted: Wanted, size: Size, cursor: Cursor = None) -> HTMLResponse:
    """Claims by words, facets and days."""
    view = views.claims_view(ledger, wanted, size=size, cursor=cursor)
    return html(request, "claims.html", view=view, wanted=wanted, facets=FACETS, paging=cursor is not None)


@router.get("/claim/{id}")
def claim(request: Request, ledger: Reading, id: str) -> HTMLResponse:
    """One claim: every field with its characters and its reason."""
    view = views.claim_view(ledger, id)
    record = find_record(ledger, view.report["id"])
    around = context_of(record.report.text, view.claim.start, view.claim.end, AROUND)
    return html(request, "claim.html", view=view, around=around)


def problem_page(request: Request, status: int, problem: Problem) -> HTMLResponse:
    """A refusal as a person reads it."""
    return html(request, "problem.html", status, status=status, problem=problem)


def _docked(request: Request, report: str, start: int, end: int) -> str:
    """The address of this page with characters of a report chosen."""
    query = {**dict(request.query_params), "report": report, "c": f"{start}-{end}"}
    return f"{address(request.url.path, **query)}#c={start}-{end}"


def _dock(
    ledger: Reading, view: views.IncidentView, report: str | None, characters: str | None
) -> reader.Reading | None:
    """The report below an incident: the one that is asked for, else the one that it is disputed in first."""
    chosen = reader.characters(characters)
    if report is None:
        entry = incidents.first_words(view)
        if entry is None:
            return None
        report, chosen = entry.report, (entry.start, entry.end)
    return reader.reading(find_record(ledger, report), chosen)
