"""Two reports of one incident, and the incident, built by hand."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim.export import Archive, Said
from counterclaim.records import (
    Account,
    Actor,
    Claim,
    Count,
    Event,
    Figure,
    Incident,
    Link,
    Origin,
    Place,
    Record,
    Span,
    Toll,
    When,
)
from tests import make

SECOND = (
    "=Cmd\tlines and “quotes”\n"
    "Rebel spokesman Ilen Dar said 15 people were killed in Corvane on 12 March, among them 3 soldiers.\n"
)
DAY = date(2024, 3, 12)
PLACE = Place(name="Corvane", lat=-49.3, lon=69.5, country="UA", precision="exact")


def second() -> Record:
    """A report from elsewhere, whose title a spreadsheet would run."""
    words = "15 people"
    event = Event(
        type="shelling",
        **make.span(SECOND, "killed"),
        when=When(from_=DAY, to=DAY, precision="day", basis="stated", **make.span(SECOND, "12 March")),
        place=Place(
            name="Corvane", lat=-49.3, lon=69.5, country="UA", precision="exact", **make.span(SECOND, "Corvane")
        ),
        figures=(
            Figure(effect="killed", min=15, max=15, **make.span(SECOND, words)),
            Figure(
                effect="killed", min=3, max=3, victims="soldier", side="Orvessia", **make.span(SECOND, "3 soldiers")
            ),
        ),
    )
    said = make.claim(
        SECOND,
        "Rebel spokesman Ilen Dar said 15 people were killed in Corvane on 12 March, among them 3 soldiers.",
        id="c000000000000003",
        speaker=Actor(name="Highland Movement", side="Highland Movement", **make.span(SECOND, "Ilen Dar")),
        content=Span(**make.span(SECOND, "15 people were killed in Corvane on 12 March, among them 3 soldiers")),
        events=(event,),
    )
    report = make.report(SECOND, path="second.txt", outlet="Meridian", title="=Cmd", url="https://example.org/2")
    return Record(report=report, claims=(said,))


def incident(records: tuple[Record, Record], *links: Link) -> Incident:
    """What both speak of."""
    first, other = (record.claims[0].id for record in records)
    rebels = "Highland Movement"
    reports = tuple(record.report.id for record in records)
    return Incident(
        id="i1",
        type="shelling",
        when=When(from_=DAY, to=DAY, precision="day", basis="stated"),
        place=PLACE,
        claims=(first, other),
        accounts=(Account(side="Orvessia", claims=(first,)), Account(side=rebels, claims=(other,))),
        tolls=(
            Toll(effect="killed", victims="person", low=15, high=15, by=(count(rebels, other, 15),)),
            Toll(effect="killed", victims="civilian", low=12, high=12, by=(count("Interior Ministry", first, 12),)),
            Toll(effect="killed", victims="soldier", side="Orvessia", low=3, high=3, by=(count(rebels, other, 3),)),
        ),
        links=links,
        reports=reports,
        origins=tuple(Origin(reports=(report,)) for report in reports),
    )


def count(speaker: str, claim: str, number: int) -> Count:
    return Count(speaker=speaker, claim=claim, min=number, max=number)


def archive_of(records: tuple[Record, ...], *incidents: Incident) -> Archive:
    said: dict[str, Said] = {claim.id: Said(record, claim) for record in records for claim in record.claims}
    return Archive(lambda: records, lambda: incidents, said.__getitem__)


@pytest.fixture
def records() -> tuple[Record, Record]:
    return make.record(url="https://example.org/1", outlet="The Courier", title="Shells hit Corvane market"), second()


@pytest.fixture
def archive(records: tuple[Record, Record]) -> Archive:
    return archive_of(records, incident(records))


def contested(records: tuple[Record, Record]) -> Archive:
    """The same, where one side denies what the other says it did."""
    claim: Claim = records[1].claims[0]
    against = Link(from_=claim.id, to=records[0].claims[0].id, relation="denies", field="agents")
    return archive_of(records, incident(records, against))
