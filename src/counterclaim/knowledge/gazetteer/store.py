"""Look-ups in the gazetteer's file (built by build.py) and in the files that a user adds."""

from __future__ import annotations

import hashlib
import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.gazetteer.entry import KINDS, Entry
from counterclaim.knowledge.gazetteer.folding import fold, skeleton, sound, sound_of_key
from counterclaim.knowledge.gazetteer.table import read_places

BUNDLED = Path(__file__).with_name("places.sqlite")
FORMAT = 1
REMEMBERED = 20_000
"""Look-ups whose answers are kept."""
DEGREE = 10_000
"""Coordinates are stored as whole ten-thousandths of a degree, about 11 m."""
_OTHER_NAME = 0.97
_FORMER_NAME = 0.95
_FUZZY_BEST = 0.93
"""The score of a spelling that sounds exactly like a known one."""
_FUZZY_LEAST = 0.6
"""Below this share of letters in common, one skeleton is chance: tuned on spellings of towns in war reports."""
_FUZZY_KEPT = 40
_PLACE = (
    "SELECT name, geonameid, lat, lon, unit, kind, population, extent"
    " FROM place LEFT JOIN area ON place = id WHERE id = ?"
)
_RANK = {"country": 8.0, "region": 6.0, "admin1": 5.5, "water": 3.5}
"""What areas count as, in powers of ten of people: a bare name is rather a country's than a town's."""


class Country(NamedTuple):
    """What is known of a country beside its place."""

    code: str
    capital: str
    neighbours: tuple[str, ...]
    demonyms: tuple[str, ...]


@dataclass(frozen=True)
class _Own:
    """A user's place under one of its names."""

    key: str
    heard: str
    entry: Entry


