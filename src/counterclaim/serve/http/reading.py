"""What can be read of a ledger, thing by thing."""

from __future__ import annotations

from counterclaim.serve.http.asking import Cursor, Id, Size, Wanted
from counterclaim.serve.http.desk import Reading
from counterclaim.serve.http.resources import Resource
from counterclaim.serve.http.views import (
    ClaimsView,
    ClaimView,
    IncidentView,
    ReportView,
    claim_view,
    claims_view,
    incident_view,
    report_view,
)


def claims(ledger: Reading, wanted: Wanted, size: Size, cursor: Cursor = None) -> ClaimsView:
    """Claims by words and facets, the newest first, with how many there are of which value."""
    return claims_view(ledger, wanted, size=size, cursor=cursor)


def claim(ledger: Reading, id: Id) -> ClaimView:
    """One claim: every field with its characters and reason, its links, its history."""
    return claim_view(ledger, id)


def report(ledger: Reading, id: Id) -> ReportView:
    """One report: its text in pieces, claims marked, and what was left out of it."""
    return report_view(ledger, id)


def incident(ledger: Reading, id: Id) -> IncidentView:
    """One incident: accounts side by side, tolls, links with the words at both ends, history."""
    return incident_view(ledger, id)


RESOURCES = (
    Resource("/claims", "/claims", claims, ClaimsView),
    Resource("/claim/{id}", "/claims/{id}", claim, ClaimView),
    Resource("/report/{id}", "/reports/{id}", report, ReportView),
    Resource("/incident/{id}", "/incidents/{id}", incident, IncidentView),
)
"""Everything that can be read."""
