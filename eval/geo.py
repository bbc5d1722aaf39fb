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
    """Well-known places in names of organisations: "Toronto Police"."""
    longer = [label for label in sentence.names if label.label == "ORG" and label.last - label.first > 1]
    for token in (token for label in longer for token in sentence.tokens[label.first : label.last]):
        known = gazetteer.lookup(token.text, fuzzy=False) if _may_name(token.text) else []
        found = next((entry for entry in known if importance(entry) >= WELL_KNOWN), None)
        if found and (sentence.index, token.i) not in taken and not gazetteer.people(token.text):
            yield _row(token.start, token.end, found)


def _may_name(word: str) -> bool:
    return word[:1].isupper() and len(word) > LONGEST and word.lower() not in words_for("never")


def _row(start: int, end: int, entry: Entry | None) -> Row:
    if entry is None:
        return {"start": start, "end": end, "lat": None, "lon": None}
    return {"start": start, "end": end, "lat": entry.lat, "lon": entry.lon}
