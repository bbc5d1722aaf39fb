"""From the words of an expression to its value: `READERS` has one function for each rule of the grammar.

Every reader takes what was found and where the report stands (`Place in time`: `Now`), and returns a `Reading`, or null
where the words are no expression of time after all. A reading without days is recognised but not resolved: nothing is
guessed, and the day of publication never stands in for a date that is not given.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.times import calendar, values
from counterclaim.reading.times.grammar import Found
from counterclaim.records import TimeBasis

Kind = Literal["date", "time", "duration", "set"]
Tense = Literal["past", "future", "unknown"]
NEAR_MONTHS = 2
NEAR_DAYS = 45
"""A month or day without its year that lies this close ahead is the coming one: writers say "last" of the one before."""
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
    not dated in full belongs to the times told of, not to the report's.
    """

    published: date | None = None
    narrative: bool = False
    tense: Tense = "unknown"
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
        elif precision in ("month", "week"):
            self.day = None if precision == "month" else first
        self.month = first.month if precision in ("day", "month") else self.month


Reader = Callable[[Found, Now], Reading | None]


def read(found: Found, now: Now) -> Reading | None:
    """What `found` means where the report stands."""
    return READERS[found.rule](found, now)


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _written(found: Found, now: Now) -> Reading | None:
    return None if found.date is None else _dated(found.date, now, "")


def _dated(written: calendar.Written, now: Now, part: str) -> Reading:
    year, basis, reason = _year_of(written, now)
    day = written.date(year)
    value = (day.isoformat() if day else f"XXXX-{written.month:02d}-{written.day:02d}") + part
    if day and written.weekday is not None and day.weekday() != written.weekday:
        reason = (reason + "; " if reason else "") + f"the weekday does not fit: {day} is a {_weekday_name(day)}"
    return Reading("time" if part else "date", value, basis, reason)


def _year_of(written: calendar.Written, now: Now) -> tuple[int | None, TimeBasis, str]:
    """The year of a date: stated, else the weekday's, the neighbours', the report's."""
    if written.year:
        return written.year, "stated", "stated in full"
    after = now.following
    if after is not None and after.year:
        year = after.year - (written.month > after.month)
        return year, "stated", f"year {year} from the date it is joined with"
    if written.weekday is not None:
        found = _year_by_weekday(written, now)
        if found:
            return found
    if now.sentence_year and (now.narrative or now.published is None or _of_another_year(now)):
        return now.sentence_year, "context", f"year {now.sentence_year} is named just before"
    if now.narrative and now.year:
        return now.year, "context", f"year {now.year} is the last that is told of"
    if now.published:
        year = _nearest_year(written.month, written.day, now)
        return year, "relative", f"year {year} from the report's date, {now.published}"
    return None, "stated", "no year is given and none can be told"


def _of_another_year(now: Now) -> bool:
    """Has the sentence named a year that is not the report's, and does it not speak of what is to come?"""
    return now.published is not None and now.sentence_year != now.published.year and now.tense != "future"


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


def _weekday_name(day: date) -> str:
    return next(name for name, n in calendar.weekdays().items() if n == day.weekday()).capitalize()


def _weekday(found: Found, now: Now) -> Reading | None:
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
    if _step(rel) < 0:
        day = base - timedelta(days=back or 7)
    elif _step(rel) > 0 or _lies_ahead(rel, now):
        day = base + timedelta(days=ahead or (7 if rel else 0))
    else:
        day = base - timedelta(days=back) if rel != "this" or now.tense != "future" else base + timedelta(days=ahead)
    return Reading(kind, day.isoformat() + part, "relative", f"{_weekday_name(day)} counted from {base}")


def _lies_ahead(rel: str, now: Now) -> bool:
    """ "Will meet on Friday", but not "Friday's attack"."""
    return now.tense == "future" and not rel and not re.match(r"['’]s\b", now.after)


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


