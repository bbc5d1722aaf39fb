"""UCDP GED 25.1: 49 columns, an incident with at least one direct death a row.

Codes of precision follow the GED codebook (Högbladh, UCDP): where_prec 1 exact, 2 near, 3 second level unit, 4 first
level unit, 5 part of a country, 6 country; date_prec 1 a day, 2 two to six days, 3 a week, 4 a month, 5 more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from counterclaim.export.form import Format, joined, occurrence_file
from counterclaim.export.occurrences import Occurrence
from counterclaim.export.table import Cell, Row, Table, named
from counterclaim.export.where import units
from counterclaim.knowledge.countries import codes as country_codes
from counterclaim.records import Place, PlacePrecision, When

_NUMBERS = (
    "year type_of_violence number_of_sources where_prec priogrid_gid event_clarity date_prec "
    "deaths_a deaths_b deaths_civilians deaths_unknown best high low"
)
COLUMNS = named(
    "id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id, conflict_name, "
    "dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a, side_b_dset_id, side_b_new_id, "
    "side_b, number_of_sources, source_article, source_office, source_date, source_headline, source_original, "
    "where_prec, where_coordinates, where_description, adm_1, adm_2, latitude, longitude, geom_wkt, priogrid_gid, "
    "country, country_id, region, event_clarity, date_prec, date_start, date_end, deaths_a, deaths_b, "
    "deaths_civilians, deaths_unknown, best, high, low, gwnoa, gwnob",
    **dict.fromkeys(_NUMBERS.split(), int),
    latitude=float,
    longitude=float,
)
WHERE_PREC: dict[PlacePrecision, int] = {
    "exact": 1, "near": 2, "admin2": 3, "admin1": 4, "region": 5, "country": 6,
}  # fmt: skip


def _rows(occurrence: Occurrence) -> Iterator[Row]:
    died = occurrence.deaths
    if not (died.best or died.high):
        return
    known = {**_who(occurrence), **_sources(occurrence), **_where(occurrence.place), **_time(occurrence.incident.when)}
    known |= {
        "type_of_violence": occurrence.codes.ucdp,
        "event_clarity": 2 if occurrence.running else 1,
        "deaths_a": died.of(known["side_a"]),  # type: ignore[arg-type]
        "deaths_b": died.of(known["side_b"]),  # type: ignore[arg-type]
        "deaths_civilians": died.civilians,
        "deaths_unknown": _not_by_party(occurrence, known["side_a"], known["side_b"]),
        "best": died.best,
        "high": died.high,
        "low": died.low,
    }
    yield tuple(known.get(column.name) for column in COLUMNS)


def _who(occurrence: Occurrence) -> dict[str, Cell]:
    """The sides as GED has them: a state first; civilians are no side but what one-sided violence is done to."""
    agent, target = occurrence.agent, occurrence.target
    side_a = agent.label if agent and agent.known else None
    side_b = target.label if target and target.known else None
    if occurrence.codes.ucdp == 3:
        return {"side_a": side_a, "side_b": "Civilians", "dyad_name": joined((side_a, "Civilians"), " - ")}
    if target and agent and target.names.party == "state" and agent.names.party != "state":
        side_a, side_b = side_b, side_a
    dyad = f"{side_a} - {side_b}" if side_a and side_b else None
    return {"side_a": side_a, "side_b": side_b, "dyad_name": dyad}


def _not_by_party(occurrence: Occurrence, *sides: Cell) -> int | None:
    """Deaths that no column for a party takes."""
    died = occurrence.deaths
    if died.unknown is None:
        return None
    return died.unknown + sum(number for side, number in died.by_side if side not in sides)


def _sources(occurrence: Occurrence) -> dict[str, Cell]:
    reports = list({said.record.report.id: said.record.report for said in occurrence.said}.values())
    return {
        "number_of_sources": len(occurrence.incident.origins) or len(reports),
        "source_article": joined(report.url or report.path for report in reports),
        "source_office": joined(occurrence.outlets),
        "source_date": joined(report.published for report in reports),
        "source_headline": joined(report.title for report in reports),
        "source_original": joined(occurrence.speakers),
    }


def _where(place: Place | None) -> dict[str, Cell]:
    if place is None:
        return {}
    admin1, admin2 = units(place).names
    known = country_codes(place.country)
    found: dict[str, Cell] = {
        "where_prec": WHERE_PREC[place.precision],
        "where_coordinates": place.name,
        "where_description": joined((place.relation, place.name), " "),
        "adm_1": admin1,
        "adm_2": admin2,
        "country": known.name if known else None,
    }
    if place.lat is not None and place.lon is not None and place.precision != "country":
        found |= {
            "latitude": place.lat,
            "longitude": place.lon,
            "geom_wkt": f"POINT ({place.lon} {place.lat})",
            "priogrid_gid": priogrid(place.lat, place.lon),
        }
    return found


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID 2.0 cell of a point: half degrees, counted from 1 at 90° S, 180° W eastwards, then northwards."""
    row = min(math.floor((lat + 90) * 2), 359)
    column = min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _time(when: When | None) -> dict[str, Cell]:
    if when is None:
        return {}
    start, end = when.from_ or when.to, when.to or when.from_
    if start is None or end is None:
        return {}
    found: dict[str, Cell] = {
        "year": start.year if start.year == end.year else None,
        "date_start": start.isoformat(),
        "date_end": end.isoformat(),
    }
    days = (end - start).days + 1
    if when.from_ is None or when.to is None:
        return {**found, "date_prec": 5}
    return {**found, "date_prec": next((code for most, code in _DATE_PREC if days <= most), 5)}


_DATE_PREC = ((1, 1), (6, 2), (7, 3), (31, 4))
"""The most days that a code of date_prec covers."""


FORMAT = Format(
    name="ged",
    about="UCDP Georeferenced Event Dataset 25.1 (Uppsala Conflict Data Program), CSV, an incident with deaths a row",
    write=occurrence_file(Table("ged", COLUMNS, _rows)),
    loses=(
        "who says what, and who says otherwise: one row holds one best, high and low",
        "the injured, missing, captured and displaced",
        "incidents without a death, and what is planned, wanted, threatened or denied",
        "agents that the accounts dispute: side_a is blank then",
    ),
    blank=(
        "id, relid, active_year, code_status, and the ids of conflicts, dyads, sides and countries (…_dset_id, "
        "…_new_id, country_id, gwnoa, gwnob): the publisher assigns them",
        "conflict_name, region: the publisher's own names",
        "deaths_a, deaths_b, deaths_civilians: where no account tells the dead apart; 0 only where somebody says none",
        "date_start, date_end, latitude, longitude: where no account tells",
    ),
)
