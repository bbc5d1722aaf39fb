"""Speed and memory of reading, as ratios taken in one run: absolute figures of a shared machine mean little.

The bundled example is repeated with its figures changed until there are enough reports. Reading them is timed on one
process and on two, next to the bare passes of the model over the same sentences; the ratio of the two is the figure.
"""

from __future__ import annotations

import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from counterclaim import reading
from counterclaim.reading import layout, model, segment
from counterclaim.reading.parsing import READ
from counterclaim.records import make_report

DEMO = Path(reading.__file__).parent.parent / "demo" / "reports"
PEACEFUL = "The council opened a new library on Monday. It holds 40,000 books, the mayor said.\n\n" * 12
"""A report without a word of conflict: what the gate should settle without the model."""


def texts(count: int) -> list[str]:
    """`count` reports: the bundled ones in turn, every number in them changed."""
    rng = random.Random(1)
    bundled = [path.read_text(encoding="utf-8") for path in sorted(DEMO.glob("*.txt"))]

    def varied(text: str) -> str:
        return re.sub(r"\b\d{2,3}\b", lambda m: str(rng.randint(10, 10 ** len(m[0]) - 1)), text)

    return [varied(bundled[i % len(bundled)]) for i in range(count)]


def words_of(text: str) -> list[list[str]]:
    """The sentences that the model reads of a text, as their words."""
    blocks = [b for b in layout.blocks(text) if b.kind in READ]
    spans = [span for b in blocks for span in segment.sentences(text, b.start, b.end)]
    return [[text[a:z] for a, z in segment.words(text, *span)] for span in spans]


def read_one(text: str) -> int:
    """Reads a report and counts its claims."""
    return len(reading.read(make_report(text)).claims)


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def on_processes(reports: Sequence[str], processes: int) -> float:
    """Seconds to read the reports on a pool whose workers are warm."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(read_one, reports[: processes * 4], chunksize=2))
        return timed(lambda: list(pool.map(read_one, reports, chunksize=16)))


def cold_start() -> float:
    """CPU seconds of `counterclaim read` on one report, from nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = sorted(DEMO.glob("*.txt"))[0]
    command = [sys.executable, "-c", "from counterclaim.serve.cli import main; main()", "read", str(report), "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(count: int = 160) -> int:
    """Prints the table."""
    reports = texts(count)
    reader = model.load()
    sentences = [words_of(text) for text in reports]
    reader.analyse(sentences[0])
    read_one(reports[0])
    bare = timed(lambda: [reader.analyse(report) for report in sentences])
    whole = timed(lambda: [read_one(report) for report in reports])
    one, two = on_processes(reports, 1), on_processes(reports, 2)
    gated = timed(lambda: [read_one(PEACEFUL) for _ in range(count)])
    total = sum(map(len, sentences))
    rows = [
        ("reports, sentences", f"{count}, {total}"),
        ("bare model passes, sentences/s", f"{total / bare:.0f}"),
        ("reading, sentences/s", f"{total / whole:.0f}"),
        ("reading / bare model passes", f"{whole / bare:.2f}"),
        ("reading, reports/s on 1 process", f"{count / one:.1f}"),
        ("reading, reports/s on 2 processes", f"{count / two:.1f}"),
        ("2 processes / 1 process", f"{one / two:.2f}"),
        ("report without conflict / with, time", f"{gated / whole:.3f}"),
        ("cold start of `read`, CPU s", f"{cold_start():.2f}"),
        ("peak memory of this process, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"),
    ]
    for name, value in rows:
        print(f"{name:40} {value:>12}")
    return 0
