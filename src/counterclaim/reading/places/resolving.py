"""Which place a name means: one decision per name and report, with the reason, or none."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import plain_unit, skeleton
from counterclaim.knowledge.gazetteer.store import distance_km, importance
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Token
from counterclaim.reading.places.model import Hint, Name
from counterclaim.reading.places.names import key_of

WEIGHTS = {
    "match": 8.0,
    "importance": 1.0,
    "country": 2.5,
    "neighbour": 0.8,
    "unit": 1.5,
    "near": 2.0,
    "apposed": 4.0,
    "kind": 3.0,
    "own": 4.0,
}
"""What speaks for a reading of a name, in units of one power of ten of its population. Set on the development halves of
the news benchmarks and the report sets."""
NEAR_KM = 120.0
"""Two places of one report support each other where they are about this close."""
CLEAR = 1.5
"""A reading that leads by this much is taken before the others are weighed."""
SURE_SPELLING = 0.97
LEAST_SPELLING = 0.62
LARGE = 5.0
"""A name that somebody of 100,000 people bears needs no other spelling."""
SAME_SEAT_KM = 80.0
CANDIDATES = 60


class Decision(NamedTuple):
    """What a name means and why."""

    entry: Entry
    reason: str


def _zeros() -> defaultdict[Any, float]:
    return defaultdict(float)


@dataclass
class Story:
    """Where the report plays, as far as known: weights of countries and of first level units, points of places."""

    countries: defaultdict[str, float] = field(default_factory=_zeros)
    units: defaultdict[tuple[str, str], float] = field(default_factory=_zeros)
    points: list[tuple[float, float, str]] = field(default_factory=list)

    def add(self, entry: Entry, weight: float) -> None:
        """Take a decided place into account."""
        for code in entry.countries:
            self.countries[code] += weight / len(entry.countries)
        unit = entry.name if entry.kind == "admin1" else entry.admin1
        if unit and entry.country:
            self.units[entry.country, plain_unit(unit)] += weight
        if entry.kind != "country" and (entry.extent_km or 0.0) < 2 * NEAR_KM:
            self.points.append((entry.lat, entry.lon, entry.name))

    def country_share(self, code: str) -> float:
        """How much of the story plays in a country, in [0, 1]: 1 for the one that is named most."""
        return self.countries[code] / max(self.countries.values()) if code in self.countries else 0.0

    def unit_share(self, entry: Entry) -> float:
        """How much of it plays in the first level unit of a place."""
        key = entry.country or "", plain_unit(entry.admin1 or "")
        return self.units[key] / max(self.units.values()) if key in self.units else 0.0


def resolve(document: Document, names: Sequence[Name], gazetteer: Gazetteer) -> dict[str, Decision]:
    """The meaning of each name's key; names that nothing sure can be said of are not in it."""
    story = _setting(document, gazetteer)
    by_key: dict[str, list[Name]] = {}
    for name in names:
        by_key.setdefault(key_of(name), []).append(name)
    open_: dict[str, list[Entry]] = {}
    decided: dict[str, Decision] = {}
    for key, group in by_key.items():
        if candidates := _candidates(group, gazetteer, story):
            open_[key] = candidates
    beside = _neighbours(names)
    while open_:
        ranked = {key: _ranked(key, by_key[key], open_[key], story, gazetteer, decided, beside) for key in open_}
        lead = {key: _lead(scores) for key, scores in ranked.items()}
        clear = [key for key in open_ if lead[key] >= CLEAR] or [max(open_, key=lambda key: (lead[key], key))]
        for key in clear:
            _, entry, reason = ranked[key][0]
            del open_[key]
            if _is_sure(entry, story):
                decided[key] = Decision(entry, reason)
                story.add(entry, min(len(by_key[key]), 3))
    return decided


def _setting(document: Document, gazetteer: Gazetteer) -> Story:
    """Countries that the report names, by their names or their people; what stands in a date line counts half."""
    story = Story()
    for sentence in document.sentences:
        for entry in _countries_in(sentence.tokens, gazetteer):
            for code in entry.countries:
                story.countries[code] += 1.0 / len(entry.countries)
    return story


