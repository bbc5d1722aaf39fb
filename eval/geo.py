"""Predictions for the place name benchmarks (GeoWebNews, TR-News, LGL, GeoVirus), in score_geo.py's format.

These count more as place names than an event's place: adjectives and peoples ("Turkish", "Gazans") and countries in any
role, each with the point of the country.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from counterclaim.knowledge.gazetteer import Entry, Gazetteer, open_gazetteer
from counterclaim.knowledge.gazetteer.store import importance
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading import model, parsing, places
from counterclaim.reading.document import Block, Document, Sentence
from counterclaim.records import make_report

Row = dict[str, Any]
WELL_KNOWN = 5.0
"""The importance, in powers of ten of people, from which a part of a name is taken for a place."""
LONGEST = 3
"""Words that the name of a people has at most: "South Sudanese"."""


def predict(documents: Iterable[Row], *, given_spans: bool = False) -> Iterator[Row]:
    """One row a document; with `given_spans` its "toponyms" say where names stand, and no more of them is read."""
    gazetteer, reader = open_gazetteer(), model.load()
    for row in documents:
        text = str(row["text"])
        block = Block("body", 0, len(text))
        document = parsing.parse(make_report(text), (block,), None, reader)
        spans = [(t["start"], t["end"]) for t in row["toponyms"]] if given_spans else None
        yield {"doc_id": row["doc_id"], "toponyms": list(_toponyms(document, gazetteer, spans))}


def _toponyms(document: Document, gazetteer: Gazetteer, spans: list[tuple[int, int]] | None) -> Iterator[Row]:
    names = places.recognise(document, gazetteer) if spans is None else places.given(document, spans, gazetteer)
    decisions = places.resolve(document, names, gazetteer, guess=True)
    taken = set()
    for name in names:
        if spans is None and not name.hint and (name not in decisions or decisions[name].guessed):
            continue
        taken.add((name.sentence, name.first))
        yield _row(name.start, name.end, decisions[name].entry if name in decisions else None)
    if spans is None:
        for sentence in document.sentences:
            yield from _peoples(sentence, gazetteer, taken)
            yield from _embedded(sentence, gazetteer, taken)


def _peoples(sentence: Sentence, gazetteer: Gazetteer, taken: set[tuple[int, int]]) -> Iterator[Row]:
    """Adjectives and names of peoples, the longest ones first."""
    tokens = sentence.tokens
    i = 0
    while i < len(tokens):
        step = 1
        for size in range(LONGEST, 0, -1) if tokens[i].text[:1].isupper() else ():
            if i + size > len(tokens) or any((sentence.index, k) in taken for k in range(i, i + size)):
                continue
            text = " ".join(t.text for t in tokens[i : i + size])
            if not text[-1].isalpha():
                continue
            if entry := gazetteer.people(text):
                yield _row(tokens[i].start, tokens[i + size - 1].end, entry)
                step = size
                break
        i += step


def _embedded(sentence: Sentence, gazetteer: Gazetteer, taken: set[tuple[int, int]]) -> Iterator[Row]:
    """Well-known places in names of organisations, the longest ones: "Toronto Police", "New York Times"."""
    for label in sentence.names:
        i = label.first if label.label == "ORG" and label.last - label.first > 1 else label.last
        while i < label.last:
            size, found = _longest(sentence, i, label.last, gazetteer)
            free = all((sentence.index, k) not in taken for k in range(i, i + size))
            if found and free and not gazetteer.people(sentence.tokens[i].text):
                yield _row(sentence.tokens[i].start, sentence.tokens[i + size - 1].end, found)
            i += size


def _longest(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> tuple[int, Entry | None]:
    """How many words from `first` on name a well-known place, and which; one word and null where none do."""
    for size in range(min(LONGEST, last - first), 0, -1):
        words = [token.text for token in sentence.tokens[first : first + size]]
        known = gazetteer.lookup(" ".join(words), fuzzy=False) if size > 1 or _may_name(words[0]) else []
        found = next((e for e in known if importance(e) >= WELL_KNOWN), None)
        if found and all(word[:1].isupper() for word in words):
            return size, found
    return 1, None


def _may_name(word: str) -> bool:
    return word[:1].isupper() and len(word) > LONGEST and word.lower() not in words_for("never")


def _row(start: int, end: int, entry: Entry | None) -> Row:
    if entry is None:
        return {"start": start, "end": end, "lat": None, "lon": None}
    return {"start": start, "end": end, "lat": entry.lat, "lon": entry.lon}
