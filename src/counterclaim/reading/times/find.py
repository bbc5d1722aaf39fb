"""All times of a report, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.document import Block, Document, Sentence
from counterclaim.reading.times import calendar, dating, grammar, values
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.resolve import Kind, Now, Reading, read
from counterclaim.reading.times.tense import Clauses
from counterclaim.records import TimePrecision, When

_JOINT = re.compile(r"\s*(?:-|–|—|to|and|until|till|through|or|,)\s*(?:the\s+)?", re.IGNORECASE)
_LONE = re.compile(
    r"(?<![\d.,:/$£€-])(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?=\s*(?:-|–|—|to|and|until|till|through|or)\s*(?:the\s+)?\Z)"
)


_LONE_AFTER = re.compile(
    r"\s*(?:-|–|—|to|and|until|through)\s*(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?=\s*(?:[.,;)\n]|\Z|\s(?:in|at|and|when|as|the)\b))"
)
LEADING = 12
"""Code points at the start of a sentence within which a year sets the time that is told of."""


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time `[start, end)` in sentence `sentence` (-1 outside all), its TIMEX3 kind and value, and its days.

    `when` is null where the expression is recognised but no certain days follow from it; `reason` tells how it was read.
    """

    sentence: int
    start: int
    end: int
    kind: Kind
    value: str
    when: When | None
    reason: str


def find(document: Document) -> tuple[Timex, ...]:
    """The times of `document`, boilerplate aside, in reading order; they do not overlap."""
    text = document.text
    now = Now(published=document.dated, latest_year=dating.latest_year(text, document.blocks))
    pieces = list(_pieces(document))
    found = [(index, block, start, end, grammar.find(text, start, end)) for index, block, start, end in pieces]
    now.narrative = _is_narrative(document, [f for *_, each in found for f in each])
    times: list[Timex] = []
    told_in = -1
    order = {id(block): n for n, block in enumerate(document.blocks)}
    for index, block, start, end, each in found:
        if block.kind == "day":
            _enter_day(text, block, document.dated, now)
        now.sentence_year, now.sentence_day = (now.year if now.narrative else None), None
        if not now.narrative and order[id(block)] - told_in > 1:
            now.day = None
        times.extend(_sentence(text, index, start, end, each, now))
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
    """Does the text tell of other times than its own? Then its dates are full and its years many and far from the report's."""
    here = document.dated.year if document.dated else None
    written = [f for f in found if f.rule in ("written", "month", "year")]
    years = [int(f.part("year")) for f in written if f.part("year").isdigit()] + [
        f.date.year for f in written if f.date and f.date.year
    ]
    far = [y for y in years if here is None or abs(y - here) > 1]
    deictic = sum(f.rule in ("weekday", "deictic") for f in found)
    return len(far) >= 8 and len(far) > 4 * deictic and 2 * len(far) > len(years)


def _enter_day(text: str, block: Block, published: date | None, now: Now) -> None:
    """Below the heading of a day, "today" is that day."""
    heading = next(calendar.dates(text, block.start, block.end), None)
    now.published, now.tense, now.following = published, "unknown", None
    if heading is not None:
        year = heading.year or (_year_before(heading, published) if published else None)
        day = heading.date(year)
    else:
        word = text[block.start : block.end].strip(" :.-–—").lower()
        number = calendar.weekdays().get(word)
        day = (
            published - timedelta(days=(published.weekday() - number) % 7) if published and number is not None else None
        )
    now.published = day or published


def _year_before(heading: calendar.Written, published: date) -> int:
    day = heading.date(published.year)
    return published.year - 1 if day and day > published + timedelta(days=3) else published.year