class Gazetteer:
    """An opened gazetteer. Reading only; use one per thread, or open it again."""

    def __init__(self, path: Path = BUNDLED, extra: Sequence[Path] = ()) -> None:
        self._db = _connect(path)
        self._known: dict[tuple[str, bool], tuple[Entry, ...]] = {}
        self._units: dict[int, tuple[str, str | None, str | None]] = {}
        self._own: dict[str, list[_Own]] = {}
        self._extra = tuple(extra)
        for file in self._extra:
            self._add(file)

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @cached_property
    def version(self) -> str:
        """A digest of the bundled places and of every file that was added, the same for the same contents."""
        digest = hashlib.sha256(self._meta("digest").encode())
        for file in self._extra:
            digest.update(file.read_bytes())
        return digest.hexdigest()[:16]

    @property
    def credit(self) -> str:
        """Whom to name where places are shown."""
        return self._meta("credit")

    @property
    def sources(self) -> str:
        """The digest of the hand-made lists that the bundled places were built from."""
        return self._meta("sources")

    def lookup(self, name: str, *, fuzzy: bool = True) -> list[Entry]:
        """The places called `name`, best first; spellings that sound the same too unless `fuzzy` is off.

        Names are compared without case, accents, spaces and punctuation, in any script that anyascii can transliterate.
        """
        asked = name, fuzzy
        if asked not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[asked] = tuple(self._look_up(name, fuzzy))
        return list(self._known[asked])

    def country(self, name: str) -> Entry | None:
        """The country called `name`, or whose people or adjective `name` is; null where several or none are."""
        found = [entry for entry in self.lookup(name, fuzzy=False) if entry.kind == "country"]
        return found[0] if found else self.people(name, kinds=("country",)) or self._own_adjective(name)

    def _own_adjective(self, name: str) -> Entry | None:
        """The user's country whose name an adjective begins with: "Tarnian" of Tarn; null where none or several."""
        key = fold(name)
        found = {
            own.entry
            for each in self._own.values()
            for own in each
            if own.entry.kind == "country" and len(own.key) > 3 and key.startswith(own.key)
            if key[len(own.key) :] in _ADJECTIVE_ENDINGS
        }
        return found.pop() if len(found) == 1 else None

    def people(self, name: str, *, kinds: Sequence[str] = KINDS) -> Entry | None:
        """The country or region whose people or adjective `name` is: "Malian", "Gazans"; null where none or several."""
        rows = self._db.execute("SELECT place FROM demonym WHERE key = ?", (fold(name),)).fetchall()
        found = [entry for (place,) in rows for entry in [self._entry(place, 1.0, fold(name))] if entry.kind in kinds]
        return found[0] if len(found) == 1 else None

    def about_country(self, code: str) -> Country | None:
        """Capital, neighbours and people of the country with this ISO 3166-1 code."""
        row = self._db.execute("SELECT capital, neighbours, demonyms FROM country WHERE code = ?", (code,)).fetchone()
        return row and Country(code, row[0], *(tuple(filter(None, cell.split(";"))) for cell in row[1:]))

    def capital(self, code: str) -> Entry | None:
        """The town that a country is governed from; of a country that only a user lists, the one town listed in it."""
        about = self.about_country(code)
        if about is None:
            listed = {own.entry for each in self._own.values() for own in each if own.entry.country == code}
            only = [entry for entry in listed if entry.kind == "town"]
            return only[0] if len(only) == 1 else None
        towns = [e for e in self.lookup(about.capital, fuzzy=False) if e.country == code] if about else []
        return max((e for e in towns if e.kind == "town"), key=lambda e: e.population, default=None)

    def nearest(self, lat: float, lon: float) -> Entry | None:
        """The town or village closest to a point, null where none is within about 200 km."""
        for reach in (0, 1, 2):
            rows = [row for cell in _cells(lat, lon, reach) for row in self._settlements(cell)]
            if rows:
                at = min(rows, key=lambda row: (distance_km(lat, lon, row[1] / DEGREE, row[2] / DEGREE), row[0]))
                return self._entry(at[0], 1.0, "")
        return None

    def _settlements(self, cell: int) -> list[tuple[int, int, int]]:
        return self._db.execute(
            "SELECT id, lat, lon FROM place WHERE id BETWEEN (SELECT first FROM cell WHERE cell = ?1)"
            " AND (SELECT last FROM cell WHERE cell = ?1) AND kind IN (4, 5)",
            (cell,),
        ).fetchall()

    def _look_up(self, name: str, fuzzy: bool) -> list[Entry]:
        key, bones = fold(name), skeleton(name)
        if not key:
            return []
        own = self._own_places(name, bones, fuzzy)
        scores = self._exact(key, bones)
        if fuzzy:
            for place, (score, alias) in self._sounding(name, key, bones).items():
                if place not in scores:
                    scores[place] = score, alias
        bundled = [self._entry(place, score, alias, key) for place, (score, alias) in scores.items()]
        return own + sorted(bundled, key=_order)

    def _exact(self, key: str, bones: str) -> dict[int, tuple[float, str]]:
        rows = self._db.execute("SELECT place FROM name WHERE skeleton = ? AND key = ?", (bones, key))
        return {place: (_OTHER_NAME, key) for (place,) in rows}

    def _sounding(self, name: str, key: str, bones: str) -> dict[int, tuple[float, str]]:
        rows = self._db.execute("SELECT key, place FROM name WHERE skeleton = ?", (bones,)).fetchall()
        places: dict[str, list[int]] = {}
        for other, place in rows:
            if other != key:
                places.setdefault(other, []).append(place)
        heard = sound(name)
        close: list[tuple[float, str]] = []
        for other, _, _ in extract(key, list(places), scorer=Levenshtein.normalized_similarity, limit=_FUZZY_KEPT):
            likeness = Levenshtein.normalized_similarity(heard, sound_of_key(other, bones))
            if likeness >= _FUZZY_LEAST:
                close.append((_FUZZY_BEST * likeness, other))
        found: dict[int, tuple[float, str]] = {}
        for score, other in sorted(close, key=lambda pair: (-pair[0], pair[1])):
            for place in places[other]:
                found.setdefault(place, (score, other))
        return found

    def _own_places(self, name: str, bones: str, fuzzy: bool) -> list[Entry]:
        key, heard = fold(name), sound(name)
        found: dict[tuple[str, float, float], Entry] = {}
        alike = dict.fromkeys((bones, *map(skeleton, _other_initials(name)))) if fuzzy else (bones,)
        for own in (own for each in alike for own in self._own.get(each, ())):
            score = 1.0 if own.key == key else _FUZZY_BEST * Levenshtein.normalized_similarity(heard, own.heard)
            if own.key != key and (not fuzzy or score < _FUZZY_LEAST):
                continue
            at = own.entry.name, own.entry.lat, own.entry.lon
            if at not in found or found[at].score < score:
                found[at] = replace(own.entry, score=score, alias=own.key)
        return sorted(found.values(), key=_order)

    def _add(self, file: Path) -> None:
        for row in read_places(file):
            entry = Entry(
                row.name, None, row.lat, row.lon, row.country, row.admin1, row.admin2, row.kind, row.population,
                1.0, fold(row.name), (row.country,) if row.country else (), own=True,
            )  # fmt: skip
            for name in (row.name, *row.alternates):
                self._own.setdefault(skeleton(name), []).append(_Own(fold(name), sound(name), entry))

    def _entry(self, place: int, score: float, alias: str, asked: str = "") -> Entry:
        name, geonameid, lat, lon, unit, kind, population, extent = self._db.execute(_PLACE, (place,)).fetchone()
        code, admin1, admin2 = self._unit(unit)
        countries = tuple(filter(None, code.split(",")))
        return Entry(
            name, geonameid, lat / DEGREE, lon / DEGREE, countries[0] if len(countries) == 1 else None, admin1, admin2,
            KINDS[kind], population, _rated(name, asked, score), alias, countries, extent,
        )  # fmt: skip

    def _unit(self, unit: int) -> tuple[str, str | None, str | None]:
        """Countries, first and second level unit of a unit."""
        if unit not in self._units:
            code, name, above = self._db.execute("SELECT code, name, above FROM unit WHERE id = ?", (unit,)).fetchone()
            if above is None:
                self._units[unit] = code, None, None
            else:
                _, admin1, _ = self._unit(above)
                self._units[unit] = (code, admin1, name) if admin1 else (code, name, None)
        return self._units[unit]

    def _meta(self, key: str) -> str:
        (value,) = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(value)


