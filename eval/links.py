"""Incidents, links and tolls over the report sets, all of them and the decoys in one pool, as a ledger would hold them.

python -m eval.links [FOLDER] [--sets]      the figures over all sets; with --sets each set's own too

Means over the sets, as the scorer prints them for each, and two figures of our own over all claims that gold has:
of the links that say `contradicts`, the share that is right; and of the pairs of claims that are held to be of one
incident, the share that is not: the rate of false merges.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import yaml

from counterclaim import reading
from counterclaim.reconcile import reconcile
from counterclaim.records import Record, make_report
from eval.benchmarks import SHARED, Document, run_scorer

METRICS = ("incident_b3_f1", "incident_b3_all_f1", "link_f1", "link_field_f1", "toll_accuracy")


def score_links(folder: Path, *, show: bool = False) -> dict[str, float]:
    """{metric: value} over the sets below `folder` that have a LINKS.yaml."""
    records = list(_read(folder))
    incidents = [msgspec.to_builtins(incident) for incident in reconcile(records)]
    pool = {"records": [record.to_builtins() for record in records], "incidents": incidents}
    links = sorted(folder.rglob("LINKS.yaml"))
    scores = [_scored(path, pool) for path in links]
    for path, found in zip(links, scores, strict=True) if show else ():
        print(f"{path.parent.name:24}" + "  ".join(f"{m} {v:.3f}" for m, v in found.items()))
    means = {m: sum(found[m] for found in scores) / len(scores) for m in METRICS}
    counts = sum((_counts(path, pool) for path in links), Counter[str]())
    return {
        **means,
        "contradicts_precision": _share(counts["contradicts right"], counts["contradicts judged"]),
        "true_merges": 1 - _share(counts["merges false"], counts["merges"]),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _read(folder: Path) -> Iterable[Record]:
    for path in sorted(folder.rglob("*.txt")):
        data = path.read_bytes()
        yield reading.read(make_report(data.decode("utf-8"), data=data, path=path.name))


def _scored(links: Path, pool: Document) -> dict[str, float]:
    """What the scorer prints for one set."""
    with tempfile.TemporaryDirectory() as name:
        predictions = Path(name, "predictions.jsonl")
        predictions.write_text(json.dumps(pool, default=str) + "\n", encoding="utf-8")
        found = run_scorer("score_links.py", links.parent, links, predictions)
    return {metric: found[metric] for metric in METRICS}


def _scorer() -> ModuleType:
    """The scorer as a module, for what it knows and does not print."""
    sys.path.insert(0, str(SHARED / "score"))
    spec = importlib.util.spec_from_file_location("score_links", SHARED / "score" / "score_links.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _counts(links: Path, pool: Document) -> Counter[str]:
    """Contradictions that can be judged and that are right; pairs of aligned claims in one incident, and false ones."""
    scorer = _scorer()
    gold = yaml.safe_load(links.read_text(encoding="utf-8"))
    to_gold, claims, _, _ = scorer.read(links.parent, pool["records"])
    _, right = scorer.judge(gold["incidents"])
    of: dict[str, Any] = {c: i["id"] for i in gold["incidents"] for c in i["claims"]}
    stray = {k for k, c in claims.items() if k not in of and c.get("events") and not c.get("optional")}
    counts: Counter[str] = Counter()
    for incident in pool["incidents"]:
        counts += _merges([to_gold[c] for c in incident["claims"] if c in to_gold], of, stray)
        for link in incident["links"]:
            ends = frozenset(to_gold.get(link[end]) for end in ("from", "to"))
            if link["relation"] == "contradicts" and None not in ends and len(ends) == 2:
                verdict = right((ends, "contradicts", link["field"]))
                verdict = verdict or any(k[:2] == (ends, "contradicts") for k in scorer.judge(gold["incidents"])[0])
                counts.update({"contradicts judged": verdict is not None, "contradicts right": verdict is True})
    return counts


def _merges(claims: Sequence[str], of: dict[str, Any], stray: set[str]) -> Counter[str]:
    """Pairs of gold claims in one incident of ours; false where the gold has them in two or one of them in none."""
    known = [claim for claim in claims if claim in of or claim in stray]
    pairs = list(combinations(known, 2))
    false = sum(of.get(a) != of.get(b) or a in stray for a, b in pairs)
    return Counter({"merges": len(pairs), "merges false": false})


def main() -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m eval.links")
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "reports")
    parser.add_argument("--sets", action="store_true", help="each set's own figures too")
    args = parser.parse_args()
    if not args.folder.is_dir():
        print(f"links: skipped, the report sets are not at {args.folder}")
        return 0
    for metric, value in score_links(args.folder, show=args.sets).items():
        print(f"{metric:24} {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
