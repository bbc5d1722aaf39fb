"""Speed and memory of reading, as ratios taken in one run: absolute figures of a shared machine mean little.

The bundled example is repeated with its figures changed until there are enough reports. In rounds, a batch of reports
is read, then the model alone passes over the same sentences (the graph, with its input made before and its output
thrown away), in CPU time of this process; the ratio of the two is the figure, the median of the rounds.
"""

from __future__ import annotations

import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from statistics import median

from counterclaim.knowledge.gazetteer import open_gazetteer
from counterclaim.knowledge.gazetteer.file import BUNDLED
from counterclaim.processes import in_order
from counterclaim.reading import layout, model, segment
from counterclaim.reading.parsing import READ
from counterclaim.reading.wordpiece import Encoded
from eval import databases, growth, large, scale
from eval.samples import DEMO, RELEVANT, feed, lost, read_one, texts, timed

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
COUNT = 160
"""Reports, of 230 words on average: ten times the demonstration."""
ROUNDS = 5
FEED = 400


def windows(text: str, reader: model.Reader) -> list[Encoded]:
    """What the model is given of a text."""
    blocks = [b for b in layout.blocks(text) if b.kind in READ]
    spans = [span for b in blocks for span in segment.sentences(text, b.start, b.end, wrapped=True)]
    return [w for span in spans for w in reader.encode([text[a:z] for a, z in segment.words(text, *span)])]


def on_processes(reports: Sequence[str], processes: int) -> float:
    """Seconds of wall clock to read the reports on processes that are warm."""
    first = texts(processes * 8)
    every = in_order(read_one, ((text, None) for text in (*first, *reports)), processes, len, lost)
    for _ in islice(every, len(first)):
        pass
    return timed(lambda: deque(every, 0), time.perf_counter)


def memory_of_one(processes: int) -> float:
    """MB that one of several processes takes, in a program that does nothing else; of what they share, its part."""
    program = f"from eval import samples; print(samples.held_by_one({processes}))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return float(done.stdout) / 1024


def cpu_of(*arguments: str, times: int = 3) -> float:
    """CPU seconds of the program with these arguments, from nothing but the bytecode that an installation leaves."""
    command = [sys.executable, "-c", "from counterclaim.serve.cli import main; main()", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        run = partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL, env=environment)
        run()
        return median(timed(run, _cpu_of_children) for _ in range(times))


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


NAMES = ("Jevlah", "Stepanokert", "Mourrah", "Al-Fashir", "Khan Younis", "Deir Ezzor", "Slovyansk", "Mekele")
"""Spellings of towns as reports have them."""


def of_places() -> Iterator[tuple[str, str]]:
    """Milliseconds of CPU to open the places, and to look a name up in any spelling for the first time and again."""
    began = time.process_time()
    gazetteer = open_gazetteer()
    yield "gazetteer opened, CPU ms", f"{1000 * (time.process_time() - began):.1f}"
    gazetteer.lookup("Paris")
    first = timed(lambda: [gazetteer.lookup(name) for name in NAMES])
    yield "place looked up in any spelling, CPU ms", f"{1000 * first / len(NAMES):.2f}"
    again = timed(lambda: [gazetteer.lookup(name) for name in NAMES * 100])
    yield "the same again, CPU ms", f"{10 * again / len(NAMES):.4f}"
    yield "gazetteer, MB", f"{BUNDLED.stat().st_size / 1e6:.1f}"


