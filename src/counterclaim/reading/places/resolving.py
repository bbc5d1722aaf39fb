"""Which place each name means: one decision for all names of one place, with the reason, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.knowledge.gazetteer.store import importance
from counterclaim.reading.document import Document
from counterclaim.reading.places.aliases import are_one_place
from counterclaim.reading.places.candidates import LEAST_SPELLING, candidates
from counterclaim.reading.places.evidence import (
    SAME_SEAT_KM,
    SURE_SPELLING,
    Evidence,
    Standing,
    agrees,
    bordering,
    evidence,
    in_words,
    standing,
)
from counterclaim.reading.places.grouping import Group, followers, groups
from counterclaim.reading.places.guessing import guesses
from counterclaim.reading.places.model import Decision, Hint, Name
from counterclaim.reading.places.names import key_of
from counterclaim.reading.places.story import Story, setting

CLEAR = 1.5
"""A reading that leads by this much is taken before the others are weighed."""
SWEEPS = 2
BORDER_TOWN = 3.5
"""From this importance on (3,000 people) a place may lie across the border of the report's countries."""
UNMISTAKABLE = 6
"""Letters of a name that no other country's places bear by chance."""
FAMOUS = 5.3
"""From this importance on (200,000 people, a first level unit) a place may lie outside the report's countries."""
KNOWN_TOWN = 4.6
"""From this importance on (40,000 people) a place far from the story is a better guess than one beside."""
SMALL, ALONE_KM = 4.3, 300.0
"""Below this importance (20,000 people), and this far from all others, the place beside it is the better guess."""
LEAST_SHARE = 0.25
"""Another spelling is taken in a country that is named at least this often, for each time the main one is."""


class Ranked(NamedTuple):
    """The readings of a name with their scores, best first; what speaks for the best one, and what that is near."""

    rows: list[tuple[float, Entry]]
    found: Evidence
    near: str


def resolve(
    document: Document, names: Sequence[Name], gazetteer: Gazetteer, *, guess: bool = False
) -> dict[Name, Decision]:
    """The meaning of each name; without names that nothing sure can be said of, unless a `guess` is wanted.

    What is clear is decided first and helps to decide the rest; then each is weighed again in the light of all others.
    """
    parted = groups(document, names, gazetteer)
    weighing = Weighing(gazetteer, setting(document, gazetteer), parted)
    weighing.decide_clear_first()
    for _ in range(SWEEPS):
        weighing.sweep()
    likely = weighing.is_likely if guess else weighing.stands
    standing = {key: d for key, d in weighing.decided.items() if likely(key)}
    known = {name: standing[key] for key, group in parted.items() if key in standing for name in group.names}
    if guess:
        known.update(list(guesses(names, known, followers(document, names), weighing.story, gazetteer)))
        known.update((n, d) for key, d in weighing.decided.items() for n in parted[key].names if n not in known)
    return known


