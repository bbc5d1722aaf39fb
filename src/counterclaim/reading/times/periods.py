"""Named stretches of time: months, seasons, quarters, years, decades, centuries, and feast days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.times import calendar, values
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.now import Now, Reading, of_another_year, step_of
from counterclaim.reading.times.tense import Tense
from counterclaim.records import TimeBasis

LIKELY = (1800, 2050)
"""Years that need nothing to announce them; a century earlier they still may stand before a noun."""
NEAR_MONTHS = 2
"""A month without its year that lies this close ahead is the coming one, as with days."""


def year_named(found: Found, now: Now, month: int) -> tuple[int | None, str, TimeBasis]:
    """The year of a month: stated, relative to the report, the one told of, or the report's."""
    if found.part("year", "year2"):
        return int(found.part("year", "year2")), "stated in full", "stated"
    if found.part("short"):
        return 1900 + int(found.part("short")), "stated in full", "stated"
    base = now.base
    if found.part("yearrel"):
        if found.part("yearrel") in ("the same", "that"):
            return now.year, "the year told of", "context"
        step = step_of(found.part("yearrel"))
        return (
            (base.year + step, f"counted from {base}", "relative")
            if base
            else (None, "no date to count from", "relative")
        )
    if now.following is not None and now.following.year and not found.part("rel"):
        year = now.following.year - (month > now.following.month)
        return year, f"year {year} from the date it is joined with", "stated"
    rel = found.part("rel")
    if rel in ("that", "the same") and now.year:
        return now.year, "the year told of", "context"
    if base is None:
        return (
            (now.sentence_year, "year named just before", "context")
            if now.sentence_year
            else (None, "no year", "stated")
        )
    if not rel and now.sentence_year and (now.narrative or of_another_year(now)):
        return now.sentence_year, f"year {now.sentence_year} is named just before", "context"
    if now.narrative and now.year and step_of(rel) <= 0:
        return now.year, f"year {now.year} is the last that is told of", "context"
    return _month_year(month, rel, base, now.tense), f"counted from {base}", "relative"


def _month_year(month: int, rel: str, base: date, tense: Tense) -> int:
    if step_of(rel) < 0:
        return base.year - (month >= base.month)
    if step_of(rel) > 0:
        return base.year + (month <= base.month)
    if rel == "this":
        return base.year
    back, ahead = (base.month - month) % 12, (month - base.month) % 12
    coming = ahead <= NEAR_MONTHS or (ahead < 6 if tense == "unknown" else tense == "future")
    return base.year + (month < base.month) if coming and back else base.year - (month > base.month)


def read_holiday(found: Found, now: Now) -> Reading | None:
    name = re.sub(r"\s+", " ", found.part("holiday"))
    floating = load("times")["floating_holidays"].get(name)
    month = floating[0] if floating else load("times")["holidays"][name][0]
    year, reason, basis = year_named(found, now, month)
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


def read_christmas(found: Found, now: Now) -> Reading | None:
    year, reason, basis = year_named(found, now, 12)
    return Reading("date", f"{year}-12" if year else "XXXX-12", basis, reason, dated=False)


def read_month(found: Found, now: Now) -> Reading | None:
    number = calendar.months()[found.part("month").rstrip(".")]
    year, reason, basis = year_named(found, now, number)
    if year is None:
        return Reading("date", f"XXXX-{number:02d}", basis, reason)
    return Reading("date", f"{year:04d}-{number:02d}", basis, reason)


