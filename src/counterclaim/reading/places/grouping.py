"""Which names of a report mean one place, and what the report says each lies in.

Names spelt alike are one place, unless the report puts them into different countries or units: "Lind, a village in
Sorvia" and "Lind, inside Tarn" are two. A name that is told nothing of belongs with the one of its spelling before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import fold, plain_unit
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places.aliases import aliases
from counterclaim.reading.places.model import Name, PlaceMention
from counterclaim.reading.places.names import is_kind_word, key_of, preposition
from counterclaim.reading.places.story import countries_in

CHAIN = frozenset({"in", "inside", "within", "of", ",", "(", ")", "the", "at"})
INSIDE = frozenset({"in", "inside", "within", "across", "throughout"})
_POSSESSIVE = ("'s", "’s")
FOLLOWING = 3
"""Names after one that may say what it lies in."""


@dataclass
class Group:
    """Names that mean one place: `within` are other groups, `of` countries, that the report says it lies in.

    `told` are the countries that set it apart from another place of its name, none where there is no other.
    """

    key: str
    names: list[Name]
    within: list[str] = field(default_factory=list)
    of: list[Entry] = field(default_factory=list)
    told: frozenset[str] = frozenset()


class _Told(NamedTuple):
    """What the report tells of where one mention lies: countries, and a unit's plain name where it gives one."""

    countries: frozenset[str]
    unit: str = ""


def groups(document: Document, names: Sequence[Name], gazetteer: Gazetteer) -> dict[str, Group]:
    """The names by the place they mean, under a key for each."""
    beside = followers(document, names)
    owners = {name: owner for name in names if (owner := _owner(document.sentences[name.sentence], name, gazetteer))}
    key, told = _keys(document, names, beside, owners, gazetteer)
    key = _joined(key, aliases(document, names, gazetteer))
    found: dict[str, Group] = {}
    for name in names:
        group = found.setdefault(key[name], Group(key[name], [], told=told.get(key[name], frozenset())))
        group.names.append(name)
        group.within.extend(key[other] for other in beside.get(name, ()) if key[other] != key[name])
        group.of.extend([owners[name]] if name in owners else [])
    return found


def _joined(key: Mapping[Name, str], pairs: Iterable[tuple[Name, Name]]) -> dict[Name, str]:
    """The keys, one for both of two names that the report gives one place, wherever else it uses them."""
    same: dict[str, str] = {}
    for name, other in pairs:
        first = same.get(key[name], key[name])
        same.setdefault(key[other], first)
    return {name: same.get(own, own) for name, own in key.items()}


def _keys(
    document: Document,
    names: Sequence[Name],
    beside: Mapping[Name, Sequence[Name]],
    owners: Mapping[Name, Entry],
    gazetteer: Gazetteer,
) -> tuple[dict[Name, str], dict[str, frozenset[str]]]:
    """The key of each name, numbered where the report tells of several places of one spelling; and their countries."""
    spelt: dict[str, list[Name]] = {}
    for name in names:
        spelt.setdefault(key_of(name), []).append(name)
    keys: dict[Name, str] = {}
    countries: dict[str, frozenset[str]] = {}
    for key, alike in spelt.items():
        told = {n: t for n in alike if len(alike) > 1 if (t := _told(document, n, beside, owners, gazetteer))}
        known: list[_Told] = []
        for name, i in _parted(alike, told, known):
            keys[name] = f"{key} {i + 1}" if i else key
        if len(known) > 1:
            countries.update({f"{key} {i + 1}" if i else key: each.countries for i, each in enumerate(known)})
    return keys, countries


def _parted(alike: Sequence[Name], told: Mapping[Name, _Told], known: list[_Told]) -> Iterator[tuple[Name, int]]:
    """Each name with the number of the place that it fits, by what is `known` of them, which grows.

    One that nothing is told of goes with the one before it, those at the beginning with the first.
    """
    current = 0
    for name in alike:
        if name in told:
            fits = (i for i, each in enumerate(known) if not _conflict(each, told[name]))
            current = next(fits, len(known))
            if current == len(known):
                known.append(told[name])
        yield name, current


def _conflict(a: _Told, b: _Told) -> bool:
    return not a.countries & b.countries or bool(a.unit and b.unit and a.unit != b.unit)


