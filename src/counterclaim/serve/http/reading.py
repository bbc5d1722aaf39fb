"""What can be read of a ledger, thing by thing. docs/api.md lists it all."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from counterclaim.records import Judgement
from counterclaim.serve.http import forms, views
from counterclaim.serve.http.asking import By, Cursor, Id, Incidents, Number, Size, Wanted
from counterclaim.serve.http.desk import Reading
from counterclaim.serve.http.resources import Resource
from counterclaim.serve.http.views import Page

Beginning = Annotated[str, Query(max_length=200, description="Only names that begin so.")]
Machine = Annotated[bool, Query(description="Also what versions of reconcile found.")]


def desk(ledger: Reading, wanted: Incidents) -> views.DeskView:
    """The first page: contested, unreviewed and revised incidents, a few of each, and how many there are."""
    return views.desk_view(ledger, wanted)


def incidents(
    ledger: Reading, wanted: Incidents, size: Size, order: By = "newest", cursor: Cursor = None
) -> Page[views.IncidentRow]:
    """Incidents: what, when, where, who, how many claims, reports and origins, what is contested, ranges of tolls."""
    return views.incidents_view(ledger, wanted, order=order, size=size, cursor=cursor)


def incident(ledger: Reading, id: Id) -> views.IncidentView:
    """One incident: accounts side by side, tolls, links with the words at both ends, history."""
    return views.incident_view(ledger, id)


def claims(ledger: Reading, wanted: Wanted, size: Size, cursor: Cursor = None) -> views.ClaimsView:
    """Claims by words and facets, the newest first, with how many there are of which value."""
    return views.claims_view(ledger, wanted, size=size, cursor=cursor)


def claim(ledger: Reading, id: Id) -> views.ClaimView:
    """One claim: every field with its characters and reason, its links, its history."""
    return views.claim_view(ledger, id)


def report(ledger: Reading, id: Id) -> views.ReportView:
    """One report: its text in pieces, claims marked, and what was left out of it."""
    return views.report_view(ledger, id)


def map(ledger: Reading, wanted: Incidents) -> Page[views.PlaceView]:
    """The places of incidents, those of most incidents first; a country or region is never pinned."""
    return views.map_view(ledger, wanted)


def timeline(ledger: Reading, wanted: Incidents, size: Size) -> views.TimelineView:
    """Days on which incidents begin, in order, and the last of these incidents."""
    return views.timeline_view(ledger, wanted, size=size)


def parties(ledger: Reading, beginning: Beginning = "") -> views.PartiesView:
    """Sides and speakers, and in how many claims they speak."""
    return views.parties_view(ledger, beginning)


def sources(ledger: Reading) -> Page[views.OutletView]:
    """Where the reports come from, with how many, and between which days."""
    return views.sources_view(ledger)


def review(ledger: Reading, wanted: Wanted, size: Size, cursor: Cursor = None) -> views.ClaimsView:
    """Claims that wait for review: those that nobody has looked at, unless another state is asked for."""
    return views.review_view(ledger, wanted, size=size, cursor=cursor)


def history(ledger: Reading, size: Size, cursor: Number = None, machine: Machine = False) -> Page[Judgement]:
    """The log: who judged what, when and why, the newest line first."""
    return views.history_view(ledger, size=size, cursor=cursor, machine=machine)


def runs(ledger: Reading, size: Size, cursor: Number = None) -> Page[views.RunView]:
    """Runs that read reports: which version, when, how many, how many could not be read."""
    return views.runs_view(ledger, size=size, cursor=cursor)


RESOURCES = (
    Resource("/desk", "/desk", desk, views.DeskView),
    Resource("/incidents", "/incidents", incidents, Page[views.IncidentRow], forms.INCIDENTS, geo=forms.of_incidents),
    Resource(
        "/incident/{id}", "/incidents/{id}", incident, views.IncidentView, forms.CELLS, forms.cells, forms.of_incident
    ),
    Resource("/claims", "/claims", claims, views.ClaimsView, forms.CLAIMS, geo=forms.of_claims),
    Resource("/claim/{id}", "/claims/{id}", claim, views.ClaimView, forms.FIELDS, forms.fields, forms.of_claim),
    Resource("/report/{id}", "/reports/{id}", report, views.ReportView, forms.REPORT, forms.of_report),
    Resource("/map", "/places", map, Page[views.PlaceView], forms.PLACES, geo=forms.of_places),
    Resource("/timeline", "/timeline", timeline, views.TimelineView, forms.DAYS),
    Resource("/parties", "/parties", parties, views.PartiesView, forms.PARTIES, forms.parties),
    Resource("/sources", "/sources", sources, Page[views.OutletView], forms.OUTLETS),
    Resource("/review", "/review", review, views.ClaimsView, forms.CLAIMS, geo=forms.of_claims),
    Resource("/history", "/history", history, Page[Judgement], forms.LOG),
    Resource("/runs", "/runs", runs, Page[views.RunView], forms.RUNS),
)
"""Everything that can be read."""
