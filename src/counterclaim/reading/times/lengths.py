"""Lengths of time, what comes again and again, and words for now and then; none of them has days of its own."""

from __future__ import annotations

import re

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.times import calendar, values
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.now import Now, Reading, count_of, letter_of


def read_duration(found: Found, _now: Now) -> Reading | None:
    number, unit = re.sub(r"\s+", " ", found.part("number")), found.part("unit")
    letter = letter_of(unit)
    if letter == "TS" and (not re.fullmatch(r"\d+", number) and not found.part("plural")):
        return None
    if number in ("a", "an") and unit in ("second", "quarter", "minute"):
        return None
    if re.fullmatch(r"\d+", number) and not found.part("plural") and int(number) > 1:
        return None
    count = count_of(number)
    if found.part("half") and count.isdigit():
        count += ".5"
    if count == "0.5":
        half = {"TH": "PT30M", "Y": "P6M", "10Y": "P5Y", "D": "PT12H"}.get(letter)
        return Reading("duration", half, "stated", "a length of time", dated=False) if half else None
    return Reading("duration", values.period(letter, count), "stated", "a length of time", dated=False)


def read_hyphen_duration(found: Found, _now: Now) -> Reading | None:
    number, unit = found.part("number"), found.part("unit")
    if unit in ("old", "long"):
        if number not in load("times")["units"]:
            return None
        number, unit = "1", number
    elif number in load("times")["units"]:
        return None
    return Reading(
        "duration", values.period(letter_of(unit), count_of(number)), "stated", "a length of time", dated=False
    )


def read_bare_duration(found: Found, _now: Now) -> Reading | None:
    letter = letter_of(found.part("unit", "unit2"))
    if letter in ("TS", "WE", "Q"):
        return None
    way = found.part("way")
    if way and not letter.startswith("T"):
        value = "FUTURE_REF" if way == "later" else "PAST_REF"
        return Reading("date", value, "relative", "how many is not said", dated=False)
    return Reading("duration", values.period(letter, "X"), "stated", "a length of time", dated=False)


def read_set(found: Found, _now: Now) -> Reading | None:
    return Reading("set", str(load("times")["sets"][found.part("set")]), "stated", "again and again", dated=False)


def read_set_each(found: Found, _now: Now) -> Reading | None:
    unit = found.part("unit")
    if unit in load("times")["units"]:
        letter = letter_of(unit)
        if letter.startswith("T") and not found.part("number"):
            return None
        return Reading(
            "set",
            values.period(letter, count_of(found.part("number") or "1")),
            "stated",
            "again and again",
            dated=False,
        )
    return Reading("set", "P1W" if unit in calendar.weekdays() else "P1D", "stated", "again and again", dated=False)


def read_set_rate(found: Found, _now: Now) -> Reading | None:
    unit = found.part("unit", "unit2", "unit3")
    return Reading("set", values.period(letter_of(unit), "1"), "stated", "a rate", dated=False)


def read_reference(found: Found, now: Now) -> Reading | None:
    word = re.sub(r"\s+", " ", found.part("word"))
    if word in ("current", "currently", "now") and re.match(r"-\w", now.after):
        return None
    value = next(v for v, words in load("times")["references"].items() if word in words)
    return Reading("date", value, "relative", "no certain days", dated=False)
