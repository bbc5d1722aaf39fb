"""How laying reports side by side grows: 10,000, 100,000 and 1,000,000 synthetic claims in a ledger.

The claims are made up here: every day of a war in an invented land the same number of incidents, each told by a few
reports of a few claims, with tolls that rise, and denials. So a longer war has more days and no denser ones. What is
timed is `crosscheck.settle` alone, in CPU seconds of this process; the exponent is the slope of its logarithm over
that of the number of claims. Then one more report is added to the largest ledger and settled, which is timed whole.
"""

from __future__ import annotations

import math
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from counterclaim import crosscheck
from counterclaim.ledger.store import Ledger
from counterclaim.records import Actor, Claim, Event, Figure, Place, Record, Span, When, make_report

SIZES = (10_000, 100_000, 1_000_000)
A_DAY = 40
"""Incidents a day."""
TOWNS = 600
SIDES = ("Northern Army", "River Front")
SITES = ("market", "school", "checkpoint", "bridge", "camp", "convoy", "hospital", "station")
KINDS = ("shelling", "air_strike", "drone_strike", "shooting", "explosion")
BATCH = 500
"""Reports that are written in one transaction."""
FIRST = date(2001, 1, 1)


def records() -> Iterator[Record]:
    """Reports without end, in the order of their days; the same every time."""
    rng = random.Random(11)
    day, number = 0, 0
    while True:
        for _ in range(A_DAY):
            town, kind, site = rng.randrange(TOWNS), rng.choice(KINDS), rng.choice(SITES)
            dead = rng.randint(0, 60)
            for _ in range(rng.choice((2, 3, 4, 5, 6))):
                number += 1
                late = rng.choice((0, 0, 1, 2))
                yield _record(rng, number, day, late, town, kind, site, dead + late * rng.randint(0, 4))
        day += 1


def _record(rng: random.Random, number: int, day: int, late: int, town: int, kind: str, site: str, dead: int) -> Record:
    """One report of about five claims about one incident."""
    when = FIRST + timedelta(days=day)
    blamed, other = SIDES if rng.random() < 0.5 else SIDES[::-1]
    lines = [
        f"Report {number}: {dead} people were killed when fire hit a {site} in Town{town} on {when:%d %B %Y}.",
        f"{blamed} fired on the {site}, the mayor of Town{town} said in report {number}.",
        f"{blamed} denied it to the writer of report {number}.",
        f"{dead + rng.randint(0, 30)} people were injured, a medic told report {number}.",
        f"The attack was condemned in {rng.choice(SITES)} number {rng.randint(1, 9999)}.",
    ]
    text = "\n".join(lines) + "\n"
    starts = [text.index(line) for line in lines]
    place = Place(
        name=f"Town{town}", lat=10 + (town % 30) * 0.4, lon=30 + (town // 30) * 0.4, country="XO", precision="exact"
    )
    on = When(from_=when, to=when, precision="day", basis="stated")
    injured = int(lines[3].partition(" ")[0])
    told = (
        ("Health Office", other, "asserts", _event(text, starts[0], lines[0], kind, on, place, "killed", dead)),
        (f"Mayor of Town{town}", other, "accuses", _event(text, starts[1], lines[1], kind, by=blamed)),
        (blamed, blamed, "denies", None),
        (
            f"Medic {number % 97}",
            None,
            "asserts",
            _event(text, starts[3], lines[3], "casualties", effect="injured", n=injured),
        ),
        (other, other, "condemns", _event(text, starts[4], lines[4], kind)),
    )
    claims = []
    for at, (speaker, side, stance, event) in enumerate(told):
        span = {"start": starts[at], "end": starts[at] + len(lines[at])}
        claims.append(
            Claim(
                id=f"c{number:09}{at}",
                quote=lines[at],
                speaker=Actor(name=speaker, side=side),
                content=Span(**span),
                stance=stance,  # type: ignore[arg-type]
                events=(event,) if event else (),
                **span,
            )
        )
    outlet, published = f"Outlet {rng.randrange(40)}", when + timedelta(days=late)
    return Record(report=make_report(text, outlet=outlet, published=published), claims=tuple(claims))


def _event(
    text: str,
    start: int,
    line: str,
    kind: str,
    when: When | None = None,
    place: Place | None = None,
    effect: str = "",
    n: int = 0,
    by: str = "",
) -> Event:
    at = text.index(str(n), start) if effect else 0
    figures = (Figure(effect=effect, min=n, max=n, start=at, end=at + len(str(n))),) if effect else ()  # type: ignore[arg-type]
    agents = (Actor(name=by, side=by),) if by else ()
    end = start + len(line)
    return Event(type=kind, start=start, end=end, when=when, place=place, figures=figures, agents=agents)  # type: ignore[arg-type]


def grow(sizes: Sequence[int], folder: Path) -> tuple[list[tuple[int, float]], float]:
    """For each size the CPU seconds of settling so many claims, and the seconds for one report more on the largest."""
    timed = []
    for size in sizes:
        with Ledger(folder / f"{size}.db", write=True) as ledger:
            source = records()
            run, written, spent = ledger.start("synthetic"), 0, 0.0
            while written < size:
                batch = list(islice(source, BATCH))
                ledger.add_all(batch, run)
                written += sum(len(record.claims) for record in batch)
                began = time.process_time()
                crosscheck.settle(ledger, chunk=BATCH)
                spent += time.process_time() - began
            timed.append((written, spent))
            one_more = next(source)
            began = time.perf_counter()
            ledger.add(one_more, run)
            crosscheck.settle(ledger)
            last = time.perf_counter() - began
        print(f"{written:>10,} claims  {spent:9.1f} CPU s  {1e6 * spent / written:7.1f} us a claim", flush=True)
    return timed, last


def exponent(timed: Sequence[tuple[int, float]]) -> float:
    """The slope of log seconds over log claims, by least squares."""
    xs, ys = [math.log(n) for n, _ in timed], [math.log(s) for _, s in timed]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    across = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return across / sum((x - mean_x) ** 2 for x in xs)


def main(sizes: Sequence[int] = SIZES) -> int:
    """Prints the table."""
    print("Laying synthetic claims side by side")
    with tempfile.TemporaryDirectory() as name:
        timed, last = grow(sizes, Path(name))
    if len(timed) > 1:
        print(f"growth exponent {exponent(timed):.3f} (1: linear)")
    print(f"one report more on {timed[-1][0]:,} claims: {last:.3f} s")
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main([int(size) for size in sys.argv[1:]] or SIZES))
