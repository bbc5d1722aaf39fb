"""An incident as people look at it: accounts side by side, who says otherwise, tolls over time."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from counterclaim import words
from counterclaim.crosscheck import find_incident, history
from counterclaim.export.accounts import Accounts, accounts
from counterclaim.export.archive import Said
from counterclaim.export.picture import toll_picture
from counterclaim.ledger.store import Ledger
from counterclaim.outgoing import archive
from counterclaim.reconcile.told import Told
from counterclaim.records import Base, Incident, Judgement, Link
from counterclaim.serve.http.views.common import End


class LinkView(Base, frozen=True, kw_only=True):
    """A link with the words at both ends."""

    relation: str
    field: str
    why: str
    by: str
    from_: End = msgspec.field(name="from")
    to: End


class IncidentView(Base, frozen=True, kw_only=True):
    """All that the page of an incident shows. `incident` is as docs/record.md lays it down.

    `claims` are its claims with their words, in order of time; `pictures` SVG of those tolls that can be drawn;
    `version` is what a change of the incident has to name.
    """

    incident: Incident
    heading: str
    contested: tuple[str, ...]
    accounts: Accounts
    claims: tuple[End, ...]
    links: tuple[LinkView, ...]
    pictures: tuple[str, ...]
    history: tuple[Judgement, ...]
    version: int


def incident_view(ledger: Ledger, wanted: str) -> IncidentView:
    """The incident of this id or beginning of one, or that the claim of this id is of."""
    incident = find_incident(ledger, wanted)
    held = archive(ledger)
    said = {claim: held.said(claim) for claim in incident.claims}
    log = tuple(history(ledger, incident.id))
    return IncidentView(
        incident=incident,
        heading=words.incident(incident),
        contested=tuple(dict.fromkeys(k.field for k in incident.links if k.relation in ("contradicts", "denies"))),
        accounts=accounts(incident, said),
        claims=tuple(end_of(said[claim]) for claim in incident.claims),
        links=tuple(link_view(link, said) for link in incident.links),
        pictures=tuple(picture for toll in incident.tolls if (picture := toll_picture(toll))),
        history=log,
        version=version_of(log),
    )


def end_of(said: Said) -> End:
    """A claim with its words."""
    told = Told(said.claim, said.record.report)
    return End(
        claim=told.id,
        speaker=told.voice,
        side=told.side,
        report=told.report.id,
        outlet=told.report.outlet,
        said_on=str(told.said) if told.said else None,
        start=told.claim.start,
        end=told.claim.end,
        quote=told.claim.quote,
    )


def version_of(log: tuple[Judgement, ...]) -> int:
    """The newest act that a person did to something; 0 where nobody did anything."""
    return max((line.act for line in log if line.verdict != "same" or not line.by.startswith("reconcile ")), default=0)


def link_view(link: Link, said: Mapping[str, Said]) -> LinkView:
    """A link with its ends, which are among `said`."""
    ends = end_of(said[link.from_]), end_of(said[link.to])
    return LinkView(relation=link.relation, field=link.field, why=link.why, by=link.by, from_=ends[0], to=ends[1])
