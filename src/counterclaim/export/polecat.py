"""POLECAT: 40 tab-separated columns, an event of a claim a row, coded in PLOVER."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from counterclaim.export.archive import Archive
from counterclaim.export.files import delimited
from counterclaim.export.form import Format, Options, Written, joined
from counterclaim.export.occurrences import Party, party_of
from counterclaim.export.table import Cell, Row, Table, named
from counterclaim.export.where import units
from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.countries import codes as country_codes
from counterclaim.knowledge.crosswalk import codes
from counterclaim.knowledge.datasets import datasets
from counterclaim.records import Claim, Event, Place, Record

_OF_PARTY = "{0} Name, {0} Country, {0} COW, Primary {0} Sector, {0} Sectors, {0} Title, {0} Name Raw, Wikipedia {0} ID"
COLUMNS = named(
    "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, "
    + _OF_PARTY.format("Actor")
    + ", "
    + _OF_PARTY.format("Recipient")
    + ", Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw Placename, Feature Type, "
    "Source, Publication Date, Story People, Story Organizations, Story Locations, Language, Version",
    **{"Quad Code": int, "Latitude": float, "Longitude": float, "GeoNames ID": int},
)


def _rows(record: Record) -> Iterator[Row]:
    for claim in record.claims:
        for position, event in enumerate(claim.events):
            known = _coded(claim, event)
            if known:
                known |= {"Event ID": f"{claim.id}.{position}", **_story(record), **_where(record, event.place)}
                known |= _raw(record, event)
                yield tuple(known.get(column.name) for column in COLUMNS)


def _words(claim: Claim, event: Event) -> str:
    """The event's own words with those who did and suffered it."""
    own = (
        claim.quote[event.start - claim.start : event.end - claim.start]
        if event.start is not None and claim.start <= event.start
        else ""
    )
    return " ".join(("", *(actor.name for actor in event.agents), own, *(actor.name for actor in event.targets), ""))


def _coded(claim: Claim, event: Event) -> dict[str, Cell]:
    """What PLOVER calls it; nothing where PLOVER has no name for it."""
    actors = load_actors()
    agent = party_of(event.agents[0], actors) if event.agents else None
    target = party_of(event.targets[0], actors) if event.targets else None
    coded = codes(
        event.type,
        status=event.status,
        means={means.name for means in event.means},
        agent=agent.names.party if agent else None,
        target=target.names.party if target else None,
        threat=claim.stance == "threatens",
        words=_words(claim, event),
    ).plover
    if coded is None:
        return {}
    kind, mode, context = coded
    if event.status == "wanted" or claim.stance == "threatens":
        agent = party_of(claim.speaker, actors) if claim.speaker.kind == "actor" else None
        target = party_of(claim.addressee, actors) if claim.addressee else None
    day = event.when.from_ if event.when and event.when.precision == "day" else None
    known: dict[str, Cell] = {
        "Event Date": day.isoformat() if day else None,
        "Event Type": kind,
        "Event Mode": mode,
        "Quad Code": datasets().quad_of(kind),
        "Contexts": context,
    }
    return {**known, **_party("Actor", agent), **_party("Recipient", target)}


def _party(role: str, party: Party | None) -> dict[str, Cell]:
    if party is None:
        return {}
    return {
        f"{role} Name": party.name,
        f"{role} Country": party.iso3,
        f"Primary {role} Sector": party.names.sector,
        f"{role} Sectors": party.names.sector,
    }


def _raw(record: Record, event: Event) -> dict[str, Cell]:
    """The words of the report for the two parties."""
    text = record.report.text
    found: dict[str, Cell] = {}
    for role, actors in (("Actor", event.agents), ("Recipient", event.targets)):
        if actors and actors[0].start is not None:
            found[f"{role} Name Raw"] = text[actors[0].start : actors[0].end]
    return found


def _where(record: Record, place: Place | None) -> dict[str, Cell]:
    if place is None:
        return {}
    admin1, admin2 = units(place).names
    known = country_codes(place.country)
    return {
        "Placename": place.name,
        "City": place.name if place.precision in ("exact", "near") else None,
        "District": admin2,
        "Province": admin1,
        "Country": known.iso3 if known else None,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": place.geonameid,
        "Raw Placename": None if place.start is None else record.report.text[place.start : place.end],
    }


def _story(record: Record) -> dict[str, Cell]:
    report = record.report
    events = [event for claim in record.claims for event in claim.events]
    return {
        "Source": report.outlet or report.path,
        "Publication Date": report.published.isoformat() if report.published else None,
        "Story Locations": joined(dict.fromkeys(event.place.name for event in events if event.place)),
        "Language": report.language,
    }


TABLE = Table("polecat", COLUMNS, _rows)


def _write(archive: Archive, out: Path, options: Options) -> Written:  # noqa: ARG001
    with delimited((TABLE,), (out,), tab=True) as sink:
        for record in archive.records():
            sink.add(TABLE, _rows(record))
    return Written((out,))


FORMAT = Format(
    name="polecat",
    about="POLECAT's 40 columns, coded in PLOVER (Open Event Data Alliance), tab-separated, an event of a claim a row",
    write=_write,
    loses=(
        "the figures: POLECAT has no column for a toll",
        "the speaker of an assertion, denials, and who says otherwise",
        "all parties but the first on each side; periods longer than a day",
    ),
    blank=(
        "Intensity, … COW, … Title, Wikipedia … ID, Feature Type, Version: the publisher's own",
        "Story People, Story Organizations: actors are not told apart that way here",
        "Event Date, Latitude, Longitude: where the claim does not tell; never the day of publication",
    ),
)
