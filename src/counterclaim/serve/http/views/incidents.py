"""An incident as people look at it: accounts side by side, who says otherwise, tolls over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from counterclaim import words
from counterclaim.crosscheck import find_incident
from counterclaim.export.accounts import Accounts, accounts
from counterclaim.export.archive import Said
from counterclaim.export.picture import toll_picture
from counterclaim.ledger import judgements, overview
from counterclaim.ledger.store import Ledger
from counterclaim.reconcile.told import Told
from counterclaim.records import Base, Incident, Judgement, Link, Record
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
    said = said_in(ledger, incident.claims)
    with ledger.transaction() as connection:
        log = tuple(judgements.about(connection, incident.claims))
        version = judgements.version(connection, incident.claims)
    return IncidentView(
        incident=incident,
        heading=words.incident(incident),
        contested=tuple(dict.fromkeys(k.field for k in incident.links if k.relation in ("contradicts", "denies"))),
        accounts=accounts(incident, said),
        claims=tuple(end_of(said[claim]) for claim in incident.claims),
        links=tuple(link_view(link, said) for link in incident.links),
        pictures=tuple(picture for toll in incident.tolls if (picture := toll_picture(toll))),
        history=log,
        version=version,
    )


def said_in(ledger: Ledger, claims: Iterable[str]) -> dict[str, Said]:
    """Claims by id, as people see them; their records hold the report's header alone."""
    with ledger.transaction() as connection:
        found = overview.said(connection, claims)
    return {id: Said(Record(report=report), claim) for id, (report, claim) in found.items()}


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


def link_view(link: Link, said: Mapping[str, Said]) -> LinkView:
    """A link with its ends, which are among `said`."""
    ends = end_of(said[link.from_]), end_of(said[link.to])
    return LinkView(relation=link.relation, field=link.field, why=link.why, by=link.by, from_=ends[0], to=ends[1])
