"""Which place a name means: one decision per name and report, with the reason, or none."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import fold, plain_unit, skeleton
from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.knowledge.gazetteer.store import importance
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Sentence, Token
from counterclaim.reading.places.model import Hint, Name
from counterclaim.reading.places.names import is_kind_word, key_of

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
    "capital": 1.0,
}
"""What speaks for a reading of a name, in units of one power of ten of its population. Set on the development halves of
the news benchmarks."""
NEAR_KM = 200.0
"""Two places of one report support each other where they are about this close."""
CLEAR = 1.5
"""A reading that leads by this much is taken before the others are weighed."""
SURE_SPELLING = 0.95
LEAST_SPELLING = 0.62
LARGE = 5.0
"""A name that somebody of 100,000 people bears needs no other spelling."""
CAPITAL_PEOPLE = 30_000
SHORT = 3
"""Names of countries that are no longer than this are acronyms: CAR is one, Car is not."""
SWEEPS = 2
BORDER_TOWN = 3.5
"""From this importance on (3,000 people) a place may lie across the border of the report's countries."""
CHAIN = frozenset({"in", "inside", "within", "of", ",", "(", ")", "the", "at"})
SAME_SEAT_KM = 80.0
SEAT_PEOPLE, SEAT_SHARE = 5_000, 0.03
"""A namesake of a unit is its seat from this many people, and from this share of the unit's."""
CANDIDATES = 60
FAMOUS = 5.3
"""From this importance on (200,000 people, a first level unit) a place may lie outside the report's countries."""


class Decision(NamedTuple):
    """What a name means and why."""

    entry: Entry
    reason: str


def _zeros() -> defaultdict[Any, float]:
    return defaultdict(float)


Ranked = list[tuple[float, Entry, str]]


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
        point = entry.lat, entry.lon, entry.name
        if weight < 0 and point in self.points:
            self.points.remove(point)
        elif weight > 0 and entry.kind != "country" and (entry.extent_km or 0.0) < NEAR_KM:
            self.points.append(point)

    def country_share(self, code: str) -> float:
        """How much of the story plays in a country, in [0, 1]: 1 for the one that is named most."""
        weight = self.countries.get(code, 0.0)
        return weight / max(self.countries.values()) if weight > 0.01 else 0.0

    def unit_share(self, entry: Entry) -> float:
        """How much of it plays in the first level unit of a place."""
        key = entry.country or "", plain_unit(entry.admin1 or "")
        weight = self.units.get(key, 0.0)
        return weight / max(self.units.values()) if weight > 0.01 else 0.0


def resolve(
    document: Document, names: Sequence[Name], gazetteer: Gazetteer, *, guess: bool = False
) -> dict[str, Decision]:
    """The meaning of each name's key; without names that nothing sure can be said of, unless a `guess` is wanted.

    What is clear is decided first and helps to decide the rest; then each is weighed again in the light of all others.
    """
    by_key: dict[str, list[Name]] = {}
    for name in names:
        by_key.setdefault(key_of(name), []).append(name)
    weighing = _Weighing(gazetteer, _setting(document, gazetteer), by_key, _containers(document, names))
    weighing.decide_clear_first()
    for _ in range(SWEEPS):
        weighing.sweep()
    return {key: decision for key, decision in weighing.decided.items() if guess or weighing.stands(key)}


