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
from counterclaim.reading.times import values
from counterclaim.records import make_report


def predict(documents: Iterable[dict[str, Any]], *, dates_alone: bool = False) -> Iterator[dict[str, Any]]:
    """For each `{"doc_id", "text", "dct"}` its `{"doc_id", "timexes"}`; the document's date is given.

    `dates_alone`: as GUM annotates, only what stands for known days, with its value as ISO 8601 dates or an interval.
    """
    for document in documents:
        found = times.find(_document(document))
        rows = (_dates(t, document["text"]) if dates_alone else _row(t) for t in found)
        yield {"doc_id": document["doc_id"], "timexes": [row for row in rows if row]}


def _row(timex: times.Timex) -> dict[str, Any]:
    return {"start": timex.start, "end": timex.end, "type": timex.kind.upper(), "value": timex.value}


def _dates(timex: times.Timex, text: str) -> dict[str, Any] | None:
    """The expression as GUM writes it: null for lengths, and for now and then."""
    if timex.kind in ("duration", "set") or timex.when is None:
        return None
    start = timex.start
    day, covered = timex.value.partition("T")[0], values.extent(timex.value)
    if covered is None:
        return None
    first, last, precision = covered
    if precision == "season":
        value = f"{first:%Y-%m}/{values.month(last.year, last.month + 1)}"
    elif precision in ("decade", "week", "range"):
        value = f"{first}/{last}"
        start += 4 if precision == "decade" and text[start : start + 4].lower() == "the " else 0
    else:
        value = day
    if timex.when.precision == "open" and text[:start].rstrip().lower().endswith("since"):
        value += "/"
    return {"start": start, "end": timex.end, "type": "DATE", "value": value}


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
