"""An expression of time as the other rooms see it."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.reading.times import values
from counterclaim.reading.times.now import Kind, Reading
from counterclaim.records import When


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time `[start, end)` in sentence `sentence`, -1 outside all, with its TIMEX3 kind and value.

    `when` is null where the expression is recognised but no certain days follow; `reason` tells how it was read.
    """

    sentence: int
    start: int
    end: int
    kind: Kind
    value: str
    when: When | None
    reason: str


def timex(sentence: int, start: int, end: int, reading: Reading) -> Timex:
    """The expression `[start, end)` as it was read."""
    when = values.when(reading.days or reading.value, reading.basis, start, end) if reading.dated else None
    return Timex(sentence, start, end, reading.kind, reading.value, when, reading.reason)
