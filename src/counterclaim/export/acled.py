"""ACLED: 31 columns, an incident a row. ACLED's own rows and codebook are not shipped, nor is any of their text."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.export.form import Format, joined, occurrence_file
from counterclaim.export.occurrences import Occurrence, Party
from counterclaim.export.table import Cell, Row, Table, named
from counterclaim.export.where import units
from counterclaim.knowledge.countries import codes as country_codes
from counterclaim.knowledge.datasets import datasets
from counterclaim.knowledge.subevents import refined
from counterclaim.records import Place, PlacePrecision, When

COLUMNS = named(
    "event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1, "
    "assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region, country, "
    "admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, notes, fatalities, "
    "tags, timestamp",
    year=int, time_precision=int, iso=int, latitude=float, longitude=float, geo_precision=int, fatalities=int,
)  # fmt: skip
GEO_PRECISION: dict[PlacePrecision, int] = {"exact": 1, "near": 2, "admin2": 2, "admin1": 3, "region": 3}
_CIVILIANS = "Civilians"


def _rows(occurrence: Occurrence) -> Iterator[Row]:
    coded = occurrence.codes.acled
    if coded is None:
        return
    event_type, sub_event_type = coded
    told = refined(" ".join(said.claim.quote for said in occurrence.said), event_type, sub_event_type)
    sub_event_type = told.sub_event or sub_event_type if told else sub_event_type
    disorder = datasets().disorder
    known = {**_actors(occurrence), **_where(occurrence.place), **_time(occurrence.incident.when)}
    known |= {
        "disorder_type": disorder.get(sub_event_type, disorder[event_type]),
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "civilian_targeting": "Civilian targeting" if occurrence.civilians else None,
        "source": joined(occurrence.outlets),
        "notes": joined((_note(said.claim.speaker.name, said.claim.quote) for said in occurrence.said), " | "),
        "fatalities": occurrence.deaths.best,
    }
    yield tuple(known.get(column.name) for column in COLUMNS)


def _note(speaker: str, quote: str) -> str:
    return f"{speaker}: {' '.join(quote.split())}"


def _actors(occurrence: Occurrence) -> dict[str, Cell]:
    country = occurrence.place.country if occurrence.place else None
    first, second = occurrence.agent, occurrence.target
    inter1, inter2 = _inter(first, country), _inter(second, country)
    name2 = second.name if second else None
    if occurrence.civilians:
        name2, inter2 = name2 or _CIVILIANS, _CIVILIANS
    return {
        "actor1": first.name if first else None,
        "assoc_actor_1": first.above if first else None,
        "inter1": inter1,
        "actor2": name2,
        "assoc_actor_2": second.above if second else None,
        "inter2": inter2,
        "interaction": f"{inter1}-{inter2}" if inter1 and inter2 else inter1 and f"{inter1} only",
    }


def _inter(party: Party | None, country: str | None) -> str | None:
    """ACLED's type of an actor: a state's forces outside their own country are external."""
    if party is None or party.names.acled is None:
        return None
    abroad = party.names.party == "state" and party.country and country and party.country != country
    return "External/Other forces" if abroad else party.names.acled


def _where(place: Place | None) -> dict[str, Cell]:
    if place is None:
        return {}
    admin1, admin2 = units(place).names
    known = country_codes(place.country)
    found: dict[str, Cell] = {
        "iso": known.numeric if known else None,
        "country": known.name if known else None,
        "admin1": admin1,
        "admin2": admin2,
    }
    if place.precision in GEO_PRECISION:
        found |= {"location": place.name, "geo_precision": GEO_PRECISION[place.precision]}
        found |= {"latitude": place.lat, "longitude": place.lon}
    return found


def _time(when: When | None) -> dict[str, Cell]:
    """The first day; time_precision 1 a day, 2 within a week, 3 within a month; null where it is wider."""
    if when is None or when.from_ is None:
        return {}
    days = (when.to - when.from_).days + 1 if when.to else None
    precision = None if days is None or days > 31 else 1 if days == 1 else 2 if days <= 7 else 3
    return {"event_date": when.from_.isoformat(), "year": when.from_.year, "time_precision": precision}


FORMAT = Format(
    name="acled",
    about="ACLED's 31 columns (Armed Conflict Location & Event Data), CSV, an incident a row",
    write=occurrence_file(Table("acled", COLUMNS, _rows)),
    loses=(
        "who says what: all that remains are the quotes in notes and one number of fatalities",
        "the range of a toll, and its parts; the injured, missing, captured and displaced",
        "what is planned, wanted, threatened or denied",
        "agents that the accounts dispute: actor1 is blank then",
        "why a sub-event type was chosen: the type of the event, its weapons and parties, then the words of the quotes",
        "rebels, political and identity militias apart: armed groups are all called Rebel group",
    ),
    blank=(
        "event_id_cnty, tags, timestamp: the publisher assigns them",
        "region, source_scale, admin3: the publisher's own lists",
        "event_date, latitude, longitude, location: where no account tells",
        "fatalities: where no account tells of deaths; 0 only where somebody says none",
    ),
)
