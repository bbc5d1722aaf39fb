"""Days and parts of days: dates, weekdays, today and tomorrow, the clock."""

from __future__ import annotations

import re
from datetime import date, timedelta

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.times import calendar, values
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.now import Kind, Now, Reading, narrated_day, of_another_year, step_of
from counterclaim.records import TimeBasis

NEAR_DAYS = 45
"""A day without its year that lies this close ahead is the coming one: writers say "last" of the one before."""


def read_written(found: Found, now: Now) -> Reading | None:
    return None if found.date is None else _dated(found.date, now, "")


def _dated(written: calendar.Written, now: Now, part: str) -> Reading:
    year, basis, reason = _year_of(written, now)
    day = written.date(year)
    value = (day.isoformat() if day else f"XXXX-{written.month:02d}-{written.day:02d}") + part
    if day and written.weekday is not None and day.weekday() != written.weekday:
        reason = (reason + "; " if reason else "") + f"the weekday does not fit: {day} is a {_weekday_name(day)}"
    return Reading("time" if part else "date", value, basis, reason)


_YEAR_BESIDE = re.compile(r",?\s+(?:of\s+)?(last|this|next)\s+year\b", re.IGNORECASE)


def _year_of(written: calendar.Written, now: Now) -> tuple[int | None, TimeBasis, str]:
    """The year of a date: stated, else the weekday's, the neighbours', the report's."""
    if written.year:
        return written.year, "stated", "stated in full"
    told = _YEAR_BESIDE.match(now.after)
    if told and now.published and not now.narrative:
        year = now.published.year + step_of(told[1].lower())
        return year, "relative", f"{told[0].strip()} counted from {now.published}"
    after = now.following
    if after is not None and after.year:
        year = after.year - (written.month > after.month)
        return year, "stated", f"year {year} from the date it is joined with"
    if written.weekday is not None:
        found = _year_by_weekday(written, now)
        if found:
            return found
    if now.sentence_year and (now.narrative or now.published is None or of_another_year(now)):
        return now.sentence_year, "context", f"year {now.sentence_year} is named just before"
    if now.narrative and now.year:
        return now.year, "context", f"year {now.year} is the last that is told of"
    if now.published:
        year = _nearest_year(written.month, written.day, now)
        return year, "relative", f"year {year} from the report's date, {now.published}"
    return None, "stated", "no year is given and none can be told"


def _year_by_weekday(written: calendar.Written, now: Now) -> tuple[int, TimeBasis, str] | None:
    """The year in which the day falls on that weekday."""
    anchor = now.published.year if now.published and not now.narrative else now.year if now.narrative else None
    if anchor is not None:
        near = sorted(range(anchor - 6, anchor + 2), key=lambda y: (abs(y - anchor), y > anchor))
        limit = 1 if now.published and not now.narrative else 6
        for year in near:
            if abs(year - anchor) <= limit and _falls(written, year):
                return year, "weekday", f"{year} is the year nearest to the report's in which the weekday fits"
        return None
    if now.latest_year is None:
        return None
    year = next(
        y for y in range(now.latest_year + 1, now.latest_year + 13) if _falls(written, y) or y == now.latest_year + 12
    )
    return (
        year,
        "weekday",
        f"{year} is the first year after {now.latest_year}, the last named, in which the weekday fits",
    )


def _falls(written: calendar.Written, year: int) -> bool:
    day = written.date(year)
    return day is not None and day.weekday() == written.weekday


def _nearest_year(month: int, day: int, now: Now) -> int:
    """The year that puts a day of the year before or after the report as the tense has it, else nearest to it."""
    assert now.published is not None
    here = now.published
    options = [
        (y, calendar.day_of(y, month, min(day, 28) if month == 2 else day))
        for y in (here.year - 1, here.year, here.year + 1)
    ]
    known = [(y, d) for y, d in options if d is not None]
    if now.tense == "past":
        known = [(y, d) for y, d in known if d <= here + timedelta(days=NEAR_DAYS)] or known
    elif now.tense == "future":
        known = [(y, d) for y, d in known if d >= here - timedelta(days=60)] or known
    return min(known, key=lambda o: abs((o[1] - here).days))[0]


def read_weekday(found: Found, now: Now) -> Reading | None:
    rel = found.part("rel")
    base = now.sentence_day if "previous" in rel or "following" in rel else None
    base = base or now.base
    number = calendar.weekdays()[found.part("weekday").rstrip(".")]
    part = _part(found.part("clock", "clock2"), found.part("part"))
    kind: Kind = "time" if part else "date"
    if base is None:
        return Reading(kind, f"XXXX-WXX-{number + 1}" + part, "relative", "no date that the weekday counts from")
    back = (base.weekday() - number) % 7
    ahead = (number - base.weekday()) % 7
    if step_of(rel) < 0:
        day = base - timedelta(days=back or 7)
    elif step_of(rel) > 0 or _lies_ahead(rel, now) or (not rel and now.deadline):
        day = base + timedelta(days=ahead or (7 if rel else 0))
    else:
        day = base - timedelta(days=back) if rel != "this" or now.tense != "future" else base + timedelta(days=ahead)
    return Reading(kind, day.isoformat() + part, "relative", f"{_weekday_name(day)} counted from {base}")


