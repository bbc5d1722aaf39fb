"""GDELT 2.0: the events table (61 columns) and the mentions table (16 columns), tab-separated, without headers.

An incident is an event, each claim about it a mention. Character offsets count code points of our text of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from counterclaim.export.archive import Archive
from counterclaim.export.files import delimited
from counterclaim.export.form import Format, Options, Written, into_folder, joined
from counterclaim.export.occurrences import Occurrence, Party, occurrences
from counterclaim.export.table import Cell, Row, Table, named
from counterclaim.export.where import units
from counterclaim.knowledge.countries import codes as country_codes
from counterclaim.knowledge.datasets import datasets
from counterclaim.records import Place, PlacePrecision

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
COLUMNS = named(
    [
        *"GLOBALEVENTID Day MonthYear Year FractionDate".split(),
        *(f"Actor{n}{part}" for n in (1, 2) for part in _ACTOR.split()),
        *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
        *"NumMentions NumSources NumArticles AvgTone".split(),
        *(f"{which}Geo_{part}" for which in ("Actor1", "Actor2", "Action") for part in _GEO.split()),
        *"DATEADDED SOURCEURL".split(),
    ],
    Day=int, MonthYear=int, Year=int, IsRootEvent=int, QuadClass=int, NumMentions=int, NumSources=int,
    NumArticles=int, ActionGeo_Type=int, ActionGeo_Lat=float, ActionGeo_Long=float,
)  # fmt: skip
MENTIONS = named(
    "GLOBALEVENTID, EventTimeDate, MentionTimeDate, MentionType, MentionSourceName, MentionIdentifier, SentenceID, "
    "Actor1CharOffset, Actor2CharOffset, ActionCharOffset, InRawText, Confidence, MentionDocLen, MentionDocTone, "
    "MentionDocTranslationInfo, Extras",
    MentionType=int, Actor1CharOffset=int, Actor2CharOffset=int, ActionCharOffset=int, InRawText=int, MentionDocLen=int,
)  # fmt: skip
_WEB, _CITED = 1, 2
"""MentionType: a page on the web, or a document known by its citation alone."""
GEO_TYPE: dict[PlacePrecision, int] = {"country": 1, "admin1": 5, "admin2": 4, "exact": 4, "near": 4}


def _event(occurrence: Occurrence) -> Iterator[Row]:
    coded = occurrence.codes.cameo
    if coded is None:
        return
    root, code = coded
    known = {**_party(1, occurrence.agent), **_party(2, occurrence.target)}
    known |= {**_where(occurrence.place), **_day(occurrence)}
    known |= {
        "GLOBALEVENTID": occurrence.incident.id,
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": root,
        "QuadClass": datasets().quad_class_of(root),
        "NumMentions": len(occurrence.said),
        "NumSources": len(occurrence.outlets),
        "NumArticles": len(occurrence.incident.reports),
        "SOURCEURL": joined([occurrence.said[0].record.report.url]),
    }
    yield tuple(known.get(column.name) for column in COLUMNS)


def _party(number: int, party: Party | None) -> dict[str, Cell]:
    if party is None:
        return {}
    return {
        f"Actor{number}Code": joined((party.iso3, party.names.role), ""),
        f"Actor{number}Name": party.name,
        f"Actor{number}CountryCode": party.iso3,
        f"Actor{number}Type1Code": party.names.role,
    }


def _where(place: Place | None) -> dict[str, Cell]:
    if place is None:
        return {}
    known = country_codes(place.country)
    return {
        "ActionGeo_Type": GEO_TYPE.get(place.precision),
        "ActionGeo_FullName": joined((place.name, units(place).admin1, known.name if known else None), ", "),
        "ActionGeo_CountryCode": known.fips if known else None,
        "ActionGeo_Lat": place.lat,
        "ActionGeo_Long": place.lon,
        "ActionGeo_FeatureID": place.geonameid and str(place.geonameid),
    }


def _day(occurrence: Occurrence) -> dict[str, Cell]:
    day = occurrence.start
    if day is None or day != occurrence.end:
        return {}
    return {"Day": int(f"{day:%Y%m%d}"), "MonthYear": int(f"{day:%Y%m}"), "Year": day.year}


def _mentions(occurrence: Occurrence) -> Iterator[Row]:
    if occurrence.codes.cameo is None:
        return
    day = occurrence.start
    for record, claim in occurrence.said:
        report = record.report
        event = next(iter(claim.events), None)
        known: dict[str, Cell] = {
            "GLOBALEVENTID": occurrence.incident.id,
            "EventTimeDate": f"{day:%Y%m%d}000000" if day and day == occurrence.end else None,
            "MentionTimeDate": f"{report.published:%Y%m%d}000000" if report.published else None,
            "MentionType": _WEB if report.url else _CITED,
            "MentionSourceName": report.outlet,
            "MentionIdentifier": report.url or report.path or report.id,
            "Actor1CharOffset": event.agents[0].start if event and event.agents else None,
            "Actor2CharOffset": event.targets[0].start if event and event.targets else None,
            "ActionCharOffset": event.start if event else claim.content.start,
            "InRawText": 1,
            "MentionDocLen": len(report.text),
            "Extras": claim.id,
        }
        yield tuple(known.get(column.name) for column in MENTIONS)


_TABLES = (Table("events", COLUMNS, _event), Table("mentions", MENTIONS, _mentions))


def _write(archive: Archive, out: Path, options: Options) -> Written:
    paths = [into_folder(out) / f"{table.name}.tsv" for table in _TABLES]
    with delimited(_TABLES, paths, tab=True, header=False) as sink:
        for occurrence in occurrences(archive, options.rule):
            for table in _TABLES:
                sink.add(table, table.rows(occurrence))
    return Written(paths)


FORMAT = Format(
    name="gdelt",
    about="GDELT 2.0 events and mentions (The GDELT Project), tab-separated without headers, an incident an event",
    write=_write,
    folder=True,
    loses=(
        "the figures, and who says what: GDELT has no column for a toll or a speaker",
        "incidents that CAMEO has no code for, and what is only planned, wanted or denied",
        "agents that the accounts dispute: Actor1 is blank then",
    ),
    blank=(
        "IsRootEvent, GoldsteinScale, AvgTone, Confidence, MentionDocTone, SentenceID: measures of GDELT's own",
        "…KnownGroupCode, …EthnicCode, …ReligionCode, …Type2Code, …Type3Code, …ADM1Code, …ADM2Code, Actor…Geo",
        "Day, MonthYear, Year: where no account tells the day; FractionDate, DATEADDED always",
        "GLOBALEVENTID holds our own id of the incident, not one of GDELT's; Extras the claim's",
    ),
)