class Weighing:
    """The names of one report while they are weighed against each other."""

    def __init__(self, gazetteer: Gazetteer, story: Story, parted: Mapping[str, Group]) -> None:
        self.gazetteer, self.story, self.groups = gazetteer, story, parted
        found = {key: _told(group, _candidates(group, gazetteer, story)) for key, group in parted.items()}
        self.candidates = {key: entries for key, entries in found.items() if entries}
        self.decided: dict[str, Decision] = {}
        self._standing: dict[str, list[Standing]] = {}
        self.inside: defaultdict[str, list[str]] = defaultdict(list)
        for key, group in parted.items():
            for other in group.within:
                self.inside[other].append(key)

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
        _, entry = ranked.rows[0]
        if _is_sure(entry, self.story):
            self.decided[key] = Decision(entry, in_words(entry, self.hint(key), ranked.found, ranked.near))
            self.story.add(entry, self.weight(key))

    def stands(self, key: str) -> bool:
        """Is a decision good enough to tell? A small place must lie where the rest of the report plays."""
        entry = self.decided[key].entry
        famous = importance(entry) >= FAMOUS and (entry.score >= 1.0 or not self.story.countries)
        if entry.own or famous or entry.kind == "country" or self.is_unmistakable(key):
            return True
        if units := [other for other in self.containers(key) if other.kind != "country"]:
            return any(agrees(entry, other) for other in units)
        self.story.add(entry, -self.weight(key))
        elsewhere = any(weight > 0.01 for weight in self.story.countries.values())
        share = self.story.share(entry)
        here = share > 0.0 and (share >= LEAST_SHARE or entry.score >= SURE_SPELLING)
        if importance(entry) >= BORDER_TOWN and entry.score >= SURE_SPELLING:
            here = here or bordering(entry, self.story, self.gazetteer) > 0
        self.story.add(entry, self.weight(key))
        return here or not elsewhere

    def is_unmistakable(self, key: str) -> bool:
        """Is it a town of a name that is borne in one country only, and that the report has as a place's?"""
        entry, names = self.decided[key].entry, self.groups[key].names
        if entry.kind != "town" or entry.score < 1.0 or importance(entry) < BORDER_TOWN - 0.1 or self.containers(key):
            return False
        bearing = {e.country for e in self.candidates[key] if e.score >= 1.0}
        return len(bearing) == 1 and any(name.labelled and len(name.bare) >= UNMISTAKABLE for name in names)

    def is_likely(self, key: str) -> bool:
        """Is a decision a better guess than the place beside it? Not a small place that is far from all others."""
        entry = self.decided[key].entry
        if not self.stands(key):
            return importance(entry) >= KNOWN_TOWN
        if entry.own or entry.kind not in ("town", "village") or importance(entry) >= SMALL or self.containers(key):
            return True
        others = (p for p in self.story.points if p[2] != entry.name)
        away = [distance_km(entry.lat, entry.lon, lat, lon) for lat, lon, _ in others]
        return not away or min(away) < ALONE_KM

    def containers(self, key: str) -> list[Entry]:
        """What the report says that the place lies in, as far as it is decided; countries side by side are a list."""
        group = self.groups[key]
        found = [self.area(other) for other in group.within if other in self.decided] + group.of
        is_country = any(entry.kind == "country" for entry in self.candidates.get(key, ()))
        return [entry for entry in found if not (is_country and entry.kind == "country")]

    def contents(self, key: str) -> list[Entry]:
        """What the report says lies in the place, as far as it is decided."""
        return [self.decided[other].entry for other in self.inside.get(key, ()) if other in self.decided]

    def area(self, key: str) -> Entry:
        """What a container is: of a unit, of which only the seat is known, the unit."""
        entry = self.decided[key].entry
        is_unit = entry.kind in ("town", "village") and any(name.hint == "unit" for name in self.groups[key].names)
        return replace(entry, kind="admin2") if is_unit else entry

    def weight(self, key: str) -> float:
        return float(min(len(self.groups[key].names), 3))

    def rank(self, key: str) -> Ranked:
        """The candidates with their scores, best first."""
        containers, contents = self.containers(key), self.contents(key)
        weighed = []
        for entry, fixed in zip(self.candidates[key], self.standing(key), strict=True):
            found, near = evidence(entry, fixed, self.story, self.gazetteer, containers, contents)
            weighed.append((found.weighed(), entry, found, near))
        weighed.sort(key=lambda row: (-row[0], row[1].name, row[1].lat, row[1].lon))
        return Ranked([row[:2] for row in weighed], *weighed[0][2:])

    def hint(self, key: str) -> Hint:
        """What the report says that the name is of."""
        return next((name.hint for name in self.groups[key].names if name.hint), "")

    def standing(self, key: str) -> list[Standing]:
        """What speaks for each candidate wherever the report plays, found once."""
        if key not in self._standing:
            hint, others = self.hint(key), self.candidates[key]
            self._standing[key] = [standing(entry, hint, others, self.gazetteer) for entry in others]
        return self._standing[key]


def _candidates(group: Group, gazetteer: Gazetteer, story: Story) -> list[Entry]:
    """What the names of a group may mean; of several names of one place, what the first known one shares."""
    spelt: dict[str, list[Name]] = {}
    for name in group.names:
        spelt.setdefault(key_of(name), []).append(name)
    known = [found for names in spelt.values() if (found := candidates(names, gazetteer, story))]
    chosen = known[0] if known else []
    for others in known[1:]:
        chosen = [e for e in chosen if any(are_one_place(e, other) for other in others)] or chosen
    return chosen


def _told(group: Group, found: list[Entry]) -> list[Entry]:
    """Those that lie where the report puts the place, where another one of its name lies elsewhere."""
    return [entry for entry in found if group.told & set(entry.countries)] or found


def _lead(scores: Ranked) -> float:
    """How far the best reading leads the next one that is another place."""
    best = scores.rows[0]
    for score, entry in scores.rows[1:]:
        if distance_km(entry.lat, entry.lon, best[1].lat, best[1].lon) > SAME_SEAT_KM:
            return best[0] - score
    return 10.0


def _is_sure(entry: Entry, story: Story) -> bool:
    """Another spelling is taken only in a country of the story, and only where it is close."""
    if entry.score >= SURE_SPELLING or entry.own:
        return True
    return entry.score >= LEAST_SPELLING and story.share(entry) > 0.0
