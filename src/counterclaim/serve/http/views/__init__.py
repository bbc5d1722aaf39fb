"""What the ledger says, as a page or the API shows it: functions from a ledger to frozen values, one file a subject.

Pages render these values, the API writes them as JSON; nothing is worked out in either.
"""

from counterclaim.serve.http.views.claims import ClaimsView, ClaimView, claim_view, claims_view
from counterclaim.serve.http.views.common import End, Page
from counterclaim.serve.http.views.incidents import IncidentView, LinkView, incident_view
from counterclaim.serve.http.views.lists import (
    DeskView,
    IncidentRow,
    OutletView,
    PartiesView,
    PlaceView,
    RunView,
    TimelineView,
    desk_view,
    history_view,
    incidents_view,
    map_view,
    parties_view,
    review_view,
    runs_view,
    sources_view,
    timeline_view,
)
from counterclaim.serve.http.views.reports import ReportView, record_seen, report_view

__all__ = [
    "ClaimView",
    "ClaimsView",
    "DeskView",
    "End",
    "IncidentRow",
    "IncidentView",
    "LinkView",
    "OutletView",
    "Page",
    "PartiesView",
    "PlaceView",
    "ReportView",
    "RunView",
    "TimelineView",
    "claim_view",
    "claims_view",
    "desk_view",
    "history_view",
    "incident_view",
    "incidents_view",
    "map_view",
    "parties_view",
    "record_seen",
    "report_view",
    "review_view",
    "runs_view",
    "sources_view",
    "timeline_view",
]
