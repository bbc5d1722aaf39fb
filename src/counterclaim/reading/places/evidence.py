"""What speaks for one reading of a name: each piece with its strength and its words, and one table of weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import plain_unit, skeleton
from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.knowledge.gazetteer.store import importance
from counterclaim.reading.places.model import Hint
from counterclaim.reading.places.story import NEAR_KM, Story, Unit, unit_of


class Evidence(NamedTuple):
    """How strongly each piece speaks for a reading."""

    match: float
    importance: float
    country: float
    neighbour: float
    unit: float
    near: float
    apposed: float
    holding: float
    kind: float
    own: float
    capital: float

    def weighed(self) -> float:
        """All of it together."""
        total: float = sum(map(mul, WEIGHTS, self))
        return total


WEIGHTS = Evidence(
    match=14.0,
    importance=1.0,
    country=2.5,
    neighbour=0.8,
    unit=1.5,
    near=2.0,
    apposed=4.0,
    holding=3.0,
    kind=3.0,
    own=4.0,
    capital=1.25,
)
"""What speaks for a reading of a name, in units of one power of ten of its population. Set on the development halves of
the news benchmarks."""
SURE_SPELLING = 0.95
LEAST_NAME, ANOTHERS = 0.9, 0.2
SAME_SEAT_KM = 80.0
DISTRICT_KM, ROUGHLY = 60.0, 1.2
"""How far from a district's point a place in it lies at most, or by how much further than the towns known in it."""
FAINT, FAR_DEGREES = 0.05, 5.4
"""Nearness that tells nothing, and the degrees of latitude beyond which no place has more: 600 km."""
SUBURB_KM = 30.0
"""How far from its town a suburb lies at most, whose name is spelt in another way."""
SEAT_PEOPLE, SEAT_SHARE = 5_000, 0.03
"""A namesake of a unit is its seat from this many people, and from this share of the unit's."""


class Standing(NamedTuple):
    """What speaks for one reading wherever the report plays."""

    match: float
    importance: float
    kind: float
    capital: float
    unit: Unit
    """What it lies in."""


def standing(entry: Entry, hint: Hint, others: Sequence[Entry], gazetteer: Gazetteer) -> Standing:
    """For one reading of a name beside which stands a word for what it is; `others` are the other readings."""
    return Standing(
        entry.score - 1.0 - (ANOTHERS if _is_anothers(entry, others) else 0.0),
        importance(entry),
        _kind_fit(entry, hint, others, gazetteer),
        _is_capital(entry, gazetteer),
        unit_of(entry),
    )


def evidence(
    entry: Entry,
    fixed: Standing,
    story: Story,
    gazetteer: Gazetteer,
    containers: Sequence[Entry],
    contents: Sequence[Entry],
) -> tuple[Evidence, str]:
    """For one reading, and the place that it is near; `containers` are what the report says the place lies in,
    `contents` what it says lies in the place."""
    share = story.share(entry)
    near, neighbour = _nearness(entry, story)
    return Evidence(
        match=fixed.match,
        importance=fixed.importance,
        country=share,
        neighbour=0.0 if share else bordering(entry, story, gazetteer),
        unit=story.unit_share(fixed.unit),
        near=near,
        apposed=1.0 if containers and any(lies_in(entry, other) for other in containers) else 0.0,
        holding=1.0 if contents and any(_holds(entry, other) for other in contents) else 0.0,
        kind=fixed.kind,
        own=float(entry.own),
        capital=fixed.capital * (1.0 + (share > 0.0)),
    ), neighbour


def in_words(entry: Entry, hint: Hint, found: Evidence, near: str) -> str:
    """What speaks for a reading that lies near another place, to be told."""
    spelling = "named so" if entry.score >= SURE_SPELLING else f"spelt alike ({entry.score:.2f})"
    said = {
        "importance": f"{spelling}, {_size(entry)}",
        "country": f"the report is about {', '.join(entry.countries)}",
        "neighbour": "it borders the report's country",
        "unit": f"other places lie in {entry.admin1 or entry.name}",
        "near": f"near {near}",
        "apposed": "the report says what it lies in",
        "holding": "it holds what the report says",
        "kind": f"called a {hint}" if hint else "a state of a federation",
        "own": "from the user's own list",
        "capital": "a capital",
    }
    return "; ".join(said[what] for what, value in zip(found._fields, found, strict=True) if value > 0 and what in said)


def _is_anothers(entry: Entry, others: Sequence[Entry]) -> bool:
    """Is it the own name of a larger town: Islamabad, as Anantnag is called too?"""
    if not LEAST_NAME <= entry.score < 1.0 or entry.kind not in ("town", "village"):
        return False
    return any(e.score == 1.0 and e.kind == "town" and e.population > entry.population for e in others)


def _size(entry: Entry) -> str:
    return f"{entry.population:,} people" if entry.population else entry.kind


