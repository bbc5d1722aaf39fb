"""A claim as the accounts of an incident are compared: with its report, the day it was said, and its counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from counterclaim.reconcile.traits import side_of
from counterclaim.reconcile.words import words
from counterclaim.records import Claim, Event, Figure, Link, Relation, Report

UNREAL = frozenset({"wanted", "planned", "conditional"})
AROUND = 24
"""Characters before and behind a count in which a word tells that it is of some only."""
CLAUSE = re.compile(r"[.;:,]\s")
"""Where a clause ends."""
ALWAYS_SOME = frozenset({"child", "woman"})
"""Victims of whom a total is nearly always told as some of all: "39, four of them children"."""
EVERYBODY = "person"


@dataclass(frozen=True)
class Number:
    """One count of a claim; `part` tells that it leaves somebody out."""

    figure: Figure
    part: bool

    @property
    def low(self) -> int:
        return self.figure.min

    @property
    def high(self) -> int:
        """An open count as its least."""
        return self.figure.min if self.figure.max is None else self.figure.max


@dataclass(frozen=True, eq=False)
class Told:
    """A claim and the report that it stands in; compared by identity.

    `headline` claims only announce what the body says; `entry` is the day of the claim's entry, where the report is a
    live page of several days.
    """

    claim: Claim
    report: Report
    headline: bool = False
    paragraph: int = 0
    entry: date | None = None

    @property
    def id(self) -> str:
        return self.claim.id

    @cached_property
    def said(self) -> date | None:
        """The day it was said: as the report has it, that of its entry in a live page, else that of publication."""
        on = self.claim.said_on
        return (on.to or on.from_ if on else None) or self.entry or self.report.published

    @cached_property
    def order(self) -> tuple[date, bool, str, int]:
        """By day; who says it in its own release comes before those who report it on the day."""
        own = self.claim.cue is None and self.claim.speaker.kind == "actor"
        return self.said or date.max, not own, self.report.id, self.claim.start

    @cached_property
    def side(self) -> str | None:
        """The party that the speaker speaks for; None for the report's own voice."""
        return None if self.claim.speaker.kind == "report" else side_of(self.claim.speaker)

    @property
    def voice(self) -> str:
        """Who answers for it: the speaker, or the outlet where the report says it itself."""
        speaker = self.claim.speaker
        return self.report.outlet or "the report" if speaker.kind == "report" else speaker.name

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events that are said to have happened or not to have."""
        return tuple(event for event in self.claim.events if event.status not in UNREAL)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every count of people that it states."""
        figures = [figure for event in self.events for figure in event.figures]
        return tuple(Number(figure, _part(self.claim, figure, figures)) for figure in figures)

    @property
    def content(self) -> str:
        """The words of what is said."""
        content = self.claim.content
        return self.claim.quote[content.start - self.claim.start : content.end - self.claim.start]

    @property
    def introduction(self) -> str:
        """The words of the claim around what is said: who says it, and how they are introduced."""
        start, end = (at - self.claim.start for at in (self.claim.content.start, self.claim.content.end))
        return f"{self.claim.quote[: max(0, start)]} {self.claim.quote[max(0, end) :]}"

    @cached_property
    def contested(self) -> tuple[Figure, ...]:
        """Counts that others state and that the claim says are not so."""
        return tuple(f for e in self.events if e.status == "denied" for f in e.figures if f.min)

    def recalls(self, figure: Figure) -> bool:
        """Whether a count is only recalled: "up from 14", "first spoke of 31 dead and now gives 27"."""
        before = self.claim.quote[: max(0, figure.start - self.claim.start)]
        clause = CLAUSE.split(before)[-1]
        newer = any(f.effect == figure.effect and f.start > figure.start for e in self.events for f in e.figures)
        return bool(words().former.search(clause) or (newer and words().formerly.search(clause)))

    @cached_property
    def habitual(self) -> bool:
        """Whether it is said of what somebody does at all times, or said time and again."""
        return bool(words().habits.search(self.content) or words().habits.search(self.introduction))

    @cached_property
    def denies(self) -> bool:
        return self.claim.stance == "denies" or any(event.status == "denied" for event in self.events)


def _part(claim: Claim, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether `figure` counts some only: its words say so, or the claim has a greater count of the same."""
    lexicon = words()
    quote, start, end = claim.quote, figure.start - claim.start, figure.end - claim.start
    if not 0 <= start < end <= len(quote):
        return False
    before, behind = quote[max(0, start - AROUND) : start], quote[end : end + AROUND]
    if figure.victims in ALWAYS_SOME:
        return any(f.effect == figure.effect and f.min > figure.min and f.victims == figure.victims for f in figures)
    if lexicon.part_behind.search(quote[start:end]) or lexicon.part_before.search(before):
        return True
    if figure.min == 1 and lexicon.ordinal.search(quote[start:end]):
        return True
    if lexicon.part_behind.match(behind.lstrip()) or _soon(behind):
        return True
    if lexicon.bodies.search(quote) and lexicon.intake.search(quote):
        return True
    if lexicon.own_count.search(quote[max(0, start - 3 * AROUND) : end + AROUND]) or lexicon.taken_in.search(before):
        return True
    others = any(f is not figure and f.effect == figure.effect for f in figures)
    if others and lexicon.beside.search(behind.partition(",")[0].partition(" and ")[0]):
        return True
    if lexicon.current.search(CLAUSE.split(before)[-1]):
        return False
    greater = any(f.effect == figure.effect and f.min > figure.min and f.victims == figure.victims for f in figures)
    return greater or (figure.victims == EVERYBODY and bool(lexicon.among.search(before[-AROUND // 2 :])))


def _soon(behind: str) -> bool:
    """Whether a word for a part follows within the clause."""
    clause = behind.partition(",")[0].partition(" and ")[0].partition(".")[0]
    return bool(words().part_behind.search(clause))


def totals(told: Told) -> Iterator[Number]:
    """The counts that leave nobody out, say a number, and are the voice's own."""
    for number in told.numbers:
        own = number.figure not in told.contested and not told.recalls(number.figure)
        if own and not number.part and number.figure.qualifier != "vague":
            yield number


def link(later: Told, earlier: Told, relation: Relation, field: str, why: str) -> Link:
    """How the claim of `later` stands to that of `earlier`."""
    return Link(from_=later.id, to=earlier.id, relation=relation, field=field, why=why)
