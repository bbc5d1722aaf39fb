"""Times of a benchmark's documents, in the format of its scorer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from counterclaim.reading import layout, segment, times
from counterclaim.reading.document import Document, Sentence
from counterclaim.records import make_report


def predict(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each `{"doc_id", "text", "dct"}` its `{"doc_id", "timexes"}`; the document's date is given."""
    for document in documents:
        found = times.find(_document(document))
        yield {
            "doc_id": document["doc_id"],
            "timexes": [{"start": t.start, "end": t.end, "type": t.kind.upper(), "value": t.value} for t in found],
        }


def _document(raw: dict[str, Any]) -> Document:
    text = raw["text"]
    blocks = layout.blocks(text)
    spans = [
        (i, span)
        for i, block in enumerate(blocks)
        if block.kind != "boilerplate"
        for span in segment.sentences(text, block.start, block.end)
    ]
    sentences = tuple(Sentence(n, i, start, end, ()) for n, (i, (start, end)) in enumerate(spans))
    dated = date.fromisoformat(raw["dct"][:10]) if raw.get("dct") else None
    return Document(make_report(text), blocks, sentences, dated=dated)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", help="JSON lines with doc_id, text and dct")
    with open(parser.parse_args().documents, encoding="utf-8") as file:  # noqa: PTH123
        for prediction in predict(map(json.loads, file)):
            sys.stdout.write(json.dumps(prediction) + "\n")


if __name__ == "__main__":
    main()
