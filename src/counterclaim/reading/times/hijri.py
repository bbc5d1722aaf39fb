"""Dates of the Islamic calendar, as statements of armed groups bear them: "Monday, 9 Jumada al-Ula 1446".

Counted by the tabular calendar, which is at most two days off what any country observes; the weekday beside a date
says which day is meant. A date without its weekday is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from counterclaim.knowledge.lexicons import load

EPOCH = 227_014
"""The proleptic Gregorian ordinal of the day before 1 Muharram 1 (15 July 622 of the Julian calendar)."""
DRIFT = 2
"""Days by which a sighted month may begin earlier or later than the tabular one."""


_YEAR = re.compile(r"1[345]\d\d")


class Islamic(NamedTuple):
    """A date `[start, end)` of the Islamic calendar and the day it is by ours."""

    start: int
    end: int
    day: date


def dates(text: str, start: int, end: int) -> Iterator[Islamic]:
    """The dates of the Islamic calendar with their weekdays in text[start:end], in order."""
    for m in _written().finditer(text, start, end) if _YEAR.search(text, start, end) else ():
        month = next(number for number in range(1, 13) if m[f"month{number}"])
        weekday = load("times")["weekdays"][m["weekday"].lower()]
        if day := _observed(int(m["year"]), month, int(m["day"]), weekday):
            yield Islamic(m.start(), m.end(), day)


def _observed(year: int, month: int, day: int, weekday: int) -> date | None:
    """The day of that weekday nearest to the tabular one; null where none is near, for then one of them is wrong."""
    tabular = _tabular(year, month, day)
    near = (tabular + timedelta(days=off) for off in sorted(range(-DRIFT, DRIFT + 1), key=abs))
    return next((each for each in near if each.weekday() == weekday), None)


def _tabular(year: int, month: int, day: int) -> date:
    """By the cycle of 30 years with 11 leap days, months of 30 and 29 days in turn."""
    days = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day
    return date.fromordinal(EPOCH + days)


@cache
def _written() -> re.Pattern[str]:
    lexicon = load("times")
    months = "|".join(f"(?P<month{number}>{names})" for number, names in lexicon["islamic_months"].items())
    weekdays = "|".join(lexicon["full_weekdays"][:7])
    return re.compile(
        rf"(?<!\w)(?P<weekday>{weekdays}),?\s+(?:the\s+)?(?P<day>[12]?\d|30)(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?:{months})"
        r",?\s+(?P<year>1[345]\d\d)(?!\d)(?:\s*(?:AH|A\.H\.|H\.?(?!\w)|Hijri))?",
        re.IGNORECASE,
    )
