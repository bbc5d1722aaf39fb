"""What taking reports in costs and stands: memory for a web archive of a gigabyte, several processes, being killed.

python -m eval intake memory [MEGABYTES]     the most memory that `open` takes for a web archive of that size
python -m eval intake processes [PAGES]      reports a second on two processes, beside one
python -m eval intake bytes [PAGES]           claims of generated pages whose bytes, without tags, are the quote
python -m eval intake kills [TIMES]          ledgers that differ after `open` was killed at random points and run again
"""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from counterclaim import pipeline
from counterclaim.ingest import offsets, reports
from counterclaim.ingest.parts import Part
from counterclaim.settings import Settings
from tests import intake
from tests.ingest import pages
from tests.ingest.detag import detag
from tests.ingest.webarchive import record

BIG = 1_000_000
"""Bytes of the picture behind each page, so that a large archive holds few pages, as crawls of media sites do."""
BOUND = 500
"""Megabytes that `open` may take for an archive of any size."""
OPEN = """
import json, resource, sys
from counterclaim import pipeline
from counterclaim.ledger.store import Ledger
from counterclaim.settings import Settings
if __name__ == "__main__":
    tally = pipeline.Tally()
    with Ledger(sys.argv[1], write=True) as ledger:
        planned = pipeline.plan(sys.argv[3:])
        for outcome in pipeline.open_all(planned, pipeline.reader(), Settings(jobs=int(sys.argv[2])), ledger):
            tally.count(outcome)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    cpu = {}
    for name, who in (("own", resource.RUSAGE_SELF), ("others", resource.RUSAGE_CHILDREN)):
        used = resource.getrusage(who)
        cpu[name] = used.ru_utime + used.ru_stime
    done = {"read": tally.read, "claims": tally.claims, "skipped": len(tally.skipped)}
    print(json.dumps({"megabytes": most, **done, **cpu}))
"""


def archive(path: Path, megabytes: int) -> None:
    """Writes a web archive of at least that size."""
    chance = random.Random(1)
    with path.open("wb") as out:
        number = 0
        while out.tell() < megabytes * 1_000_000:
            made = pages.page(number)
            page = record(2 * number, f"https://site.invalid/{number}", f"text/html; charset={made.charset}", made.data)
            picture = record(2 * number + 1, f"https://site.invalid/{number}.jpg", "image/jpeg", chance.randbytes(BIG))
            out.write(gzip.compress(page) + gzip.compress(picture, 0))
            number += 1


def opened(ledger: Path, jobs: int, *sources: Path) -> tuple[float, dict[str, float]]:
    """Seconds that `open` took in a process of its own, and what it did."""
    command = [sys.executable, "-c", OPEN, str(ledger), str(jobs), *map(str, sources)]
    since = time.monotonic()
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return time.monotonic() - since, told


def memory(folder: Path, megabytes: int) -> int:
    path = folder / "big.warc.gz"
    archive(path, megabytes)
    took, told = opened(folder / "l.db", 1, path)
    print(f"{path.stat().st_size / 1e6:,.0f} MB of web archive in {took:,.0f} s: {json.dumps(told)}; bound {BOUND} MB")
    return int(told["megabytes"] > BOUND)


def processes(folder: Path, count: int) -> int:
    reports = folder / "in"
    reports.mkdir()
    for number in range(count):
        (reports / f"{number:04}.html").write_bytes(pages.page(number).data)
    one, alone = opened(folder / "1.db", 1, reports)
    two, shared = opened(folder / "2.db", 2, reports)
    able = alone["own"] / max(shared["own"], shared["others"] / 2)
    same = intake.content(folder / "1.db") == intake.content(folder / "2.db")
    load = f"load of the machine {os.getloadavg()[0]:.1f}"
    print(f"one process {one:.1f} s, two {two:.1f} s: {one / two:.2f} times, {load}")
    print(f"by CPU time, with a core for each process: {able:.2f} times; the same ledger: {same}")
    return int(not same)


def in_bytes(count: int) -> int:
    """Reads pages with the shipped reader and looks every claim up in the page's bytes."""
    read = pipeline.reader().read
    claims = right = 0
    for number in range(count):
        made = pages.page(number)
        found = reports.report(Part(f"{number}.html", made.data), Settings())
        back = offsets.from_json(found.source.offsets or "")
        for claim in read(found.report).claims:
            hull = back.hull(found.report.text, claim.start, claim.end) or (0, 0)
            claims += 1
            right += detag(made.data[slice(*hull)].decode(made.charset)) == " ".join(claim.quote.split())
    print(f"{count} pages in {len(pages.LAYOUTS)} layouts: {right} of {claims} claims stand in the bytes they lead to")
    return int(right < claims)


def kills(folder: Path, times: int) -> int:
    differ = intake.killed(intake.sources(folder / "in"), folder, times)
    print(f"killed {times} times and run again: {differ} ledgers differ")
    return int(differ > 0)


def main(what: str, number: int | None) -> int:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if what == "memory":
            return memory(folder, number or 1000)
        if what == "bytes":
            return in_bytes(number or 200)
        return processes(folder, number or 240) if what == "processes" else kills(folder, number or 50)
