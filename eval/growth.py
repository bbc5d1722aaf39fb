"""How laying reports side by side grows: 10,000, 100,000 and 1,000,000 synthetic claims in a ledger each.

Timed is what `crosscheck.settle` and `Ledger.add_all` take of this process's CPU; the exponent is the slope of the
logarithm of settling over that of the number of claims. Then reports are added to the largest ledger one by one, each
written and settled, timed whole; and again to the smallest, because the ratio should be near one.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from counterclaim import crosscheck
from counterclaim.ledger.store import Ledger
from counterclaim.records import Record
from eval.synthetic import BATCH, CLAIMS_A_REPORT, REPORTS_A_DAY, batches, records

SIZES = (10_000, 100_000, 1_000_000)
MORE = 21
"""Reports that are added one by one."""


class Grown(NamedTuple):
    """A ledger that was filled: how many claims, and seconds to write and to settle them."""

    path: Path | str
    claims: int
    writing: float
    settling: float


def grow(claims: int, path: Path | str, clock: Callable[[], float] = time.process_time) -> Grown:
    """Fills a ledger, batch by batch."""
    written, writing, settling = 0, 0.0, 0.0
    with Ledger(path, write=True) as ledger:
        run = ledger.start("synthetic")
        for batch in batches(claims):
            began = clock()
            ledger.add_all(batch, run)
            between = clock()
            crosscheck.settle(ledger, chunk=BATCH)
            writing += between - began
            settling += clock() - between
            written += sum(len(record.claims) for record in batch)
        ledger.finish(run)
    return Grown(path, written, writing, settling)


def one_more(path: Path | str, reports: Sequence[Record]) -> float:
    """Median seconds of the clock to write one report more and to lay it beside the others."""
    spent = []
    with Ledger(path, write=True) as ledger:
        run = ledger.start("synthetic")
        for record in reports:
            began = time.perf_counter()
            ledger.add(record, run)
            crosscheck.settle(ledger)
            spent.append(time.perf_counter() - began)
    return median(spent)


def following(claims: int) -> list[Record]:
    """Reports of the last days that a ledger of so many claims tells of, which it does not have."""
    day = claims // (CLAIMS_A_REPORT * REPORTS_A_DAY) - 1
    return list(islice(records(day=day, number=10**8, seed=12), MORE))


def exponent(timed: Sequence[tuple[int, float]]) -> float:
    """The slope of log seconds over log claims, by least squares."""
    xs, ys = [math.log(n) for n, _ in timed], [math.log(s) for _, s in timed]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    across = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return across / sum((x - mean_x) ** 2 for x in xs)


def rows(folder: Path, sizes: Sequence[int] = SIZES) -> Iterator[tuple[str, str]]:
    """The table, a measure at a time; leaves a ledger `SIZE.db` of each size in `folder`."""
    grown = []
    for size in sizes:
        found = grow(size, folder / f"{size}.db")
        grown.append(found)
        yield f"{found.claims:,} claims written, CPU us a claim", f"{1e6 * found.writing / found.claims:.0f}"
        yield f"{found.claims:,} claims laid side by side, CPU us a claim", f"{1e6 * found.settling / found.claims:.0f}"
    if len(grown) > 1:
        yield "**growth exponent** (1: linear)", f"{exponent([(one.claims, one.settling) for one in grown]):.3f}"
    spent = {one.claims: one_more(one.path, following(one.claims)) for one in dict.fromkeys((grown[0], grown[-1]))}
    for claims, seconds in spent.items():
        yield f"one report more on {claims:,} claims, ms", f"{1000 * seconds:.0f}"


def main(sizes: Sequence[int] = SIZES) -> int:
    """Prints the table."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        for measure, value in rows(Path(name), sizes):
            print(f"{measure:64} {value:>8}", flush=True)
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main([int(size) for size in sys.argv[1:]] or SIZES))