def _deictic(found: Found, now: Now) -> Reading | None:
    word = re.sub(r"\s+", " ", found.part("deictic"))
    part = _part(found.part("clock"), found.part("part")) or ("TNI" if word == "tonight" else "")
    kind: Kind = "time" if part else "date"
    base = now.published
    if base is None:
        return Reading(kind, "XXXX-XX-XX" + part, "relative", "no date of the report to count from")
    day = base + timedelta(days=load("times")["deictics"][word])
    return Reading(kind, day.isoformat() + part, "relative", f"{word} counted from {base}")


def _day_part(found: Found, now: Now) -> Reading | None:
    part = "T" + str(load("times")["parts"][found.part("part")])
    rel = found.part("rel")
    narrated = rel not in ("this", "last")
    base = _narrated(now, back="previous" in rel or "preceding" in rel) if narrated else now.published
    if base is None:
        return Reading("time", "XXXX-XX-XX" + part, "relative", "no day to count from")
    step = _step(rel)
    day = base + timedelta(days=step)
    return Reading("time", day.isoformat() + part, "relative", f"counted from {base}")


def _part_of(found: Found, now: Now) -> Reading | None:
    return _dated(found.date, now, _part(found.part("clock"), found.part("part"))) if found.date else None


def _part_alone(found: Found, now: Now) -> Reading | None:
    day = now.day or now.published
    part = _part("", found.part("part"))
    return Reading(
        "time", (day.isoformat() if day else "XXXX-XX-XX") + part, "context", "a part of no stated day", dated=False
    )


def _overnight(_found: Found, now: Now) -> Reading | None:
    value = f"{now.published}TNI" if now.published else "XXXX-XX-XXTNI"
    return Reading("time", value, "relative", "a night belongs to two days", dated=False)


def _clock(found: Found, now: Now) -> Reading | None:
    day = now.day or now.published
    value = (day.isoformat() if day else "XXXX-XX-XX") + _clock_value(
        re.sub(r"^(\d\d)(\d\d)$", r"\1:\2", found.part("clock"))
    )
    return Reading("time", value, "context", "a clock time without its day", dated=False)


def _nth_day(found: Found, now: Now) -> Reading | None:
    if not (now.narrative or now.day) or now.month is None or now.year is None:
        return None
    day = calendar.day_of(now.year, now.month, int(found.part("day")[:-2]))
    return Reading("date", day.isoformat(), "context", "day of the month last told of") if day else None


