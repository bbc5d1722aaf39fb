"""People, organisations, places, times, arms and quantities as re3d marks them: whole noun phrases, some pronouns.

The model's head for them was trained on the development documents, so the score on them is no blind one; the card of
the model gives the score of a cross-validation, and the one without any training on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from counterclaim.reading import parsing
from counterclaim.reading.document import Block
from counterclaim.reading.entities import phrases
from counterclaim.reading.model import Reader, load
from counterclaim.records import make_report


class Entity(NamedTuple):
    """A typed span of the text."""

    start: int
    end: int
    type: str


def predict(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each `{"doc_id", "text"}` its `{"doc_id", "entities"}`."""
    for document in documents:
        found = entities(document["text"], load())
        yield {"doc_id": document["doc_id"], "entities": [entity._asdict() for entity in found]}


def entities(text: str, reader: Reader) -> list[Entity]:
    """The typed phrases of a text in order."""
    document = parsing.parse(make_report(text), (Block("body", 0, len(text)),), None, reader)
    return sorted(
        Entity(*sentence.span(first, last), kind)
        for sentence in document.sentences
        for (first, last, kind), _ in phrases(sentence)
    )