class _Weighing:
    """The names of one report while they are weighed against each other."""

    def __init__(
        self, gazetteer: Gazetteer, story: Story, by_key: dict[str, list[Name]], beside: dict[str, list[str]]
    ) -> None:
        self.gazetteer, self.story, self.by_key, self.beside = gazetteer, story, by_key, beside
        found = {key: _candidates(group, gazetteer, story) for key, group in by_key.items()}
        self.candidates = {key: entries for key, entries in found.items() if entries}
        self.decided: dict[str, Decision] = {}

    def decide_clear_first(self) -> None:
        """Decide every name, those with the largest lead first."""
        open_ = list(self.candidates)
        while open_:
            ranked = {key: self.rank(key) for key in open_}
            lead = {key: _lead(scores) for key, scores in ranked.items()}
            for key in [key for key in open_ if lead[key] >= CLEAR] or [max(open_, key=lambda key: (lead[key], key))]:
                open_.remove(key)
                self.take(key, ranked[key])

    def sweep(self) -> None:
        """Weigh each name again with all others decided."""
        for key in self.candidates:
            if before := self.decided.pop(key, None):
                self.story.add(before.entry, -self.weight(key))
            self.take(key, self.rank(key))

    def take(self, key: str, ranked: Ranked) -> None:
        _, entry, reason = ranked[0]
        if _is_sure(entry, self.story):
            self.decided[key] = Decision(entry, reason)
            self.story.add(entry, self.weight(key))

    def stands(self, key: str) -> bool:
        """Is a decision good enough to tell? A small place must lie where the rest of the report plays."""
        entry = self.decided[key].entry
        if entry.own or importance(entry) >= FAMOUS or entry.kind == "country":
            return True
        containers = [self.decided[o].entry for o in self.beside.get(key, ()) if o in self.decided and o != key]
        if units := [other for other in containers if other.kind != "country"]:
            return any(_agrees(entry, other) for other in units)
        self.story.add(entry, -self.weight(key))
        elsewhere = any(weight > 0.01 for weight in self.story.countries.values())
        here = any(self.story.country_share(code) for code in entry.countries)
        if importance(entry) >= BORDER_TOWN and entry.score >= SURE_SPELLING:
            here = here or _bordering(entry, self.story, self.gazetteer) > 0
        self.story.add(entry, self.weight(key))
        return here or not elsewhere

    def weight(self, key: str) -> float:
        return float(min(len(self.by_key[key]), 3))

    def rank(self, key: str) -> Ranked:
        """The candidates with their scores and what speaks for each, best first."""
        hint: Hint = next((name.hint for name in self.by_key[key] if name.hint), "")
        followers = [self.decided[o].entry for o in self.beside.get(key, ()) if o in self.decided and o != key]
        rows = []
        for entry in self.candidates[key]:
            parts = _evidence(entry, hint, self.story, self.gazetteer, followers)
            if not hint and _has_seat(entry, self.candidates[key]):
                parts["kind"] = (-0.6, "")
            score = sum(WEIGHTS[name] * value for name, (value, _) in parts.items())
            reason = "; ".join(text for value, text in parts.values() if text and value > 0)
            rows.append((score, entry, reason))
        return sorted(rows, key=lambda row: (-row[0], row[1].name, row[1].lat, row[1].lon))


def _has_seat(entry: Entry, candidates: Sequence[Entry]) -> bool:
    """A unit whose seat has its name: without more words the town is meant, except for states of federations."""
    if entry.kind not in ("admin1", "admin2") or _own_area(entry):
        return False
    least = max(SEAT_PEOPLE, SEAT_SHARE * entry.population)
    towns = (e for e in candidates if e.kind == "town" and e.country == entry.country and e.population >= least)
    return any(distance_km(e.lat, e.lon, entry.lat, entry.lon) < 2 * SAME_SEAT_KM for e in towns)


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
                if len(text) <= SHORT and not text.isupper():
                    continue
                entry = gazetteer.people(text) or _unmistakable(text, gazetteer)
                if entry and (size > 1 or entry.kind == "region" or tokens[i].upos in ("PROPN", "ADJ", "NOUN", "X")):
                    yield entry
                    step = size
                    break
        i += step


def _unmistakable(text: str, gazetteer: Gazetteer) -> Entry | None:
    """The country of this name, unless a first level unit elsewhere or a large town shares it, as Georgia does."""
    country = gazetteer.country(text)
    if country is None:
        return None
    others = (e for e in gazetteer.lookup(text, fuzzy=False) if e.country != country.country)
    return None if any(importance(e) >= LARGE for e in others) else country


def _candidates(group: Sequence[Name], gazetteer: Gazetteer, story: Story) -> list[Entry]:
    """Places that the name may mean, those of its exact spelling alone where one of them is large or in the story."""
    found: dict[tuple[str, float, float], Entry] = {}
    if _is_people(group[0].text, gazetteer) or fold(group[0].text) in words_for("never"):
        return []
    for text in dict.fromkeys((group[0].text, group[0].bare, plain_unit(group[0].text))):
        for entry in gazetteer.lookup(text, fuzzy=False):
            found.setdefault((entry.name, entry.lat, entry.lon), entry)
        if found:
            break
    if not found and group[0].hint == "facility":
        found = _named_after(group[0].bare, gazetteer)
    exact = [entry for entry in found.values() if not _is_acronym(group[0].text) or entry.kind in _ACRONYM_KINDS]
    if any(importance(e) >= LARGE or any(story.country_share(c) for c in e.countries) or e.own for e in exact):
        return exact[:CANDIDATES]
    if not any(name.labelled or name.hint for name in group):
        return exact[:CANDIDATES]
    for text in dict.fromkeys((group[0].text, group[0].bare)):
        for entry in gazetteer.lookup(text):
            if entry.score >= LEAST_SPELLING:
                found.setdefault((entry.name, entry.lat, entry.lon), entry)
    return sorted(found.values(), key=lambda e: -e.score)[:CANDIDATES]