def _sentence(text: str, index: int, start: int, end: int, found: list[Found], now: Now) -> Iterator[Timex]:
    """Read the candidates one after another; one that turns out to be none makes room for those that overlap it."""
    made: list[Timex] = []
    left, at = list(found), 0
    clauses = Clauses(text, start, end) if left else None
    while at < len(left) and clauses is not None:
        chosen = grammar.first(left, at)
        each = left[chosen]
        following = next((f for f in islice(left, chosen + 1, None) if f.start >= each.end), None)
        now.tense = clauses.tense(each.start, each.end)
        _look_around(text, start, end, each, following, now)
        reading = read(each, now)
        if reading is None:
            del left[chosen]
            continue
        reading = _after_clause(text, start, end, each, reading, now)
        made.extend(_timexes(text, index, max(start, made[-1].end if made else 0), each, reading))
        if reading.dated:
            now.told(reading, leading=each.start - start < LEADING)
        while at < len(left) and left[at].start < each.end:
            at += 1
    yield from _ranged(text, start, made)


def _after_clause(text: str, start: int, end: int, found: Found, reading: Reading, now: Now) -> Reading:
    """ "Five days after a missile hit the town, the sides are still at odds": the clause's day, counted from the report's."""
    m = re.fullmatch(r"P(\d+)(\d*[DWMY])", reading.value)
    opening = re.fullmatch(r"[\W]*(?:\w+\s+){0,2}", text[start : found.start])
    after = found.text.endswith(" after") or re.match(r"\s+after\b", text[found.end : end])
    if now.published is None or now.narrative or not m or not opening or not after:
        return reading
    main = text[found.end : end].partition(",")[2].lower()
    present = re.search(rf"\b(?:{'|'.join(map(re.escape, load('times')['present_cues']))})\b", main)
    past = re.search(r"\b(?:was|were|had|did|said|\w{2,}ed)\b", main)
    if present is None or (past is not None and past.start() < present.start()):
        return reading
    unit, count = m[2], int(m[1])
    days = (
        values.shifted(now.published, "D", -7)
        if (unit, count) == ("W", 1)
        else values.shifted(now.published, unit, -count)
    )
    reason = f"{found.text} counted back from {now.published}, for the main clause is in the present"
    return reading._replace(basis="relative", reason=reason, dated=True, days=days or "")


def _look_around(text: str, start: int, end: int, found: Found, following: Found | None, now: Now) -> None:
    now.following = _joined_date(text, found, following)
    now.before, now.after = text[max(start, found.start - 40) : found.start], text[found.end : min(end, found.end + 40)]


def _timexes(text: str, index: int, low: int, found: Found, reading: Reading) -> Iterator[Timex]:
    """The expression, and the bare day or year that is written together with it."""
    lone = _LONE.search(text, max(low, found.start - 14), found.start) if found.rule == "written" else None
    if lone is not None and (before := _lone(index, lone, reading)) is not None:
        yield before
    if found.rule == "year_pair":
        second = found.part("year")[:2] + found.part("short")
        yield _timex(index, found.start, found.start + 4, reading)
        yield _timex(index, found.end - 2, found.end, Reading("date", second, "stated", "stated"))
        return
    yield _timex(index, found.start, found.end, reading)
    after = (
        _LONE_AFTER.match(text, found.end)
        if found.rule == "written" and found.date and found.date.year is None
        else None
    )
    if after is not None and (then := _lone(index, after, reading)) is not None:
        yield then


def _timex(index: int, start: int, end: int, reading: Reading) -> Timex:
    when = values.when(reading.days or reading.value, reading.basis, start, end) if reading.dated else None
    return Timex(index, start, end, reading.kind, reading.value, when, reading.reason)


def _joined_date(text: str, found: Found, following: Found | None) -> calendar.Written | None:
    """The date after "and", "to" or a dash that the year of this one is written with."""
    if following is None or found.rule not in ("written", "month", "season"):
        return None
    if not _JOINT.fullmatch(text, found.end, following.start):
        return None
    if following.date is not None:
        return following.date
    year = following.part("year")
    if following.rule in ("month", "season") and year.isdigit():
        name = following.part("month").rstrip(".")
        return calendar.Written(following.start, following.end, int(year), calendar.months().get(name, 12), 1, None)
    return None


