"""The named entities of a report: each name has one type in it, with the reason; arms and vehicles beside them.

A name is proposed by the model, by the names of known actors and by the places that were found. What the knowledge
base says of its type decides; where that does not tell, the proposals are counted over the whole report. Whole phrases
are another thing: `phrases` gives them a sentence at a time, those without a name too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterclaim.knowledge.actors import Actors, key
from counterclaim.knowledge.actors.words import Words, load_words
from counterclaim.knowledge.gazetteer import Gazetteer
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.events.patterns import Hit
from counterclaim.reading.events.weapons import AIR_FORCE, weapons
from counterclaim.reading.names import Names
from counterclaim.reading.phrases import POSSESSIVES
from counterclaim.reading.places import PlaceMention

KINDS = {"person": "PER", "state": "LOC", "region": "LOC", "group": "NORP"}
"""Types of actors as types of names; all others are organisations."""
THINGS = {"Weapon": "WEAPON", "MilitaryPlatform": "VEHICLE"}
"""Types of phrases as types of entities; they are no names and are not decided by report."""
PLATFORMS = frozenset({"aircraft", "UAV", "tank", "naval gun"})
"""Means of the lexicon that carry arms; all others are arms."""
ARTICLES = frozenset({"the", "a", "an"})
PARTICLES = frozenset({"al", "el", "as", "ash", "ad", "de", "del", "von", "van"})
"""Words in small letters that names begin with."""
KNOWN, FOUND, LABELLED = 100, 10, 1
"""Weights of the votes for a name's type: a known actor's, a place's that was found, the model's label."""


class Entity(NamedTuple):
    """Characters `[start, end)` of the report that name somebody or something, and why they are of their type."""

    start: int
    end: int
    type: str
    """PER, ORG, LOC, NORP or EVENT for names; WEAPON or VEHICLE for things."""
    reason: str


class _Proposal(NamedTuple):
    """Words `[first, last)` that may be a name, with a type, how much that weighs, and who says so."""

    sentence: Sentence
    first: int
    last: int
    type: str
    weight: int
    reason: str


def find(document: Document, actors: Actors, gazetteer: Gazetteer, spots: Sequence[PlaceMention]) -> tuple[Entity, ...]:
    """The entities in the order of the text; of names that overlap the one that begins first stays, or the longer."""
    words = load_words()
    votes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    found: dict[tuple[int, int], str] = {}
    for proposal in _proposals(document, Names(document, actors, words), spots):
        for first, last in _cut(proposal, words):
            start, end = proposal.sentence.span(first, last)
            found[start, end] = name = document.text[start:end]
            votes[key(name)][proposal.type, proposal.reason] += proposal.weight
    taken, entities = -1, list(_things(document))
    for (start, end), name in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1])):
        if start >= taken:
            taken = end
            decision = _known_type(name, document, actors, gazetteer) or _most(votes[key(name)])
            entities.append(Entity(start, end, *decision))
    return tuple(sorted(entities))


def _proposals(document: Document, names: Names, spots: Sequence[PlaceMention]) -> Iterator[_Proposal]:
    for sentence in document.sentences:
        for label in sentence.names:
            yield _Proposal(sentence, label.first, label.last, label.label, LABELLED, "the model's label")
        for name in names.of[sentence.index]:
            match = name.match
            kind = "PER" if name.person else KINDS.get(match.entry.type, "ORG") if match else "ORG"
            reason = f"{match.how}: {match.entry.name}" if match else "a person's or body's name"
            yield _Proposal(sentence, name.first, name.last, kind, KNOWN if match else FOUND, reason)
    for place in spots:
        sentence = document.sentences[place.sentence]
        yield _Proposal(sentence, place.first, place.last, "LOC", FOUND, f"a place: {place.reason}")


def _cut(proposal: _Proposal, words: Words) -> Iterator[tuple[int, int]]:
    """The words without articles, titles, possessives and words in small letters at either end, if any stay."""
    tokens, first, last = proposal.sentence.tokens, proposal.first, proposal.last
    skipped = (words.titles if proposal.type == "PER" else frozenset()) | ARTICLES
    while first < last and not _may_begin(tokens[first].text, skipped):
        first += 1
    while first < last and (tokens[last - 1].text in POSSESSIVES or not tokens[last - 1].text[:1].isupper()):
        last -= 1
    if first < last:
        yield first, last


def _may_begin(word: str, skipped: frozenset[str]) -> bool:
    small = word[:1].islower() and word not in PARTICLES
    return word[:1].isalnum() and not small and word.lower().rstrip(".") not in skipped


def _known_type(name: str, document: Document, actors: Actors, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """The type that the knowledge base gives a name, where all who bear it are of one."""
    matches = actors.exact(name, on=document.dated)
    if not matches:
        return ("NORP", "a people of the gazetteer") if gazetteer.people(name) else None
    how, entry = matches[0].how, matches[0].entry
    if how == "demonym":
        return "NORP", f"demonym: {entry.name}"
    if how == "metonym":
        return "LOC" if gazetteer.lookup(name, fuzzy=False) else "ORG", f"metonym: {entry.name}"
    kinds = {KINDS.get(match.entry.type, "ORG") for match in matches if match.how == how}
    return (kinds.pop(), f"{how}: {entry.name}") if len(kinds) == 1 and how != "family" else None


def _most(votes: Counter[tuple[str, str]]) -> tuple[str, str]:
    """The type with the most votes in the report, and what weighed most for it."""
    kinds: Counter[str] = Counter()
    for (kind, _), weight in votes.items():
        kinds[kind] += weight
    kind = max(sorted(kinds), key=lambda k: kinds[k])
    reasons = {reason: weight for (k, reason), weight in votes.items() if k == kind}
    return kind, max(sorted(reasons), key=lambda reason: reasons[reason])


def _things(document: Document) -> Iterator[Entity]:
    """Weapons and vehicles."""
    for sentence in document.sentences:
        for (first, last, kind), reason in phrases(sentence):
            if kind in THINGS:
                yield Entity(*sentence.span(first, last), THINGS[kind], reason)


def phrases(sentence: Sentence) -> Iterator[tuple[tuple[int, int, str], str]]:
    """The typed phrases of a sentence, (first, last, type) and why: the model's, and the arms that the lexicon knows.

    A phrase that ends with a word for arms is one of arms, whatever the model calls it.
    """
    arms = {hit.last: hit for hit in weapons(sentence, 0, len(sentence.tokens)) if hit.pattern.label != AIR_FORCE}
    for phrase in sentence.phrases:
        hit = arms.get(phrase.last)
        kind, reason = _arms(hit) if hit else (phrase.label, "the model's label")
        yield (phrase.first, phrase.last, kind), reason
    for hit in arms.values():
        if all(hit.last <= p.first or hit.first >= p.last for p in sentence.phrases):
            kind, reason = _arms(hit)
            yield (hit.first, hit.last, kind), reason


def _arms(hit: Hit) -> tuple[str, str]:
    label = hit.pattern.label
    return "MilitaryPlatform" if label in PLATFORMS else "Weapon", f"a word for arms: {label}"
