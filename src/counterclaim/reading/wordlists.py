"""Long lists of words and phrases looked for in a text in one pass.

One expression of all alternatives tries each of them at each word. Here each word of the text is looked up once, and
only what begins with it is tried: the time no longer grows with the lists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_REMEMBERED = 1 << 13
"""Different words of texts whose look-up is kept: more than a week of news has that matter here."""

Found = dict[str, list[re.Match[str]]]


class Expression(NamedTuple):
    """A regular expression and the word that its matches begin with; of a `stem`, any word that begins with it."""

    first: str
    written: str
    stem: bool = False


class WordLists:
    """Named lists of expressions, each a match only where whole words begin and end.

    Of one list the longest written expression is taken where several match, and its matches do not overlap.
    """

    def __init__(self, lists: Mapping[str, Iterable[Expression]]) -> None:
        self._words: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, expressions in lists.items():
            for first, written, stem in expressions:
                (self._stems if stem else self._words)[first].append((name, written))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._beginning = lru_cache(_REMEMBERED)(self._compiled)

    def find(self, text: str) -> Found:
        """The matches of every list that has any in the text, in order."""
        found: Found = defaultdict(list)
        free: dict[str, int] = defaultdict(int)
        for at, name, expression in self._candidates(text):
            if at >= free[name] and (match := expression.match(text, at)):
                found[name].append(match)
                free[name] = match.end()
        return found

    def first(self, text: str) -> re.Match[str] | None:
        """The first match of any list."""
        return next((match for at, _, e in self._candidates(text) if (match := e.match(text, at))), None)

    def replaced(self, text: str, by: str) -> str:
        """The text with `by` for every match; meant for a single list."""
        parts, end = [], 0
        for at, _, expression in self._candidates(text):
            if at >= end and (match := expression.match(text, at)):
                parts += [text[end:at], by]
                end = match.end()
        return "".join((*parts, text[end:])) if parts else text

    def _candidates(self, text: str) -> Iterator[tuple[int, str, re.Pattern[str]]]:
        beginning = self._beginning
        for word in _WORD.finditer(text):
            for name, expression in beginning(word[0]):
                yield word.start(), name, expression

    def _compiled(self, word: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """For each list, what in it may begin with the word."""
        stems = (self._stems.get(word[:length], ()) for length in self._lengths if length <= len(word))
        by_name: dict[str, set[str]] = defaultdict(set)
        for name, written in (*self._words.get(word, ()), *(row for rows in stems for row in rows)):
            by_name[name].add(written)
        return tuple(
            (name, re.compile(rf"(?:{'|'.join(sorted(rows, key=lambda r: (-len(r), r)))})\b"))
            for name, rows in by_name.items()
        )
