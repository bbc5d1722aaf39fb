"""Quotations: what stands between marks of any kind, paragraph by paragraph.

Only the outermost quotation is kept. A speech that runs over paragraphs, each of which opens with a mark while only the
last closes, gives one quotation a paragraph; all but the last have no closing mark (`inner_end == end`). A mark without
a partner is no quotation, so that a stray one never swallows the report.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from counterclaim.knowledge.lexicons import load
from counterclaim.reading.document import Block, Quote

Family = Literal["double", "angle", "single"]
QUOTED = frozenset(("headline", "subhead", "body", "caption"))
"""The kinds of blocks that quotations are looked for in."""
MOST_MARKS = 10_000
"""Marks in one paragraph; what has more is no prose."""
CANDIDATES = 6
"""Single closing marks that are tried for one opening mark: most are apostrophes."""

_MARK = re.compile(r"``|''|[\"“”„‟＂″«»‹›‘’‚'‛]")
_FAMILY: dict[str, Family] = {
    **dict.fromkeys(("``", "''", *'"“”„‟＂″'), "double"),
    **dict.fromkeys("«»‹›", "angle"),
    **dict.fromkeys("‘’‚'‛", "single"),
}
_OPENS = frozenset(("``", *"“„‟«‹‘‚‛"))
_BEFORE = frozenset("([{-–—/:;,|\"“„«‘'>*•…=")


class _Mark(NamedTuple):
    """A quotation mark `[start, end)`: whether it may open or close, and what its surroundings look like."""

    start: int
    end: int
    family: Family
    may_open: bool
    may_close: bool
    starts: bool
    ends: bool


def find(text: str, blocks: Sequence[Block]) -> tuple[Quote, ...]:
    """The quotations of the report's own blocks, in reading order; they do not overlap."""
    quoted = [b for b in blocks if b.kind in QUOTED]
    found: list[Quote] = []
    running = False
    for i, block in enumerate(quoted):
        following = quoted[i + 1] if i + 1 < len(quoted) else None
        marks = _all_marks(text, block)
        pairs, left, closer = _pairs(text, marks)
        quotes = [Quote(a.start, b.end, a.end, b.start) for a, b in pairs if a.end < b.start]
        if (
            running
            and closer is not None
            and (not quotes or closer.start < quotes[0].start)
            and closer.start > block.start
        ):
            quotes.append(Quote(block.start, closer.end, block.start, closer.start))
        goes_on = following is not None and block.kind == following.kind == "body"
        opening = _running(text, block, left, following if goes_on else None, running)
        if opening is not None:
            quotes.append(Quote(opening.start, block.end, opening.end, block.end))
        running = opening is not None
        found.extend(_outermost(quotes))
    return tuple(found)


def speech_of(quotes: Sequence[Quote], i: int) -> range:
    """The quotations that make up one speech with quotation `i`: itself, and the paragraphs before and after."""
    first = last = i
    while first > 0 and _runs_on(quotes[first - 1]):
        first -= 1
    while last + 1 < len(quotes) and _runs_on(quotes[last]):
        last += 1
    return range(first, last + 1)


def _runs_on(quote: Quote) -> bool:
    return quote.inner_end == quote.end


def _all_marks(text: str, block: Block) -> list[_Mark]:
    """The marks of a paragraph, none where there are more than prose can have."""
    marks = list(islice(_marks(text, block), MOST_MARKS + 1))
    return marks if len(marks) <= MOST_MARKS else []


def _marks(text: str, block: Block) -> Iterator[_Mark]:
    for m in _MARK.finditer(text, block.start, block.end):
        start, end, sign = m.start(), m.end(), m[0]
        before = text[start - 1] if start > block.start else " "
        after = text[end] if end < block.end else " "
        family = _FAMILY[sign]
        if family == "single" and ((before.isalnum() and after.isalnum()) or _is_elision(text, end)):
            continue
        starts = (before.isspace() or before in _BEFORE) and not after.isspace()
        ends = not before.isspace() and not after.isalnum()
        inch = sign in '"″' and before.isdigit()
        may_open = (starts or (sign in _OPENS and not after.isspace())) and not inch
        may_close = ends or (family != "single" and sign not in _OPENS and not before.isspace())
        yield _Mark(start, end, family, may_open, may_close, starts, ends)


def _is_elision(text: str, at: int) -> bool:
    word = re.compile(r"\w{0,6}").match(text, at)
    return word is not None and (word[0].lower() in load("layout")["elisions"] or bool(re.fullmatch(r"\d\ds", word[0])))


def _pairs(text: str, marks: list[_Mark]) -> tuple[list[tuple[_Mark, _Mark]], list[_Mark], _Mark | None]:
    """Marks that belong together, openings that have no partner, and the closing mark that stands first without one."""
    pairs: list[tuple[_Mark, _Mark]] = []
    left: list[_Mark] = []
    closer: _Mark | None = None
    families: tuple[Family, ...] = ("double", "angle")
    for family in families:
        stack: list[_Mark] = []
        for mark in (m for m in marks if m.family == family):
            if stack and mark.may_close and (mark.ends or not mark.starts):
                pairs.append((stack.pop(), mark))
            elif mark.may_open:
                stack.append(mark)
            elif mark.may_close and closer is None and not pairs:
                closer = mark
        left.extend(stack)
    pairs.extend(_single_pairs(text, marks, sorted(a.start for a, _ in pairs)))
    return pairs, sorted(left), closer


def _single_pairs(text: str, marks: list[_Mark], doubles: list[int]) -> Iterator[tuple[_Mark, _Mark]]:
    """Single marks that quote, not apostrophes. One that would hold a double quotation must end as a sentence does."""
    singles = [m for m in marks if m.family == "single"]
    closers = [m for m in singles if m.ends and not (m.starts and text[m.start] in _OPENS)]
    starts = [m.start for m in closers]
    free = 0
    for mark in singles:
        if not mark.starts or mark.start < free:
            continue
        at = bisect_right(starts, mark.end)
        close = _closing(text, closers[at : at + CANDIDATES])
        if close is None:
            continue
        holds = bisect_right(doubles, close.start) > bisect_right(doubles, mark.start)
        if not holds or text[close.start - 1] in ".,!?…":
            yield mark, close
            free = close.end


def _closing(text: str, candidates: list[_Mark]) -> _Mark | None:
    """The candidate that ends a quotation: after a stop or comma, else the first that is no possessive plural."""
    for mark in candidates:
        plural = text[mark.start - 1] in "sS" and text[mark.end : mark.end + 1].isspace()
        if not plural or text[mark.start - 1] in ".,!?…":
            return mark
    return candidates[0] if candidates else None


def _running(text: str, block: Block, left: list[_Mark], following: Block | None, running: bool) -> _Mark | None:
    """The opening mark of a speech that goes on in the next paragraph, or that has gone on since the one before."""
    if not left or block.kind != "body":
        return None
    reopened = following is not None and _opening(text, following)
    if reopened or (following is not None and _closes_alone(text, following)):
        return left[0] if left[0].start == block.start else left[-1]
    return left[0] if running and left[0].start == block.start else None


def _opening(text: str, block: Block) -> bool:
    first = _MARK.match(text, block.start, block.end)
    return first is not None and _FAMILY[first[0]] != "single"


def _closes_alone(text: str, block: Block) -> bool:
    """Does the paragraph end a quotation that it does not begin?"""
    marks = _all_marks(text, block)
    return bool(marks) and _pairs(text, marks)[2] is not None


def _outermost(quotes: list[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (q.start, -q.end)):
        if not kept or quote.start >= kept[-1].end:
            kept.append(quote)
    return kept
