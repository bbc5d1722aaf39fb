"""Where a report plays, as far as known while its names are weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import plain_unit
from counterclaim.knowledge.gazetteer.store import LARGE, importance
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Token

NEAR_KM = 200.0
"""Two places of one report support each other where they are about this close."""
SHORT = 3
"""Names of countries that are no longer than this are acronyms: CAR is one, Car is not."""

Unit = tuple[str, str]
"""A country's code and the plain name of a first level unit in it, empty where unknown."""


def _zeros() -> defaultdict[Any, float]:
    return defaultdict(float)


@dataclass
class Story:
    """Weights of countries and of first level units, points of places."""

    countries: defaultdict[str, float] = field(default_factory=_zeros)
    units: defaultdict[Unit, float] = field(default_factory=_zeros)
    points: list[tuple[float, float, str]] = field(default_factory=list)
    _most: tuple[float, float] | None = None
    """The largest weight of a country and of a unit, as far as it is known."""

    def name(self, entry: Entry) -> None:
        """Take a country or region into account that the report names."""
        self._most = None
        for code in entry.countries:
            self.countries[code] += 1.0 / len(entry.countries)

    def add(self, entry: Entry, weight: float) -> None:
        """Take a decided place into account."""
        self._most = None
        for code in entry.countries:
            self.countries[code] += weight / len(entry.countries)
        unit = unit_of(entry)
        if all(unit):
            self.units[unit] += weight
        point = entry.lat, entry.lon, entry.name
        if weight < 0 and point in self.points:
            self.points.remove(point)
        elif weight > 0 and entry.kind != "country" and (entry.extent_km or 0.0) < NEAR_KM:
            self.points.append(point)

    def country_share(self, code: str) -> float:
        """How much of the story plays in a country, in [0, 1]: 1 for the one that is named most."""
        weight = self.countries.get(code, 0.0)
        return weight / self._largest()[0] if weight > 0.01 else 0.0

    def share(self, entry: Entry) -> float:
        """The same of the one of a place's countries that is named most."""
        return max([self.country_share(code) for code in entry.countries], default=0.0)

    def unit_share(self, unit: Unit) -> float:
        """How much of it plays in a first level unit."""
        weight = self.units.get(unit, 0.0)
        return weight / self._largest()[1] if weight > 0.01 else 0.0

    def _largest(self) -> tuple[float, float]:
        if self._most is None:
            self._most = max(self.countries.values(), default=0.0), max(self.units.values(), default=0.0)
        return self._most


def unit_of(entry: Entry) -> Unit:
    """The first level unit of a place, or the unit or region that it is."""
    unit = entry.name if entry.kind in ("admin1", "region") else entry.admin1
    return entry.country or "", plain_unit(unit or "")


def setting(document: Document, gazetteer: Gazetteer) -> Story:
    """Countries that the report names, by their names or their people."""
    story = Story()
    for entry in _of_datelines(document, gazetteer):
        story.name(entry)
    for sentence in document.sentences:
        for _, entry in countries_in(sentence.tokens, gazetteer):
            story.name(entry)
    return story


def _of_datelines(document: Document, gazetteer: Gazetteer) -> Iterator[Entry]:
    """The countries that datelines name, else that of their town, unless news of elsewhere is sent from there."""
    for block in document.blocks:
        if block.kind != "dateline":
            continue
        parts = [part.strip(" -–—()\n") for part in document.text[block.start : block.end].split(",")]
        found = [entry for part in parts[1:] if (entry := gazetteer.country(part))]
        if found:
            yield found[0]
        elif parts and not set(parts[0].lower().split()) & words_for("desks"):
            towns = [e for e in gazetteer.lookup(parts[0].title(), fuzzy=False) if importance(e) >= LARGE]
            if len({town.country for town in towns}) == 1:
                yield towns[0]


def countries_in(tokens: Sequence[Token], gazetteer: Gazetteer) -> Iterable[tuple[Token, Entry]]:
    """The countries and regions that a sentence names, by their names or their people, each with its first word."""
    done = 0
    for i, token in enumerate(tokens):
        if i < done or not token.text[:1].isupper():
            continue
        words = [t.text for t in tokens[i : i + 3]]
        for size in (3, 2, 1):
            text = " ".join(words[:size])
            if len(text) <= SHORT and not text.isupper():
                continue
            entry = gazetteer.nation(text)
            if entry and (size > 1 or entry.kind == "region" or token.upos in ("PROPN", "ADJ", "NOUN", "X")):
                yield token, entry
                done = i + size
                break