def read_month_week(found: Found, now: Now) -> Reading | None:
    number = calendar.months()[found.part("month").rstrip(".")]
    nth = load("times")["ordinals"][found.part("nth")]
    year, reason, basis = year_named(found, now, number)
    if year is None:
        return Reading("date", f"XXXX-{number:02d}", basis, reason, dated=False)
    if nth == -1:
        after = calendar.day_of(year + number // 12, number % 12 + 1, 1)
        day = (after or date(year, 12, 31)) - timedelta(days=4)
    else:
        day = date(year, number, 1) + timedelta(days=7 * (nth - 1) + 3)
    return Reading("date", values.week(day), basis, reason, dated=False)


def read_season(found: Found, now: Now) -> Reading | None:
    code = load("times")["seasons"][found.part("season")]
    if not found.part("year", "rel", "mod") and not re.search(
        r"\b(?:in|by|until|since|during|of|next|through|for)\s+\Z", now.before
    ):
        return None
    if found.part("rel") == "the" and found.part("season") == "fall" and not found.part("year"):
        return None
    month = load("times")["season_months"][code] + 1
    year, reason, basis = year_named(found, now, (month - 1) % 12 + 1)
    if year is None:
        return Reading("date", f"XXXX-{code}", basis, reason)
    return Reading(
        "date", f"{year - (code == 'WI' and basis == 'relative' and now.tense != 'future')}-{code}", basis, reason
    )


def read_quarter(found: Found, now: Now) -> Reading | None:
    nth = load("times")["ordinals"].get(found.part("nth")) or int(re.sub(r"\D", "", found.part("nth2")))
    year, reason, basis = year_named(found, now, 3 * nth - 1)
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


def read_year(found: Found, now: Now) -> Reading | None:
    """A year, unless it counts something: an unlikely year, or one that nothing announces, before a plural noun."""
    year = int(found.part("year"))
    announced = not now.before.strip() or found.part("mod") or _announced().search(now.before)
    noun = re.match(r"\s+([a-z]+)\b", now.after)
    counts = noun is not None and noun[1] not in load("times")["year_followers"]
    if not announced and (not LIKELY[0] <= year <= LIKELY[1] or (noun is not None and noun[1].endswith("s"))):
        return None
    if counts and not LIKELY[0] - 100 <= year <= LIKELY[1]:
        return None
    return Reading("date", f"{year:04d}", "stated", "stated")


@cache
def _announced() -> re.Pattern[str]:
    openers = "|".join(map(re.escape, load("times")["year_openers"]))
    return re.compile(rf"(?:(?<!\w)(?:{openers})|(?<=[a-z])['’]s|[(,;:–-])\s*\Z", re.IGNORECASE)


def read_year_pair(found: Found, now: Now) -> Reading | None:
    first, second = int(found.part("year")), int(found.part("short"))
    if not (first % 100) < second or now.before.rstrip().endswith(("$", "#")):
        return None
    return Reading("date", f"{first:04d}", "stated", "stated")


def read_bc(found: Found, _now: Now) -> Reading | None:
    return Reading("date", f"BC{int(found.part('number')):04d}", "stated", "stated", dated=False)


def read_spoken_year(found: Found, _now: Now) -> Reading | None:
    tens = {"nineteen": 1900, "eighteen": 1800}.get(found.part("tens"), 2000)
    units = re.split(r"[\s-]", found.part("units")) if found.part("units") else []
    year = tens + sum(load("times")["numbers"][u] for u in units)
    return Reading("date", str(year), "stated", "stated") if units or tens == 2000 else None


def read_decade(found: Found, now: Now) -> Reading | None:
    if found.part("decade"):
        return Reading("date", found.part("decade")[:3], "stated", "stated")
    if found.part("short"):
        if re.search(r"\b(?:his|her|their|my|your|our|in\s+the\s+low|high|mid)\s+\Z", now.before):
            return None
        return Reading("date", "19" + found.part("short")[0], "stated", "stated")
    return Reading("date", str(load("times")["decades"][found.part("word")]), "stated", "stated")


def read_century(found: Found, now: Now) -> Reading | None:
    nth = load("times")["ordinals"][found.part("nth")]
    if nth < 0:
        return Reading("date", str((now.base.year // 100) - 1) if now.base else "XX", "relative", "the century before")
    return Reading("date", f"{nth - 1:02d}", "stated", "stated", dated=nth > 10)
