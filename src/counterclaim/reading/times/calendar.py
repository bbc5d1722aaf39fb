"""The names of months and weekdays, and dates that are written out; the words are in knowledge/lexicons/times.yaml."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.letters import in_small_letters
from counterclaim.reading.times import hijri

CLOCK = (
    r"(?:[01]?\d|2[0-4])(?:[:.]|\s?h\s?)[0-5]\d(?::[0-5]\d)?(?:\s*[ap]\.?m\b\.?)?"
    r"|(?:1[0-2]|0?[1-9])\s*[ap]\.?m\b\.?"
)
ZONE = (
    r"(?:\s*(?:UTC|GMT|Z|(?-i:[A-Z]{1,4}T\b)|(?-i:[A-Z])[a-z]+ time|local time|local|hours|hrs)"
    r"(?:\s*[+-]\d{1,2}(?::?\d\d)?)?)?"
)


_DIGIT, _PARTED = re.compile(r"\d"), re.compile(r"\d[./-]\d")


class Written(NamedTuple):
    """A date as it is written, `[start, end)`: what is not written is null; `weekday` 0 is Monday."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: int | None

    def date(self, year: int | None = None) -> date | None:
        """The day itself, in `year` where none is written."""
        return day_of(self.year or year, self.month, self.day)


def day_of(year: int | None, month: int, day: int) -> date | None:
    """The day of the calendar, null where there is none."""
    if year is None or not 1 <= year <= 9999 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


@cache
def months() -> dict[str, int]:
    return dict(load("times")["months"])


@cache
def weekdays() -> dict[str, int]:
    return dict(load("times")["weekdays"])


def names(table: dict[str, int]) -> str:
    """The words of a table as alternatives of a regular expression, longest first."""
    return "|".join(sorted(table, key=len, reverse=True))


@cache
def written() -> re.Pattern[str]:
    """Full and yearless dates: 17 October 2023, Tuesday, Oct. 17, the 19th of September, 28.10.2020, 2020-10-28.

    For a text in small letters.
    """
    month, weekday = rf"(?:{names(months())})\b\.?", rf"(?:{names(weekdays())})\b\.?"
    day = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:.,]?\d)"
    return re.compile(
        rf"""(?<![\w.:/])(?:(?:(?P<weekday>{weekday}),?\s+)?(?:on\s+)?(?:the\s+)?
        (?: (?P<day>{day})[\s-]+(?:day\s+)?(?:of\s+)?(?P<month>{month}),?
            (?:[\s-]+(?P<year>[12]\d{{3}}|'\d\d|\d\d(?=\s*(?:\(|--|—|\Z)))(?![\d.,]?\d))?
          | (?P<month2>{month})\s+(?:the\s+)?(?P<day2>{day})(?:\s*,?\s+(?P<year2>[12]\d{{3}})(?![\d.,]?\d))?)
        | (?<!-)(?P<year3>[12]\d{{3}})-(?P<month3>[01]\d)-(?P<day3>[0-3]\d)(?![\d-])
        | (?<!-)(?P<day4>[0-3]?\d)(?P<mark>[./-])(?P<month4>[0-3]?\d)(?P=mark)(?P<year4>[12]\d{{3}})(?!\w))""",
        re.VERBOSE,
    )


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Written]:
    """The dates written out in text[start:end], in order; those of the Islamic calendar by ours."""
    end = len(text) if end is None else end
    if not _DIGIT.search(text, start, end):
        return
    islamic = [Written(d.start, d.end, *d.day.timetuple()[:3], d.day.weekday()) for d in hijri.dates(text, start, end)]
    first = max(start - 1, 0)  # what stands before a date may show that it is none
    small = in_small_letters(text[first:end])
    standing = written().finditer(small, start - first) if _may_tell(small) else ()
    ours = (found for m in standing if (found := _read(m, text, first)))
    yield from sorted((*islamic, *ours)) if islamic else ours


def _may_tell(small: str) -> bool:
    """Does a text in small letters hold what any date has in it besides figures: a mark between them, or a month?"""
    return _PARTED.search(small) is not None or any(opening in small for opening in _openings())


@cache
def _openings() -> tuple[str, ...]:
    """What the names of months begin with."""
    return tuple({name[:3] for name in months()})


_GROUP = re.compile(r"\b(?P<day>[0-3]\d)[0-2]\d[0-5]\dZ\s+(?P<month>[A-Z]{3})\s+(?P<year>\d\d(?:\d\d)?)\b")


def time_group(text: str, start: int, end: int) -> Written | None:
    """The day of a cable's time group in text[start:end]: the 3rd of January 1990 of "031415Z JAN 90"."""
    for m in _GROUP.finditer(text, start, end):
        month, day, year = months().get(m["month"].lower()), int(m["day"]), _full_year(m["year"])
        if month is not None and day_of(year, month, day):
            return Written(m.start(), m.end(), year, month, day, None)
    return None


def _read(m: re.Match[str], text: str, first: int) -> Written | None:
    """The date that was found in the text from `first` on in small letters; null where the calendar has none."""
    part = m.groupdict()
    year, month, day = (part[k] or part[k + "2"] or part[k + "3"] or part[k + "4"] for k in ("year", "month", "day"))
    number = int(month) if month.isdigit() else months()[month.rstrip(".")]
    ordinal = int(re.match(r"\d+", day).group())  # type: ignore[union-attr]
    if part["mark"] == "/" and number > 12 >= ordinal:
        number, ordinal = ordinal, number  # 10/28/2020, as Americans write
    weekday = part["weekday"]
    of_an_agency = part["month"] is not None and text[first + m.start("month") : first + m.end("month")].isupper()
    full = _full_year(year) if year and (len(year) != 2 or of_an_agency) else None
    if not 1 <= number <= 12 or not 1 <= ordinal <= monthrange(full or 2024, number)[1]:
        return None
    start, end = _ink(m)
    day_of_week = weekdays()[weekday.rstrip(".")] if weekday else None
    return Written(first + start, first + end, full, number, ordinal, day_of_week)


def _full_year(year: str) -> int:
    """1989 of 1989, of '89, and of the 89 in an agency's "3 FEB 89 (EFE)"; two figures below 30 are of this century."""
    number = int(year.lstrip("'"))
    return number if number >= 100 else number + (2000 if number < 30 else 1900)


def _ink(m: re.Match[str]) -> tuple[int, int]:
    """Where the date stands, without "on" before it."""
    opening = re.match(r"on\s+", m[0])
    return m.start() + (opening.end() if opening else 0), m.start() + len(without_stop(m[0].rstrip(" ,\r\n")))


def without_stop(words: str) -> str:
    """The words without the full stop that ends their sentence; an abbreviation keeps its own."""
    if not words.endswith("."):
        return words
    last = re.split(r"[\s-]", words)[-1].lower()
    return words if last[:-1] in load("times")["abbreviations"] else words[:-1]
