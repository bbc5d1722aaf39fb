"""All times of a report, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.document import Block, Document, Sentence
from counterclaim.reading.letters import in_small_letters
from counterclaim.reading.times import calendar, dating, grammar, ranges, values
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.now import Now, Reading
from counterclaim.reading.times.resolve import read
from counterclaim.reading.times.tense import Clauses
from counterclaim.reading.times.timex import Timex

LEADING = 12
"""Code points at the start of a sentence within which a year sets the time that is told of."""

LONGEST_BODY = 14
"""Letters of the words for bodies that are called after a day."""

REACH = 3
"""Blocks after which nobody counts on from the only day told before."""


def find(document: Document) -> tuple[Timex, ...]:
    """The times of `document`, boilerplate aside, in reading order; they do not overlap."""
    text = document.text
    now = Now(published=document.dated, latest_year=dating.latest_year(text, document.blocks))
    small = in_small_letters(text)
    found = [(*piece, grammar.find(text, small, *piece[2:])) for piece in _pieces(document)]
    now.narrative = _is_narrative(document, [f for *_, each in found for f in each])
    times: list[Timex] = []
    told_in = -1
    order = {id(block): n for n, block in enumerate(document.blocks)}
    for index, block, start, end, each in found:
        if block.kind == "day":
            _enter_day(text, block, document.dated, now)
        now.sentence_year, now.sentence_day = (now.year if now.narrative else None), None
        apart = order[id(block)] - told_in
        if not now.narrative and apart > 1:
            now.day = None
        now.near = apart <= REACH
        now.clauses = Clauses(text, small, start, end)
        times.extend(_sentence(text, index, start, end, each, now))
        if block.kind in ("dateline", "byline", "day"):
            now.days.clear()
        told_in = order[id(block)] if now.sentence_day else told_in
    return tuple(times)


def _pieces(document: Document) -> Iterator[tuple[int, Block, int, int]]:
    """Sentences, and blocks that hold none, in reading order, each with its block."""
    inside: dict[int, list[Sentence]] = {}
    for sentence in document.sentences:
        inside.setdefault(sentence.block, []).append(sentence)
    for i, block in enumerate(document.blocks):
        if block.kind == "boilerplate":
            continue
        if i in inside:
            yield from ((s.index, block, s.start, s.end) for s in inside[i])
        else:
            yield -1, block, block.start, block.end


def _is_narrative(document: Document, found: list[Found]) -> bool:
    """Does the text tell of other times than its own? Then its years are many, and far from the report's."""
    here = document.dated.year if document.dated else None
    written = [f for f in found if f.rule in ("written", "month", "year")]
    years = [int(f.part("year")) for f in written if f.part("year").isdigit()]
    years.extend(f.date.year for f in written if f.date and f.date.year)
    far = [y for y in years if here is None or abs(y - here) > 1]
    deictic = sum(f.rule in ("weekday", "deictic") for f in found)
    return len(far) >= 8 and len(far) > 4 * deictic and 2 * len(far) > len(years)


def _enter_day(text: str, block: Block, published: date | None, now: Now) -> None:
    """Below the heading of a day, "today" is that day."""
    heading = next(calendar.dates(text, block.start, block.end), None)
    if heading is not None:
        year = heading.year or (_year_before(heading, published) if published else None)
        day = heading.date(year)
    else:
        word = text[block.start : block.end].strip(" :.-–—").lower()
        number = calendar.weekdays().get(word)
        day = (
            published - timedelta(days=(published.weekday() - number) % 7) if published and number is not None else None
        )
    now.published, now.entry = day or published, day is not None


def _year_before(heading: calendar.Written, published: date) -> int:
    day = heading.date(published.year)
    return published.year - 1 if day and day > published + timedelta(days=3) else published.year


