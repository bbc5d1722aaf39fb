"""Whether a clause speaks of what is to come or of what has been: "on Friday" lies ahead or behind by it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, cached_property
from typing import Literal, NamedTuple

from counterclaim.knowledge.lexicons import load

Tense = Literal["past", "future", "unknown"]

AROUND = 200
"""Code points before and after an expression in which its tense is looked for."""
AFTER = 8
"""Code points that a cue behind the expression counts as farther away than one before it: verbs stand first."""

_ENDING = ("until", "till")
"""What tells of the day behind it, not of the one before: "on Thursday until they left"."""
_BORDER = re.compile(
    r"[;:()\"“”,]|\s[-–—]\s|\b(?:that|which|who|whose|when|while|after|before|but|although|because|and|as|if|unless)\b"
)


class _Cue(NamedTuple):
    start: int
    end: int
    future: bool


class Clauses:
    """The clause borders and the cues of tense in `text[start:end]`, found once for all its expressions, if at all.

    `small` is the text in small letters.
    """

    def __init__(self, text: str, small: str, start: int, end: int) -> None:
        self._text, self._small, self._start, self._end = text, small, start, end

    @cached_property
    def _borders(self) -> list[int]:
        return [m.end() for m in _BORDER.finditer(self._text, self._start, self._end)]

    @cached_property
    def _cues(self) -> list[_Cue]:
        found = _pattern().finditer(self._small, self._start, self._end)
        return [_Cue(*m.span(), m["future"] is not None) for m in found]

    @cached_property
    def _starts(self) -> list[int]:
        return [cue.start for cue in self._cues]

    def is_deadline(self, start: int) -> bool:
        """Is the expression that begins at `start` a date to be kept?"""
        return is_deadline(self._text[max(self._start, start - AROUND) : start])

    def tense(self, start: int, end: int) -> Tense:
        """What the cue nearest to the expression `[start, end)` says, in its own clause if it can be."""
        before, after = bisect_right(self._borders, start), bisect_left(self._borders, end)
        low = max(start - AROUND, self._borders[before - 1] if before else 0)
        high = min(end + AROUND, self._borders[after] if after < len(self._borders) else end + AROUND)
        near = self._nearest(start, end, low, high)
        return near if near != "unknown" else self._nearest(start, end, start - AROUND, end + AROUND)

    def _nearest(self, start: int, end: int, low: int, high: int) -> Tense:
        there = self._cues[bisect_left(self._starts, low) : bisect_left(self._starts, high)]
        ranked = [
            (start - c.end if c.end <= start else c.start - end + AFTER, c)
            for c in there
            if c.end <= start or (c.start >= end and not self._small.startswith(_ENDING, c.start))
        ]
        if not ranked:
            return "unknown"
        return "future" if min(ranked, key=lambda r: r[0])[1].future else "past"


def is_deadline(clause: str) -> bool:
    """Does what stands before a day make it a date to be kept: "demanded their release by", "must leave until"?"""
    opened = re.search(r"\b(?:by|until|till|before)\s+(?:\w+\s+on\s+)?\Z", clause, re.IGNORECASE)
    if opened is None:
        return False
    lexicon = load("times")
    cues = list(re.finditer(rf"(?:{'|'.join(lexicon['deadline_cues'])})\b", clause, re.IGNORECASE))
    return bool(cues) and not re.search(rf"\b(?:{lexicon['deadline_breaks']})\b", clause[cues[-1].end() :])


@cache
def _pattern() -> re.Pattern[str]:
    lexicon = load("times")
    future, past = "|".join(lexicon["future_cues"]), "|".join(lexicon["past_cues"])
    return re.compile(rf"\b(?:(?P<future>{future})|(?P<past>{past}))\b")
