"""Reports of an invented war without end, the same every time: ledgers of any size to measure with.

Every day has the same number of incidents, each told by a few reports of five claims, with tolls that rise, and
denials. So a longer war has more days and no denser ones. Beside what is said of the incident each report has a line
of invented words, few of them common and most rare, as words are (Zipf).

python -m eval.synthetic CLAIMS LEDGER    writes so many claims to a ledger, in batches, and lays them side by side
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from counterclaim.ledger.store import Ledger
from counterclaim.records import Actor, Claim, Event, Figure, Place, Record, Span, When, make_report

A_DAY = 40
"""Incidents a day."""
TOWNS = 600
SIDES = ("Northern Army", "River Front", "Coast Militia", "Highland Union", "Southern Guard", "Plains Brigade")
SITES = ("market", "school", "checkpoint", "bridge", "camp", "convoy", "hospital", "station")
KINDS = ("shelling", "air_strike", "drone_strike", "shooting", "explosion")
OUTLETS = 400
MEDICS = 97
SYLLABLES = ("ba", "cor", "den", "el", "fi", "gar", "ho", "is", "jun", "ka", "lo", "mer", "nu", "os", "pel", "ra")
VOCABULARY = 20_000
REPORTS_A_DAY = 4 * A_DAY
"""On average."""
CLAIMS_A_REPORT = 5
BATCH = 500
"""Reports that are written in one transaction."""
FIRST = date(2001, 1, 1)


def records(*, day: int = 0, number: int = 0, seed: int = 11) -> Iterator[Record]:
    """Reports without end in the order of their days, from this day of the war on; they are counted from `number`."""
    rng = random.Random(seed)
    while True:
        for _ in range(A_DAY):
            town, kind, site = rng.randrange(TOWNS), rng.choice(KINDS), rng.choice(SITES)
            dead = rng.randint(0, 60)
            pair = town % 3 * 2
            blamed, other = SIDES[pair : pair + 2] if rng.random() < 0.5 else SIDES[pair : pair + 2][::-1]
            for _ in range(rng.choice((2, 3, 4, 5, 6))):
                number += 1
                late = rng.choice((0, 0, 1, 2))
                yield _record(rng, number, day, late, town, kind, site, dead + late * rng.randint(0, 4), blamed, other)
        day += 1


@cache
def words() -> tuple[list[str], list[float]]:
    """Invented words, and how often each occurs, added up."""
    made = [_word(n) for n in range(VOCABULARY)]
    return made, list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))


def _word(number: int) -> str:
    parts = []
    for _ in range(4):
        number, at = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[at])
    return "".join(parts)


def town_name(town: int) -> str:
    """The name of a town."""
    return _word(town * 7 + 3).capitalize() + "a"


def _record(
    rng: random.Random,
    number: int,
    day: int,
    late: int,
    town: int,
    kind: str,
    site: str,
    dead: int,
    blamed: str,
    other: str,
) -> Record:
    """One report of five claims about one incident."""
    when = FIRST + timedelta(days=day)
    vocabulary, often = words()
    name, filler = town_name(town), " ".join(rng.choices(vocabulary, cum_weights=often, k=9))
    injured = dead + rng.randint(0, 30)
    title = f"{site.capitalize()} hit in {name}"
    lines = [
        f"Report {number}: {dead} people were killed when fire hit a {site} in {name} on {when:%d %B %Y}.",
        f"{blamed} fired on the {site}, the mayor of {name} said in report {number}.",
        f"{blamed} denied it to the writer of report {number}.",
        f"{injured} people were injured, a medic told report {number}.",
        f"The attack was condemned: {filler}.",
    ]
    text = "\n".join((title, *lines)) + "\n"
    starts = [text.index("\n" + line) + 1 for line in lines]
    place = Place(
        name=name,
        lat=10 + (town % 30) * 0.4,
        lon=30 + (town // 30) * 0.4,
        country=("XO", "XP", "XQ")[town % 3],
        precision="exact",
    )
    on = When(from_=when, to=when, precision="day", basis="stated")
    told: tuple[tuple[str, str | None, str, Event | None], ...] = (
        ("Health Office", other, "asserts", _event(text, starts[0], lines[0], kind, on, place, ("killed", dead))),
        (f"Mayor of {name}", other, "accuses", _event(text, starts[1], lines[1], kind, by=blamed)),
        (blamed, blamed, "denies", None),
        (
            f"Medic {number % MEDICS}",
            None,
            "asserts",
            _event(text, starts[3], lines[3], "casualties", count=("injured", injured)),
        ),
        (other, other, "condemns", _event(text, starts[4], lines[4], kind)),
    )
    claims = [
        _claim(f"c{number:09}{at}", start, line, *one)
        for at, (start, line, one) in enumerate(zip(starts, lines, told, strict=True))
    ]
    origin: dict[str, Any] = {
        "title": title,
        "outlet": f"Outlet {rng.randrange(OUTLETS)}",
        "published": when + timedelta(days=late),
    }
    return Record(report=make_report(text, **origin), claims=tuple(claims))


def _claim(id: str, start: int, line: str, speaker: str, side: str | None, stance: Any, event: Event | None) -> Claim:
    span: dict[str, Any] = {"start": start, "end": start + len(line)}
    by = Actor(name=speaker, side=side)
    return Claim(
        id=id, quote=line, speaker=by, content=Span(**span), stance=stance, events=(event,) if event else (), **span
    )


def _event(
    text: str,
    start: int,
    line: str,
    kind: Any,
    when: When | None = None,
    place: Place | None = None,
    count: tuple[Any, int] | None = None,
    by: str = "",
) -> Event:
    figures: tuple[Figure, ...] = ()
    if count:
        effect, n = count
        at = text.index(f"{n} people", start)
        figures = (Figure(effect=effect, min=n, max=n, start=at, end=at + len(str(n))),)
    agents = (Actor(name=by, side=by),) if by else ()
    return Event(type=kind, start=start, end=start + len(line), when=when, place=place, figures=figures, agents=agents)


def batches(claims: int) -> Iterator[list[Record]]:
    """Batches of reports with so many claims in all, or a few more."""
    source, given = records(), 0
    while given < claims:
        batch = list(islice(source, BATCH))
        given += sum(len(record.claims) for record in batch)
        yield batch


def main(claims: int, path: Path) -> int:
    """Writes the ledger and tells how long that took."""
    from counterclaim import crosscheck

    with Ledger(path, write=True) as ledger:
        run = ledger.start("synthetic")
        for number, batch in enumerate(batches(claims)):
            ledger.add_all(batch, run)
            crosscheck.settle(ledger, chunk=BATCH)
            if number % 20 == 0:
                print(f"{number * BATCH:>9,} reports", flush=True)
        ledger.finish(run)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2])))
