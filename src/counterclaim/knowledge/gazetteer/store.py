"""Look-ups in the gazetteer's files: the bundled one (built by build.py) and the lists that a user adds."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple

from counterclaim.knowledge.gazetteer.entry import KINDS, Entry
from counterclaim.knowledge.gazetteer.file import BUNDLED, File, compiled
from counterclaim.knowledge.gazetteer.folding import fold
from counterclaim.knowledge.gazetteer.geometry import cells_around, distance_km

REMEMBERED = 4_000
"""Look-ups whose answers are kept."""
_RANK = {"country": 8.0, "region": 6.0, "admin1": 5.5, "water": 3.5}
"""What areas count as, in powers of ten of people: a bare name is rather a country's than a town's."""
LARGE = 5.0
"""What a place of 100,000 people counts as: a name that one bears needs no other spelling, and is not a country's."""
LANDMARK = 5.0
"""What a building of the bundled places counts as: it has only well-known ones."""


class Country(NamedTuple):
    """What is known of a country beside its place."""

    code: str
    capital: str
    neighbours: tuple[str, ...]
    demonyms: tuple[str, ...]


class Units(NamedTuple):
    """Country, first and second level unit of a point by their names, and the basis: the place's own, or the nearest
    settlement's, whose name and distance in km stand beside it; GeoNames' codes of the units, null where unknown."""

    country: str | None
    admin1: str | None
    admin2: str | None
    basis: Literal["place", "nearest"]
    nearest: str
    km: float
    admin1_code: str | None = None
    admin2_code: str | None = None


