"""From a report's text back to the bytes that it was read from.

A text is made of runs. A run either says its bytes as they stand, character for character in the encoding of the
source, or it is a whole: an entity, a collapsed stretch of white space, a damaged byte. Text that lies in no run (the
line breaks between two paragraphs) has no bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import msgspec


class Run(NamedTuple):
    """Characters `[start, end)` of the text and the bytes `[first, last)` of the source that say them.

    `whole`: the bytes say the characters only together; otherwise each character is its own bytes in the encoding.
    """

    start: int
    end: int
    first: int
    last: int
    whole: bool = False


class Box(NamedTuple):
    """Where characters `[start, end)` stand on paper: page, counted from 1; left, bottom, right, top in points."""

    start: int
    end: int
    page: int
    left: float
    bottom: float
    right: float
    top: float


Part = TypeVar("Part", Run, Box)


class Offsets(msgspec.Struct, frozen=True, kw_only=True):
    """The runs of one text in order, for a source of bytes; the boxes of its lines, for one of pages."""

    encoding: str = "utf-8"
    runs: tuple[Run, ...] = ()
    boxes: tuple[Box, ...] = ()

    def pieces(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The bytes that say `text[start:end]`, in order, as ranges with nothing between the parts of one."""
        found: list[tuple[int, int]] = []
        for run in _touching(self.runs, start, end):
            first, last = _bytes_of(run, text, start, end, self.encoding)
            if found and found[-1][1] == first:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        return found

    def hull(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The bytes from the first to the last that say `text[start:end]`, markup between them included."""
        found = self.pieces(text, start, end)
        return (found[0][0], found[-1][1]) if found else None

    def on_pages(self, start: int, end: int) -> list[Box]:
        """The lines of pages on which `text[start:end]` stands."""
        return list(_touching(self.boxes, start, end))

    def to_json(self) -> str:
        return msgspec.json.encode(self).decode()


def _touching(parts: Sequence[Part], start: int, end: int) -> Iterator[Part]:
    at = max(0, bisect_right(parts, start, key=lambda part: part.start) - 1)
    for part in parts[at:]:
        if part.start >= end:
            return
        if part.end > start:
            yield part


def from_json(data: str) -> Offsets:
    return msgspec.json.decode(data, type=Offsets)


def problems(offsets: Offsets, length: int) -> Iterator[str]:
    """What cannot be: runs out of order, or beyond a text of `length` characters."""
    for spans in ([part[:2] for part in offsets.runs], [part[:2] for part in offsets.boxes]):
        if any(start >= end for start, end in spans) or (spans and spans[-1][1] > length):
            yield "offsets lie outside the text"
        if any(one[1] > other[0] for one, other in pairwise(spans)):
            yield "offsets overlap"


def _bytes_of(run: Run, text: str, start: int, end: int, encoding: str) -> tuple[int, int]:
    if run.whole or (start <= run.start and end >= run.end):
        return run.first, run.last
    left = max(start, run.start)
    first = run.first + len(encoded(text[run.start : left], encoding))
    return first, first + len(encoded(text[left : min(end, run.end)], encoding))


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of `text`, a damaged byte as itself."""
    return text.encode(encoding, "surrogateescape")


class Source:
    """A decoded source whose characters are looked up by number; damaged bytes are lone surrogates in it.

    `skip` is the length of a byte order mark before the first character.
    """

    def __init__(self, text: str, encoding: str, skip: int = 0) -> None:
        self.text, self.encoding, self.skip = text, encoding, skip
        self._narrow = text.isascii() and encoding not in WIDE

    def bytes_at(self, marks: Iterable[int]) -> dict[int, int]:
        """{character number: its byte's number} for `marks`, in one pass over the source."""
        if self._narrow:
            return {mark: mark + self.skip for mark in marks}
        found: dict[int, int] = {}
        last, at = 0, self.skip
        for mark in sorted(set(marks)):
            at += len(encoded(self.text[last:mark], self.encoding))
            last = mark
            found[mark] = at
        return found


WIDE = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
"""Encodings in which even ASCII takes more than a byte."""
