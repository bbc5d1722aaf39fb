"""One file of places, opened and not loaded: the bundled gazetteer, or a user's list."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.gazetteer.entry import KINDS, Entry, Kind
from counterclaim.knowledge.gazetteer.folding import fold, skeleton, sound, sound_of_key
from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.knowledge.gazetteer.writing import DEGREE, FORMAT, fill

BUNDLED = Path(__file__).with_name("places.sqlite")
COMPILED = ".sqlite"
_OTHER_NAME = 0.97
_FORMER_NAME = 0.95
_FUZZY_BEST = 0.93
"""The score of a spelling that sounds exactly like a known one."""
_FUZZY_LEAST = 0.6
"""Below this share of letters in common, one skeleton is chance: tuned on spellings of towns in war reports."""
_FUZZY_KEPT = 40
_SETTLEMENTS = "(4, 5)"
_COLUMNS = "id, place.name, geonameid, lat, lon, unit, kind, population, extent"
_PLACE = f"SELECT {_COLUMNS} FROM place LEFT JOIN area ON area.place = id WHERE id = ?"
_NAMED = (
    f"SELECT {_COLUMNS} FROM name JOIN place ON id = name.place LEFT JOIN area ON area.place = id"
    " WHERE skeleton = ? AND key = ? ORDER BY id"
)

_Row = tuple[int, str, int | None, int, int, int, int, int, float | None]
_Unit = tuple[str, str | None, str | None, str | None, str | None]


class File:
    """Look-ups in one file. `first` tells that its places go before those of other files."""

    def __init__(self, source: Path | sqlite3.Connection) -> None:
        self._db = _connect(source) if isinstance(source, Path) else source
        self._people = cache(self._people_of)
        self.country = cache(self._country)
        self._units: dict[int, _Unit] = {}
        self._meta: dict[str, str] = dict(self._db.execute("SELECT key, value FROM meta"))
        self.name = self._meta.get("name", "")
        self.first = self._meta.get("first") == "yes"

    def close(self) -> None:
        self._db.close()

    def meta(self, key: str) -> str:
        """What the file says of itself; empty where it does not."""
        return self._meta.get(key, "")

    @property
    def digest(self) -> str:
        """The same for the same places and names, in any file."""
        return self._meta["digest"]

    @property
    def credit(self) -> str:
        return self.meta("credit")

    @cached_property
    def size(self) -> int:
        """How many places it holds."""
        (count,) = self._db.execute("SELECT count(*) FROM place").fetchone()
        return int(count)

    def lookup(self, name: str, fuzzy: bool) -> list[Entry]:
        """The places called `name` in no order, each with how well the name fits."""
        key, bones = fold(name), skeleton(name)
        rows: list[_Row] = self._db.execute(_NAMED, (bones, key)).fetchall()
        found = [self._entry(row, _OTHER_NAME, key, key) for row in rows]
        if fuzzy:
            alike = (bones, *map(skeleton, _other_initials(key))) if self.first else (bones,)
            known = {row[0] for row in rows}
            for each in dict.fromkeys(alike):
                heard = self._sounding(name, key, each)
                found += [self.entry(place, *how, key) for place, how in heard.items() if place not in known]
                known |= heard.keys()
        return found

    def people(self, key: str) -> tuple[Entry, ...]:
        """Countries and regions whose people or adjective has this key."""
        return self._people(key) if key in self._demonyms else ()

    @cached_property
    def _demonyms(self) -> dict[str, list[int]]:
        """The places by the keys of their people; some hundreds, and nearly every name asked for is none of them."""
        found: dict[str, list[int]] = {}
        for key, place in self._db.execute("SELECT key, place FROM demonym ORDER BY key, place"):
            found.setdefault(key, []).append(place)
        return found

    def _people_of(self, key: str) -> tuple[Entry, ...]:
        return tuple(self.entry(place, 1.0, key) for place in self._demonyms[key])

    def _country(self, code: str) -> tuple[str, str, str] | None:
        """Capital, neighbours and people of a country, the last two joined by ";"."""
        found: tuple[str, str, str] | None = self._db.execute(
            "SELECT capital, neighbours, demonyms FROM country WHERE code = ?", (code,)
        ).fetchone()
        return found

    def of_kind(self, kind: Kind) -> list[Entry]:
        """Every place of a kind; for lists, which are small."""
        rows = self._db.execute("SELECT id FROM place WHERE kind = ?", (KINDS.index(kind),)).fetchall()
        return [self.entry(place, 1.0, "") for (place,) in rows]

    def nearest(self, lat: float, lon: float, cells: Sequence[int]) -> Entry | None:
        """The settlement closest to a point among those in these square degrees."""
        rows = [row for cell in cells for row in self._in_cell(cell)]
        if not rows:
            return None
        at = min(rows, key=lambda row: (distance_km(lat, lon, row[1] / DEGREE, row[2] / DEGREE), row[0]))
        return self.entry(at[0], 1.0, "")

    def numbered(self, geonameid: int, cells: Sequence[int]) -> Entry | None:
        """The place with GeoNames' number among those in these square degrees."""
        for cell in cells:
            row = self._db.execute(
                "SELECT id FROM place WHERE id BETWEEN (SELECT first FROM cell WHERE cell = ?1)"
                " AND (SELECT last FROM cell WHERE cell = ?1) AND geonameid = ?2",
                (cell, geonameid),
            ).fetchone()
            if row:
                return self.entry(row[0], 1.0, "")
        return None

    def entry(self, place: int, score: float, alias: str, asked: str = "") -> Entry:
        """The place with this number in the file."""
        row: _Row = self._db.execute(_PLACE, (place,)).fetchone()
        return self._entry(row, score, alias, asked)

    def _entry(self, row: _Row, score: float, alias: str, asked: str) -> Entry:
        _, name, geonameid, lat, lon, unit, kind, population, extent = row
        codes, admin1, admin2, first, second = self._unit(unit)
        countries = tuple(filter(None, codes.split(",")))
        return Entry(
            name, geonameid, lat / DEGREE, lon / DEGREE, countries[0] if len(countries) == 1 else None, admin1, admin2,
            KINDS[kind], population, self._rated(name, asked, score), alias, countries, extent,
            own=self.first, source=self.name, admin1_code=first, admin2_code=second,
        )  # fmt: skip

    def _rated(self, name: str, asked: str, score: float) -> float:
        """The score of an entry found under another name: a spelling of its own before a name of other times.

        Whatever a list that goes first calls a place is its own name.
        """
        if not asked or score < _OTHER_NAME:
            return score
        if self.first or fold(name) == asked:
            return 1.0
        return score if skeleton(name) == skeleton(asked) else _FORMER_NAME

    def _in_cell(self, cell: int) -> list[tuple[int, int, int]]:
        return self._db.execute(
            "SELECT id, lat, lon FROM place WHERE id BETWEEN (SELECT first FROM cell WHERE cell = ?1)"
            f" AND (SELECT last FROM cell WHERE cell = ?1) AND kind IN {_SETTLEMENTS}",
            (cell,),
        ).fetchall()

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

    def _unit(self, unit: int) -> _Unit:
        """Countries, names of the first and second level unit of a unit, and their codes, which lists do not have."""
        if unit not in self._units:
            code, name, above = self._db.execute("SELECT code, name, above FROM unit WHERE id = ?", (unit,)).fetchone()
            if above is None:
                self._units[unit] = code, None, None, None, None
            else:
                codes, admin1, _, first, _ = self._unit(above)
                own = None if self.name else f"{first or codes}.{code}"
                self._units[unit] = (codes, admin1, name, first, own) if admin1 else (codes, name, None, own, None)
        return self._units[unit]


def compiled(path: Path) -> File:
    """A list that was compiled, or another one, read and compiled in memory."""
    if path.suffix == COMPILED:
        return File(path)
    from counterclaim.knowledge.gazetteer.lists import read_list

    read = read_list(path)
    db = sqlite3.connect(":memory:", check_same_thread=False)
    fill(db, read.sites, read.units, (), read.meta())
    return File(db)


_INITIALS = "ijy"


def _other_initials(key: str) -> list[str]:
    """A name before whose first consonant i, j and y are written for one sound: Ylmet, Ilmet; none for others."""
    if key[:1] not in _INITIALS or key[1:2] in "aeiou":
        return []
    return [other + key[1:] for other in _INITIALS if other != key[0]]


def _connect(path: Path) -> sqlite3.Connection:
    step = "reinstall counterclaim" if path == BUNDLED else "add the list again"
    if not path.is_file():
        raise KnowledgeError(f"{path}: these places are missing; {step}")
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        found = db.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise KnowledgeError(f"{path}: cannot be opened ({error}); {step}") from error
    if found != FORMAT:
        db.close()
        raise KnowledgeError(f"{path}: has format {found}, this version reads {FORMAT}; {step}")
    return db
