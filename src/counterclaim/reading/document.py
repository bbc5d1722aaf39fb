"""A report laid out for reading: blocks, sentences, words. What every room of `reading` takes and none alters."""

from __future__ import annotations

import string
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Literal

import msgspec

from counterclaim.records import Report

SMALL = frozenset(string.ascii_lowercase + string.punctuation)
"""What most words begin with that are not written large, told at a glance."""

BlockKind = Literal["headline", "dateline", "byline", "entry_time", "day", "subhead", "caption", "body", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph of the report, `[start, end)`; `why` tells what makes it boilerplate."""

    kind: BlockKind
    start: int
    end: int
    why: str = ""


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word: its place in the sentence, its characters in the report, and what the model says of it.

    `head` is the index of the word it depends on within the sentence, -1 for the root; `upos` and `dep` follow
    Universal Dependencies.
    """

    i: int
    start: int
    end: int
    text: str
    upos: str = "X"
    head: int = -1
    dep: str = "dep"
    lower: str = ""
    """The characters in small letters, made of `text`."""

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "lower", self.text.lower())


class Label(msgspec.Struct, frozen=True, gc=False):
    """Words `[first, last)` of a sentence that the model labels, as `model.Analysis` says."""

    first: int
    last: int
    label: str


@dataclass(frozen=True)
class Sentence:
    """A sentence of the report, `[start, end)`, with its words, names, attribution roles and typed phrases."""

    index: int
    block: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    names: tuple[Label, ...] = ()
    roles: tuple[Label, ...] = ()
    phrases: tuple[Label, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """The different words in small letters: what a rule about none of them need not look at."""
        return frozenset([t.lower for t in self.tokens])

    @cached_property
    def capitals(self) -> tuple[int, ...]:
        """The words that begin with a capital letter."""
        return tuple([t.i for t in self.tokens if t.text[0] not in SMALL and t.text[0].isupper()])

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word the words that depend on it, in order."""
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head >= 0:
                below[token.head].append(token.i)
        return tuple(map(tuple, below))

    def subtree(self, i: int) -> range:
        """The stretch of words that word `i` and everything below it cover, first to last."""
        children, words = self.children, [i]
        for word in words:  # which grow while they are gone through
            words.extend(children[word])
        return range(min(words), max(words) + 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the words `[first, last)`."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words_in(self, start: int, end: int) -> tuple[Token, ...]:
        """The words that lie wholly in the characters `[start, end)`."""
        return self.tokens[bisect_left(self._starts, start) : bisect_right(self._ends, end)]

    def words_touching(self, start: int, end: int) -> tuple[Token, ...]:
        """The words of which a character lies in `[start, end)`."""
        return self.tokens[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [t.end for t in self.tokens]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, `[start, end)` with its marks, `[inner_start, inner_end)` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int


@dataclass(frozen=True)
class Document:
    """A report as the rooms of `reading` see it. `dated` is the day the report was published, null when nobody says."""

    report: Report
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dated: date | None = None
    _starts: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._starts.extend(s.start for s in self.sentences)

    @cached_property
    def text(self) -> str:
        return self.report.text

    @cached_property
    def entries(self) -> tuple[int, ...]:
        """For each block the number of the live page's entry that it stands in, 0 above the first."""
        return tuple(accumulate(int(block.kind == "entry_time") for block in self.blocks))

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the character at `offset`."""
        at = bisect_right(self._starts, offset) - 1
        return self.sentences[at] if at >= 0 and offset < self.sentences[at].end else None