def _told(
    document: Document,
    name: Name,
    beside: Mapping[Name, Sequence[Name]],
    owners: Mapping[Name, Entry],
    gazetteer: Gazetteer,
) -> _Told | None:
    """What stands beside the name ("X, in the Y province of Z", "the Malian village of X"), else in its sentence."""
    for other in beside.get(name, ())[:2]:
        areas = [e for e in gazetteer.lookup(other.bare, fuzzy=False) if e.kind in ("country", "admin1")]
        if areas:
            countries = frozenset(code for e in areas for code in e.countries)
            unit = plain_unit(other.bare) if all(e.kind == "admin1" for e in areas) else ""
            return _known(name, _Told(countries, fold(unit)), gazetteer)
    if name in owners:
        return _known(name, _Told(frozenset(owners[name].countries)), gazetteer)
    return _told_by_sentence(document, name, gazetteer)


def _told_by_sentence(document: Document, name: Name, gazetteer: Gazetteer) -> _Told | None:
    """The one country that the sentence plays in ("In Tarn, a mine went off near X"), where X is a name there too."""
    sentence = document.sentences[name.sentence]
    if INSIDE.isdisjoint(sentence.words):
        return None
    outside = [t for t in sentence.tokens if not name.first <= t.i < name.last]
    found = {
        code
        for token, entry in countries_in(outside, gazetteer)
        if preposition(sentence, token.i) in INSIDE
        for code in entry.countries
    }
    return _known(name, _Told(frozenset(found)), gazetteer) if len(found) == 1 else None


def _known(name: Name, told: _Told, gazetteer: Gazetteer) -> _Told | None:
    """What is told, if the gazetteer has a place of this name there."""
    here = (e for e in gazetteer.lookup(name.bare, fuzzy=False) if e.kind not in ("country", "admin1"))
    return told if any(set(e.countries) & told.countries for e in here) else None


def _owner(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> Entry | None:
    """The country of "the Malian village of X", "Syria's X", "the Syrian X region"."""
    tokens = sentence.tokens
    i = name.first - 1
    if i >= 0 and tokens[i].lower == "of":
        i -= 1
    while i >= 0 and is_kind_word(tokens[i].lower):
        i -= 1
    while i >= 0 and tokens[i].upos == "ADJ" and tokens[i].text.islower():
        i -= 1
    if i < 0 or (i == name.first - 1 and tokens[i].lower not in _POSSESSIVE):
        return _country(tokens[i].text, gazetteer) if i >= 0 and tokens[i].upos == "ADJ" else None
    if tokens[i].lower in _POSSESSIVE:
        return _country(tokens[i - 1].text, gazetteer) if i else None
    return _country(tokens[i].text, gazetteer)


def _country(text: str, gazetteer: Gazetteer) -> Entry | None:
    if not text[:1].isupper():
        return None
    entry = gazetteer.people(text) or gazetteer.country(text)
    return entry if entry and entry.kind in ("country", "region") else None


def followers(document: Document, names: Sequence[Name]) -> dict[Name, list[Name]]:
    """For each name those after it that say what it lies in, as in "X, in the Y district of Z"."""
    beside: dict[Name, list[Name]] = {}
    for at, name in enumerate(names):
        last = name
        for other in names[at + 1 : at + 1 + FOLLOWING]:
            if other.sentence != name.sentence or not is_chain(document.sentences[name.sentence], last, other):
                break
            beside.setdefault(name, []).append(other)
            last = other
    return beside


def is_chain(sentence: Sentence, name: Name | PlaceMention, other: Name | PlaceMention) -> bool:
    """Do only "in", "of", commas and words of kind stand between, and is the second neither possessor nor subject?"""
    tokens = sentence.tokens
    if other.last < len(tokens) and tokens[other.last].lower in _POSSESSIVE:
        return False
    if tokens[other.last - 1].dep.startswith("nsubj"):
        return False
    between = tokens[name.last : other.first]
    return len(between) <= 7 and all(
        t.lower in CHAIN
        or t.upos in ("ADJ", "DET", "NUM")
        or is_kind_word(t.lower)
        or t.lower in words_for("distance")
        or (t.text in ("-", "–") and tokens[t.i + 1].lower in words_for("direction"))
        for t in between
    )


def stand_together(document: Document, name: Name, other: Name) -> bool:
    """ "X and Y in the east of the town": does nothing but "and" stand between?"""
    between = document.sentences[name.sentence].tokens[name.last : other.first]
    return name.sentence == other.sentence and [token.lower for token in between] in (["and"], [","], ["&"])
