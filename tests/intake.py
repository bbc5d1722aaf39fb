"""Runs of `open` in a process of its own, killed or left alone, and what a ledger holds afterwards."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from counterclaim.ledger import schema
from counterclaim.ledger.store import Ledger
from tests import make
from tests.ingest import pages
from tests.ingest.hostile import member, tarred, zipped
from tests.ingest.webarchive import warc
from tests.process import start

OPEN = """
import sys
from pathlib import Path
from counterclaim import pipeline
from counterclaim.ledger.store import Ledger
from counterclaim.settings import Settings
from tests import make
if __name__ == "__main__":
    ledger, jobs, *sources = sys.argv[1:]
    with Ledger(ledger, write=True) as store:
        settings = Settings(jobs=int(jobs))
        reader = pipeline.Reader(make.read, "1")
        for outcome in pipeline.open_all(pipeline.plan(sources), reader, settings, store):
            print(type(outcome).__name__, flush=True)
"""
NEVER = {"key", "run_key", "report_key", "reading_key", "claim_key", "event_key", "seen_at"}
"""Columns that may be different after an interruption."""


def sources(folder: Path, pages_in_archive: int = 12) -> Path:
    """A folder with a source of every sort, some of it broken, some of it twice."""
    folder.mkdir()
    (folder / "a.txt").write_text(make.TEXT, "utf-8", newline="")
    (folder / "b.warc.gz").write_bytes(warc(pages_in_archive))
    (folder / "c.html").write_bytes(pages.page(1).data)
    (folder / "d.zip").write_bytes(zipped({"x.txt": b"All quiet.", "../y.txt": b"Out.", "z.html": pages.page(99).data}))
    (folder / "e.jsonl").write_bytes(b'{"text": "One."}\nnone\n{"text": "Two."}\n{"text": "One."}\n')
    (folder / "f.tar").write_bytes(tarred(member("k.txt", size=4), member("l.txt", size=5)))
    (folder / "g.txt").write_bytes(b"\x00\x01" * 50)
    (folder / "h.txt").write_text("Quatre soldats ont été tués lundi, a annoncé le ministère de la Défense. " * 4)
    return folder


def opened(ledger: Path, folder: Path, *, jobs: int = 1, lines: int | None = None, pause: float = 0.0) -> int:
    """Opens `folder` into `ledger`, killed `pause` seconds behind so many outcomes; how many outcomes there were."""
    process = start(OPEN, ledger, jobs, folder)
    assert process.stdout
    seen = 0
    try:
        while (lines is None or seen < lines) and process.stdout.readline():
            seen += 1
        if lines is not None:
            time.sleep(pause)
            process.kill()
        _, err = process.communicate(timeout=120)
        assert lines is not None or process.returncode == 0, err
    finally:
        process.kill()
    return seen


def content(ledger: Path) -> dict[str, list[dict[str, Any]]]:
    """All that a ledger holds, row by row in order, but for keys and times."""
    tables = (schema.reports, schema.sources, schema.readings, schema.claims, schema.skipped, schema.cursors)
    with Ledger(ledger) as store, store.transaction() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if name not in NEVER}
                for row in connection.execute(select(table).order_by(table.c.key)).mappings()
            ]
            for table in tables
        }


def killed(folder: Path, work: Path, times: int, seed: int = 0) -> int:
    """Kills `open` at random points `times` times, reruns it each time, and compares; how often the ledgers differ."""
    chance = random.Random(seed)
    whole = work / "whole.db"
    outcomes = opened(whole, folder)
    expected = content(whole)
    differ = 0
    for n in range(times):
        ledger = work / f"{n}.db"
        for _ in range(chance.randint(1, 2)):
            opened(ledger, folder, lines=chance.randint(0, outcomes - 1), pause=chance.random() * 0.02)
        opened(ledger, folder)
        differ += content(ledger) != expected
        for left in work.glob(f"{n}.db*"):
            left.unlink() if left.is_file() else shutil.rmtree(left)
    return differ
