"""Where a place lies that no list knows, by the words behind its name: "X, about 30 km south of Y", "X, a village north
of Y".

Its point is counted from Y's, and its extent says how far that may be out. A namesake of X that is known, but lies
nowhere near, is not the place that the report means.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import fold
from counterclaim.knowledge.gazetteer.geometry import distance_km, moved
from counterclaim.knowledge.gazetteer.words import bearings, words_for
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places.candidates import is_people
from counterclaim.reading.places.model import Decision, Name
from counterclaim.reading.places.names import key_of

FOLLOWING = 3
"""Names behind one from which it may be told how far it is."""
BETWEEN = 16
"""Words between the two."""
FURTHEST_KM = 150.0
"""A place further off than this is not found by a bearing."""
BESIDE_KM = 25.0
"""Up to this distance a place stands at the other's point where no direction is told."""
NEXT_TO_KM = 15.0
"""How far a village is from the town that it is only said to lie north of."""
SLACK_KM, SLACK = 8.0, 0.35
"""How far the point may be out: reports round, and count by road."""
NAMESAKE_PEOPLE = 20_000
"""A namesake of so many people is what is meant, however the report counts."""
_KM = {"k": 1.0, "mi": 1.609}
_ANCHORS = ("town", "village", "facility", "other", "water")


class Offset(NamedTuple):
    """How far and which way, null where it is not told."""

    km: float | None
    bearing: float | None


def offset(
    document: Document, names: Sequence[Name], decided: Mapping[Name, Decision], gazetteer: Gazetteer
) -> Iterator[tuple[Name, Decision]]:
    """Each name of a place that the report sets off from a known one, where no list has it there."""
    found: dict[str, Decision] = {}
    for at, name in enumerate(names):
        if not (name.labelled or name.hint) or name.hint == "unit" or is_people(name.text, gazetteer):
            continue
        for other in names[at + 1 : at + 1 + FOLLOWING]:
            told = _told(document.sentences[name.sentence], name, other) if other.sentence == name.sentence else None
            if told and other in decided and (new := _set_off(name, told, decided[other].entry, decided.get(name))):
                found.setdefault(key_of(name), new)
    for name in names:
        if key_of(name) in found:
            yield name, found[key_of(name)]


def _told(sentence: Sentence, name: Name, other: Name) -> Offset | None:
    """How the report sets the first off from the second, by the words between; null where a clause stands there."""
    tokens = sentence.tokens[name.last : other.first]
    if len(tokens) > BETWEEN or any(t.upos == "VERB" and t.lower not in words_for("lying") for t in tokens):
        return None
    between = " ".join(token.lower for token in tokens).replace(" - ", "-")
    m = next((m for m in _pattern().finditer(between) if m["way"] or m["number"]), None)
    if m is None or (m["way"] and re.search(r"\bin (?:the )?\Z", between[: m.start("way")])):
        return None  # "in the north of Y" is a part of Y
    km = float(m["number"]) * _KM["mi" if m["unit"].startswith("mi") else "k"] if m["number"] else None
    return Offset(km, bearings()[m["way"]] if m["way"] else None)


@cache
def _pattern() -> re.Pattern[str]:
    """ "30 km south of", "north-west of the town of", "12 kilometres from" at the end of what stands between."""
    ways = "|".join(sorted(bearings(), key=len, reverse=True))
    units = "|".join(sorted(w for w in words_for("distance") if w.startswith(("k", "mi"))))
    number = rf"(?P<number>\d+(?:\.\d+)?)[ -](?P<unit>{units})\b"
    way = rf"(?:(?:to )?(?:the )?(?P<way>{ways}) )"
    return re.compile(rf"\b(?:{number} )?(?:away )?{way}?(?:of|from|outside)\b(?: (?!of\b|from\b)\w+){{0,3}}(?: of)?$")


def _set_off(name: Name, told: Offset, anchor: Entry, known: Decision | None) -> Decision | None:
    """The place under its own name; null where it is known there already, or where too little is told."""
    if anchor.kind not in _ANCHORS or math.isnan(anchor.lat) or fold(anchor.name) == fold(name.bare):
        return None
    if told.km is None and told.bearing is None:
        return None
    if told.km is not None and told.km > (FURTHEST_KM if told.bearing is not None else BESIDE_KM):
        return None
    km = NEXT_TO_KM if told.km is None else told.km
    reach = max(SLACK_KM, SLACK * km) if told.km is not None and told.bearing is not None else max(km, NEXT_TO_KM)
    if known is not None and (known.entry.kind not in ("town", "village") or _fits(known.entry, anchor, km, reach)):
        return None
    point = moved(anchor.lat, anchor.lon, told.bearing, km) if told.bearing is not None else (anchor.lat, anchor.lon)
    lat, lon = (round(degrees, 3) for degrees in point)
    entry = Entry(
        name=name.bare, geonameid=None, lat=lat, lon=lon, country=anchor.country, admin1=anchor.admin1, admin2=None,
        kind="village", population=0, score=1.0, alias=fold(name.bare), countries=anchor.countries,
        extent_km=round(reach, 1), admin1_code=anchor.admin1_code,
    )  # fmt: skip
    return Decision(entry, f"in no list there, so as the report sets it off from {anchor.name}")


def _fits(entry: Entry, anchor: Entry, km: float, reach: float) -> bool:
    """Is a known place of the name about as far from the other as the report says, or too large to be mistaken?"""
    away = distance_km(entry.lat, entry.lon, anchor.lat, anchor.lon)
    return entry.population >= NAMESAKE_PEOPLE or entry.own or away <= 2.0 * (km + reach)
