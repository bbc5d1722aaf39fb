"""The bundled example: read like a user's own reports, then told in short. An invented conflict, so that nobody real is
made to say anything.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from counterclaim import pipeline, words
from counterclaim.crosscheck import Dispute, all_disputes, all_incidents
from counterclaim.ledger.store import Ledger
from counterclaim.records import Incident
from counterclaim.serve.sides import Tables
from counterclaim.settings import Settings

DATA = Path(__file__).parent.parent / "demo"
NEWS = date(2024, 3, 1)
"""When the example's news begins; what it tells of earlier days is history."""


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
    """Incident by incident, those of most reports first: who says which figure, and who contradicts or denies whom."""
    console = console or Console(highlight=False, soft_wrap=True)
    console.print(Text("An invented conflict: no party, place or word below is real.\n", style="dim"))
    tables = Tables(console)
    every = [incident for incident in all_incidents(ledger) if not _history(incident)]
    shown = [incident for incident in every if len(incident.reports) > 1 and incident.tolls]
    disputed: defaultdict[str, list[Dispute]] = defaultdict(list)
    for dispute in all_disputes(ledger):
        disputed[dispute.incident.id].append(dispute)
    for incident in sorted(shown, key=lambda one: (-len(one.reports), one.id)):
        tables.toll(incident)
        for line in disagreements(disputed[incident.id]):
            console.print(Text(f"  ≠ {line}", style="yellow"))
        console.print()
    rest = words.plural(len(every) - len(shown), "further incident")
    console.print(Text(f"{rest} of one report or without a figure; counterclaim incidents has them."))


def disagreements(found: Iterable[Dispute]) -> list[str]:
    """Who contradicts or denies whom on what, each once."""
    lines = (
        f"{one.later.voice} {one.link.relation} {one.earlier.voice} on {one.link.field}"
        + (f": {one.link.why}" if one.link.relation == "contradicts" else "")
        for one in found
    )
    return list(dict.fromkeys(map(words.one_line, lines)))


def _history(incident: Incident) -> bool:
    """Is it of another year than the example's news?"""
    return incident.when is not None and incident.when.from_ is not None and incident.when.from_ < NEWS


def next_steps(ledger: Path) -> None:
    """What to type next."""
    console = Console(highlight=False, soft_wrap=True)
    console.print("\nNext:")
    for command, what in (
        (f"counterclaim disputes --ledger {ledger}", "who says otherwise, with the words at both ends"),
        (f"counterclaim claims --ledger {ledger} --stance denies", "who denies what"),
        (f"counterclaim show ID --ledger {ledger}", "one report or claim"),
        (f"counterclaim why ID.killed --ledger {ledger}", "the characters behind a figure"),
        (f"counterclaim verify --ledger {ledger}", "check every character of it"),
        ("counterclaim open FOLDER --ledger my.db", "read your own reports"),
    ):
        console.print(Text.assemble("  ", command, ("   " + what, "dim")))