class Gazetteer:
    """Opened files of places, the user's before the bundled one. Reading only; use one per thread, or open it again."""

    def __init__(self, path: Path = BUNDLED, extra: Sequence[Path] = ()) -> None:
        self._bundled = File(path)
        self._lists = tuple(map(compiled, extra))
        self._files = (*self._lists, self._bundled)
        self._known: dict[tuple[str, bool], tuple[Entry, ...]] = {}
        self._peoples: dict[str, tuple[Entry, ...]] = {}
        self._named_countries: dict[str, Entry | None] = {}
        self.nation = lru_cache(REMEMBERED)(self._nation)
        self._countries: dict[str, Country | None] = {}
        self._capitals: dict[str, Entry | None] = {}

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()

    @cached_property
    def version(self) -> str:
        """A digest of the bundled places and of every list that was added, the same for the same contents."""
        return hashlib.sha256("\n".join(file.digest for file in reversed(self._files)).encode()).hexdigest()[:16]

    @property
    def credit(self) -> str:
        """Whom to name where places are shown."""
        return "; ".join(dict.fromkeys(file.credit for file in reversed(self._files) if file.credit))

    @property
    def sources(self) -> str:
        """The digest of the hand-made lists that the bundled places were built from."""
        return self._bundled.meta("sources")

    def lookup(self, name: str, *, fuzzy: bool = True) -> tuple[Entry, ...]:
        """The places called `name`, best first; spellings that sound the same too unless `fuzzy` is off.

        Names are compared without case, accents, spaces and punctuation, in any script that anyascii can transliterate.
        """
        asked = name, fuzzy
        found = self._known.get(asked)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[asked] = tuple(self._look_up(name, fuzzy))
        return found

    def country(self, name: str) -> Entry | None:
        """The country called `name`, or whose people or adjective `name` is; null where several or none are."""
        if name not in self._named_countries:
            if len(self._named_countries) >= REMEMBERED:
                self._named_countries.clear()
            found = next((entry for entry in self.lookup(name, fuzzy=False) if entry.kind == "country"), None)
            found = found or self.people(name, kinds=("country",)) or self._own_adjective(name)
            self._named_countries[name] = found
        return self._named_countries[name]

    def _nation(self, name: str) -> Entry | None:
        """The country or region that `name` surely means: as a people, or as its own name.

        Null where a first level unit elsewhere or a large town shares the name, as Georgia's.
        """
        if people := self.people(name):
            return people
        country = self.country(name)
        if country is None or country.own:
            return country
        others = (e for e in self.lookup(name, fuzzy=False) if e.country != country.country)
        return None if any(importance(e) >= LARGE for e in others) else country

    def _own_adjective(self, name: str) -> Entry | None:
        """The user's country whose name an adjective begins with: "Tarnian" of Tarn; null where none or several."""
        key = fold(name)
        found = {
            entry
            for file in self._lists
            for entry in file.of_kind("country")
            if len(fold(entry.name)) > 3 and key.startswith(fold(entry.name))
            if key[len(fold(entry.name)) :] in _ADJECTIVE_ENDINGS
        }
        return found.pop() if len(found) == 1 else None

    def people(self, name: str, *, kinds: Sequence[str] = KINDS) -> Entry | None:
        """The country or region whose people or adjective `name` is: "Malian", "Gazans"; null where none or several."""
        found = [entry for entry in self._peoples_called(name) if entry.kind in kinds]
        return found[0] if len(found) == 1 else None

    def _peoples_called(self, name: str) -> tuple[Entry, ...]:
        if name not in self._peoples:
            if len(self._peoples) >= REMEMBERED:
                self._peoples.clear()
            self._peoples[name] = tuple(self._bundled.people(fold(name)))
        return self._peoples[name]

    def about_country(self, code: str) -> Country | None:
        """Capital, neighbours and people of the country with this ISO 3166-1 code."""
        if code not in self._countries:
            row = self._bundled.country(code)
            self._countries[code] = row and Country(
                code, row[0], *(tuple(filter(None, cell.split(";"))) for cell in row[1:])
            )
        return self._countries[code]

    def capital(self, code: str) -> Entry | None:
        """The town that a country is governed from; of a country that only a user lists, the one town listed in it."""
        if code not in self._capitals:
            self._capitals[code] = self._capital(code)
        return self._capitals[code]

    def _capital(self, code: str) -> Entry | None:
        about = self.about_country(code)
        if about is None:
            only = [e for file in self._lists for e in file.of_kind("town") if e.country == code]
            return only[0] if len(only) == 1 else None
        towns = [e for e in self.lookup(about.capital, fuzzy=False) if e.country == code]
        return max((e for e in towns if e.kind == "town"), key=lambda e: e.population, default=None)

    def nearest(self, lat: float, lon: float) -> Entry | None:
        """The town or village closest to a point, null where none is within about 200 km."""
        for reach in (0, 1, 2):
            cells = list(cells_around(lat, lon, reach))
            if found := [place for file in self._files if (place := file.nearest(lat, lon, cells))]:
                return min(found, key=lambda entry: distance_km(lat, lon, entry.lat, entry.lon))
        return None

    def units(self, lat: float, lon: float, geonameid: int | None = None) -> Units | None:
        """The units that a point lies in: those of the place with GeoNames' number there, else of the settlement
        closest to it, for no boundaries are known; null where none is within about 200 km."""
        cells = list(cells_around(lat, lon, 0))
        own = (file.numbered(geonameid, cells) for file in self._files) if geonameid else ()
        entry = next((place for place in own if place), None)
        near = self.nearest(lat, lon) if entry is None or entry.kind in ("admin1", "admin2") else None
        if entry is not None:
            first = entry.name if entry.kind == "admin1" else entry.admin1
            second = entry.name if entry.kind == "admin2" else entry.admin2
            inside = near or entry
            return Units(
                entry.country, first, second, "place", entry.name, 0.0,
                entry.admin1_code or (inside.admin1_code if inside.admin1 == first else None),
                inside.admin2_code if inside.admin2 == second else None,
            )  # fmt: skip
        if near is None:
            return None
        away = round(distance_km(lat, lon, near.lat, near.lon), 1)
        return Units(
            near.country, near.admin1, near.admin2, "nearest", near.name, away, near.admin1_code, near.admin2_code
        )

    def _look_up(self, name: str, fuzzy: bool) -> list[Entry]:
        """The user's own first, then all others in order; a place that two files have is taken from the user's."""
        if not fold(name):
            return []
        found: dict[object, Entry] = {}
        for file in self._files:
            for entry in file.lookup(name, fuzzy):
                known = found.setdefault(entry.geonameid or (entry.name, entry.lat, entry.lon), entry)
                if known.score < entry.score:
                    found[entry.geonameid or (entry.name, entry.lat, entry.lon)] = replace(
                        known, score=entry.score, alias=entry.alias
                    )
        return sorted(found.values(), key=lambda entry: (not entry.own, *_order(entry)))


_ADJECTIVE_ENDINGS = frozenset(("i", "n", "an", "ian", "ese", "ish", "ic"))


def open_gazetteer(extra: Sequence[Path] = ()) -> Gazetteer:
    """The bundled gazetteer with the lists in `extra`: lists of places, or such lists as `own.add` has compiled.

    KnowledgeError where a file has a mistake, or where the bundled places are missing or of another version.
    """
    return Gazetteer(BUNDLED, extra)


def importance(entry: Entry) -> float:
    """How likely a bare name is meant for this place: areas by their rank, settlements by log10 of their people."""
    if entry.kind == "facility" and not entry.source:
        return LANDMARK
    people = math.log10(entry.population + 10)
    return max(people - 1.0, 3.0) if entry.kind == "admin2" else _RANK.get(entry.kind, people)


def _order(entry: Entry) -> tuple[float, float, int]:
    return -entry.score, -importance(entry), entry.geonameid or 0