def _lies_ahead(rel: str, now: Now) -> bool:
    """ "Will meet on Friday", but not "Friday's attack"."""
    return now.tense == "future" and not rel and not re.match(r"['’]s\b", now.after)


def _weekday_name(day: date) -> str:
    return next(name for name, n in calendar.weekdays().items() if n == day.weekday()).capitalize()


def _part(clock: str, part: str) -> str:
    """The T of a value: T13:00, TEV, or nothing."""
    if part:
        return "T" + str(load("times")["parts"][part])
    return _clock_value(clock) if clock else ""


def _clock_value(clock: str) -> str:
    if clock in ("noon", "midday"):
        return "T12:00"
    if clock == "midnight":
        return "T24:00"
    m = re.match(r"(\d{1,2})[:.h]?(\d\d)?(?::\d\d)?\s*([ap])?", clock)
    if m is None:
        return ""
    hour, minute = int(m[1]), m[2] or "00"
    if m[3] == "p" and hour < 12:
        hour += 12
    elif m[3] == "a" and hour == 12:
        hour = 0
    return f"T{hour:02d}:{minute}"


def read_deictic(found: Found, now: Now) -> Reading | None:
    word = re.sub(r"\s+", " ", found.part("deictic"))
    part = _part(found.part("clock"), found.part("part")) or ("TNI" if word == "tonight" else "")
    kind: Kind = "time" if part else "date"
    base = now.published
    if base is None:
        return Reading(kind, "XXXX-XX-XX" + part, "relative", "no date of the report to count from")
    day = base + timedelta(days=load("times")["deictics"][word])
    return Reading(kind, day.isoformat() + part, "relative", f"{word} counted from {base}")


def read_day_part(found: Found, now: Now) -> Reading | None:
    part = "T" + str(load("times")["parts"][found.part("part")])
    rel = found.part("rel")
    narrated = rel not in ("this", "last")
    base = narrated_day(now, back="previous" in rel or "preceding" in rel) if narrated else now.published
    if base is None and now.entry and step_of(rel) == 0:
        base = now.published
    if base is None:
        return Reading("time", "XXXX-XX-XX" + part, "relative", "no day to count from")
    step = step_of(rel)
    day = base + timedelta(days=step)
    return Reading("time", day.isoformat() + part, "relative", f"counted from {base}")


def read_part_of(found: Found, now: Now) -> Reading | None:
    return _dated(found.date, now, _part(found.part("clock"), found.part("part"))) if found.date else None


def read_date_of_year(found: Found, now: Now) -> Reading | None:
    """'2 May of that year', '2 May last year'."""
    if found.date is None:
        return None
    step = step_of(found.part("yearrel"))
    told = now.year if step == 0 and found.part("yearrel") != "this" else None
    base = told or (now.base.year + step if now.base else None)
    day = found.date.date(base)
    value = day.isoformat() if day else f"XXXX-{found.date.month:02d}-{found.date.day:02d}"
    return Reading(
        "date", value, "context" if told else "relative", f"in {base}, the year told of" if told else f"in {base}"
    )


def read_week_of(found: Found, now: Now) -> Reading | None:
    """'The week of March 6': the calendar week that the day lies in."""
    if found.date is None:
        return None
    reading = _dated(found.date, now, "")
    covered = values.extent(reading.value)
    return reading._replace(value=values.week(covered[0])) if covered else None


def read_told_day(_found: Found, now: Now) -> Reading | None:
    day = now.sentence_day or now.day or now.published
    if day is None:
        return None
    return Reading("date", day.isoformat(), "relative", f"the day told of, {day}")


def read_part_alone(found: Found, now: Now) -> Reading | None:
    day = now.day or now.published
    part = _part("", found.part("part"))
    return Reading(
        "time", (day.isoformat() if day else "XXXX-XX-XX") + part, "context", "a part of no stated day", dated=False
    )


def read_overnight(_found: Found, now: Now) -> Reading | None:
    value = f"{now.published}TNI" if now.published else "XXXX-XX-XXTNI"
    return Reading("time", value, "relative", "a night belongs to two days", dated=False)


def read_clock(found: Found, now: Now) -> Reading | None:
    day = now.day or now.published
    value = (day.isoformat() if day else "XXXX-XX-XX") + _clock_value(
        re.sub(r"^(\d\d)(\d\d)$", r"\1:\2", found.part("clock"))
    )
    zone = _ZONE.search(found.text)
    reason = "a clock time without its day" + (f", by {zone[0]}" if zone else "")
    return Reading("time", value, "context", reason, dated=False)


_ZONE = re.compile(r"\b(?:utc|gmt|local time|[a-z]{2,3}t|[a-z]+ time)\b")


def read_nth_day(found: Found, now: Now) -> Reading | None:
    if not (now.narrative or now.day) or now.month is None or now.year is None:
        return None
    day = calendar.day_of(now.year, now.month, int(found.part("day")[:-2]))
    return Reading("date", day.isoformat(), "context", "day of the month last told of") if day else None
