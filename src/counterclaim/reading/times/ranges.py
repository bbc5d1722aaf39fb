"""Times that are written together: "from 23 to 31 March", "5 and 6 May", "1915-17", "over five days from 27 March"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from counterclaim.reading.times import calendar, values
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.now import Reading
from counterclaim.reading.times.timex import Timex, timex
from counterclaim.records import When

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_JOINT = re.compile(r"\s*(?:-|–|—|to|and|until|till|through|or|,)\s*(?:the\s+)?", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<![\d.,:/$£€-]){_DAY}(?=\s*(?:-|–|—|to|and|until|till|through|or)\s*(?:the\s+)?\Z)")
_AFTER = re.compile(rf"\s*(?:-|–|—|to|and|until|through)\s*{_DAY}(?=\s*(?:[.,;)\n]|\Z|\s(?:in|at|and|when|as|the)\b))")
_BETWEEN = frozenset(("-", "–", "—", "to", "until", "till", "through", "to the"))
_OPENED = frozenset(("and", "and the"))
_FROM = re.compile(r"\s*,?\s*(?:(?:starting|beginning)(?:\s+(?:from|on))?|from)\s+(?:the\s+)?")


_SINCE = re.compile(r"\bsince\s+(?:[\w’'-]+\s+){1,6}(?:of|on|in)\s+(?:the\s+)?\Z", re.IGNORECASE)
# Where the sentence goes on behind the day, "since" may open a clause: since a truce signed in June ended the war.
_STOPS = re.compile(r"\s*(?:[^\w\s]|\Z)")
SINCE = 60
"""Code points that may stand between "since" and the day of what it counts from: since the coup OF 25 OCTOBER, ..."""


def joined_date(text: str, found: Found, following: Found | None) -> calendar.Written | None:
    """The date after "and", "to" or a dash that the year of this one is written with."""
    if following is None or found.rule not in ("written", "month", "season"):
        return None
    if not _JOINT.fullmatch(text, found.end, following.start):
        return None
    year = following.part("year")
    if following.date is None and following.rule in ("month", "season") and year.isdigit():
        month = calendar.months().get(following.part("month").rstrip("."), 12)
        return calendar.Written(following.start, following.end, int(year), month, 1, None)
    return following.date


def written_together(text: str, sentence: int, low: int, found: Found, reading: Reading) -> Iterator[Timex]:
    """The expression, and the bare day or year beside it that takes its month or century from it."""
    if found.rule == "year_pair":
        second = found.part("year")[:2] + found.part("short")
        yield timex(sentence, found.start, found.start + 4, reading)
        yield timex(sentence, found.end - 2, found.end, Reading("date", second, "stated", "stated"))
        return
    dated = found.rule == "written"
    before = _BEFORE.search(text, max(low, found.start - 14), found.start) if dated else None
    after = _AFTER.match(text, found.end) if dated and found.date and found.date.year is None else None
    yield from _lone(sentence, before, reading)
    yield timex(sentence, found.start, found.end, reading)
    yield from _lone(sentence, after, reading)


def _lone(sentence: int, lone: re.Match[str] | None, reading: Reading) -> Iterator[Timex]:
    """The 23 of "from 23 to 31 March", the 31 of "March 23 to 31"."""
    other = values.extent(reading.value) if lone else None
    if lone is None or other is None:
        return
    day = calendar.day_of(other[0].year, other[0].month, int(lone["day"]))
    if day is not None and (day > other[0]) == (lone.re is _AFTER):
        shared = reading._replace(value=day.isoformat(), reason=f"{reading.reason}; the month is the other date's")
        yield timex(sentence, lone.start("day"), lone.end(), shared)


def ranged(text: str, start: int, made: list[Timex]) -> list[Timex]:
    """The same times, with the whole range as `when` where two are joined, and open ones where only an end is given."""
    done: list[Timex] = []
    for i, each in enumerate(made):
        before, after = made[i - 1] if i else None, made[i + 1] if i + 1 < len(made) else None
        if done and before is not None and _is_range(text, start, before, each):
            done.append(replace(each, when=done[-1].when))
        elif after is not None and _is_range(text, start, each, after):
            done.append(replace(each, when=_whole(each, after)))
        else:
            done.append(_lasting(text, each, before) or _opened(text, start, each))
    return done


def _is_range(text: str, start: int, first: Timex, second: Timex) -> bool:
    if first.when is None or second.when is None or first.when.from_ is None or second.when.to is None:
        return False
    between = re.sub(r"\s+", " ", text[first.end : second.start].strip().lower())
    opened = _word_before(text, start, first) in ("from", "between")
    if between == "and" and _is_next_day(first.when, second.when):
        return True
    return second.when.to > first.when.from_ and (between in _BETWEEN or (opened and between in _OPENED))


def _is_next_day(first: When, second: When) -> bool:
    """Two days that follow each other, as in "on 5 and 6 May", are one stretch of time."""
    days = first.precision == second.precision == "day"
    return days and first.to is not None and second.from_ == first.to + timedelta(days=1)


def _word_before(text: str, start: int, each: Timex) -> str:
    words = text[max(start, each.start - 12) : each.start].lower().split()
    return words[-1] if words else ""


def _whole(first: Timex, second: Timex) -> When | None:
    if first.when is None or second.when is None:
        return None
    basis = "stated" if "stated" in (first.when.basis, second.when.basis) else first.when.basis
    return When(
        from_=first.when.from_, to=second.when.to, precision="range", basis=basis, start=first.start, end=second.end
    )


def _lasting(text: str, each: Timex, before: Timex | None) -> Timex | None:
    """In "over five days from 27 March" the days from the 27th to the 31st."""
    length = re.fullmatch(r"P(\d+)([DW])", before.value) if before is not None and before.kind == "duration" else None
    if before is None or length is None or each.when is None or each.when.precision != "day":
        return None
    if each.when.from_ is None or not _FROM.fullmatch(text, before.end, each.start):
        return None
    days = int(length[1]) * (7 if length[2] == "W" else 1)
    last = each.when.from_ + timedelta(days=days - 1)
    when = When(
        from_=each.when.from_, to=last, precision="range", basis=each.when.basis, start=before.start, end=each.end
    )
    return replace(each, when=when, reason=f"{each.reason}; and the days counted from it")


def _opened(text: str, start: int, each: Timex) -> Timex:
    """After "since 7 October" there is no end, before "until Friday" and "by Friday" no beginning."""
    word = _word_before(text, start, each) if each.when else ""
    if each.when and _SINCE.search(text, max(start, each.start - SINCE), each.start) and _STOPS.match(text, each.end):
        word = "since"
    if each.when is None or word not in ("since", "until", "till", "by"):
        return each
    first = each.when.from_ if word == "since" else None
    last = None if word == "since" else each.when.to
    when = When(from_=first, to=last, precision="open", basis=each.when.basis, start=each.start, end=each.end)
    return replace(each, when=when)
