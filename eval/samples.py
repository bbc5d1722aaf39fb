"""The reports that speed is measured with: those of the demonstration, their figures changed, and others between."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from counterclaim import reading
from counterclaim.processes import in_order
from counterclaim.records import make_report

DEMO = Path(reading.__file__).parent.parent / "demo" / "reports"
RELEVANT = 20
"""One report in so many of the mixed feed is about a conflict: 5%."""
PEACEFUL = (
    "The council opened a new library on Monday. It holds 40,000 books, the mayor said.",
    "Shares in the bank rose 3% after its chief executive defended the merger against critics on Thursday.",
    "The striker scored twice in the second half, and the visitors never recovered, their coach told reporters.",
    "Farmers in the north expect the best harvest in years, the ministry of agriculture said in its weekly report.",
    "The film opens next month. Its director, who is 63, spent ten years on the script and two in the desert.",
    "Trains between the two cities will run every hour from 1 May, and tickets will cost a third less.",
    "The court ordered the company to pay 2 million in damages to former staff. Its lawyers said they would appeal.",
)


def texts(count: int) -> list[str]:
    """`count` reports: the bundled ones in turn, every number in them changed."""
    rng = random.Random(1)
    bundled = [path.read_text(encoding="utf-8") for path in sorted(DEMO.glob("*.txt"))]

    def varied(text: str) -> str:
        return re.sub(r"\b\d{2,3}\b", lambda m: str(rng.randint(10, 10 ** len(m[0]) - 1)), text)

    return [varied(bundled[i % len(bundled)]) for i in range(count)]


def feed(count: int) -> list[str]:
    """`count` reports of about 400 words, one in RELEVANT of them about a conflict."""
    rng = random.Random(2)
    relevant = iter(texts(2 * count))

    def peaceful() -> str:
        return "\n\n".join(" ".join(rng.sample(PEACEFUL, 3)) for _ in range(7))

    return ["\n\n".join(islice(relevant, 2)) if i % RELEVANT == 0 else peaceful() for i in range(count)]


def read_one(text: str) -> int:
    """Reads a report and counts its claims."""
    return len(reading.read(make_report(text)).claims)


def held_by_one(processes: int) -> int:
    """kB that one of several processes takes when it has read the demonstration; of what they share, its part."""
    return max(held for _, held in in_order(_held, ((text, None) for text in texts(32)), processes, len, lost))


def _held(text: str) -> int:
    """Reads a report; the kB of this process then."""
    read_one(text)
    with Path("/proc/self/smaps_rollup").open(encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))


def lost(text: str) -> int:
    """RuntimeError, for a process that died of a report."""
    raise RuntimeError(f"a process died of: {text}")


def timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds that some work takes."""
    start = clock()
    work()
    return clock() - start
