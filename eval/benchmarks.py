"""What is measured: each benchmark's data, the function that predicts it, its scorer, and the metrics that have floors.

Data and scorers lie outside the project, in the folder that `COUNTERCLAIM_SHARED` names (by default `../shared` beside
the project): several benchmarks hold news texts that nobody may pass on. What is absent is skipped, and said.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Document = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("COUNTERCLAIM_SHARED", ROOT.parent / "shared"))
TOLERANCE = 0.0005
"""Scorers print three decimals: a figure is below its floor only when the third one differs."""


@dataclass(frozen=True)
class Benchmark:
    """One benchmark. `predictor` is `module:function` in this package, called with the documents and `options`."""

    name: str
    data: str
    scorer: str
    predictor: str
    metrics: tuple[str, ...]
    keeps: Callable[[Document], bool] = lambda _: True
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def path(self) -> Path:
        return SHARED / self.data

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Predictions in the scorer's format; the predictor sees text, title and date alone."""
        module, _, function = self.predictor.partition(":")
        call = getattr(importlib.import_module(f"eval.{module}"), function)
        visible = ("doc_id", "id", "text", "title", "date", "dct", "body_start", *dict(self.options).get("reads", ()))
        options = {k: v for k, v in self.options if k != "reads"}
        result: Iterator[Document] = call(({k: d[k] for k in visible if k in d} for d in documents), **options)
        return result


def _dev_part(document: Document) -> bool:
    return ":dev:" in str(document["doc_id"])


SPANS = "_spans"
"""Ends the name of a benchmark that is told where the names stand, and no more of them."""


def _test_part(document: Document) -> bool:
    """MUC-4's TST1 and TST2; its DEV documents are what the weights are learnt on."""
    return str(document["doc_id"]).startswith("TST")


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        "polnear", "eval/polnear.jsonl", "score_attribution.py", "attribution:predict", ("attribution_f1",), _dev_part
    ),
    Benchmark("re3d", "eval/re3d.jsonl", "score_entities.py", "entities:predict", ("strict_f1", "overlap_f1")),
    *(
        Benchmark(
            f"time_{name}",
            f"eval/time_{name}.jsonl",
            "score_time.py",
            "timex:predict",
            ("value_f1", "strict_f1"),
            options=(("dates_alone", True),) if name == "gum" else (),
        )
        for name in ("timebank", "aquaint", "wikiwars", "gum")
    ),
    *(
        Benchmark(f"geo_{name}", f"eval/geo_{name}.jsonl", "score_geo.py", "geo:predict", ("strict_f1",))
        for name in ("GWN", "TR-News", "LGL", "GeoVirus")
    ),
    *(
        Benchmark(
            f"geo_{name}{SPANS}",
            f"eval/geo_{name}.jsonl",
            "score_geo.py",
            "geo:predict",
            ("acc161",),
            options=(("given_spans", True), ("reads", ("toponyms",))),
        )
        for name in ("GWN", "TR-News", "LGL", "GeoVirus")
    ),
    Benchmark(
        "muc4",
        "eval/muc4.jsonl",
        "score_muc.py",
        "muc:predict",
        ("micro_f1", "type_f1", "perp_ind_f1", "perp_org_f1", "target_f1", "victim_f1", "weapon_f1", "deaths_f1"),
        _test_part,
    ),
    Benchmark(
        "case",
        "eval/case2021_task2.jsonl",
        "score_eventtype.py",
        "eventtypes:predict_case",
        ("seen_weighted_f1", "family_weighted_f1", "subtask3_weighted_f1"),
    ),
    Benchmark(
        "plover",
        "eval/plover_gsr.jsonl",
        "eventtypes:score_plover",
        "eventtypes:predict_plover",
        ("event_accuracy", "mode_accuracy"),
    ),
    Benchmark(
        "wikievents",
        "eval/wikievents.jsonl",
        "wikievents:score",
        "wikievents:predict",
        ("trigger_f1", "argument_f1"),
    ),
    Benchmark("ecb", "eval/ecbplus.jsonl", "score_incidents.py", "ecb:predict", ("b3_f1", "pair_f1")),
)


def documents(path: Path) -> Iterator[Document]:
    """The lines of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def digest(path: Path) -> str:
    """SHA-256 of a file, or of a folder's files in the order of their names, short."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:16]


def score(benchmark: Benchmark) -> dict[str, float]:
    """Predicts, scores, and gives every metric that the scorer prints."""
    with tempfile.TemporaryDirectory() as folder:
        gold, out = Path(folder, "gold.jsonl"), Path(folder, "predictions.jsonl")
        kept = [d for d in documents(benchmark.path) if benchmark.keeps(d)]
        write(gold, kept)
        write(out, benchmark.predict(kept))
        return _scored(benchmark.scorer, gold, out)


def _scored(scorer: str, gold: Path, out: Path) -> dict[str, float]:
    """The scorer of the shared folder, or our own `module:function` where that has none."""
    module, _, function = scorer.partition(":")
    if not function:
        return run_scorer(scorer, gold, out)
    result: dict[str, float] = getattr(importlib.import_module(f"eval.{module}"), function)(gold, out)
    return result


def score_reports(folder: Path | None = None) -> dict[str, float]:
    """The report sets read in place, all pooled, or those of one folder: every metric of the claim scorer."""
    source = folder or SHARED / "reports"
    with tempfile.TemporaryDirectory() as name:
        gold = Path(name, "gold")
        gold.mkdir()
        for path in sorted(source.rglob("*")):
            if path.suffix == ".txt" or path.name.endswith(".gold.yaml"):
                shutil.copy(path, gold / path.name)
        out = Path(name, "predictions.jsonl")
        write(out, read_folder(gold))
        return run_scorer("score_claims.py", gold, out)


def read_folder(folder: Path) -> Iterator[Document]:
    """The record of every report in a folder, as the command line prints it."""
    from counterclaim import reading
    from counterclaim.records import make_report

    for path in sorted(folder.glob("*.txt")):
        data = path.read_bytes()
        yield reading.read(make_report(data.decode("utf-8"), data=data, path=path.name)).to_builtins()


def write(path: Path, rows: Iterable[Document]) -> None:
    """Rows as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)


def run_scorer(scorer: str, *arguments: Path) -> dict[str, float]:
    """{metric: value} as a scorer prints them; span errors and missing predictions are an error of ours."""
    command = [sys.executable, str(SHARED / "score" / scorer), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{scorer} refuses the predictions: {done.stdout[-800:]}{done.stderr[-800:]}")
    return {m[1]: float(m[2]) for m in re.finditer(r"^([a-z]\w+) +(\d+\.\d+|nan)\b", done.stdout, re.MULTILINE)}
