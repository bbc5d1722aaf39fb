"""Time counted from somewhere: this, last and next, so long ago, so long after."""

from __future__ import annotations

import re
from datetime import date, timedelta

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.times import values
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.now import ROLLING, Now, Reading, count_of, letter_of, narrated_day, step_of


def read_relative_unit(found: Found, now: Now) -> Reading | None:
    rel, unit = found.part("rel"), found.part("unit")
    if unit == "period" or rel in ("year-earlier", "year-ago", "latest"):
        return _period(found, now)
    letter = letter_of(unit)
    narrated = rel in ("same", "that", "following", "previous", "preceding", "very same", "very next", "prior")
    step = step_of(rel)
    if letter == "D" and rel == "last":
        return None
    narrated = narrated or (letter == "D" and rel == "next")
    base = narrated_day(now, back=step < 0) if narrated else now.base
    if narrated and letter in ("Y", "M") and now.year and (base is None or step == 0):
        base = date(now.year, now.month or 1, 1)
    if base is None:
        vague = {-1: "PAST_REF", 0: "XXXX-XX-XX" if letter == "D" else "PRESENT_REF", 1: "FUTURE_REF"}[step]
        return Reading("date", vague, "relative", "no date to count from", dated=False)
    rolling = re.search(
        r"\b(?:in|over|during|for|within|through)\s+\Z", now.before, re.IGNORECASE
    ) and found.text.startswith("the ")
    if rel == "past" or (rel == "last" and rolling and letter in ("D", "W", "M", "Y")):
        return Reading("duration", values.period(letter, "1"), "relative", ROLLING, dated=False)
    if letter == "WE":
        return _weekend(rel, base, now)
    value = values.shifted(base, letter, step)
    return Reading("date", value, "relative", f"counted from {base}") if value else None


def _weekend(rel: str, base: date, now: Now) -> Reading:
    """The weekend that a report speaks of: the last one begun by its day, unless it lies ahead."""
    saturday = base - timedelta(days=(base.weekday() - 5) % 7)
    step = 0
    ahead = now.tense == "future" and step_of(rel) == 0 and base.weekday() < 5
    if step_of(rel) < 0 and base.weekday() >= 5:
        step = -7
    elif step_of(rel) > 0 or ahead or (rel == "this" and base.weekday() == 4):
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
        return Reading("duration", values.period(letter_of(unit), "1"), "relative", ROLLING, dated=False)
    return Reading("date", values.shifted(now.base, "Y", -1) or "", "relative", f"counted from {now.base}")


def _quarter_told(now: Now, earlier: bool) -> str | None:
    """The quarter a business report speaks of, the last that is over if it names none; `earlier`, a year before."""
    told = now.quarter or (values.shifted(now.base, "Q", -1) if now.base and not now.narrative else None)
    return f"{int(told[:4]) - earlier:04d}{told[4:]}" if told else None


def read_the_unit(found: Found, now: Now) -> Reading | None:
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


def read_span_unit(found: Found, _now: Now) -> Reading | None:
    letter = letter_of(found.part("unit"))
    return Reading("duration", values.period(letter, count_of(found.part("number"))), "relative", ROLLING, dated=False)


def read_vague_unit(found: Found, _now: Now) -> Reading | None:
    letter = letter_of(found.part("unit"))
    if found.part("rel") == "recent" and letter in ("Y", "D"):
        return Reading("date", "PAST_REF", "relative", ROLLING, dated=False)
    return Reading("duration", values.period(letter, "X"), "relative", ROLLING, dated=False)


def read_adjacent_day(found: Found, now: Now) -> Reading | None:
    rel, unit = found.part("rel", "rel2", "rel3", "rel4"), found.part("unit", "unit2", "unit3", "unit4")
    step = step_of(rel)
    base = narrated_day(now, back=step < 0)
    if found.part("rel2") and re.match(r"\s+(?!when\b|and\b|but\b|in\b|on\b|at\b|by\b|from\b)[\w\"“]", now.after):
        return None  # "the day after the attack" counts from the attack
    if base is None:
        return Reading("date", "XXXX-XX-XX", "relative", "no day to count from")
    if unit in ("week", "month", "year"):
        value = values.shifted(base, letter_of(unit), step)
        return Reading("date", value, "relative", f"counted from {base}") if value else None
    part = "" if unit == "day" else "T" + str(load("times")["parts"][unit])
    day = base + timedelta(days=step)
    return Reading("time" if part else "date", day.isoformat() + part, "relative", f"counted from {base}")


def read_same_time(found: Found, now: Now) -> Reading | None:
    if found.part("rel") == "that" and re.search(r"\b(?:at|by|since|until|before)\s+\Z", now.before):
        return Reading("date", "PAST_REF", "context", "a time told of", dated=False)
    return None


def read_ago(found: Found, now: Now) -> Reading | None:
    way = re.sub(r"\s+", " ", found.part("way"))
    if found.part("hyphen"):
        count, unit = "1", found.part("hyphen")
    else:
        count, unit = count_of(found.part("number")), found.part("unit")
    letter = letter_of(unit)
    if way in ("before", "after", "back") and not re.match(r"\s*(?:[.,;:)\"”’]|\Z)", now.after):
        return Reading("duration", values.period(letter, count), "stated", "counted from what follows", dated=False)
    ahead = way in ("later", "after", "afterwards", "afterward", "hence", "from now")
    same = _like_last(count, letter, ahead, way, now)
    if same:
        return same
    narrated = way not in ("ago", "back", "hence", "from now", "on")
    base = narrated_day(now, back=not ahead) if narrated else now.published
    if count == "X" or "." in count:
        vague = "FUTURE_REF" if ahead else "PAST_REF"
        return Reading("date", vague, "relative", "how many is not said", dated=False)
    if letter == "TH" and base is not None and not ahead and int(count) % 24 == 0:
        day = values.shifted(base, "D", -int(count) // 24)
        reason = f"{count} hours counted back from {base}"
        return Reading("date", values.period(letter, count), "relative", reason, dated=day is not None, days=day or "")
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


def read_in_time(found: Found, now: Now) -> Reading | None:
    count = count_of(found.part("number"))
    letter = letter_of(found.part("unit"))
    if now.published is None or not count.isdigit():
        return Reading("duration", values.period(letter, count), "relative", "no date to count from", dated=False)
    value = values.shifted(now.published, letter, int(count))
    return Reading("date", value, "relative", f"counted from {now.published}") if value else None
