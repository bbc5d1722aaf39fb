"""The day a report was published, as far as it says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile

from counterclaim.reading.document import Block
from counterclaim.reading.times import calendar, years
from counterclaim.reading.times.calendar import Written

_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_OWN = re.compile(r"(?:[,(|:;–—/-]|\b(?:as of|dated|updated?|published|issued|date))\s*$", re.IGNORECASE)
"""What stands before the date of a text itself."""
_OPENING = re.compile(
    r"\W*(?:last\s+)?(?:update[ds]?|published|issued|released|posted|as\s+of)\b"
    r"(?:\s+by\s[^.!?]{0,60}?)?[\s:,]*(?:\b(?:at|on)\b[\s:]*)?",
    re.IGNORECASE,
)
"""What opens a line with such a date, whatever follows it."""
_NAMED = r"[A-Z][\w'’-]*(?:[ -](?:de|du|la|el|al)?[ -]?[A-Z][\w'’-]*){0,3}"
_CLOSING = re.compile(rf"\W*(?:(?:Done|Issued|Given|Made|Signed|Released)\s+)?(?:(?:at|in)\s+)?{_NAMED},?\s+(?:on\s+)?")
"""Where a statement was signed, before the date that closes it."""
_EDITION = re.compile(r"(?:,\s+|\s+[|–—-]\s+)[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3}\W*")
"""What may follow the date that opens a page: "Monday 5 May 2024, Evening Bulletin"."""
CLOSING, CLOSED = 5, 200
"""Lines at the end among which the date of a signed statement may stand, and the code points that such a line takes."""
_END = re.compile(
    rf"[\s,;.:|/–—-]*(?:(?:at\s+)?(?:{calendar.CLOCK}|[0-2]\d[0-5]\d\s*(?:hrs|hours|h|Z)\b){calendar.ZONE})?"
    r"(?:\.\s+(?:Special|Exclusive|Own|From|By)\b.{0,60})?[\s).|]*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?<![\d.,$£€-]\d{4})(?!\d|,\d|%|\.\d)")


def document_date(
    text: str, blocks: Sequence[Block], url: str | None = None, given: date | None = None
) -> tuple[date | None, str]:
    """The day of publication and how it is known; null where neither the caller nor the report nor `url` says it."""
    if given is not None:
        return given, "given with the report"
    partial: list[Written] = []
    group = calendar.time_group(text, blocks[0].start, blocks[0].end) if blocks else None
    for block in blocks:
        if block.kind in ("dateline", "byline"):
            for found in calendar.dates(text, block.start, block.end):
                day = found.date(_year_by(group, found))
                if day is not None:
                    return day, _reason(text[found.start : found.end], found, day)
                partial.append(found)
    if group is not None and (day := group.date()):
        return day, f"the time group {text[group.start : group.end]}"
    from_url = _in_url(url)
    if from_url is not None:
        return from_url, f"the date in the address {url}"
    for found in _heading(text, blocks):
        if day := found.date():
            return day, _reason(text[found.start : found.end], found, day).replace("the date line", "a line at the top")
        partial.append(found)
    entry = max(
        (d for b in blocks if b.kind == "day" for w in calendar.dates(text, b.start, b.end) if (d := w.date())),
        default=None,
    )
    if entry is not None:
        return entry, f"the day of the latest entry, {entry}"
    for found in _closing(text, blocks):
        if day := found.date():
            return day, _reason(text[found.start : found.end], found, day).replace("the date line", "the last line")
    return _completed(text, blocks, partial)


def _heading(text: str, blocks: Sequence[Block]) -> Iterator[Written]:
    """Dates that close a line above the story and are of the text itself: "Flash Update (as of 8 May 2024, 18:00)".

    "What happened on 8 May 2024" is a title and tells of something else.
    """
    above = takewhile(lambda block: block.kind != "body", blocks)
    for block in above:
        if block.kind in ("subhead", "boilerplate", "headline"):
            for found in calendar.dates(text, block.start, block.end):
                before = text[block.start : found.start]
                after = text[found.end : block.end]
                opens = _OPENING.fullmatch(before) or (not before.strip() and _EDITION.fullmatch(after))
                if opens or (_OWN.search(before) and _END.match(after)):
                    yield found


def _closing(text: str, blocks: Sequence[Block]) -> Iterator[Written]:
    """The date of a line at the end that holds no more than it and where the statement was signed."""
    for block in reversed(blocks[1:][-CLOSING:]):
        for found in calendar.dates(text, block.start, block.end) if block.end - block.start <= CLOSED else ():
            if _CLOSING.fullmatch(text[block.start : found.start]) and _END.match(text[found.end : block.end]):
                yield found


def _year_by(group: Written | None, found: Written) -> int | None:
    """The year of a date line that leaves it to the time group of its cable, which is of its day or later."""
    if group is None or group.year is None:
        return None
    return group.year - ((found.month, found.day) > (group.month, group.day + 1))


def latest_year(text: str, blocks: Iterable[Block]) -> int | None:
    """The latest year that the report names; null where it names none."""
    return max((int(y) for y in _years(text, blocks)), default=None)


def _years(text: str, blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind != "boilerplate":
            yield from (m[0] for m in _YEAR.finditer(text, block.start, block.end) if not _counts(text, m.end()))


def _counts(text: str, end: int) -> bool:
    """Is the number followed by a plural noun, as a count is?"""
    return re.match(r"\s+[a-z]{2,}(?:s|people|men|women|children)\b", text[end : end + 40]) is not None


def _reason(words: str, found: Written, day: date) -> str:
    reason = f"the date line says {words}"
    if found.weekday is not None and found.weekday != day.weekday():
        return reason + ", though the weekday does not fit"
    return reason


def _in_url(url: str | None) -> date | None:
    m = _URL.search(url) if url else None
    return calendar.day_of(int(m[1]), int(m[3]), int(m[4])) if m else None


def _completed(text: str, blocks: Sequence[Block], partial: Sequence[Written]) -> tuple[date | None, str]:
    """A date line without its year, which the weekday and the conflict that the report tells of give."""
    partial = [*partial, *_headings(text, blocks)]
    found = years.completed(text, blocks, partial, latest_year(text, blocks)) if partial else None
    if found is None:
        return None, "the report does not say when it was published"
    day, written = found
    words = text[written.start : written.end]
    return day, f"the date line says {words}, which fell on the weekday that the report gives it in {day.year}"


def _headings(text: str, blocks: Sequence[Block]) -> list[Written]:
    """The days that head the entries of a live page, the latest first."""
    found = (w for b in blocks if b.kind == "day" for w in calendar.dates(text, b.start, b.end))
    return sorted(found, key=lambda w: (w.month, w.day), reverse=True)
