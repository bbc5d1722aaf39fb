"""A team at work on one ledger: reviewers who judge and take back, and runs that read reports in, all at once."""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from counterclaim import crosscheck
from counterclaim.errors import ConflictError
from counterclaim.ledger.query import records
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from tests import make
from tests.reconcile.test_incidents import shelling

PATIENCE = 60.0
"""Seconds that a member of the team waits for the others' writing."""


@dataclass
class Worked:
    """What was done, counted by those who did it, and what the ledger holds."""

    done: Counter[str]
    reports: int
    judgements: int
    problems: list[str]


def work(address: str, seconds: float, *, reviewers: int = 8, ingests: int = 2) -> Worked:
    """Lets a team work for that long on a ledger with two claims, each member over connections of its own."""
    with Ledger(address, write=True) as ledger:
        ledger.add(make.record(), ledger.start("1"))
        crosscheck.settle(ledger)
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(reviewers + ingests) as pool:
        jobs = [pool.submit(_review, address, f"reviewer {n}", until) for n in range(reviewers)]
        jobs += [pool.submit(_ingest, address, n, until) for n in range(ingests)]
        done = sum((job.result() for job in jobs), Counter[str]())
    with Ledger(address) as ledger:
        held = sum(1 for _ in records(ledger))
        lines = [crosscheck.reviewed(ledger, claim).lines for claim in (make.toll().id, make.denial().id)]
        return Worked(done, held, sum(map(len, lines)), list(verify(ledger).problems))


def _review(address: str, name: str, until: float) -> Counter[str]:
    """Judges one of two claims again and again, as somebody who has just looked at it; a conflict is looked at anew."""
    chance, done = random.Random(name), Counter[str]()
    with Ledger(address, write=True, busy_seconds=PATIENCE) as ledger:
        while time.monotonic() < until:
            claim = chance.choice((make.toll().id, make.denial().id))
            judge = chance.choice((crosscheck.accept, crosscheck.reject))
            try:
                made = judge(ledger, claim, by=name, version=crosscheck.reviewed(ledger, claim).version)
            except ConflictError:
                done["conflicts"] += 1
                continue
            done["judged"] += 1
            if chance.random() < 0.3:
                crosscheck.undo(ledger, made.lines[-1].act, by=name)
                done["judged"] -= 1
                done["undone"] += 1
    return done


def _ingest(address: str, number: int, until: float) -> Counter[str]:
    """Reads reports in, of incidents that the other run's are of too."""
    done = Counter[str]()
    with Ledger(address, write=True, busy_seconds=PATIENCE) as ledger:
        run = ledger.start("1")
        while time.monotonic() < until or not done["reports"]:
            day, town = 1 + done["reports"] % 28, ("Corvane", "Brakka")[done["reports"] // 28 % 2]
            ledger.add(shelling(f"Outlet {number} {done['reports']}", day, town), run)
            crosscheck.settle(ledger)
            done["reports"] += 1
    return done