def _holiday(found: Found, now: Now) -> Reading | None:
    name = re.sub(r"\s+", " ", found.part("holiday"))
    floating = load("times")["floating_holidays"].get(name)
    month = floating[0] if floating else load("times")["holidays"][name][0]
    year, reason, basis = _year_named(found, now, month)
    if year is None:
        return Reading("date", f"XXXX-{month:02d}", basis, reason, dated=False)
    day = (
        _nth_weekday(year, *floating) if floating else calendar.day_of(year, month, load("times")["holidays"][name][1])
    )
    return Reading("date", day.isoformat(), basis, reason) if day else None


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return calendar.day_of(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _christmas(found: Found, now: Now) -> Reading | None:
    year, reason, basis = _year_named(found, now, 12)
    return Reading("date", f"{year}-12" if year else "XXXX-12", basis, reason, dated=False)


# ── months, seasons, quarters, years ────────────────────────────────────────────────────────────────────────────────


def _year_named(found: Found, now: Now, month: int) -> tuple[int | None, str, TimeBasis]:
    """The year of a month: stated, relative to the report, the one told of, or the report's."""
    if found.part("year", "year2"):
        return int(found.part("year", "year2")), "stated in full", "stated"
    if found.part("short"):
        return 1900 + int(found.part("short")), "stated in full", "stated"
    base = now.base
    if found.part("yearrel"):
        if found.part("yearrel") in ("the same", "that"):
            return now.year, "the year told of", "context"
        step = _step(found.part("yearrel"))
        return (
            (base.year + step, f"counted from {base}", "relative")
            if base
            else (None, "no date to count from", "relative")
        )
    if now.following is not None and now.following.year and not found.part("rel"):
        year = now.following.year - (month > now.following.month)
        return year, f"year {year} from the date it is joined with", "stated"
    rel = found.part("rel")
    if base is None:
        return (
            (now.sentence_year, "year named just before", "context")
            if now.sentence_year
            else (None, "no year", "stated")
        )
    if not rel and now.sentence_year and (now.narrative or _of_another_year(now)):
        return now.sentence_year, f"year {now.sentence_year} is named just before", "context"
    if now.narrative and now.year and _step(rel) <= 0:
        return now.year, f"year {now.year} is the last that is told of", "context"
    return _month_year(month, rel, base, now.tense), f"counted from {base}", "relative"


def _month_year(month: int, rel: str, base: date, tense: Tense) -> int:
    if _step(rel) < 0:
        return base.year - (month >= base.month)
    if _step(rel) > 0:
        return base.year + (month <= base.month)
    if rel == "this":
        return base.year
    back, ahead = (base.month - month) % 12, (month - base.month) % 12
    coming = ahead <= NEAR_MONTHS or (ahead < 6 if tense == "unknown" else tense == "future")
    return base.year + (month < base.month) if coming and back else base.year - (month > base.month)


def _month(found: Found, now: Now) -> Reading | None:
    number = calendar.months()[found.part("month").rstrip(".")]
    year, reason, basis = _year_named(found, now, number)
    if year is None:
        return Reading("date", f"XXXX-{number:02d}", basis, reason)
    return Reading("date", f"{year:04d}-{number:02d}", basis, reason)


def _month_week(found: Found, now: Now) -> Reading | None:
    number = calendar.months()[found.part("month").rstrip(".")]
    nth = load("times")["ordinals"][found.part("nth")]
    year, reason, basis = _year_named(found, now, number)
    if year is None:
        return Reading("date", f"XXXX-{number:02d}", basis, reason, dated=False)
    if nth == -1:
        after = calendar.day_of(year + number // 12, number % 12 + 1, 1)
        day = (after or date(year, 12, 31)) - timedelta(days=4)
    else:
        day = date(year, number, 1) + timedelta(days=7 * (nth - 1) + 3)
    return Reading("date", values.week(day), basis, reason, dated=False)


def _season(found: Found, now: Now) -> Reading | None:
    code = load("times")["seasons"][found.part("season")]
    if not found.part("year", "rel", "mod") and not re.search(
        r"\b(?:in|by|until|since|during|of|next|through|for)\s+\Z", now.before
    ):
        return None
    if found.part("rel") == "the" and found.part("season") == "fall" and not found.part("year"):
        return None
    month = load("times")["season_months"][code] + 1
    year, reason, basis = _year_named(found, now, (month - 1) % 12 + 1)
    if year is None:
        return Reading("date", f"XXXX-{code}", basis, reason)
    return Reading(
        "date", f"{year - (code == 'WI' and basis == 'relative' and now.tense != 'future')}-{code}", basis, reason
    )


def _quarter(found: Found, now: Now) -> Reading | None:
    nth = load("times")["ordinals"].get(found.part("nth")) or int(re.sub(r"\D", "", found.part("nth2")))
    year, reason, basis = _year_named(found, now, 3 * nth - 1)
    base = now.base
    if year is None:
        return Reading("date", f"XXXX-Q{nth}", basis, reason)
    if basis == "relative" and base is not None and not found.part("yearrel", "rel"):
        here = (base.month - 1) // 3 + 1
        year = (
            base.year if nth <= here or now.tense == "future" or base.month % 3 == 0 else base.year - (nth - here > 1)
        )
    if found.part("rel") in ("the year-earlier", "the year-ago", "year-earlier", "year-ago") and base is not None:
        year = base.year - 1
    return Reading("date", values.quarter(year, nth), basis, reason)


def _year(found: Found, now: Now) -> Reading | None:
    year = int(found.part("year"))
    if not 1000 <= year <= 2100:
        return None
    strong = re.search(
        r"(?:\b(?:in|since|from|until|till|of|during|before|after|by|to|and|between|early|late|mid|throughout|around|through|the|year|circa|[a-z]+'s|its|his|their|for|or)|[(,;:–-])\s*\Z",
        now.before,
        re.IGNORECASE,
    )
    alone = not now.before.strip() or found.part("mod")
    if not (strong or alone) and (year < 1800 or year > 2050 or re.match(r"\s+[a-z]+s\b", now.after)):
        return None
    if (
        (year < 1700 or year > 2050)
        and re.match(r"\s+[a-z]+s?\b", now.after)
        and not re.match(r"\s+(?:and|to|when|as|was|were|the|he|by|in|with|at|for|it|until|after)\b", now.after)
    ):
        return None
    return Reading("date", f"{year:04d}", "stated", "stated")


def _year_pair(found: Found, now: Now) -> Reading | None:
    first, second = int(found.part("year")), int(found.part("short"))
    if not (first % 100) < second or now.before.rstrip().endswith(("$", "#")):
        return None
    return Reading("date", f"{first:04d}", "stated", "stated")


def _bc(found: Found, _now: Now) -> Reading | None:
    return Reading("date", f"BC{int(found.part('number')):04d}", "stated", "stated", dated=False)


def _spoken_year(found: Found, _now: Now) -> Reading | None:
    tens = {"nineteen": 1900, "eighteen": 1800}.get(found.part("tens"), 2000)
    units = re.split(r"[\s-]", found.part("units")) if found.part("units") else []
    year = tens + sum(load("times")["numbers"][u] for u in units)
    return Reading("date", str(year), "stated", "stated") if units or tens == 2000 else None


def _decade(found: Found, now: Now) -> Reading | None:
    if found.part("decade"):
        return Reading("date", found.part("decade")[:3], "stated", "stated")
    if found.part("short"):
        if re.search(r"\b(?:his|her|their|my|your|our|in\s+the\s+low|high|mid)\s+\Z", now.before):
            return None
        return Reading("date", "19" + found.part("short")[0], "stated", "stated")
    return Reading("date", str(load("times")["decades"][found.part("word")]), "stated", "stated")


def _century(found: Found, now: Now) -> Reading | None:
    nth = load("times")["ordinals"][found.part("nth")]
    if nth < 0:
        return Reading("date", str((now.base.year // 100) - 1) if now.base else "XX", "relative", "the century before")
    return Reading("date", f"{nth - 1:02d}", "stated", "stated", dated=nth > 10)


# ── this, last, next ────────────────────────────────────────────────────────────────────────────────────────────────


def _step(word: str) -> int:
    """-1 where a word leads back, 1 where it leads on, else 0."""
    return int(load("times")["steps"].get(re.sub(r"^(?:(?:the|this|very)\s+)+", "", word), 0))


def _relative_unit(found: Found, now: Now) -> Reading | None:
    rel, unit = found.part("rel"), found.part("unit")
    if unit == "period" or rel in ("year-earlier", "year-ago", "latest"):
        return _period(found, now)
    letter = _letter(unit)
    narrated = rel in ("same", "that", "following", "previous", "preceding", "very same", "very next", "prior")
    step = _step(rel)
    if letter == "D" and rel == "last":
        return None
    narrated = narrated or (letter == "D" and rel == "next")
    base = _narrated(now, back=step < 0) if narrated else now.base
    if narrated and letter in ("Y", "M") and now.year and (base is None or step == 0):
        base = date(now.year, now.month or 1, 1)
    if base is None:
        return Reading(
            "date",
            "PAST_REF" if step < 0 else "FUTURE_REF" if step else "PRESENT_REF",
            "relative",
            "no date to count from",
        )
    rolling = re.search(
        r"\b(?:in|over|during|for|within|through)\s+\Z", now.before, re.IGNORECASE
    ) and found.text.startswith("the ")
    if rel == "past" or (rel == "last" and rolling and letter in ("D", "W", "M", "Y")):
        return Reading("duration", values.period(letter, "1"), "relative", ROLLING, dated=False)
    if letter == "WE":
        return _weekend(rel, base, now)
    value = values.shifted(base, letter, step)
    return Reading("date", value, "relative", f"counted from {base}") if value else None


def _narrated(now: Now, *, back: bool = False) -> date | None:
    """The day that "a day later" counts from: the sentence's, else the one last told; "two days earlier": else the report's."""
    if now.sentence_day is not None:
        return now.sentence_day
    if now.narrative:
        return now.day or (date(now.year, now.month or 1, 1) if now.year else now.published)
    return now.published if back else now.day


def _weekend(rel: str, base: date, now: Now) -> Reading:
    """The weekend that a report speaks of: the last one begun by its day, unless it lies ahead."""
    saturday = base - timedelta(days=(base.weekday() - 5) % 7)
    step = 0
    if rel in ("last", "past") and base.weekday() >= 5:
        step = -7
    elif _step(rel) > 0 or (now.tense == "future" and rel not in ("last", "past") and base.weekday() < 5):
        step = 7
    elif rel == "this" and base.weekday() == 4:
        step = 7
    return Reading("date", values.week(saturday + timedelta(days=step)) + "-WE", "relative", f"counted from {base}")


def _period(found: Found, now: Now) -> Reading | None:
    """'The latest quarter', 'the year-earlier period': as long as the last period told of."""
    earlier = found.part("rel") in ("year-earlier", "year-ago")
    unit = found.part("unit")
    if unit in ("period", "quarter") or (earlier and now.quarter):
        quarter = _quarter_told(now, earlier)
        return Reading("date", quarter, "context", "the quarter told of", dated=False) if quarter else None
    if now.base is None:
        return None
    if found.part("rel") == "latest":
        return Reading("duration", values.period(_letter(unit), "1"), "relative", ROLLING, dated=False)
    return Reading("date", values.shifted(now.base, "Y", -1) or "", "relative", f"counted from {now.base}")


def _quarter_told(now: Now, earlier: bool) -> str | None:
    """The quarter a business report speaks of: the one it has named, else the last that is over; `earlier`, a year before."""
    told = now.quarter or (values.shifted(now.base, "Q", -1) if now.base and not now.narrative else None)
    return f"{int(told[:4]) - earlier:04d}{told[4:]}" if told else None


def _the_unit(found: Found, now: Now) -> Reading | None:
    unit = found.part("unit")
    if now.base is None:
        return None
    if unit == "weekend":
        return _weekend("the", now.base, now)
    if unit == "quarter":
        quarter = _quarter_told(now, False)
        return Reading("date", quarter, "context", "the quarter told of", dated=False) if quarter else None
    if re.search(r"\b(?:for|of|in|during|over|through)\s+\Z", now.before):
        if re.match(r"\s+end(?:ed|ing)\b", now.after):
            return Reading("duration", "P1Y", "stated", "a length of time", dated=False)
        return Reading("date", values.shifted(now.base, "Y", 0) or "", "relative", "the report's year", dated=False)
    return None


def _span_unit(found: Found, _now: Now) -> Reading | None:
    letter = _letter(found.part("unit"))
    return Reading("duration", values.period(letter, _count(found.part("number"))), "relative", ROLLING, dated=False)


def _vague_unit(found: Found, _now: Now) -> Reading | None:
    letter = _letter(found.part("unit"))
    if found.part("rel") == "recent" and letter in ("Y", "D"):
        return Reading("date", "PAST_REF", "relative", ROLLING, dated=False)
    return Reading("duration", values.period(letter, "X"), "relative", ROLLING, dated=False)


def _adjacent_day(found: Found, now: Now) -> Reading | None:
    rel, unit = found.part("rel", "rel2", "rel3"), found.part("unit", "unit2", "unit3")
    step = _step(rel)
    base = _narrated(now, back=step < 0)
    if found.part("rel2") and re.match(r"\s+(?!when\b|and\b|but\b|in\b|on\b|at\b|by\b|from\b)[\w\"“]", now.after):
        return None  # "the day after the attack" counts from the attack
    if base is None:
        return Reading("date", "XXXX-XX-XX", "relative", "no day to count from")
    if unit in ("week", "month", "year"):
        value = values.shifted(base, _letter(unit), step)
        return Reading("date", value, "relative", f"counted from {base}") if value else None
    part = "" if unit == "day" else "T" + str(load("times")["parts"][unit])
    day = base + timedelta(days=step)
    return Reading("time" if part else "date", day.isoformat() + part, "relative", f"counted from {base}")


def _same_time(found: Found, now: Now) -> Reading | None:
    if found.part("rel") == "that" and re.search(r"\b(?:at|by|since|until|before)\s+\Z", now.before):
        return Reading("date", "PAST_REF", "context", "a time told of", dated=False)
    return None


# ── counted from somewhere ──────────────────────────────────────────────────────────────────────────────────────────


def _count(number: str) -> str:
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


def _ago(found: Found, now: Now) -> Reading | None:
    way = re.sub(r"\s+", " ", found.part("way"))
    if found.part("hyphen"):
        count, unit = "1", found.part("hyphen")
    else:
        count, unit = _count(found.part("number")), found.part("unit")
    letter = _letter(unit)
    if way in ("before", "after", "back") and not re.match(r"\s*(?:[.,;:)\"”’]|\Z)", now.after):
        return Reading("duration", values.period(letter, count), "stated", "counted from what follows", dated=False)
    ahead = way in ("later", "after", "afterwards", "afterward", "hence", "from now")
    same = _like_last(count, letter, ahead, way, now)
    if same:
        return same
    narrated = way not in ("ago", "back", "hence", "from now", "on")
    base = _narrated(now, back=not ahead) if narrated else now.published
    if count == "X" or "." in count:
        vague = "FUTURE_REF" if ahead else "PAST_REF"
        return Reading("date", vague, "relative", "how many is not said", dated=False)
    if letter.startswith("T"):
        return Reading(
            "duration", values.period(letter, count), "relative", "hours from an unstated moment", dated=False
        )
    if base is None:
        return Reading("date", "XXXX-XX-XX" if letter == "D" else "XXXX", "relative", "no date to count from")
    step = int(count) if ahead else -int(count)
    if letter == "10Y":
        letter, step = "Y", step * 10
    value = values.shifted(base, letter, step)
    days = values.shifted(base, "D", 7 * step) if letter == "W" and abs(step) == 1 else None
    return Reading("date", value, "relative", f"{count} {unit} counted from {base}", days=days or "") if value else None


def _like_last(count: str, letter: str, ahead: bool, way: str, now: Now) -> Reading | None:
    """'From a year earlier' beside a quarter is the quarter a year before."""
    if count != "1" or letter != "Y" or ahead or way not in ("ago", "earlier", "before"):
        return None
    quarter = _quarter_told(now, True) if now.quarter else None
    return Reading("date", quarter, "context", "the quarter told of, a year before", dated=False) if quarter else None


def _in_time(found: Found, now: Now) -> Reading | None:
    count = _count(found.part("number"))
    letter = _letter(found.part("unit"))
    if now.published is None or not count.isdigit():
        return Reading("duration", values.period(letter, count), "relative", "no date to count from", dated=False)
    value = values.shifted(now.published, letter, int(count))
    return Reading("date", value, "relative", f"counted from {now.published}") if value else None


# ── durations, sets, now and then ───────────────────────────────────────────────────────────────────────────────────


def _duration(found: Found, _now: Now) -> Reading | None:
    number, unit = re.sub(r"\s+", " ", found.part("number")), found.part("unit")
    letter = _letter(unit)
    if letter == "TS" and (not re.fullmatch(r"\d+", number) and not found.part("plural")):
        return None
    if number in ("a", "an", "the", "one") and unit in ("second", "quarter", "minute") and not found.part("plural"):
        if unit != "minute" or number in ("a", "the"):
            return None
    if re.fullmatch(r"\d+", number) and not found.part("plural") and int(number) > 1:
        return None
    count = _count(number)
    if found.part("half") and count.isdigit():
        count += ".5"
    if count == "0.5":
        half = {"TH": "PT30M", "Y": "P6M", "10Y": "P5Y", "D": "PT12H"}.get(letter)
        return Reading("duration", half, "stated", "a length of time", dated=False) if half else None
    return Reading("duration", values.period(letter, count), "stated", "a length of time", dated=False)


def _hyphen_duration(found: Found, _now: Now) -> Reading | None:
    number, unit = found.part("number"), found.part("unit")
    if unit in ("old", "long"):
        if number not in load("times")["units"]:
            return None
        number, unit = "1", number
    elif number in load("times")["units"]:
        return None
    return Reading("duration", values.period(_letter(unit), _count(number)), "stated", "a length of time", dated=False)


def _bare_duration(found: Found, _now: Now) -> Reading | None:
    letter = _letter(found.part("unit", "unit2"))
    if letter in ("TS", "WE", "Q"):
        return None
    way = found.part("way")
    if way and not letter.startswith("T"):
        value = "FUTURE_REF" if way == "later" else "PAST_REF"
        return Reading("date", value, "relative", "how many is not said", dated=False)
    return Reading("duration", values.period(letter, "X"), "stated", "a length of time", dated=False)


def _letter(unit: str) -> str:
    """The TIMEX3 letter of a unit, singular or plural."""
    units = load("times")["units"]
    singular = unit if unit in units else unit[:-3] + "y" if unit.endswith("ies") else unit.removesuffix("s")
    return str(units[singular])


def _set(found: Found, _now: Now) -> Reading | None:
    return Reading("set", str(load("times")["sets"][found.part("set")]), "stated", "again and again", dated=False)


def _set_each(found: Found, _now: Now) -> Reading | None:
    unit = found.part("unit")
    if unit in load("times")["units"]:
        letter = _letter(unit)
        if letter.startswith("T") and not found.part("number"):
            return None
        return Reading(
            "set", values.period(letter, _count(found.part("number") or "1")), "stated", "again and again", dated=False
        )
    return Reading("set", "P1W" if unit in calendar.weekdays() else "P1D", "stated", "again and again", dated=False)


def _set_rate(found: Found, _now: Now) -> Reading | None:
    unit = found.part("unit", "unit2", "unit3")
    return Reading("set", values.period(_letter(unit), "1"), "stated", "a rate", dated=False)


def _reference(found: Found, now: Now) -> Reading | None:
    word = re.sub(r"\s+", " ", found.part("word"))
    if word in ("current", "currently", "now") and re.match(r"-\w", now.after):
        return None
    value = next(v for v, words in load("times")["references"].items() if word in words)
    return Reading("date", value, "relative", "no certain days", dated=False)


READERS: dict[str, Reader] = {
    "written": _written,
    "weekday": _weekday,
    "deictic": _deictic,
    "part": _day_part,
    "part_of": _part_of,
    "part_alone": _part_alone,
    "overnight": _overnight,
    "clock": _clock,
    "nth_day": _nth_day,
    "holiday": _holiday,
    "christmas": _christmas,
    "month": _month,
    "month_week": _month_week,
    "season": _season,
    "quarter": _quarter,
    "year": _year,
    "year_pair": _year_pair,
    "bc": _bc,
    "spoken_year": _spoken_year,
    "decade": _decade,
    "century": _century,
    "relative_unit": _relative_unit,
    "span_unit": _span_unit,
    "vague_unit": _vague_unit,
    "adjacent_day": _adjacent_day,
    "same_time": _same_time,
    "ago": _ago,
    "in_time": _in_time,
    "set": _set,
    "set_each": _set_each,
    "set_rate": _set_rate,
    "hyphen_duration": _hyphen_duration,
    "duration": _duration,
    "bare_duration": _bare_duration,
    "the_unit": _the_unit,
    "reference": _reference,
}
