"""The same ledger in SQLite and in PostgreSQL: writing, laying side by side, searching. python -m eval.databases

Seconds of the clock, as a server of PostgreSQL works in processes of its own; it runs on this machine and waits for its
disk. Both are filled and asked in one run, so that their ratio holds on other machines.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from counterclaim.ledger.searching import search
from counterclaim.ledger.store import Ledger
from eval import growth, large
from tests import postgresql

CLAIMS = 10_000
SEARCHES = 200


class Pace(NamedTuple):
    """Milliseconds of the clock: a claim written, a claim laid side by side, one report more, a page of 50 hits."""

    written: float
    laid: float
    one_more: float
    searched: float


MEASURES = ("a claim written, ms", "a claim laid side by side, ms", "one report more, ms", "search, a page of 50, ms")


def pace(where: Path | str) -> Pace:
    """Fills a new ledger, and asks it."""
    grown = growth.grow(CLAIMS, where, time.perf_counter)
    more = growth.one_more(where, growth.following(CLAIMS))
    with Ledger(where) as ledger:
        asked = []
        for wanted in large.searches(ledger, SEARCHES):
            began = time.perf_counter()
            search(ledger, wanted)
            asked.append(time.perf_counter() - began)
    found = (grown.writing / grown.claims, grown.settling / grown.claims, more, median(asked))
    return Pace(*(1000 * seconds for seconds in found))


def rows() -> Iterator[tuple[str, str]]:
    """The table, a measure at a time: both, and how many times as long PostgreSQL takes."""
    programs = postgresql.programs()
    if programs is None:
        yield "SQLite and PostgreSQL", "no server of PostgreSQL is installed"
        return
    with tempfile.TemporaryDirectory() as name, postgresql.running(programs, durable=True) as server:
        paces = pace(Path(name) / "ledger.db"), pace(server.fresh())
    for measure, sqlite, postgres in zip(MEASURES, *paces, strict=True):
        yield f"{measure}: SQLite; PostgreSQL; ratio", f"{sqlite:.2f}; {postgres:.2f}; {postgres / sqlite:.1f}"


def main() -> int:
    """Prints the table."""
    for measure, value in rows():
        print(f"{measure:64} {value:>24}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