def _lone(index: int, lone: re.Match[str], reading: Reading) -> Timex | None:
    """The 23 of "from 23 to 31 March", the 31 of "March 23 to 31": the month is the other date's."""
    other = values.extent(reading.value)
    day = calendar.day_of(other[0].year, other[0].month, int(lone["day"])) if other else None
    if day is None or other is None or (day >= other[0]) != (lone.re is _LONE_AFTER):
        return None
    shared = reading._replace(value=day.isoformat(), reason=reading.reason + "; the month is the other date's")
    return _timex(index, lone.start("day"), lone.end(), shared)


def _ranged(text: str, start: int, made: list[Timex]) -> Iterator[Timex]:
    """The same times, with the whole range as `when` where two are joined, and open ones where only an end is given."""
    done: list[Timex] = []
    for i, each in enumerate(made):
        partner = made[i + 1] if i + 1 < len(made) else None
        if partner is not None and _is_range(text, start, each, partner):
            whole = _whole(each, partner)
            each, made[i + 1] = replace(each, when=whole), replace(partner, when=whole)
            done.append(each)
            continue
        if done and done[-1].when is not None and done[-1].when is each.when:
            done.append(each)
            continue
        done.append(_lasting(text, each, made[i - 1] if i else None) or _opened(text, start, each))
    yield from done


def _is_range(text: str, start: int, first: Timex, second: Timex) -> bool:
    if first.when is None or second.when is None or first.when.from_ is None or second.when.to is None:
        return False
    between = text[first.end : second.start].strip().lower()
    before = text[max(start, first.start - 12) : first.start].lower().split()
    if second.when.to <= first.when.from_:
        return False
    opened = before[-1:] in (["from"], ["between"])
    return between in ("-", "–", "—", "to", "until", "till", "through") or (
        opened and between in ("and", "to the", "and the")
    )


def _whole(first: Timex, second: Timex) -> When:
    assert first.when is not None
    assert second.when is not None
    bases = (first.when.basis, second.when.basis)
    basis = "stated" if "stated" in bases else first.when.basis
    precision: TimePrecision = "range"
    return When(
        from_=first.when.from_, to=second.when.to, precision=precision, basis=basis, start=first.start, end=second.end
    )


def _lasting(text: str, each: Timex, before: Timex | None) -> Timex | None:
    """ "Over five days from 27 March" ends on the 31st."""
    if (
        before is None
        or before.kind != "duration"
        or each.when is None
        or each.when.precision != "day"
        or each.when.from_ is None
    ):
        return None
    m = re.fullmatch(r"P(\d+)([DW])", before.value)
    if (
        m is None
        or not re.fullmatch(
            r"\s*,?\s*(?:starting|beginning)?\s*(?:from|on)?\s*(?:the\s+)?", text[before.end : each.start]
        )
        or not re.search(r"from|starting|beginning", text[before.end : each.start])
    ):
        return None
    last = each.when.from_ + timedelta(days=int(m[1]) * (7 if m[2] == "W" else 1) - 1)
    when = When(
        from_=each.when.from_, to=last, precision="range", basis=each.when.basis, start=before.start, end=each.end
    )
    return replace(each, when=when, reason=each.reason + "; and the days counted from it")


def _opened(text: str, start: int, each: Timex) -> Timex:
    """ "Since 7 October" has no end, "until Friday" no beginning."""
    if each.when is None:
        return each
    before = text[max(start, each.start - 10) : each.start].lower().split()
    if before[-1:] == ["since"]:
        return replace(
            each,
            when=When(from_=each.when.from_, precision="open", basis=each.when.basis, start=each.start, end=each.end),
        )
    if before[-1:] in (["until"], ["till"]):
        return replace(
            each, when=When(to=each.when.to, precision="open", basis=each.when.basis, start=each.start, end=each.end)
        )
    return each
