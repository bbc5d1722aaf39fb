"""Power cuts, as SQLite's files show them: what was not yet forced to the disk may be there, in part, or not at all.

A ledger is written to by a process that is killed, so that its write-ahead log stays. At each acknowledgement the log's
length is noted: with `synchronous = FULL` so much of it was on the disk by then, and nothing after it need have been.
So the log is cut, or its tail turned to chance, at any place; where it was being copied into the ledger itself, any of
the ledger's pages may be the old or the new ones while all of the log is there. What is opened then must be whole and
hold every act that was acknowledged before the cut.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from tests.reliability import crashes

LOG = "l.db-wal"


def written(folder: Path) -> list[tuple[int, int]]:
    """Reviews a ledger in `folder` until the process is killed; for each act its number and the log's length then."""
    folder.mkdir(parents=True, exist_ok=True)
    begun = crashes.in_child(lambda _: crashes.REVIEW.begin(folder))
    assert begun.status == 0, begun.said

    def work(say: crashes.Say) -> None:
        crashes.REVIEW.work(folder, lambda number: say((number, (folder / LOG).stat().st_size)))

    def killed_in_the_end(say: crashes.Say) -> None:
        with Ledger(folder / "l.db"):  # so that the other does not tidy up when it closes
            work(say)
            os.kill(os.getpid(), signal.SIGKILL)

    return [one for one in crashes.in_child(killed_in_the_end).said if isinstance(one[0], int)]


def cuts(folder: Path, acknowledged: list[tuple[int, int]], times: int, chance: random.Random) -> Iterator[str]:
    """Cuts the power so often in each of three ways; gives what is wrong then."""
    log, ledger = (folder / LOG).read_bytes(), (folder / "l.db").read_bytes()
    copied = _copied_into(folder)
    there = folder / "cut"
    for n in range(times):
        at = chance.randint(0, len(log))
        yield from _wrong(there, ledger, log[:at], acknowledged, at, f"cut {n} at {at}")
        torn = log[:at] + chance.randbytes(len(log) - at)
        yield from _wrong(there, ledger, torn, acknowledged, at, f"torn {n} at {at}")
        mixed = _mixed(ledger, copied, chance)
        yield from _wrong(there, mixed, log, acknowledged, len(log), f"while copying {n}")


def _wrong(
    there: Path, ledger: bytes, log: bytes, acknowledged: list[tuple[int, int]], at: int, what: str
) -> Iterator[str]:
    there.mkdir()
    (there / "l.db").write_bytes(ledger)
    (there / LOG).write_bytes(log)
    kept = [number for number, length in acknowledged if length <= at]

    def look(_: crashes.Say) -> list[str]:
        with Ledger(there / "l.db") as opened:
            return [*verify(opened).problems, *crashes.REVIEW.missing(there, kept)]

    kind, said = crashes.in_child(look).said[-1]
    yield from (f"{what}: {problem}" for problem in (said if kind == "given" else [said]))
    shutil.rmtree(there)


def _copied_into(folder: Path) -> bytes:
    """The ledger's bytes when all of its log has been copied into it."""
    there = folder / "whole"
    there.mkdir()
    for name in ("l.db", LOG):
        shutil.copy(folder / name, there / name)
    with closing(sqlite3.connect(there / "l.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (there / "l.db").read_bytes()


def _mixed(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Pages of the one and of the other; of the last that are only in the new one, some are not there yet."""
    size = int.from_bytes(old[16:18], "big")
    until = chance.choice((len(old), len(new), chance.randrange(len(old), len(new) + 1, size)))
    pages = [chance.choice((old, new))[at : at + size] or new[at : at + size] for at in range(0, until, size)]
    return b"".join(pages)
