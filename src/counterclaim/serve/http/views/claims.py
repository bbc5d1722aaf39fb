"""Claims as people look for them and at them: with words that were looked for, with the reason for every field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from counterclaim import words
from counterclaim.crosscheck import find_incident, history, reviewed
from counterclaim.errors import NotFoundError
from counterclaim.export.archive import Said
from counterclaim.ledger.query import find_claim
from counterclaim.ledger.review import State
from counterclaim.ledger.searching import Hit, Search, search, tally
from counterclaim.ledger.store import Ledger
from counterclaim.records import Base, Claim, Incident, Judgement
from counterclaim.serve.http.views.common import Page
from counterclaim.serve.http.views.incidents import LinkView, link_view, said_in
from counterclaim.serve.why import answers

FIELDS = ("speaker", "via", "cue", "content", "stance", "direct", "hedged", "condition", "addressee", "said_on")
"""The fields of the saying that a person may want a reason for."""
OF_EVENTS = ("type", "status", "background", "agents", "targets", "means", "when", "place", "figures")


class ClaimRow(Base, frozen=True, kw_only=True):
    """A claim in a list. `in_quote` and `in_title` are where the words that were looked for stand, as offsets."""

    claim: Claim
    report: dict[str, Any]
    day: date | None
    review: str
    in_quote: tuple[tuple[int, int], ...] = ()
    in_title: tuple[tuple[int, int], ...] = ()


class Value(Base, frozen=True, kw_only=True):
    """A value of a facet and how many claims have it; whether it is asked for now."""

    value: str
    claims: int
    chosen: bool


class ClaimsView(Page[ClaimRow], frozen=True, kw_only=True):
    """Claims that were found, and what they can be narrowed down by."""

    facets: dict[str, tuple[Value, ...]]
    months: tuple[tuple[str, int], ...]


class FieldView(Base, frozen=True, kw_only=True):
    """One field of a claim: its path, its value and that in words, the characters it stands on, and why.

    `start` and `end` are offsets into the report's text, null where the value stands on no characters of its own.
    """

    path: str
    value: Any
    shown: str
    start: int | None
    end: int | None
    words: str | None
    reason: str


class ClaimView(Base, frozen=True, kw_only=True):
    """All that the page of a claim shows: the claim as people see it and as it was read, and what they made of it.

    `incident` is the id of the incident it is of; `version` is what a judgement of the claim should name.
    """

    claim: Claim
    as_read: Claim
    review: State
    report: dict[str, Any]
    fields: tuple[FieldView, ...]
    incident: str | None
    incident_heading: str | None
    links: tuple[LinkView, ...]
    history: tuple[Judgement, ...]
    version: int


def claims_view(ledger: Ledger, wanted: Search, *, size: int, cursor: str | None = None) -> ClaimsView:
    """A page of the claims that fit, with facets over all that do."""
    found = search(ledger, wanted, size=size, after=cursor)
    counted = tally(ledger, wanted)
    chosen = wanted.facets or {}
    return ClaimsView(
        items=tuple(map(_row, found.hits)),
        next=found.next,
        total=counted.total,
        complete=counted.complete,
        facets={
            facet: tuple(Value(value=v, claims=n, chosen=v in chosen.get(facet, ())) for v, n in values)
            for facet, values in counted.facets.items()
        },
        months=tuple(counted.months),
    )


def claim_view(ledger: Ledger, wanted: str) -> ClaimView:
    """The claim of this id, or beginning of one."""
    record, as_read = find_claim(ledger, wanted)
    seen = reviewed(ledger, as_read.id)
    incident = _incident(ledger, as_read.id)
    return ClaimView(
        claim=seen.claim,
        as_read=as_read,
        review=seen.state,
        report=record.report.header(),
        fields=tuple(_fields(Said(record, seen.claim))),
        incident=incident.id if incident else None,
        incident_heading=words.incident(incident) if incident else None,
        links=tuple(_links(ledger, as_read.id, incident)),
        history=tuple(history(ledger, as_read.id)),
        version=seen.version,
    )


def _row(hit: Hit) -> ClaimRow:
    return ClaimRow(
        claim=hit.claim,
        report=hit.report,
        day=hit.day,
        review=hit.review,
        in_quote=tuple(hit.in_quote),
        in_title=tuple(hit.in_title),
    )


def _incident(ledger: Ledger, claim: str) -> Incident | None:
    """The incident of a claim; None for one that is of none."""
    try:
        return find_incident(ledger, claim)
    except NotFoundError:
        return None


def _links(ledger: Ledger, claim: str, incident: Incident | None) -> Iterator[LinkView]:
    if incident is not None:
        own = [link for link in incident.links if claim in (link.from_, link.to)]
        said = said_in(ledger, {end for link in own for end in (link.from_, link.to)})
        yield from (link_view(link, said) for link in own)


def _fields(said: Said) -> Iterator[FieldView]:
    """Every field that says something, those of the saying first, then event by event."""
    own = [answer for name in FIELDS for answer in answers(said.claim, name)]
    events = [
        answer
        for at in range(len(said.claim.events))
        for name in OF_EVENTS
        for answer in answers(said.claim, f"events.{at}.{name}")
    ]
    for found in [*own, *events]:
        if found.value is not None:
            yield FieldView(
                path=found.field,
                value=msgspec.to_builtins(found.value),
                shown=words.described(found.value),
                start=found.start,
                end=found.end,
                words=said.words(found.start, found.end),
                reason=found.reason,
            )
