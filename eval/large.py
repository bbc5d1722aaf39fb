"""What a large ledger costs: searches, pages, exports, verifying. python -m eval.large LEDGER

Searches are drawn at random from what the ledger has: common and rare words, phrases, beginnings, facets, times. What
is asked of the ledger is timed in CPU milliseconds of this process, as the functions behind the pages give it; exports
and verifying run as the program of their own, because their memory is what matters.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from counterclaim.ledger import overview
from counterclaim.ledger.searching import Search, search, tally, values
from counterclaim.ledger.store import Ledger
from counterclaim.serve.http import views
from eval.synthetic import FIRST, town_name, words

SEARCHES = 400
PAGES = 100
FORMATS = ("parquet", "csv", "jsonl")
COMMON = ("killed", "people", "fired", "mayor", "market", "hospital", "denied", "condemned", "attack", "injured")


WATCHER = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, status)
"""
"""A program that runs another and prints its CPU seconds, the most memory it held, in kB, and how it ended."""


class Child(NamedTuple):
    """A program that has ended: CPU seconds, and the most memory it held, in MB."""

    seconds: float
    megabytes: float
    status: int


def searches(ledger: Ledger, count: int) -> list[Search]:
    """Searches as people make them: mostly a word or two, half of them narrowed down."""
    rng = random.Random(5)
    facets = {name: [value for value, _ in values(ledger, name)] for name in ("side", "stance", "type", "outlet")}
    vocabulary = words()[0]

    def word() -> str:
        rare = vocabulary[rng.randrange(len(vocabulary))]
        return rng.choice((rng.choice(COMMON), town_name(rng.randrange(600)), rare, f'"{rng.choice(COMMON)}"'))

    def one() -> Search:
        text = rng.choice(
            (word(), f"{word()} {word()}", '"people were killed"', f"{word()[:4]}*", "killed -market", "")
        )
        name = rng.choice(sorted(facets))
        chosen = {name: [rng.choice(facets[name])]} if rng.random() < 0.5 else None
        first = FIRST + timedelta(days=rng.randrange(1200)) if rng.random() < 0.3 else None
        last = first and first + timedelta(days=rng.choice((0, 6, 30, 400)))
        return Search(text, chosen, first, last, newest_first=rng.random() < 0.8)

    return [one() for _ in range(count)]


def spent(asked: Sequence[Callable[[], object]]) -> list[float]:
    """CPU milliseconds of each."""
    found = []
    for ask in asked:
        began = time.process_time()
        ask()
        found.append(1000 * (time.process_time() - began))
    return found


def told(name: str, milliseconds: Sequence[float]) -> Iterator[tuple[str, str]]:
    """Median and 95th percentile."""
    yield f"{name}, median CPU ms", f"{median(milliseconds):.1f}"
    yield f"{name}, 95th percentile", f"{quantiles(milliseconds, n=20)[-1]:.1f}"


def child(*arguments: str) -> Child:
    """Runs the program with these arguments, below a small process: its own start would count this one's memory."""
    program = [sys.executable, "-c", "from counterclaim.serve.cli import main; main()", *arguments]
    told = subprocess.run([sys.executable, "-c", WATCHER, *program], capture_output=True, text=True, check=True)
    seconds, kilobytes, status = map(float, told.stdout.split())
    return Child(seconds, kilobytes / 1024, int(status))


def of_questions(path: Path) -> Iterator[tuple[str, str]]:
    """What pages ask of the ledger."""
    with Ledger(path) as ledger:
        wanted = searches(ledger, SEARCHES)
        search(ledger, wanted[0])
        yield from told("search, a page of 50 hits", spent([lambda one=one: search(ledger, one) for one in wanted]))  # type: ignore[misc]
        yield from told("facets of a search", spent([lambda one=one: tally(ledger, one) for one in wanted]))  # type: ignore[misc]
        listed = overview.Sought()
        with ledger.transaction() as connection:
            shown, _ = overview.page(connection, overview.Sought(contested=True), "disputes", PAGES, None)
        pages = spent([lambda one=one: views.incident_view(ledger, one.id) for one in shown])  # type: ignore[misc]
        yield from told("page of an incident, the most disputed", pages)
        yield "desk, CPU ms", f"{median(spent([lambda: views.desk_view(ledger, listed)] * 5)):.1f}"
        contested = overview.Sought(contested=True)
        lists = [lambda: views.incidents_view(ledger, contested, order="newest", size=50)] * 5
        yield "list of contested incidents, CPU ms", f"{median(spent(lists)):.1f}"


def of_programs(path: Path) -> Iterator[tuple[str, str]]:
    """What programs over the whole ledger take."""
    with tempfile.TemporaryDirectory() as name:
        for form in FORMATS:
            out = Path(name) / f"all.{form}"
            used = child("export", "--ledger", str(path), "--format", form, "--out", str(out))
            size = sum(f.stat().st_size for f in (out.rglob("*") if out.is_dir() else [out]) if f.is_file())
            yield f"export to {form}, CPU s", f"{used.seconds:.0f}" if used.status == 0 else "failed"
            yield f"export to {form}, peak memory MB (file {size / 1e6:,.0f} MB)", f"{used.megabytes:.0f}"
    used = child("verify", "--ledger", str(path))
    yield "verify, CPU s", f"{used.seconds:.0f}" if used.status == 0 else "found something wrong"
    yield "verify, peak memory MB", f"{used.megabytes:.0f}"


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """The table, a measure at a time."""
    yield "ledger, MB", f"{path.stat().st_size / 1e6:,.0f}"
    yield from of_questions(path)
    yield from of_programs(path)


def main(path: Path) -> int:
    """Prints the table."""
    for measure, value in rows(path):
        print(f"{measure:64} {value:>8}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
