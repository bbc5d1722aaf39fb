"""What the product stands, longer than the tests have time for.

python -m eval soak team [SECONDS]      8 reviewers and 2 runs on one ledger in PostgreSQL at once, for 300 seconds
python -m eval soak cluster [TIMES]     drivers and workers of `cluster run` killed at 20 points each, on both engines
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import get_args

from tests import postgresql, team
from tests.scale import shards


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


def main(what: str, number: int | None) -> int:
    return at_work(number or 300) if what == "team" else killed(number or 20)
