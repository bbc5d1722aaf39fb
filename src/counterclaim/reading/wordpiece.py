"""Words to the pieces that the encoder knows: lower-cased WordPiece, cached, with the shape of each word beside it."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LONGEST_WORD = 100
"""Code points; a longer word becomes one unknown piece, as in BERT's own tokenizer."""
MOST_PIECES = 16
"""Pieces kept of one word; the model reads a word from its first."""
_CACHED_WORDS = 50_000
_PART = re.compile(r"[^\W_]+|[\W_]")
_DROPPED = frozenset(("Mn", "Cc", "Cf"))


class Encoded(NamedTuple):
    """One sentence for the graph: what stands at each piece, and where each word begins.

    `first[0]` is 0, the [CLS] piece, which stands for the root of the tree; `first[i]` belongs to word i - 1.
    """

    pieces: list[int]
    shapes: list[int]
    first: list[int]


class WordPiece:
    """The vocabulary of an encoder, one piece a line."""

    def __init__(self, path: Path) -> None:
        entries = path.read_text(encoding="utf-8").split("\n")
        self._ids = {piece: i for i, piece in enumerate(entries) if piece}
        self._unknown, self._first, self._last = (self._ids[name] for name in ("[UNK]", "[CLS]", "[SEP]"))
        self._longest = max(map(len, self._ids))
        self._known = lru_cache(_CACHED_WORDS)(self._looked_up)

    def pieces(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces, at least one and at most MOST_PIECES."""
        return self._known(word)[0]

    def encode(self, words: Sequence[str]) -> Encoded:
        """All words between [CLS] and [SEP]."""
        ids, shapes, first = [self._first], [0], [0]
        known = self._known
        for word in words:
            pieces, shaped = known(word)
            first.append(len(ids))
            ids += pieces
            shapes += shaped
        return Encoded([*ids, self._last], [*shapes, 0], first)

    def _looked_up(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """A word's pieces and the shape of each, which is the word's."""
        pieces = (self._unknown,) if len(word) > LONGEST_WORD else self._cut(word)
        return pieces, (shape(word),) * len(pieces)

    def _cut(self, word: str) -> tuple[int, ...]:
        plain = "".join(
            c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) not in _DROPPED
        )
        ids = [piece for part in _PART.findall(plain) for piece in self._cut_part(part)]
        return tuple(ids[:MOST_PIECES]) or (self._unknown,)

    def _cut_part(self, part: str) -> list[int]:
        """The longest known piece from the left, again and again; unknown as a whole where that gets stuck."""
        ids = []
        start = 0
        while start < len(part):
            for end in range(min(len(part), start + self._longest), start, -1):
                piece = self._ids.get(part[start:end] if start == 0 else "##" + part[start:end])
                if piece is not None:
                    break
            else:
                return [self._unknown]
            ids.append(piece)
            start = end
        return ids


def shape(word: str) -> int:
    """0 without capitals, 1 with one inside, 2 with an initial one, 3 all capitals: the encoder itself is uncased."""
    if not word[:1].isupper():
        return int(any(c.isupper() for c in word))
    return 3 if len(word) > 1 and word.isupper() else 2
