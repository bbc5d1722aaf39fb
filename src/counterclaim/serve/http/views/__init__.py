"""What the ledger says, as a page or the API shows it: functions from a ledger to frozen values, one file a subject.

Pages render these values, the API writes them as JSON; nothing is worked out in either.
"""

from counterclaim.serve.http.views.claims import ClaimsView, ClaimView, claim_view, claims_view
from counterclaim.serve.http.views.common import End, Page
from counterclaim.serve.http.views.incidents import IncidentView, LinkView, incident_view
from counterclaim.serve.http.views.reports import ReportView, report_view

__all__ = [
    "ClaimView",
    "ClaimsView",
    "End",
    "IncidentView",
    "LinkView",
    "Page",
    "ReportView",
    "claim_view",
    "claims_view",
    "incident_view",
    "report_view",
]
