"""Incidents, disputes, tolls and the log as people and programs read them: tables, or JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from rich.console import Console
from rich.text import Text

from counterclaim import words

if TYPE_CHECKING:
    from counterclaim.crosscheck import Dispute
    from counterclaim.reconcile.told import Told
    from counterclaim.records import Count, Incident, Judgement, Link, Toll


class Sides(Protocol):
    """What both ways of showing can show."""

    def incidents(self, found: Iterable[Incident]) -> None: ...
    def disputes(self, found: Iterable[Dispute]) -> None: ...
    def toll(self, incident: Incident) -> None: ...
    def links(self, found: Iterable[Link]) -> None: ...
    def log(self, found: Iterable[Judgement]) -> None: ...


class Lines:
    """JSON lines, one object each, as docs/record.md lays them down."""

    def incidents(self, found: Iterable[Incident]) -> None:
        for incident in found:
            self._line(incident)

    def disputes(self, found: Iterable[Dispute]) -> None:
        for one in found:
            ends = {"from_claim": _end(one.later), "to_claim": _end(one.earlier)}
            self._line({"incident": one.incident.id, **msgspec.to_builtins(one.link), **ends})

    def toll(self, incident: Incident) -> None:
        for toll in incident.tolls:
            self._line({"incident": incident.id, **msgspec.to_builtins(toll)})

    def links(self, found: Iterable[Link]) -> None:
        for link in found:
            self._line(link)

    def log(self, found: Iterable[Judgement]) -> None:
        for line in found:
            self._line(line)

    def _line(self, value: Any) -> None:
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
        sys.stdout.buffer.flush()


class Tables:
    """What a terminal shows."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)

    def incidents(self, found: Iterable[Incident]) -> None:
        for incident in found:
            self._heading(incident)
            kinds = ", ".join(f"{n} {relation}" for relation, n in _relations(incident).items())
            counted = [
                words.plural(len(incident.claims), "claim"),
                words.plural(len(incident.reports), "report"),
                words.plural(len(incident.origins), "origin"),
            ]
            self.console.print(Text("  " + ", ".join(counted) + (f"; links: {kinds}" if kinds else ""), style="dim"))
            for toll in incident.tolls:
                self.console.print(Text.assemble("  ", (_span(toll), "bold"), f" {_what(toll)}"))

    def disputes(self, found: Iterable[Dispute]) -> None:
        for _, group in groupby(found, key=lambda one: one.incident.id):
            every = list(group)
            self._heading(every[0].incident)
            for one in every:
                self.console.print(Text(f"  {one.link.relation} on {one.link.field}: {one.link.why}", style="yellow"))
                for told in (one.later, one.earlier):
                    self.console.print(Text.assemble("    ", (words.one_line(told.voice), "cyan"), f"  {_words(told)}"))

    def toll(self, incident: Incident) -> None:
        self._heading(incident)
        for toll in incident.tolls:
            self.console.print(Text.assemble("  ", (_span(toll), "bold"), f" {_what(toll)}"))
            for same in _carried(toll.by):
                self.console.print(Text.assemble("    ", *_counted(same)))

    def links(self, found: Iterable[Link]) -> None:
        for link in found:
            self.console.print(f"{link.from_} {link.relation} {link.to} on {link.field}: {words.one_line(link.why)}")

    def log(self, found: Iterable[Judgement]) -> None:
        for act, group in groupby(found, key=lambda line: line.act):
            lines = list(group)
            first = lines[0]
            about = " ".join(part for part in (first.a, first.relation, first.b, first.field) if part)
            more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
            undone = f" {first.undoes}" if first.undoes else ""
            when = first.at.strftime("%Y-%m-%d %H:%M")
            self.console.print(
                Text.assemble(
                    (f"{act:>6}  ", "bold"),
                    f"{when}  {words.one_line(first.by)}: {first.verdict}{undone}  {about}{more}",
                    (f"  {words.one_line(first.why)}", "dim"),
                )
            )

    def _heading(self, incident: Incident) -> None:
        about = [words.place(incident.place), words.when(incident.when), incident.type.replace("_", " ")]
        self.console.print(
            Text.assemble((", ".join(part for part in about if part), "bold"), (f"  {incident.id}", "dim"))
        )


def _end(told: Told) -> dict[str, Any]:
    """One end of a dispute: who says what, where."""
    return {
        "id": told.id,
        "speaker": told.voice,
        "side": told.side,
        "outlet": told.report.outlet,
        "report": told.report.id,
        "said_on": told.said,
        "start": told.claim.start,
        "end": told.claim.end,
        "quote": told.claim.quote,
    }


def _words(told: Told) -> str:
    """The words of a claim, and where they stand."""
    outlet = told.report.outlet or told.report.title or told.report.id
    day = f" {told.said}" if told.said else ""
    return words.one_line(f"“{told.claim.quote}” ({outlet}{day}, {told.id})")


def _relations(incident: Incident) -> dict[str, int]:
    found = sorted(link.relation for link in incident.links)
    return {relation: len(list(group)) for relation, group in groupby(found)}


def _span(toll: Toll) -> str:
    """The least and the greatest total."""
    if toll.low is None or toll.high is None:
        return "no total"
    return f"{toll.low:,}" if toll.low == toll.high else f"{toll.low:,} to {toll.high:,}"


def _what(toll: Toll) -> str:
    of = [toll.victims.replace("_", " ")] if toll.victims != "person" else []
    of += [f"of {toll.side}"] if toll.side else []
    return words.one_line(toll.effect + (f" ({', '.join(of)})" if of else ""))


def _carried(counts: Iterable[Count]) -> list[list[Count]]:
    """The counts of a toll, those together that one voice gave on one day and several reports carry."""
    found: dict[tuple[object, ...], list[Count]] = {}
    for one in counts:
        found.setdefault((one.min, one.max, one.speaker, one.said_on, one.part, one.superseded), []).append(one)
    return list(found.values())


def _counted(same: Sequence[Count]) -> list[tuple[str, str]]:
    """One count as a line: the number, who says it, when and where, and what is to be known of it."""
    count = same[0]
    notes = [note for note, holds in (("a part", count.part), ("superseded", count.superseded)) if holds]
    outlets = dict.fromkeys(one.outlet or "a report without a name" for one in same)
    where = f"{count.said_on or 'no date'} in {', '.join(outlets)}"
    return [
        (words.range_of(count.min, count.max), "bold"),
        (f"  {words.one_line(count.speaker)}", "cyan"),
        ("  " + words.one_line(where) + (f" ({', '.join(notes)})" if notes else ""), "dim"),
    ]