def rows(count: int = COUNT) -> Iterator[tuple[str, str]]:
    """The table, a measure at a time."""
    reports, reader = texts(count), model.load()
    for text in reports[: len(reports) // ROUNDS]:
        read_one(text)
    measured = []
    for at in range(ROUNDS):
        batch = reports[at::ROUNDS]
        given = [reader.inputs(window) for text in batch for window in windows(text, reader)]
        whole = timed(lambda batch=batch: [read_one(text) for text in batch])  # type: ignore[misc]
        bare = timed(lambda given=given: [reader.passed(feed) for feed in given])  # type: ignore[misc]
        measured.append((len(given) / bare, len(given) / whole, len(batch) / whole, whole / bare))
    passes, sentences, read, ratio = (median(column) for column in zip(*measured, strict=True))
    yield from of_places()
    yield "reports", str(count)
    yield "bare model passes, sentences/s of CPU", f"{passes:.0f}"
    yield "reading, sentences/s of CPU", f"{sentences:.0f}"
    yield "reading, reports/s of CPU", f"{read:.1f}"
    yield "**reading / bare model passes**", f"{ratio:.2f}"
    peaceful = [text for i, text in enumerate(feed(FEED // 4)) if i % RELEVANT]
    settled = timed(lambda: list(map(read_one, peaceful)))
    yield "reports without a conflict, reports/s of CPU", f"{len(peaceful) / settled:.0f}"
    one, two = on_processes(reports, 1), on_processes(reports, 2)
    yield "reading on 1 process, reports/s", f"{count / one:.1f}"
    yield "reading on 2 processes, reports/s", f"{count / two:.1f}"
    yield "2 processes / 1 process", f"{one / two:.2f}"
    yield "feed with 5% relevant on 2 processes, reports/s", f"{FEED / on_processes(feed(FEED), 2):.0f}"
    for processes in (1, 2, 4):
        yield f"memory of each of {processes} processes, MB", f"{memory_of_one(processes):.0f}"
    cold = cpu_of("read", str(min(DEMO.glob("*.txt"))), "--json")
    yield "cold start of `read` on one report, CPU s", f"{cold:.2f}"
    yield "`--help`, CPU s", f"{cpu_of('--help'):.2f}"
    yield "peak memory of this process, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"


def machine() -> str:
    """What it was measured on, in words."""
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", cpuinfo.read_text(), re.MULTILINE) if cpuinfo.is_file() else None
    name = found[1] if found else platform.processor() or platform.machine()
    return (
        f"{os.cpu_count()} cores ({name}), {platform.system()}, Python {platform.python_version()}; "
        f"load {os.getloadavg()[0]:.1f} when it began"
    )


HEAD = """# Benchmarks

`make bench` prints this table and writes it here (`make bench LARGEST=100000` with a smaller ledger: a million claims
take half an hour on a quiet machine). Ratios are taken in one run, in CPU time, reading and the bare passes of the
model in turn over the same sentences, medians of {rounds} rounds: they hold on other machines, and while others use
this one. What is counted in reports a second on processes does not.

The bare pass is the graph and nothing else: its input is made before, its output thrown away.
A report has {words} words here, as the demonstration's; one of the mixed feed about 400, 5% of them about a conflict.

Ledgers are filled with an invented war (`eval/synthetic.py`) that grows longer, not denser; searches are drawn from
common and rare words, phrases, beginnings, facets and times. Pages are the functions behind them, without the template.

Measured on {machine}.

| measure | |
|---|---|
"""


def of_ledgers(largest: int) -> Iterator[tuple[str, str]]:
    """What ledgers cost, up to one of so many claims."""
    sizes = [size for size in growth.SIZES if size <= largest] or [largest]
    with tempfile.TemporaryDirectory() as name:
        yield from growth.rows(Path(name), sizes)
        yield from large.rows(Path(name) / f"{sizes[-1]}.db")
    yield from databases.rows()
    yield from scale.of_engines()


def main(*, write: bool = False, largest: int = growth.SIZES[-1]) -> int:
    """Prints the table, and writes it to docs/benchmarks.md if asked to."""
    began, table = machine(), []
    for name, value in chain(rows(), of_ledgers(largest)):
        print(f"{name.replace('*', ''):64} {value:>8}", flush=True)
        table.append(f"| {name} | {value} |\n")
    if write:
        words = round(sum(len(text.split()) for text in texts(16)) / 16, -1)
        kept = PAGE.read_text(encoding="utf-8").partition("\n## ") if PAGE.is_file() else ("", "", "")
        page = HEAD.format(rounds=ROUNDS, words=f"{words:.0f}", machine=began) + "".join(table)
        PAGE.write_text(page + "".join(kept[1:]), encoding="utf-8")
    return 0