_ADJECTIVE_ENDINGS = frozenset(("i", "n", "an", "ian", "ese", "ish", "ic"))
_INITIALS = "ijy"


def _other_initials(name: str) -> list[str]:
    """A name before whose first consonant i, j and y are written for one sound: Ylmet, Ilmet; none for others."""
    plain = fold(name)
    if plain[:1] not in _INITIALS or plain[1:2] in "aeiou":
        return []
    return [other + plain[1:] for other in _INITIALS if other != plain[0]]


def _rated(name: str, asked: str, score: float) -> float:
    """The score of an entry found under another name: a spelling of its own name before a name of other times."""
    if not asked or score < _OTHER_NAME:
        return score
    if fold(name) == asked:
        return 1.0
    return score if skeleton(name) == skeleton(asked) else _FORMER_NAME


def open_gazetteer(extra: Sequence[Path] = ()) -> Gazetteer:
    """The bundled gazetteer with the CSV files in `extra`, whose places go before the bundled ones.

    KnowledgeError where a file has a mistake, or where the bundled places are missing or of another version.
    """
    return Gazetteer(BUNDLED, extra)


def importance(entry: Entry) -> float:
    """How likely a bare name is meant for this place: areas by their rank, settlements by log10 of their people."""
    people = math.log10(entry.population + 10)
    return max(people - 1.0, 3.0) if entry.kind == "admin2" else _RANK.get(entry.kind, people)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points in degrees, on a sphere of 6,371 km."""
    p, q = math.radians(lat1), math.radians(lat2)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(h, 1.0)))


def cell_of(lat: float, lon: float) -> int:
    """The number of the square degree that holds a point."""
    return min(int(lat + 90), 179) * 360 + min(int(lon + 180), 359)


def _cells(lat: float, lon: float, reach: int) -> Iterable[int]:
    """The square degrees around a point: `reach` rows north and south, as far east and west as they are tall."""
    row, column = divmod(cell_of(lat, lon), 360)
    wide = math.ceil((reach + 0.5) / max(math.cos(math.radians(lat)), 0.1)) if reach else 1
    for r in range(max(row - max(reach, 1), 0), min(row + max(reach, 1), 179) + 1):
        for c in range(column - wide, column + wide + 1):
            yield r * 360 + c % 360


def _order(entry: Entry) -> tuple[float, float, int]:
    return -entry.score, -importance(entry), entry.geonameid or 0


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise KnowledgeError(f"{path}: the bundled places are missing; reinstall counterclaim")
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        found = db.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise KnowledgeError(f"{path}: cannot be opened ({error}); reinstall counterclaim") from error
    if found != FORMAT:
        db.close()
        raise KnowledgeError(f"{path}: has format {found}, this version reads {FORMAT}; build it again")
    return db
