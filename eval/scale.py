"""What a large archive costs: the pace of `cluster run` for three sizes, on 1 and 2 workers, here and on Ray.

python -m eval scale [--write]     the table and the model that follows from it; --write puts them into docs/scale.md

The pace is taken between the first shard's commit and the last one's, so that neither engine's start is in it. The CPU
of a document comes from one process, apart for documents about a conflict and for others; the model for an archive
multiplies it. Whether the model holds is told by the last column: measured time beside what it says.
"""

from __future__ import annotations

import json
import os
import platform
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

from counterclaim.reading import relevance
from eval.samples import feed, read_one, texts, timed
from tests.scale import shards

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"
SIZES = (400, 800, 1600)
"""Documents of about 400 words, one in 20 about a conflict, as in the mixed feed of docs/benchmarks.md."""
PER_SHARD = 50
"""Documents of a shard: a fraction of those that a shard of 64 MB holds, so that there are shards enough to time."""
SHARE = 0.05
ROUNDS = 3
ARCHIVES = (
    ("CC-NEWS, 1 TB of WARC (packed)", 30_000_000, "about 35 kB of packed WARC a page"),
    ("GDELT's daily feed", 150_000, "the articles that GDELT lists in a day, fetched beforehand"),
)
"""Documents of an archive, and where the number comes from."""


class Pace(NamedTuple):
    """One run: seconds of wall clock a document behind the start, and before it."""

    engine: str
    workers: int
    documents: int
    seconds: float
    start: float
    table_kb: float


def main(*, write: bool) -> int:
    with tempfile.TemporaryDirectory() as made:
        table = _table(Path(made))
    print(table)
    if write:
        head, _, rest = PAGE.read_text("utf-8").partition("<!-- measured -->\n")
        tail = rest.partition("<!-- end -->\n")[2]
        PAGE.write_text(f"{head}<!-- measured -->\n{table}\n<!-- end -->\n{tail}", "utf-8")
    return 0


def _table(folder: Path) -> str:
    relevant, other = _cpu()
    each = SHARE * relevant + (1 - SHARE) * other
    paces = list(_paces(folder))
    kb = sum(p.table_kb for p in paces) / len(paces)
    lines = [
        f"Measured on {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; load "
        f"{os.getloadavg()[0]:.1f} when it ended. CPU of one process: {1000 * relevant:.0f} ms for a document about a "
        f"conflict, {1000 * other:.1f} ms for another one; {1000 * each:.1f} ms in a feed with {SHARE:.0%} "
        "of the first.",
        "",
        "| engine | workers | documents | start, s | ms a document | the model says |",
        "|---|---|---|---|---|---|",
        *(
            f"| {p.engine} | {p.workers} | {p.documents} | {p.start:.1f} | {1000 * p.seconds:.1f} | "
            f"{1000 * each / p.workers:.1f} |"
            for p in paces
        ),
        "",
        _compared(paces),
        "",
        "| archive | documents | core hours | hours on 100 cores | table, GB | memory a worker |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} ({source}) | {count:,} | {count * each / 3600:,.0f} | {count * each / 360_000:,.1f} | "
            f"{count * kb / 1e6:,.1f} | 400 MB |"
            for name, count, source in ARCHIVES
        ),
    ]
    return "\n".join(lines)


def _compared(paces: Sequence[Pace]) -> str:
    """Ray beside processes, on two workers and the largest size."""
    at = {(p.engine, p.workers, p.documents): p.seconds for p in paces}
    ratio = at["ray", 2, SIZES[-1]] / at["local", 2, SIZES[-1]]
    faster = at["local", 1, SIZES[-1]] / at["local", 2, SIZES[-1]]
    return (
        f"Ray on 2 workers takes {ratio:.2f} times as long a document as 2 processes, which are {faster:.2f} times one."
    )


def of_engines() -> Iterator[tuple[str, str]]:
    """Ray against processes on the same shards, for the table of docs/benchmarks.md; in turn, medians of ROUNDS."""
    if find_spec("ray") is None:
        yield "Ray against processes", "the extra [cluster] is not installed"
        return
    with tempfile.TemporaryDirectory() as name:
        plan = _planned(Path(name), SIZES[-1])
        found = {
            engine: median(
                _pace(plan, Path(name) / f"{engine}{n}", engine, 2, SIZES[-1]).seconds for n in range(ROUNDS)
            )
            for engine in ("local", "ray")
        }
    for engine, seconds in found.items():
        yield f"cluster run on 2 workers, {engine}, ms a document", f"{1000 * seconds:.1f}"
    yield "Ray / processes, a document after the start", f"{found['ray'] / found['local']:.2f}"


def _cpu() -> tuple[float, float]:
    """CPU seconds of a document about a conflict, and of one that is not."""
    every = feed(2 * SIZES[0])
    about = [text for text in every if relevance.judge(text).conflict]
    others = [text for text in every if not relevance.judge(text).conflict]
    for text in texts(20):
        read_one(text)
    return timed(lambda: list(map(read_one, about))) / len(about), timed(lambda: list(map(read_one, others))) / len(
        others
    )


def _paces(folder: Path) -> Iterator[Pace]:
    for size in SIZES:
        plan = _planned(folder, size)
        for engine, workers in (("local", 1), ("local", 2), ("ray", 2)):
            yield _pace(plan, folder / f"{engine}{workers}-{size}", engine, workers, size)


def _planned(folder: Path, size: int) -> Path:
    path = folder / f"{size}.jsonl"
    every = feed(size)
    random.Random(size).shuffle(every)
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in every), "utf-8")
    return shards.planned(folder / f"{size}.manifest", path, records=PER_SHARD)


def _pace(plan: Path, out: Path, engine: str, workers: int, size: int) -> Pace:
    began = time.monotonic()
    process = shards.start(plan, out, engine=engine, workers=workers)
    assert process.stderr
    moments = [time.monotonic() for line in process.stderr if " shards" in line]
    process.wait()
    first = (size // PER_SHARD - len(moments[workers - 1 :]) + 1) * PER_SHARD
    held = sum(path.stat().st_size for path in out.rglob("*.parquet")) / 1000
    seconds = (moments[-1] - moments[workers - 1]) / (size - first)
    return Pace(engine, workers, size, seconds, moments[0] - began, held / size)
