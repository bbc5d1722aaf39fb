"""What the product stands, longer than the tests have time for.

python -m eval soak team [SECONDS]      8 reviewers and 2 runs on one ledger in PostgreSQL at once, for 300 seconds
python -m eval soak cluster [TIMES]     drivers and workers of `cluster run` killed at 20 points each, on both engines
python -m eval soak spans               records corrupted in five ways, every claim of the demonstration in each
python -m eval soak crashes [POINTS]    everything that writes, killed at 200 random points, out of room, met by another
python -m eval soak load [MINUTES]      `watch`, the desk and reviewers on one ledger for an hour; what memory they hold
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from statistics import median
from typing import get_args

from counterclaim import pipeline
from counterclaim.ledger.store import Ledger
from counterclaim.serve import demo
from counterclaim.settings import Settings
from tests import postgresql, team
from tests.reliability import crashes, load, power, spans
from tests.scale import shards

FILLED = 20_000
"""Claims of the ledger that a soak begins with: more than SQLite keeps in memory."""
PACE = 2.0
"""Seconds between two pages that are published."""
FLAT = 0.05
"""Growth of memory behind the warm-up, the first sixth of the time, that is none."""


def at_work(seconds: float) -> int:
    """What a team does to a ledger, and whether any of it is missing."""
    programs = postgresql.programs()
    if programs is None:
        print("no PostgreSQL server is installed here: apt-get install postgresql")
        return 1
    with postgresql.running(programs) as server:
        worked = team.work(server.fresh(), seconds)
    done = worked.done
    lost = done["judged"] - worked.judgements + done["reports"] + 1 - worked.reports
    print(
        f"{seconds:.0f} s: {done['judged']:,} judgements, {done['undone']:,} undone, {done['conflicts']:,} conflicts "
        f"told, {done['reports']:,} reports; {lost} lost, {len(worked.problems)} problems"
    )
    return int(lost != 0 or bool(worked.problems))


def killed(times: int) -> int:
    """How many tables differ after a kill."""
    differ = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        plan = shards.planned(folder / "m.jsonl", shards.documents(folder / "docs.jsonl"))
        shards.run(plan, folder / "alone", workers=1)
        expected = shards.content(folder / "alone")
        for engine in ("local", "ray"):
            for victim in get_args(shards.Victim):
                found = shards.killed(plan, folder, expected, victim, times, engine)
                print(f"{engine}, {victim} killed {times} times: {found} tables differ", flush=True)
                differ += found
    return int(differ > 0)


def used(minutes: int) -> int:
    """What an hour of use leaves behind, and how memory grew."""
    with tempfile.TemporaryDirectory() as made:
        found = load.soak(Path(made), 60 * minutes, pace=PACE, filled=FILLED)
    done = ", ".join(f"{number:,} {what}" for what, number in sorted(found.done.items()))
    print(f"{minutes} minutes on a ledger of {FILLED:,} claims: {done}")
    print(f"{len(found.lost)} lost, {len(found.doubled)} doubled, {len(found.problems)} problems")
    for line in (*found.lost, *found.doubled, *found.problems)[:20]:
        print(f"  {line}")
    for name, held in found.memory.items():
        print(
            f"{name}: {held[0]:.0f} MB at the beginning, {max(held):.0f} MB at most, {held[-1]:.0f} MB in the end; "
            f"{found.growth(name):+.1%} behind the warm-up"
        )
        sixth = max(1, len(held) // 6)
        print(f"  by sixths of the time: {', '.join(f'{median(held[n * sixth :][:sixth]):.0f}' for n in range(6))} MB")
    growing = any(found.growth(name) > FLAT for name in found.memory)
    return int(bool(found.lost or found.doubled or found.problems) or growing)


def corrupted() -> int:
    """How many corruptions of records nobody notices."""
    unnoticed = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = folder / "demo.db"
        with Ledger(path, write=True) as ledger:
            for _ in demo.read_into(ledger, Settings(knowledge=str(folder / "own"))):
                pass
            known = pipeline.reader(ledger.remembered("actors"), ledger.remembered("gazetteers"))
        ways = {
            "in records": lambda: spans.unnoticed_in_records(path),
            "in a ledger": lambda: spans.unnoticed_in_ledgers(path, folder),
            "sealed again": lambda: spans.unnoticed_when_sealed(path, folder, pipeline.again(known), known.version),
        }
        for where, corrupt in ways.items():
            found = corrupt()
            missed = found.pop("unnoticed")
            unnoticed += missed
            each = ", ".join(f"{way.replace('_', ' ')} {times:,}" for way, times in sorted(found.items()))
            print(f"{where}: {found.total():,} corruptions ({each}), {missed} unnoticed", flush=True)
    return int(unnoticed > 0)


def cut_off(points: int) -> int:
    """What is wrong after kills, full disks, two processes at once, and power cuts."""
    chance = random.Random(points)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        found = crashes.survive(points, folder / "killed", told=lambda line: print(line, flush=True))
        kills = found.done["killed"] + found.done["killed again"]
        print(f"{points} points, {kills} kills, {len(found.problems)} problems", flush=True)
        with crashes.site():
            for scenario in crashes.SCENARIOS:
                found += crashes.without_room(scenario, folder / f"full {scenario.name}", 3, chance)
                found += crashes.twice(scenario, folder / f"twice {scenario.name}")
        print(f"disk full: {found.done['told']} times told, {found.done['had room']} times there was room", flush=True)
        for line in sorted(found.told):
            print(f"  {line}")
        print(f"two at once: {found.done['two at once']} times", flush=True)
        acknowledged = power.written(folder / "power")
        found.problems += power.cuts(folder / "power", acknowledged, points // 2, chance)
        print(f"power cut: {3 * (points // 2)} times behind {len(acknowledged)} acts")
        print(f"{len(found.problems)} problems in all")
        for line in found.problems[:20]:
            print(f"  {line}")
    return int(bool(found.problems))


def main(what: str, number: int | None) -> int:
    if what == "load":
        return used(number or 60)
    if what == "spans":
        return corrupted()
    if what == "crashes":
        return cut_off(number or 200)
    return at_work(number or 300) if what == "team" else killed(number or 20)
