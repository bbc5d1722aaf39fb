"""The year of a date line that leaves it out: the one year in which the day fits what the report tells of.

"PORT VALE, Nov 11 (Kelp) - ... two officers said on Monday": the 11th was a Monday. The report is no older than the
latest year that it names, and it lies within one of the conflicts whose sides it names. Where more than one year is
left, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.actors.names import key
from counterclaim.knowledge.lexicons import load
from counterclaim.reading.document import Block
from counterclaim.reading.times import calendar
from counterclaim.reading.times.calendar import Written

KEPT_UNTIL = 2026
"""The year up to which the table of conflicts is kept: one without an end is taken to last until then."""
AFTERMATH = timedelta(days=30)
"""How long after its last day a conflict is still reported on."""
LONGEST_NAME = 5
"""Words of a party's name."""
LOOK = 20_000
"""Code points of the report in which the parties are looked for."""
NAMED_AGAIN = 5
"""Years after the latest one that a report names within which it was written, where no conflict says more."""


def completed(
    text: str, blocks: Sequence[Block], partial: Sequence[Written], latest: int | None
) -> tuple[date, Written] | None:
    """The day of the first of the `partial` dates that fits one year alone, and that date."""
    spans = tuple(_spans(text, latest)) if partial else ()
    for found in partial:
        weekday = found.weekday if found.weekday is not None else _weekday_of_the_lead(text, blocks)
        if weekday is None:
            continue
        days = {day for first, last in spans for day in _falling(found, weekday, first, last)}
        if len(days) == 1:
            return days.pop(), found
        if found.weekday is not None and latest is not None and not days:
            years = range(latest, latest + NAMED_AGAIN + 1)
            later = (day for y in years if (day := found.date(y)) and day.weekday() == weekday)
            if day := next(later, None):
                return day, found
    return None


def _falling(found: Written, weekday: int, first: date, last: date) -> Iterator[date]:
    """The days of that month and number between two days that are such weekdays."""
    for year in range(first.year, last.year + 1):
        day = found.date(year)
        if day is not None and first <= day <= last and day.weekday() == weekday:
            yield day


def _spans(text: str, latest: int | None) -> Iterator[tuple[date, date]]:
    """The times of the conflicts of which the report names two sides, one by its own party, and no year before its
    latest one."""
    named = _names_in(text[:LOOK])
    for conflict in load_actors().conflicts:
        sides = [[not named.isdisjoint(_keys(member)) for member in side] for side in conflict.sides]
        if sum(map(any, sides)) > 1 and any(side[0] for side in sides):
            first = conflict.from_ or date(1900, 1, 1)
            last = conflict.to + AFTERMATH if conflict.to else date(KEPT_UNTIL, 12, 31)
            yield max(first, date(latest, 1, 1)) if latest else first, last


def _names_in(text: str) -> frozenset[str]:
    """The keys of all stretches of a few words that begin with a capital."""
    words = re.findall(r"[^\s,;:()\"“”]+", text)
    stretches = (words[i : i + n] for i, w in enumerate(words) if w[0].isupper() for n in range(1, LONGEST_NAME + 1))
    return frozenset(key(" ".join(stretch).rstrip(".!?")) for stretch in stretches)


@cache
def _keys(name: str) -> frozenset[str]:
    """The keys of an actor's names, its people's and its capital's among them."""
    entry = load_actors().named(name)
    names = (entry.name, *entry.aliases, *entry.demonyms, *entry.metonyms) if entry else (name,)
    return frozenset(form for each in names for form in (key(each), f"{key(each)} §s"))


def _weekday_of_the_lead(text: str, blocks: Sequence[Block]) -> int | None:
    """The weekday that the first paragraph gives for its news: "said on Monday", "the council on Monday closed"."""
    lead = next((b for b in blocks if b.kind == "body"), None)
    if lead is None:
        return None
    for pattern in _told_on():
        told = {calendar.weekdays()[m["day"].lower()] for m in pattern.finditer(text, lead.start, lead.end)}
        if told:
            return told.pop() if len(told) == 1 else None
    return None


@cache
def _told_on() -> tuple[re.Pattern[str], ...]:
    """A weekday right behind a saying, behind whom it was told, and between a subject and its verb."""
    lexicon = load("times")
    day = rf"(?P<day>{'|'.join(w.capitalize() for w in lexicon['full_weekdays'] if w.isalpha())})\b"
    saying = rf"\b(?:{lexicon['saying_days']})\s+(?:(?:late|early|on|in|reporters)\s+)*{day}"
    told = rf"\btold\s+(?:(?:[A-Z][\w.]*|{lexicon['told_words']})\s+){{1,4}}on\s+{day}"
    verb = rf"\bon\s+{day}\s+(?:\w+ly\s+)?[a-z]{{2,}}ed\b"
    return re.compile(saying), re.compile(told), re.compile(verb)
