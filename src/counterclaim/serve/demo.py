"""The bundled example: read like a user's own reports, then told in short. An invented conflict, so that nobody real is
made to say anything.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from counterclaim import pipeline, words
from counterclaim.ledger.query import records
from counterclaim.ledger.store import Ledger
from counterclaim.records import Claim, Event, Figure, Record, Report
from counterclaim.settings import Settings

DATA = Path(__file__).parent.parent / "demo"
EVERYBODY = "person"
"""The victims of a count that leaves nobody out."""
RECENT = timedelta(days=7)
"""How long after an incident a figure that says the place and no day is still taken for one of its own."""


class Count(NamedTuple):
    """A figure with who says it of what, and where."""

    figure: Figure
    event: Event
    claim: Claim
    report: Report

    @property
    def voice(self) -> str:
        """Who answers for the number: the speaker, or the outlet where the report says it itself."""
        if self.claim.speaker.kind == "report":
            return self.outlet
        return self.claim.speaker.name

    @property
    def outlet(self) -> str:
        """Who carries it: the outlet, or the file where none is known."""
        return self.report.outlet or Path(self.report.path or self.report.id).name

    @property
    def place(self) -> str | None:
        return self.event.place.name if self.event.place else None

    @property
    def day(self) -> date | None:
        """The day of the event, if it is said to be one day's."""
        when = self.event.when
        return when.from_ if when and when.from_ == when.to else None


class Incident(NamedTuple):
    """For this first cut: everything said about one place on one day."""

    place: str
    day: date | None


def fresh_ledger() -> Path:
    """A new place for a ledger that outlives the command, so that the next steps work."""
    return Path(tempfile.mkdtemp(prefix="counterclaim-demo-")) / "demo.db"


def size() -> int:
    """How many reports the example has."""
    return len(pipeline.plan([str(DATA / "reports")]))


def read_into(ledger: Ledger, settings: Settings) -> Iterator[pipeline.Outcome]:
    """Reads the example with its actors and gazetteer."""
    actors, gazetteer = str(DATA / "actors.yaml"), str(DATA / "gazetteer.csv")
    ledger.remember({"actors": [actors], "gazetteers": [gazetteer]})
    planned = pipeline.plan([str(DATA / "reports")])
    return pipeline.open_all(planned, pipeline.reader([actors], [gazetteer]), settings, ledger, keep_all=True)


def summarise(ledger: Ledger, console: Console | None = None) -> None:
    """Incident by incident: who says which figure, and which of them cannot both be true."""
    console = console or Console(highlight=False, soft_wrap=True)
    console.print(Text("An invented conflict: no party, place or word below is real.\n", style="dim"))
    placed, unplaced = incidents(records(ledger))
    for incident, counts in placed.items():
        console.print(Text(f"{words.one_line(incident.place)}, {incident.day or 'day not stated'}", style="bold"))
        for line in accounts(counts):
            console.print(Text.assemble("  ", line))
        for one, other in disagreements(counts):
            console.print(Text(f"  ≠ {_stated(one)}, but {_stated(other)}", style="yellow"))
        console.print()
    if unplaced:
        console.print(
            Text(f"{words.plural(len(unplaced), 'further figure')} without a place; counterclaim claims has them.")
        )


def next_steps(ledger: Path) -> None:
    """What to type next."""
    console = Console(highlight=False, soft_wrap=True)
    console.print("\nNext:")
    for command, what in (
        (f"counterclaim claims --ledger {ledger} --stance denies", "who denies what"),
        (f"counterclaim show ID --ledger {ledger}", "one report or claim"),
        (f"counterclaim why ID.killed --ledger {ledger}", "the characters behind a figure"),
        (f"counterclaim verify --ledger {ledger}", "check every character of it"),
        ("counterclaim open FOLDER --ledger my.db", "read your own reports"),
    ):
        console.print(Text.assemble("  ", command, ("   " + what, "dim")))


def incidents(found: Iterable[Record]) -> tuple[dict[Incident, list[Count]], list[Count]]:
    """The figures of the news, by place and day, in order of time; and those that say no place.

    A figure without a day goes to the last dated incident at its place within `RECENT` before it was reported.
    """
    counts = list(_news(found))
    dated = {Incident(c.place, c.day) for c in counts if c.place and c.day}
    placed: defaultdict[Incident, list[Count]] = defaultdict(list)
    for count in counts:
        if count.place:
            placed[Incident(count.place, count.day or _recent(count, dated))].append(count)
    ordered = sorted(placed.items(), key=lambda item: (item[0].day or date.max, item[0].place))
    return dict(ordered), [count for count in counts if not count.place]


def _news(found: Iterable[Record]) -> Iterator[Count]:
    for record in found:
        for claim in record.claims:
            for event in claim.events:
                if not event.background:
                    yield from (Count(figure, event, claim, record.report) for figure in event.figures)


def _recent(count: Count, dated: Iterable[Incident]) -> date | None:
    reported = count.report.published
    days = [incident.day for incident in dated if incident.place == count.place and incident.day]
    return max((day for day in days if reported and day <= reported <= day + RECENT), default=None)


def accounts(counts: Iterable[Count]) -> Iterator[Text]:
    """One line a figure and voice, with the reports that carry it, in the order in which they came."""
    told: defaultdict[tuple[str, str], list[Count]] = defaultdict(list)
    for count in sorted(counts, key=lambda count: count.report.published or date.max):
        told[(words.figure(count.figure), count.voice)].append(count)
    for (figure, voice), same in told.items():
        outlets = dict.fromkeys(words.one_line(one.outlet) for one in same)
        since = same[0].report.published or "no date"
        yield Text.assemble(
            (figure, "bold"), "  ", (words.one_line(voice), "cyan"), (f"  {since} in {', '.join(outlets)}", "dim")
        )


def disagreements(counts: Iterable[Count]) -> list[tuple[Count, Count]]:
    """Pairs of figures of different voices that cannot both be true; each pair of voices once for each effect.

    Only what was reported on the same day is compared: a toll that rises later contradicts nobody.
    """
    found: dict[tuple[str, ...], tuple[Count, Count]] = {}
    for one, other in combinations(counts, 2):
        same_day = one.report.published == other.report.published
        if one.voice != other.voice and same_day and _exclude(one.figure, other.figure):
            found.setdefault((one.figure.effect, *sorted((one.voice, other.voice))), (one, other))
    return list(found.values())


def _exclude(one: Figure, other: Figure) -> bool:
    """Whether no number is within both counts of the same people, or a part is greater than the whole it belongs to."""
    if one.effect != other.effect or one.side != other.side:
        return False
    low, high = _range(one)
    other_low, other_high = _range(other)
    if one.victims == other.victims:
        return high < other_low or other_high < low
    return (one.victims == EVERYBODY and high < other_low) or (other.victims == EVERYBODY and other_high < low)


def _range(figure: Figure) -> tuple[float, float]:
    """What the count allows; an approximate one is given a tenth more and less."""
    most = float("inf") if figure.max is None else float(figure.max)
    return (0.9 * figure.min, 1.1 * most) if figure.qualifier == "about" else (figure.min, most)


def _stated(count: Count) -> str:
    return f"{words.one_line(count.voice)} says {words.figure(count.figure)}"
