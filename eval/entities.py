"""People, organisations and places as re3d marks them: whole noun phrases and some pronouns, not names alone.

The model finds the names; its tree gives the phrase around each, and short lists of head nouns and pronouns give
phrases without a name. The lists were read off the development documents of re3d, so the score on them is no blind
one. Times come from the reader of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from counterclaim.reading.model import Analysis, Labelled, load
from counterclaim.reading.segment import Span, sentences, words

_TYPES = {"PER": "Person", "ORG": "Organisation", "LOC": "Location"}
_LEFT = frozenset(("det", "amod", "compound", "nmod:poss", "nmod:desc", "nummod", "det:predet"))
_RIGHT = frozenset(("flat", "compound"))


class Entity(NamedTuple):
    """A typed span of the text."""

    start: int
    end: int
    type: str


def _nouns(kind: str, words: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), kind)


_TITLES = frozenset(
    _nouns(
        "",
        "foreign prime deputy secretary minister president general gen. lt. col. sgt. spc. dr. sheikh lieutenant "
        "captain special envoy staff state defense defence press mr mr. mrs. ms. ambassador senator chief acting",
    )
)
_PRONOUNS = _nouns("Person", "i me he him she myself") | _nouns("Organisation", "we they ourselves")
_HEADS = (
    _nouns(
        "Organisation",
        "partners group groups parties coalition community leaders families regime forces residents fighters victims "
        "insurgents volunteers snipers soldiers units teams experts network allies refugees terrorists officials "
        "employees civilians militants militia militias rebels troops government governments army police ministry "
        "council committee agency battalion brigade organisation organization parliament population citizens party",
    )
    | _nouns("Location", "city town village areas area region province district border hospital library streets mosque")
    | _nouns("Person", "spokesman spokeswoman spokesperson girl boy secretary minister general commander man soldier")
)
_TOOLS = _nouns(
    "Weapon", "bomb bombs shell shells rifle rifles rocket rockets missile missiles artillery mortar mortars"
) | _nouns("MilitaryPlatform", "bombers helicopters helicopter aircraft jets tanks drones warplanes")
_ACTING = frozenset(("nsubj", "nsubj:pass", "obl:agent"))
_COUNTERPARTS = frozenset(("between", "with", "including", "by", "against", "among"))


def predict(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each `{"doc_id", "text"}` its `{"doc_id", "entities"}`."""
    for document in documents:
        found = sorted(set(entities(document["text"])) | set(_times(document)))
        yield {"doc_id": document["doc_id"], "entities": [entity._asdict() for entity in found]}


def entities(text: str) -> list[Entity]:
    """The entities of a text but for its times."""
    offsets = [words(text, *sentence) for sentence in sentences(text)]
    analyses = load().analyse([[text[a:b] for a, b in sentence] for sentence in offsets])
    return [e for where, analysis in zip(offsets, analyses, strict=True) for e in in_sentence(text, where, analysis)]


def in_sentence(text: str, where: Sequence[Span], analysis: Analysis) -> Iterator[Entity]:
    """The entities of one sentence."""
    low = [text[a:b].lower() for a, b in where]
    named = {i for name in analysis.names for i in range(name.start, name.end)}
    for name in analysis.names:
        if name.label in _TYPES:
            first, last = _around(analysis, name)
            kind = "Organisation" if name.label == "LOC" and _acts(analysis, low, name) else _TYPES[name.label]
            if kind == "Person":
                first = _titled(analysis, low, first)
            yield Entity(where[first][0], where[last][1], kind)
    for i, word in enumerate(low):
        if analysis.upos[i] == "PRON" and word in _PRONOUNS:
            yield Entity(*where[i], _PRONOUNS[word])
        elif analysis.upos[i] in ("NOUN", "PROPN") and i not in named:
            yield from _nominal(where, analysis, low, i)


def _nominal(where: Sequence[Span], analysis: Analysis, low: Sequence[str], i: int) -> Iterator[Entity]:
    word = low[i]
    if word in _HEADS and analysis.dep[i] != "compound":
        first, last = _phrase(analysis, i)
        yield Entity(where[first][0], where[_of(analysis, low, i, last)][1], _HEADS[word])
    elif word in _TOOLS:
        yield Entity(where[_phrase(analysis, i)[0]][0], where[i][1], _TOOLS[word])


def _around(analysis: Analysis, name: Labelled) -> tuple[int, int]:
    """The first and last word of the phrase that a name heads, or of the name alone where it modifies another word."""
    head = _head(analysis, name)
    if analysis.dep[head] in ("amod", "compound", "nmod:desc"):
        return name.start, name.end - 1
    first, last = _phrase(analysis, head)
    return min(first, name.start), max(last, name.end - 1)


def _head(analysis: Analysis, name: Labelled) -> int:
    inside = range(name.start, name.end)
    return next((i for i in inside if analysis.head[i] not in inside), name.start)


def _acts(analysis: Analysis, low: Sequence[str], name: Labelled) -> bool:
    """Does a place stand for those who rule it, as a subject or as somebody's counterpart?"""
    i = _head(analysis, name)
    while analysis.dep[i] == "conj":
        i = analysis.head[i]
    cases = {low[k] for k, above in enumerate(analysis.head) if above == i and analysis.dep[k] == "case"}
    return analysis.dep[i] in _ACTING or bool(cases & _COUNTERPARTS)


def _titled(analysis: Analysis, low: Sequence[str], first: int) -> int:
    """Where a person's name begins with the titles before it."""
    while first and (low[first - 1] in _TITLES or (first > 1 and low[first - 1] == "of" and low[first - 2] in _TITLES)):
        first -= 1
    if first and analysis.dep[first - 1] == "det":
        first -= 1
    return first


def _of(analysis: Analysis, low: Sequence[str], head: int, last: int) -> int:
    """The last word of a phrase with the "of ..." behind its noun."""
    for i, (above, dep) in enumerate(zip(analysis.head, analysis.dep, strict=True)):
        if above == head and dep == "nmod" and low[last + 1 : last + 2] == ["of"]:
            return _phrase(analysis, i)[1]
    return last


def _phrase(analysis: Analysis, head: int) -> tuple[int, int]:
    """The first word of a noun's left modifiers, and the last of a name that goes on to its right."""
    first = last = head
    for i, (above, dep) in enumerate(zip(analysis.head, analysis.dep, strict=True)):
        if above == head and i < head and dep in _LEFT:
            first = min(first, _leftmost(analysis, i))
        elif above == head and i > head and dep in _RIGHT:
            last = max(last, i)
    return first, last


def _leftmost(analysis: Analysis, word: int) -> int:
    """The first word that hangs, at any depth, from a word."""
    below = [i for i, above in enumerate(analysis.head) if above == word and i < word]
    return min((_leftmost(analysis, i) for i in below), default=word)


def _times(document: dict[str, Any]) -> Iterator[Entity]:
    from eval import timex

    found = next(
        iter(timex.predict([{"doc_id": document["doc_id"], "text": document["text"], "dct": document.get("date")}]))
    )
    for time in found["timexes"]:
        if time["type"] != "SET":
            yield Entity(time["start"], time["end"], "Temporal")
