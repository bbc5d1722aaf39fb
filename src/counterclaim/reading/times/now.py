"""Where in time a text stands as one reads on, and what its expressions of time are read as."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.times import calendar, values
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.tense import Clauses, Tense
from counterclaim.records import TimeBasis

Kind = Literal["date", "time", "duration", "set"]
ROLLING = "covers days before the report that its words do not delimit"


class Reading(NamedTuple):
    """What an expression means: TIMEX3 kind and value; `dated` where the value's days may date an event.

    `days` is a value that tells the days more closely, as "a week ago" is a day though its TIMEX3 value is a week.
    """

    kind: Kind
    value: str
    basis: TimeBasis = "stated"
    reason: str = ""
    dated: bool = True
    days: str = ""


@dataclass
class Now:
    """Where in time the text stands as one reads on.

    `published` is the report's day, or the day under whose heading an entry stands; `day`, `month`, `year` are the last
    ones told; `value` is the last value of any kind; `narrative`: the text tells of times long past, so that what is
    not dated in full belongs to the times told of, not to the report's; `entry`: it stands below the heading of a day;
    `days` are all days told in the story, `near`: the last of them shortly before; `clauses` are those of its sentence
    and `[start, end)` the expression that is read.
    """

    published: date | None = None
    narrative: bool = False
    day: date | None = None
    month: int | None = None
    year: int | None = None
    value: str = ""
    span: str = ""
    quarter: str = ""
    latest_year: int | None = None
    sentence_day: date | None = None
    sentence_year: int | None = None
    following: calendar.Written | None = None
    before: str = ""
    after: str = ""
    entry: bool = False
    days: set[date] = field(default_factory=set)
    near: bool = True
    clauses: Clauses | None = None
    start: int = 0
    end: int = 0

    @property
    def tense(self) -> Tense:
        """Does the expression that is read lie ahead or behind?"""
        return self.clauses.tense(self.start, self.end) if self.clauses else "unknown"

    @property
    def deadline(self) -> bool:
        """Is it a date to be kept?"""
        return self.clauses is not None and self.clauses.is_deadline(self.start)

    @property
    def base(self) -> date | None:
        """The day that "last week" and "in July" count from."""
        if self.narrative:
            return self.day or (date(self.year, self.month or 1, 1) if self.year else self.published)
        return self.published

    def told(self, reading: Reading, *, leading: bool) -> None:
        """Remember what has been read; a year far from those told of counts only where it leads its sentence."""
        if reading.kind == "duration":
            self.span = reading.value
            return
        covered = values.extent(reading.value) if reading.kind in ("date", "time") else None
        if covered is None:
            return
        first, _, precision = covered
        if self.narrative and self.year and abs(first.year - self.year) > 3 and not leading:
            return
        if "-Q" in reading.value and (not self.base or reading.value[:4] >= str(self.base.year - 1)):
            self.quarter = max(self.quarter, reading.value)
        if precision in ("day", "month", "year", "week", "season", "range"):
            self.year = self.sentence_year = first.year
            self.value = reading.value
        if precision == "day":
            self.day = self.sentence_day = first
            self.days.add(first)
        elif precision in ("month", "week"):
            self.day = None if precision == "month" else first
        self.month = first.month if precision in ("day", "month") else self.month


def of_another_year(now: Now) -> bool:
    """Has the sentence named a year that is not the report's, and does it not speak of what is to come?"""
    return now.published is not None and now.sentence_year != now.published.year and now.tense != "future"


def narrated_day(now: Now, *, back: bool = False) -> date | None:
    """The day that "a day later" counts from: the sentence's, else the last told, else the only one told of so far;
    going `back`, else the report's.

    "Four days earlier" at the beginning of a sentence goes back from what was told before it.
    """
    if now.sentence_day is not None:
        return now.sentence_day
    if back and now.day is not None and not now.before.strip():
        return now.day
    if now.narrative:
        return now.day or (date(now.year, now.month or 1, 1) if now.year else now.published)
    if back:
        return now.published
    only = len(now.days) == 1 and now.near and not now.entry
    return now.day or (next(iter(now.days)) if only else None)


def step_of(word: str) -> int:
    """-1 where a word leads back, 1 where it leads on, else 0."""
    return int(load("times")["steps"].get(re.sub(r"^(?:(?:the|this|very)\s+)+", "", word), 0))


def letter_of(unit: str) -> str:
    """The TIMEX3 letter of a unit, singular or plural."""
    units = load("times")["units"]
    singular = unit if unit in units else unit[:-3] + "y" if unit.endswith("ies") else unit.removesuffix("s")
    return str(units[singular])


def count_of(number: str) -> str:
    """The number as TIMEX3 writes it: digits, or X where it is vague."""
    lexicon = load("times")
    number = re.sub(r"\s+", " ", number)
    if number in ("few", "half", "many", "multi", "several") or number in lexicon["vague_numbers"]:
        return "X"
    if re.fullmatch(r"[\d.]+", number):
        return number
    if fraction := re.fullmatch(r"(\d+) (\d)/([2-9])", number):
        return f"{int(fraction[1]) + int(fraction[2]) / int(fraction[3]):g}"
    if number in ("couple of", "couple"):
        return "2"
    parts = [number] if number in lexicon["numbers"] else re.split(r"[\s-]", number)
    total = sum(float(lexicon["numbers"].get(p, 0)) for p in parts)
    return f"{total:g}"


Reader = Callable[[Found, Now], Reading | None]
"""Reads what was found where the report stands; null where the words are no expression of time after all."""
