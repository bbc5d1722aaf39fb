"""Names in 200 sentences of the report sets, labelled by hand: the model alone, and with the knowledge base above it.

python -m eval.names            precision, recall and F1 a type, exact spans
python -m eval.names --errors   and every name that was missed or found too much

names_gold.jsonl holds offsets alone, because nobody may pass the reports on; `sha` begins the SHA-256 of a report's
bytes. The sentences are 200 of 504, evenly spaced over all reports in the order of their paths. A name is marked
without title, article, possessive and words in small letters beside it; peoples and adjectives of a country are NORP,
places stay LOC where they stand for those who rule them, and a capitalised "X of Y" is one name. The knowledge base
was made with these reports at hand, so the second figure is no blind one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from counterclaim import reading
from counterclaim.reading import entities, layout, parsing, places, times
from counterclaim.reading.document import Document
from counterclaim.records import make_report
from eval.benchmarks import SHARED

GOLD = Path(__file__).with_name("names_gold.jsonl")
TYPES = ("PER", "ORG", "LOC", "NORP", "EVENT")


class Entity(NamedTuple):
    """A typed span of a report."""

    start: int
    end: int
    type: str


class Row(NamedTuple):
    """A labelled sentence, `[start, end)` of a report."""

    start: int
    end: int
    entities: frozenset[Entity]


class Figures(NamedTuple):
    """Precision, recall and F1, and how many names are labelled."""

    precision: float
    recall: float
    f1: float
    gold: int


def model_alone(document: Document) -> Iterator[Entity]:
    """The names as the model labels them."""
    for sentence in document.sentences:
        for name in sentence.names:
            yield Entity(*sentence.span(name.first, name.last), name.label)


def with_knowledge(document: Document, known: reading.Resources) -> Iterator[Entity]:
    """The names as the reader decides them, each of one type in a report."""
    spots = places.find(document, known.gazetteer)
    for entity in entities.find(document, known.actors, known.gazetteer, spots):
        if entity.type in TYPES:
            yield Entity(*entity[:3])


def gold(path: Path = GOLD) -> dict[str, list[Row]]:
    """The labelled sentences by report, under the report's name and digest joined by a space."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entities = frozenset(Entity(*entity) for entity in row["entities"])
        rows[f"{row['report']} {row['sha']}"].append(Row(row["start"], row["end"], entities))
    return dict(rows)


def documents(folder: Path, known: reading.Resources) -> Iterator[tuple[str, Document]]:
    """Every report of a folder as the reader's one pass lays it out, under its name and digest."""
    for path in sorted(folder.rglob("*.txt")):
        data = path.read_bytes()
        report = make_report(data.decode("utf-8"), data=data, path=path.name)
        blocks = layout.blocks(report.text)
        dated, _ = times.document_date(report.text, blocks)
        yield (
            f"{path.name} {hashlib.sha256(data).hexdigest()[:12]}",
            parsing.parse(report, blocks, dated, known.reader),
        )


def tally(rows: Iterable[Row], names: Iterable[Entity], text: str, show: bool = False) -> Counter[tuple[str, str]]:
    """{(right | missed | extra, type): count} over labelled sentences; every mistake is printed where `show` says."""
    found, counts = list(names), Counter[tuple[str, str]]()
    for row in rows:
        here = {e for e in found if e.start < row.end and e.end > row.start}
        for how, group in (
            ("right", row.entities & here), ("missed", row.entities - here), ("extra", here - row.entities),
        ):  # fmt: skip
            counts.update((how, entity.type) for entity in group)
            for entity in sorted(group) if show and how != "right" else ():
                line = " ".join(text[row.start : row.end].split())
                print(f"  {how:6} {entity.type:5} {text[entity.start : entity.end]!r} in: {line[:160]}")
    return counts


def figures(counts: Counter[tuple[str, str]], types: Sequence[str]) -> Figures:
    """Over the types given; a share of nothing is nought."""
    right, missed, extra = (sum(counts[how, t] for t in types) for how in ("right", "missed", "extra"))
    precision, recall = right / max(1, right + extra), right / max(1, right + missed)
    f1 = 2 * right / max(1, 2 * right + missed + extra)
    return Figures(precision, recall, f1, right + missed)


def score(folder: Path = SHARED / "reports", *, errors: bool = False) -> dict[str, dict[str, Figures]]:
    """{"model" | "with knowledge": {type or "all": figures}}; reports changed or absent are left out, and said."""
    known = reading.load()
    labelled = gold()
    counts = {"model": Counter[tuple[str, str]](), "with knowledge": Counter[tuple[str, str]]()}
    for name, document in documents(folder, known):
        rows = labelled.pop(name, [])
        counts["model"] += tally(rows, model_alone(document), document.text)
        counts["with knowledge"] += tally(rows, with_knowledge(document, known), document.text, errors)
    for name in labelled:
        print(f"{name}: left out, no report of this name and digest is in {folder}")
    kinds = {**{t: (t,) for t in TYPES}, "all": TYPES}
    return {who: {kind: figures(found, types) for kind, types in kinds.items()} for who, found in counts.items()}


def main() -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m eval.names")
    parser.add_argument("--errors", action="store_true", help="print every mistake that is left")
    args = parser.parse_args()
    folder = SHARED / "reports"
    if not folder.is_dir():
        print(f"names: skipped, the report sets are not at {folder}")
        return 0
    table = score(folder, errors=args.errors)
    print(f"{'':6}{'labelled':>9}" + "".join(f"   {who + ': P  R  F1':24}" for who in table))
    for kind in (*TYPES, "all"):
        cells = "".join(
            f"   {f'{f.precision:.3f}  {f.recall:.3f}  {f.f1:.3f}':24}" for f in (t[kind] for t in table.values())
        )
        print(f"{kind:6}{table['model'][kind].gold:9}{cells}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