def _countries_in(tokens: Sequence[Token], gazetteer: Gazetteer) -> Iterable[Entry]:
    i = 0
    while i < len(tokens):
        step = 1
        if tokens[i].text[:1].isupper():
            for size in (3, 2, 1):
                text = " ".join(t.text for t in tokens[i : i + size])
                entry = gazetteer.people(text) or gazetteer.country(text)
                if entry and (size > 1 or entry.kind == "region" or tokens[i].upos in ("PROPN", "ADJ", "NOUN", "X")):
                    yield entry
                    step = size
                    break
        i += step


def _candidates(group: Sequence[Name], gazetteer: Gazetteer, story: Story) -> list[Entry]:
    """Places that the name may mean, those of its exact spelling alone where one of them is large or in the story."""
    found: dict[tuple[str, float, float], Entry] = {}
    for text in dict.fromkeys((group[0].text, group[0].bare, plain_unit(group[0].text))):
        for entry in gazetteer.lookup(text, fuzzy=False):
            found.setdefault((entry.name, entry.lat, entry.lon), entry)
        if found:
            break
    exact = [entry for entry in found.values() if not _is_acronym(group[0].text) or entry.kind in _ACRONYM_KINDS]
    if any(importance(e) >= LARGE or any(c in story.countries for c in e.countries) or e.own for e in exact):
        return exact[:CANDIDATES]
    if not any(name.labelled or name.hint for name in group):
        return exact[:CANDIDATES]
    for text in dict.fromkeys((group[0].text, group[0].bare)):
        for entry in gazetteer.lookup(text):
            if entry.score >= LEAST_SPELLING:
                found.setdefault((entry.name, entry.lat, entry.lon), entry)
    return sorted(found.values(), key=lambda e: -e.score)[:CANDIDATES]


_ACRONYM_KINDS = ("country", "admin1", "region", "facility")


