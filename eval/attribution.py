"""Who said what, in the format of score_attribution.py: a text's sentences through the model, then linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from counterclaim.reading.attribution import linking
from counterclaim.reading.model import load
from counterclaim.reading.segment import sentences, words


def predict(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each `{"doc_id", "text"}` its `{"doc_id", "attributions"}`."""
    for document in documents:
        found = attributions(document["text"])
        yield {
            "doc_id": document["doc_id"],
            "attributions": [
                {"source": [a.source] if a.source else [], "cue": [a.cue], "content": list(a.contents)} for a in found
            ],
        }


def attributions(text: str) -> list[linking.Linked]:
    """All attributions of a text, in the order of their cues."""
    reader = load()
    offsets = [words(text, *sentence) for sentence in sentences(text)]
    scored = reader.scored([[text[a:b] for a, b in sentence] for sentence in offsets])
    found = [(where, *seen) for where, seen in zip(offsets, scored, strict=True)]
    return linking.link(text, linking.look(text, found, reader.prior["attr"]))