def _sentence(text: str, index: int, start: int, end: int, found: list[Found], now: Now) -> Iterator[Timex]:
    """Read the candidates one after another; one that turns out to be none makes room for those that overlap it."""
    made: list[Timex] = []
    left, at = list(found), 0
    while at < len(left):
        chosen = grammar.first(left, at)
        each = left[chosen]
        following = next((f for f in islice(left, chosen + 1, None) if f.start >= each.end), None)
        _look_around(text, start, end, each, following, now)
        reading = None if _names_somebody(text, each) else read(each, now)
        if reading is None:
            del left[chosen]
            continue
        reading = _after_clause(text, start, end, each, reading, now)
        made.extend(ranges.written_together(text, index, max(start, made[-1].end if made else 0), each, reading))
        if reading.dated and not _dates_saying(each, now):
            now.told(reading, leading=each.start - start < LEADING)
        while at < len(left) and left[at].start < each.end:
            at += 1
    yield from (_clocked(each, now.sentence_day) for each in ranges.ranged(text, start, made))


def _names_somebody(text: str, found: Found) -> bool:
    """Is it what a body is called after: the MARCH 23 Movement, the 17 NOVEMBER group?"""
    if found.rule != "written" or (found.date is not None and found.date.year is not None):
        return False
    after = text[found.end : found.end + 1 + LONGEST_BODY].split(maxsplit=1)
    return (
        bool(after) and text[found.end : found.end + 1] == " " and after[0].rstrip(",.'’s") in load("times")["bodies"]
    )


def _dates_saying(found: Found, now: Now) -> bool:
    """Is it the day of a saying ("..., she said on Monday") in a sentence that has told of another day before?"""
    if now.sentence_day is None or found.rule not in ("weekday", "deictic", "written"):
        return False
    return (
        re.search(rf"\b(?:{load('times')['saying_days']})\s+(?:(?:late|early|on|in|reporters)\s+)*\Z", now.before)
        is not None
    )


def _clocked(each: Timex, day: date | None) -> Timex:
    """A clock time in a sentence that names a day is that day's, though it has no days of its own."""
    if each.kind != "time" or each.when is not None or day is None:
        return each
    return replace(each, value=f"{day}T{each.value.partition('T')[2]}")


def _after_clause(text: str, start: int, end: int, found: Found, reading: Reading, now: Now) -> Reading:
    """The days of the clause that "five days after" opens, where what they count from is known.

    "On Sunday, a day after troops left, ..." counts from Sunday; "Five days after a missile hit the town, the sides are
    still at odds" from the report's day, for its main clause is in the present.
    """
    length = re.fullmatch(r"P(\d+)(\d*[DWMY])", reading.value)
    after = found.text.endswith(" after") or re.match(r"\s+after\b", text[found.end : end])
    if not length or not after or now.narrative:
        return reading
    base = now.sentence_day if re.search(r",\s*\Z", now.before) else None
    if (
        base is None
        and re.fullmatch(r"\W*(?:\w+\s+){0,2}", text[start : found.start])
        and _is_present(text[found.end : end])
    ):
        base = now.published
    if base is None:
        return reading
    count, unit = int(length[1]), length[2]
    days = values.shifted(base, *(("D", -7) if (count, unit) == (1, "W") else (unit, -count)))
    return reading._replace(
        basis="relative", reason=f"{found.text} counted back from {base}", dated=days is not None, days=days or ""
    )


def _is_present(clause: str) -> bool:
    """Is the main clause, after the first comma, in the present tense?"""
    main = clause.partition(",")[2].lower()
    present = re.search(rf"\b(?:{'|'.join(map(re.escape, load('times')['present_cues']))})\b", main)
    past = re.search(r"\b(?:was|were|had|did|said|\w{2,}ed)\b", main)
    return present is not None and (past is None or present.start() < past.start())


def _look_around(text: str, start: int, end: int, found: Found, following: Found | None, now: Now) -> None:
    now.start, now.end = found.start, found.end
    now.following = ranges.joined_date(text, found, following)
    now.before, now.after = text[max(start, found.start - 40) : found.start], text[found.end : min(end, found.end + 40)]
