"""What is lost by reading only the reports that are about a conflict, measured by reading the others as well.

The report sets and the demonstration are read with the gate and without: claims made of the reports that it turns away,
and claims that their gold has (decoys have none). Of MUC-4, whose annotators filled a template for each incident of
violence: how many of the reports with one are turned away. Of PolNeAR, general news, mostly about other matters: of how
many that are turned away we would make a claim that violence happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from counterclaim import reading
from counterclaim.reading import layout, relevance
from counterclaim.records import Record, make_report
from eval.benchmarks import SHARED, documents
from eval.samples import DEMO

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold" / "demo"
VIOLENT = frozenset((
    "offensive", "clash", "shelling", "air_strike", "drone_strike", "bombing", "land_mine", "explosion", "shooting",
    "killing", "abduction", "sexual_violence", "casualties",
))  # fmt: skip


def turned_away(text: str) -> bool:
    """Is the text, by the gate, about no conflict?"""
    return not relevance.relevance(text, layout.blocks(text)).conflict


def tells_of_violence(record: Record) -> bool:
    """Does any claim say that violence happened?"""
    return any(e.type in VIOLENT and e.status in ("happened", "ongoing") for c in record.claims for e in c.events)


def of_folder(folder: Path, gold: Path | None = None) -> str:
    """What the gate loses of a folder's reports, whose gold lies beside them or in a folder of its own."""
    paths = sorted(folder.rglob("*.txt"))
    made = {path: reading.read(make_report(_text(path)), gated=False) for path in paths}
    away = [path for path in paths if turned_away(_text(path))]
    told = {path: _gold_claims((gold or path.parent) / f"{path.stem}.gold.yaml") for path in paths}
    lost, claims = (sum(len(made[path].claims) for path in part) for part in (away, paths))
    lost_gold, claims_gold = (sum(told[path] for path in part) for part in (away, paths))
    return (
        f"{len(away)} of {len(paths)} reports turned away; with them {lost_gold} of the gold's {claims_gold} claims, "
        f"and {lost} of the {claims} that are made without the gate"
    )


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _gold_claims(path: Path) -> int:
    """Claims that a reader has to find: those that may be found or left do not count."""
    gold = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return sum(not claim.get("optional") for claim in gold.get("claims") or ())


def of_muc() -> str:
    """Reports that have a template which is not optional, and how many of them the gate turns away."""
    rows = list(documents(SHARED / "eval" / "muc4.jsonl"))
    violent = [row for row in rows if any(not t["optional"] for t in row["templates"])]
    lost, away = (sum(turned_away(row["text"]) for row in part) for part in (violent, rows))
    return f"{away} of {len(rows)} reports turned away, among them {lost} of the {len(violent)} that have a template"


def of_polnear() -> str:
    """Reports of the development part that the gate turns away, and how many of them make a claim of violence."""
    texts = [row["text"] for row in documents(SHARED / "eval" / "polnear.jsonl") if ":dev:" in row["doc_id"]]
    away = [text for text in texts if turned_away(text)]
    lost = sum(tells_of_violence(reading.read(make_report(text), gated=False)) for text in away)
    return f"{len(away)} of {len(texts)} reports turned away, among them {lost} that make a claim of violence when read"


def rows(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """What was looked at, and what was found; data that are not on this machine are left out."""
    yield "demonstration", of_folder(DEMO, GOLD)
    for folder in (SHARED / "reports", *folders):
        if folder.is_dir():
            yield folder.name, of_folder(folder)
    for name, measured in (("muc4", of_muc), ("polnear", of_polnear)):
        if (SHARED / "eval" / f"{name}.jsonl").is_file():
            yield name, measured()


def main(folders: Sequence[Path] = ()) -> int:
    """Prints a line for each set."""
    for name, said in rows(folders):
        print(f"{name:14} {said}", flush=True)
    return 0