def _named_after(text: str, gazetteer: Gazetteer) -> dict[tuple[str, float, float], Entry]:
    """The town that begins a facility's name ("Springfield International Airport"), where it is a town's."""
    words = text.split()
    for size in range(len(words) - 1, 0, -1):
        if words[0].lower() in words_for("never") or is_kind_word(words[0].lower()):
            break
        known = gazetteer.lookup(" ".join(words[:size]), fuzzy=False)
        if known and max(known, key=importance).kind not in ("town", "village"):
            break
        if known:
            return {(e.name, e.lat, e.lon): e for e in known if e.kind in ("town", "village")}
    return {}


def _is_people(text: str, gazetteer: Gazetteer) -> bool:
    """Is it a people's name or adjective alone? "Russian" is no place, though towns are called so."""
    text = re.sub(r"^(?:anti|pro|ex|non|former)-", "", text, flags=re.IGNORECASE)
    return gazetteer.people(text) is not None and not any(
        entry.kind in ("country", "region") for entry in gazetteer.lookup(text, fuzzy=False)
    )


_ACRONYM_KINDS = ("country", "admin1", "region", "facility")


def _is_acronym(text: str) -> bool:
    """Two to four capitals stand for a state or a region, not for a town that happens to be called so."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 <= len(letters) <= 4 and all(letter.isupper() for letter in letters)


def _containers(document: Document, names: Sequence[Name]) -> dict[str, list[str]]:
    """For each key the keys of names that say what it lies in, as in "X, in the Y district of Z"."""
    beside: dict[str, list[str]] = {}
    for at, name in enumerate(names):
        last = name
        for other in names[at + 1 : at + 4]:
            if other.sentence != name.sentence or not _is_chain(document.sentences[name.sentence], last, other):
                break
            beside.setdefault(key_of(name), []).append(key_of(other))
            last = other
    return beside


def _is_chain(sentence: Sentence, name: Name, other: Name) -> bool:
    """Do only "in", "of", commas and words of kind stand between, and is the second neither possessor nor subject?"""
    tokens = sentence.tokens
    if other.last < len(tokens) and tokens[other.last].lower in ("'s", "’s"):
        return False
    if tokens[other.last - 1].dep.startswith("nsubj"):
        return False
    between = tokens[name.last : other.first]
    return len(between) <= 7 and all(
        t.lower in CHAIN or t.upos in ("ADJ", "DET", "NUM") or is_kind_word(t.lower) or t.lower in words_for("distance")
        for t in between
    )


def _evidence(
    entry: Entry, hint: Hint, story: Story, gazetteer: Gazetteer, followers: Sequence[Entry]
) -> dict[str, tuple[float, str]]:
    """{what: (how strongly, in words)} for one reading."""
    share = max((story.country_share(code) for code in entry.countries), default=0.0)
    spelling = "named so" if entry.score >= SURE_SPELLING else f"spelt alike ({entry.score:.2f})"
    return {
        "match": (entry.score - 1.0, ""),
        "importance": (importance(entry), f"{spelling}, {_size(entry)}"),
        "country": (share, f"the report is about {', '.join(entry.countries)}"),
        "neighbour": (_bordering(entry, story, gazetteer) if not share else 0.0, "it borders the report's country"),
        "unit": (story.unit_share(entry), f"other places lie in {entry.admin1}"),
        "near": _nearness(entry, story),
        "apposed": (float(any(lies_in(entry, other) for other in followers)), "the report says what it lies in"),
        "kind": _kind_fit(entry, hint),
        "own": (float(entry.own), "from the user's own list"),
        "capital": (_is_capital(entry, gazetteer), "a capital"),
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


def _agrees(entry: Entry, container: Entry) -> bool:
    """Can a place lie in what a report says it lies in? A district has no extent where only its seat is known."""
    if lies_in(entry, container):
        return True
    shared = set(entry.countries) & set(container.countries)
    near = distance_km(entry.lat, entry.lon, container.lat, container.lon) < NEAR_KM
    return bool(shared) and near


def lies_in(entry: Entry, other: Entry) -> bool:
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
    return (0.2, "a state of a federation") if _own_area(entry) else (0.0, "")


def _is_capital(entry: Entry, gazetteer: Gazetteer) -> float:
    """The seat of a country's government; a namesake of it within the country is smaller."""
    if entry.kind != "town" or entry.population < CAPITAL_PEOPLE:
        return 0.0
    about = gazetteer.about_country(entry.country or "")
    return float(about is not None and fold(about.capital) == fold(entry.name))


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
    return entry.score >= LEAST_SPELLING and any(story.country_share(code) for code in entry.countries)