def bordering(entry: Entry, story: Story, gazetteer: Gazetteer) -> float:
    """How much of the story plays in a country that borders on the entry's."""
    about = gazetteer.about_country(entry.country or "")
    named = [code for code in about.neighbours if code in story.countries] if about else ()
    return max(map(story.country_share, named)) if named else 0.0


def _nearness(entry: Entry, story: Story) -> tuple[float, str]:
    """How close the nearest of the other places is, and which it is."""
    if entry.kind == "country":
        return 0.0, ""
    nearest = 0.0, ""
    for lat, lon, name in story.points:
        if abs(lat - entry.lat) < FAR_DEGREES and name != entry.name:
            reached = math.exp(-distance_km(entry.lat, entry.lon, lat, lon) / NEAR_KM), name
            nearest = max(nearest, reached)
    return nearest if nearest[0] > FAINT else (0.0, "")


def agrees(entry: Entry, container: Entry) -> bool:
    """Can a place lie in what a report says it lies in? A district has no extent where only its seat is known."""
    if lies_in(entry, container):
        return True
    away = distance_km(entry.lat, entry.lon, container.lat, container.lon)
    if container.kind in ("town", "village") and entry.score < SURE_SPELLING:
        return away < SUBURB_KM
    reach = {"admin2": DISTRICT_KM, "admin1": NEAR_KM}.get(container.kind, NEAR_KM)
    reach = max(reach, ROUGHLY * (container.extent_km or 0.0)) if container.kind == "admin2" else reach
    return bool(set(entry.countries) & set(container.countries)) and away < reach


def lies_in(entry: Entry, other: Entry) -> bool:
    """Does a place lie in the country, unit or region that is named after it?"""
    if other.kind == "country":
        return entry.kind != "country" and other.country in entry.countries
    if entry.kind in ("country", "region"):
        return False
    if other.kind in ("admin1", "admin2") and other.country == entry.country:
        named = [plain_unit(unit) for unit in (entry.admin1, entry.admin2) if unit]
        if any(skeleton(plain_unit(other.name)) == skeleton(unit) for unit in named):
            return True
        if other.kind == "admin1" and named:
            return False
    return bool(other.extent_km) and distance_km(entry.lat, entry.lon, other.lat, other.lon) <= (other.extent_km or 0)


def _holds(entry: Entry, other: Entry) -> bool:
    """Is it a unit, a region or a country that the other lies in, and no namesake of the other?"""
    return (
        entry.kind in ("admin1", "admin2", "region", "country") and entry.name != other.name and lies_in(other, entry)
    )


_FITS: dict[str, tuple[str, ...]] = {
    "settlement": ("town", "village"),
    "unit": ("admin1", "admin2", "region"),
    "area": ("region", "admin1", "admin2", "water", "other"),
    "facility": ("facility", "other", "town", "village"),
    "": (),
}
OWN_AREA, UNIT_BY_SEAT, SHORTENED = 1.0, -0.6, -0.6
LARGE_PART = 0.25


def _kind_fit(entry: Entry, hint: Hint, others: Sequence[Entry], gazetteer: Gazetteer) -> float:
    """Does the kind agree with what the words beside the name say? Without such words a seat goes before its unit."""
    if hint:
        return float(entry.kind in _FITS[hint])
    if _own_area(entry):
        return 0.0 if _is_dwarfed(entry, others, gazetteer) else OWN_AREA
    if _has_seat(entry, others):
        return UNIT_BY_SEAT
    return SHORTENED if entry.kind == "admin2" and entry.score < 1.0 else 0.0


def _has_seat(entry: Entry, others: Sequence[Entry]) -> bool:
    """A unit whose seat has its name: without more words the town is meant, except for states of federations."""
    if entry.kind not in ("admin1", "admin2") or _own_area(entry):
        return False
    least = max(SEAT_PEOPLE, SEAT_SHARE * entry.population)
    towns = (e for e in others if e.kind == "town" and e.country == entry.country and e.population >= least)
    return any(distance_km(e.lat, e.lon, entry.lat, entry.lon) < 2 * SAME_SEAT_KM for e in towns)


def _is_dwarfed(entry: Entry, others: Sequence[Entry], gazetteer: Gazetteer) -> bool:
    """Has the capital a unit's name, or a town that a large part of the unit's people live in, as New York has?"""
    return any(
        (e.admin1 == entry.name and e.population > LARGE_PART * entry.population) or _is_capital(e, gazetteer)
        for e in others
        if e.kind == "town" and e.country == entry.country
    )


def _is_capital(entry: Entry, gazetteer: Gazetteer) -> float:
    """Is it the seat of a country's government?"""
    if entry.kind != "town" or not entry.country:
        return 0.0
    capital = gazetteer.capital(entry.country)
    return float(capital is not None and (capital.name, capital.lat) == (entry.name, entry.lat))


def _own_area(entry: Entry) -> bool:
    """A unit that is better known than any town of its name: states of federations, parts of a kingdom."""
    return (
        entry.kind == "admin1" and entry.population >= 500_000 and entry.country in ("US", "GB", "CA", "AU", "IN", "DE")
    )