def _is_acronym(text: str) -> bool:
    """Two to four capitals stand for a state or a region, not for a town that happens to be called so."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 <= len(letters) <= 4 and all(letter.isupper() for letter in letters)


def _neighbours(names: Sequence[Name]) -> dict[str, list[str]]:
    """For each key the keys of names that follow it closely, as in "X, in the Y district of Z", nearest first."""
    beside: dict[str, list[str]] = {}
    for at, name in enumerate(names):
        for other in names[at + 1 : at + 4]:
            if other.sentence != name.sentence or other.first - name.last > 7:
                break
            beside.setdefault(key_of(name), []).append(key_of(other))
    return beside


Ranked = list[tuple[float, Entry, str]]


def _ranked(
    key: str,
    group: Sequence[Name],
    candidates: Sequence[Entry],
    story: Story,
    gazetteer: Gazetteer,
    decided: dict[str, Decision],
    beside: dict[str, list[str]],
) -> Ranked:
    """The candidates with their scores and what speaks for each, best first."""
    hint: Hint = next((name.hint for name in group if name.hint), "")
    followers = [decided[other].entry for other in beside.get(key, ()) if other in decided and other != key]
    rows = []
    for entry in candidates:
        parts = _evidence(entry, hint, story, gazetteer, followers)
        score = sum(WEIGHTS[name] * value for name, (value, _) in parts.items())
        reason = "; ".join(text for value, text in parts.values() if text and value > 0)
        rows.append((score, entry, reason))
    rows.sort(key=lambda row: (-row[0], row[1].name, row[1].lat, row[1].lon))
    return rows


def _evidence(
    entry: Entry, hint: Hint, story: Story, gazetteer: Gazetteer, followers: Sequence[Entry]
) -> dict[str, tuple[float, str]]:
    """{what: (how strongly, in words)} for one reading."""
    share = max((story.country_share(code) for code in entry.countries), default=0.0)
    spelling = "named so" if entry.score >= SURE_SPELLING else f"spelt alike ({entry.score:.2f})"
    return {
        "match": (entry.score - 1.0, ""),
        "importance": (importance(entry), f"{spelling}, {_size(entry)}"),
        "country": (share, f"the report is about {entry.country}"),
        "neighbour": (_bordering(entry, story, gazetteer) if not share else 0.0, "it borders the report's country"),
        "unit": (story.unit_share(entry), f"other places lie in {entry.admin1}"),
        "near": _nearness(entry, story),
        "apposed": (float(any(_inside(entry, other) for other in followers)), "the report says what it lies in"),
        "kind": _kind_fit(entry, hint),
        "own": (float(entry.own), "from the user's own list"),
    }


def _size(entry: Entry) -> str:
    return f"{entry.population:,} people" if entry.population else entry.kind


def _bordering(entry: Entry, story: Story, gazetteer: Gazetteer) -> float:
    about = gazetteer.about_country(entry.country or "")
    return max((story.country_share(code) for code in about.neighbours), default=0.0) if about else 0.0


def _nearness(entry: Entry, story: Story) -> tuple[float, str]:
    if entry.kind == "country":
        return 0.0, ""
    reached = [
        (math.exp(-distance_km(entry.lat, entry.lon, lat, lon) / NEAR_KM), name)
        for lat, lon, name in story.points
        if name != entry.name
    ]
    return (max(reached)[0], f"near {max(reached)[1]}") if reached and max(reached)[0] > 0.05 else (0.0, "")


def _inside(entry: Entry, other: Entry) -> bool:
    """Does a place lie in the country, unit or region that is named after it?"""
    if other.kind == "country":
        return entry.kind != "country" and other.country in entry.countries
    if (
        other.kind in ("admin1", "admin2")
        and other.country == entry.country
        and entry.kind not in ("country", "region")
    ):
        named = (plain_unit(unit) for unit in (entry.admin1, entry.admin2) if unit)
        if any(skeleton(plain_unit(other.name)) == skeleton(unit) for unit in named):
            return True
    if other.extent_km and entry.kind not in ("country", "region"):
        return distance_km(entry.lat, entry.lon, other.lat, other.lon) <= other.extent_km
    return False


_FITS: dict[str, tuple[str, ...]] = {
    "settlement": ("town", "village"),
    "unit": ("admin1", "admin2", "region"),
    "area": ("region", "admin1", "admin2", "water", "other"),
    "facility": ("facility", "other", "town", "village"),
    "": (),
}


def _kind_fit(entry: Entry, hint: Hint) -> tuple[float, str]:
    """Does the kind agree with what the words beside the name say? Without such words a seat goes before its unit."""
    if hint:
        return (1.0, f"called a {hint}") if entry.kind in _FITS[hint] else (0.0, "")
    return (-0.6, "") if entry.kind in ("admin1", "admin2") and not _own_area(entry) else (0.0, "")


def _own_area(entry: Entry) -> bool:
    """A unit that is better known than any town of its name: states of federations, parts of a kingdom."""
    return (
        entry.kind == "admin1" and entry.population >= 500_000 and entry.country in ("US", "GB", "CA", "AU", "IN", "DE")
    )


def _lead(scores: Ranked) -> float:
    """How far the best reading leads the next one that is another place."""
    best = scores[0]
    for score, entry, _ in scores[1:]:
        if distance_km(entry.lat, entry.lon, best[1].lat, best[1].lon) > SAME_SEAT_KM:
            return best[0] - score
    return 10.0


def _is_sure(entry: Entry, story: Story) -> bool:
    """Another spelling is taken only in a country of the story, and only where it is close."""
    if entry.score >= SURE_SPELLING or entry.own:
        return True
    return entry.score >= LEAST_SPELLING and any(code in story.countries for code in entry.countries)


def hint_words() -> frozenset[str]:
    """Words that tell what a name is; for tests that walk over them."""
    return words_for("settlement") | words_for("unit") | words_for("facility") | words_for("area")
