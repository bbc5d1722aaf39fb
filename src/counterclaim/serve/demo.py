"""The bundled example: read like a user's own reports, then told in short. An invented conflict, so that nobody real is
made to say anything.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from counterclaim import pipeline
from counterclaim.ledger.query import records
from counterclaim.ledger.store import Ledger
from counterclaim.records import Claim, Event, Figure, Record, Report
from counterclaim.serve import words
from counterclaim.settings import Settings

DATA = Path(__file__).parent.parent / "demo"
MIN_ACCOUNTS = 2
"""Voices that an incident needs to be shown in the summary's first part."""


class Count(NamedTuple):
    """A figure with who says it, where."""

    figure: Figure
    claim: Claim
    report: Report

    @property
    def voice(self) -> str:
        """Who answers for the number: the speaker, or the outlet where the report says it itself."""
        if self.claim.speaker.kind == "report":
            return self.report.outlet or self.report.title or self.report.id
        return self.claim.speaker.name


class Incident(NamedTuple):
    """For this first cut: everything said about one place on one day."""

    day: str
    place: str


def fresh_ledger() -> Path:
    """A new place for a ledger that outlives the command, so that the next steps work."""
    return Path(tempfile.mkdtemp(prefix="counterclaim-demo-")) / "demo.db"


def size() -> int:
    """How many reports the example has."""
    return len(pipeline.plan([str(DATA / "reports")]))


def read_into(ledger: Ledger, settings: Settings) -> Iterator[pipeline.Outcome]:
    """Reads the example with its actors and gazetteer."""
    actors, gazetteer = str(DATA / "actors.yaml"), str(DATA / "gazetteer.csv")
    ledger.remember("actors", [actors])
    ledger.remember("gazetteers", [gazetteer])
    planned = pipeline.plan([str(DATA / "reports")])
    return pipeline.open_all(planned, pipeline.reader([actors], [gazetteer]), settings, ledger)


def summarise(ledger: Ledger, console: Console | None = None) -> None:
    """Incident by incident: who says which figure, and which of them cannot both be true."""
    console = console or Console(highlight=False)
    console.print(Text("An invented conflict: no party, place or word below is real.\n", style="dim"))
    for incident, counts in incidents(records(ledger)).items():
        console.print(Text(f"{incident.day}  {incident.place}", style="bold"))
        for line in accounts(counts):
            console.print(Text.assemble("  ", line))
        for one, other in disagreements(counts):
            console.print(Text(f"  ≠ {_stated(one)}; {_stated(other)}", style="yellow"))
        console.print()


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


def incidents(found: Iterable[Record]) -> dict[Incident, list[Count]]:
    """The figures of all claims about news, by day and place, in order of time."""
    grouped: defaultdict[Incident, list[Count]] = defaultdict(list)
    for record in found:
        for claim in record.claims:
            for event in claim.events:
                incident = _incident(event)
                if incident and not event.background:
                    grouped[incident].extend(Count(figure, claim, record.report) for figure in event.figures)
    return {incident: counts for incident, counts in sorted(grouped.items()) if counts}


def _incident(event: Event) -> Incident | None:
    if event.when is None or event.when.from_ is None or event.place is None:
        return None
    return Incident(words.when(event.when), words.place(event.place))


def accounts(counts: Iterable[Count]) -> Iterator[Text]:
    """One line a figure and voice, with the reports that carry it."""
    told: defaultdict[tuple[str, str], list[Count]] = defaultdict(list)
    for count in counts:
        told[(words.figure(count.figure), count.voice)].append(count)
    for (figure, voice), same in told.items():
        outlets = dict.fromkeys(words.one_line(one.report.outlet or one.report.path or one.report.id) for one in same)
        yield Text.assemble(
            (figure, "bold"), "  ", (words.one_line(voice), "cyan"), (f"  in {', '.join(outlets)}", "dim")
        )


def disagreements(counts: Iterable[Count]) -> list[tuple[Count, Count]]:
    """Pairs of figures of different voices for the same people that cannot both be true; each pair of voices once."""
    found: dict[tuple[str, ...], tuple[Count, Count]] = {}
    for one, other in combinations(counts, 2):
        if _comparable(one, other) and _apart(one.figure, other.figure):
            found.setdefault((one.figure.effect, *sorted((one.voice, other.voice))), (one, other))
    return list(found.values())


def _comparable(one: Count, other: Count) -> bool:
    """The same kind of count, on the same day, from voices that differ; a toll that rises later contradicts nobody."""
    same = ("effect", "victims", "side")
    alike = all(getattr(one.figure, name) == getattr(other.figure, name) for name in same)
    return alike and one.voice != other.voice and one.report.published == other.report.published


def _apart(one: Figure, other: Figure) -> bool:
    """Whether no number lies within both; an approximate one is given a tenth."""
    low, high = _range(one)
    other_low, other_high = _range(other)
    return high < other_low or other_high < low


def _range(figure: Figure) -> tuple[float, float]:
    most = float("inf") if figure.max is None else float(figure.max)
    return (0.9 * figure.min, 1.1 * most) if figure.qualifier == "about" else (figure.min, most)


def _stated(count: Count) -> str:
    report = count.report.outlet or count.report.path or count.report.id
    return f"{words.one_line(count.voice)}: {words.figure(count.figure)} ({words.one_line(report)})"
