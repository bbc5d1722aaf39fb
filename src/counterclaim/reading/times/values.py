"""TIMEX3 values: what days they cover, and how they are written.

A value is a day (2020-10-28), a week (2020-W44, its weekend 2020-W44-WE), a month (2020-10), a quarter (2020-Q4), a
season (2020-FA), a year (2020), a decade (202) or a century (20). Weeks run from Monday to Sunday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from counterclaim.knowledge.lexicons import load
from counterclaim.records import TimeBasis, TimePrecision, When

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")

_REMEMBERED = 256
"""Values whose days are kept: a report tells of the same few again and again."""

Extent = tuple[date, date, TimePrecision]


@lru_cache(_REMEMBERED)
def extent(value: str) -> Extent | None:
    """First and last day that `value` covers and its precision; null where it covers none that are known."""
    if m := _DAY.fullmatch(value):
        day = _date(int(m[1]), int(m[2]), int(m[3]))
        return (day, day, "day") if day else None
    if m := _WEEK.fullmatch(value):
        return _week(int(m[1]), int(m[2]), bool(m[3]))
    if m := _MONTH.fullmatch(value):
        return (*_months(int(m[1]), int(m[2]), 1), "month") if 1 <= int(m[2]) <= 12 and int(m[1]) else None
    if m := _QUARTER.fullmatch(value):
        return (*_months(int(m[1]), 3 * int(m[2]) - 2, 3), "range")
    if m := _SEASON.fullmatch(value):
        return (*_months(int(m[1]), load("times")["season_months"][m[2]], 3), "season")
    if re.fullmatch(r"[012]\d{3}", value) and int(value):
        return date(int(value), 1, 1), date(int(value), 12, 31), "year"
    if re.fullmatch(r"[12]\d\d", value):
        return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31), "decade"
    if re.fullmatch(r"[12]\d", value):
        return date(int(value) * 100, 1, 1), date(int(value) * 100 + 99, 12, 31), "range"
    return None


def when(value: str, basis: TimeBasis, start: int, end: int) -> When | None:
    """The record's When of a value, null where it covers no known days."""
    covered = extent(value)
    if covered is None:
        return None
    return When(from_=covered[0], to=covered[1], precision=covered[2], basis=basis, start=start, end=end)


def week(day: date) -> str:
    """The calendar week of a day: 2020-W44."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def month(year: int, number: int) -> str:
    """The month `number` months after the year began; 13 is January of the next."""
    return f"{year + (number - 1) // 12:04d}-{(number - 1) % 12 + 1:02d}"


def quarter(year: int, number: int) -> str:
    return f"{year + (number - 1) // 4:04d}-Q{(number - 1) % 4 + 1}"


def shifted(day: date, unit: str, count: int) -> str | None:
    """The value `count` units after `day`, as fine as the unit: D, W, M, Q, Y, 10Y, 100Y; WE the weekend of a week."""
    try:
        match unit:
            case "D":
                return (day + timedelta(days=count)).isoformat()
            case "W":
                return week(day + timedelta(weeks=count))
            case "2W":
                return week(day + timedelta(weeks=2 * count))
            case "WE":
                return week(day + timedelta(weeks=count)) + "-WE"
            case "M":
                return month(day.year, day.month + count)
            case "Q":
                return quarter(day.year, (day.month - 1) // 3 + 1 + count)
            case "Y":
                return f"{day.year + count:04d}"
            case "10Y":
                return f"{(day.year // 10) + count:03d}"
            case "100Y":
                return f"{(day.year // 100) + count:02d}"
    except (OverflowError, ValueError):
        return None
    return None


_HALVES = {"TH": "30M", "Y": "6M", "D": "T12H"}


def period(unit: str, count: str) -> str:
    """The TIMEX3 duration of `count` (a number, or X) units: P5D, PT2H, P3Y; two and a half years are P2Y6M."""
    lead = re.match(r"\d+", unit)
    letter = unit.lstrip("0123456789")
    if lead and count == "X":
        return {"10Y": "PXDE", "100Y": "PXCE"}.get(unit, f"PX{letter}")
    if lead and count.replace(".", "", 1).isdigit():
        count = f"{float(count) * int(lead.group()):g}"
    half = _HALVES[letter] if count.endswith(".5") and letter in _HALVES else ""
    whole = count.removesuffix(".5") if half else count
    return f"PT{whole}{letter[1:]}{half}" if letter.startswith("T") else f"P{whole}{letter}{half}"


def _date(year: int, number: int, day: int) -> date | None:
    if not year or not 1 <= number <= 12 or not 1 <= day <= monthrange(year, number)[1]:
        return None
    return date(year, number, day)


def _week(year: int, number: int, weekend: bool) -> Extent | None:
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return (
        (monday + timedelta(5), monday + timedelta(6), "range") if weekend else (monday, monday + timedelta(6), "week")
    )


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    last = first + count - 1
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])
