"""A sentence as the linker sees it: the model's analysis, how sure it is of each role, quotation marks, paragraph."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.reading.model import Analysis, Labelled
from counterclaim.reading.segment import Span

if TYPE_CHECKING:
    from counterclaim.reading.decoding import Array

QUOTATION = re.compile(r"""“[^”\n]{2,3000}”|"[^"\n]{2,3000}"|''(?:(?!'')[^\n]){2,3000}''|“[^”\n]{2,3000}(?=\n|$)""")
SUBJECTS = ("nsubj", "nsubj:pass")
ROLES = ("SOURCE", "CUE", "CONTENT")
_STEPS = 20
"""Words that are looked at on the way up a tree."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence. `offsets`, `words` and `quoted` have one entry a word, `chances` one row a word.

    `chances` are the probabilities of SOURCE, CUE and CONTENT given the whole sentence; `scores` the log-probabilities
    of the labels that they come from, `prior` those of a label after another; `quoted` is the number of the quotation
    that holds the word, -1 for none.
    """

    offsets: Sequence[Span]
    words: tuple[str, ...]
    analysis: Analysis
    scores: Array
    chances: Array
    quoted: tuple[int, ...]
    paragraph: int
    below: tuple[tuple[int, ...], ...]
    prior: Array

    def chance(self, role: str, first: int, last: int) -> Array:
        """Of a role, for the words `[first, last)`."""
        found: Array = self.chances[max(first, 0) : last, ROLES.index(role)]
        return found

    def span(self, piece: Labelled) -> Span:
        """Its characters."""
        return self.offsets[piece.start][0], self.offsets[piece.end - 1][1]

    def subtree(self, i: int) -> tuple[int, int]:
        """The words from the first to the last that hang from word `i`, end exclusive."""
        first = last = i
        todo = [i]
        while todo:
            word = todo.pop()
            first, last = min(first, word), max(last, word)
            todo.extend(self.below[word])
        return first, last + 1

    def above(self, i: int) -> list[int]:
        """The words that word `i` hangs from, nearest first."""
        found: list[int] = []
        while (i := self.analysis.head[i]) >= 0 and len(found) < _STEPS:
            found.append(i)
        return found

    def head_of(self, piece: Labelled) -> int:
        """The word that carries a cue: its last verb, else its last noun or adjective, else its last word."""
        for tags in (("VERB",), ("NOUN", "ADJ")):
            found = [i for i in range(piece.start, piece.end) if self.analysis.upos[i] in tags]
            if found:
                return found[-1]
        return piece.end - 1

    def subject(self, i: int) -> int | None:
        """The word that is the subject of word `i`."""
        return next((k for k in self.below[i] if self.analysis.dep[k] in SUBJECTS), None)


def look(text: str, found: Sequence[tuple[Sequence[Span], Analysis, Array]], prior: Array) -> list[Seen]:
    """The sentences of one text, with each one's words, analysis and scores of the layer of roles."""
    quotations = [m.span() for m in QUOTATION.finditer(text)]
    seen: list[Seen] = []
    paragraph, at = 0, 0
    for offsets, analysis, scores in found:
        if "\n\n" in text[at : offsets[0][0]]:
            paragraph += 1
        at = offsets[-1][1]
        below: list[list[int]] = [[] for _ in offsets]
        for i, head in enumerate(analysis.head):
            if head >= 0:
                below[head].append(i)
        seen.append(
            Seen(
                offsets=offsets,
                words=tuple(text[a:b] for a, b in offsets),
                analysis=analysis,
                scores=scores,
                chances=chances(scores, prior),
                quoted=tuple(_holder(span, quotations) for span in offsets),
                paragraph=paragraph,
                below=tuple(map(tuple, below)),
                prior=prior,
            )
        )  # fmt: skip
    return seen


def _holder(span: Span, quotations: Sequence[Span]) -> int:
    return next((k for k, (start, end) in enumerate(quotations) if start <= span[0] and span[1] <= end), -1)


def chances(scores: Array, prior: Array) -> Array:
    """[words, 3]: the probability of each role for each word, over all sequences of labels (forward and backward).

    scores [words, labels] are log-probabilities, labels O, B- and I- of each role in turn; prior as in
    decoding.viterbi.
    """
    import numpy as np

    count, labels = scores.shape
    after = prior[:labels]
    forward, backward = np.empty((count, labels)), np.zeros((count, labels))
    forward[0] = scores[0] + prior[labels]
    for t in range(1, count):
        forward[t] = np.logaddexp.reduce(forward[t - 1][:, None] + after, axis=0) + scores[t]
    for t in range(count - 2, -1, -1):
        backward[t] = np.logaddexp.reduce(after + (scores[t + 1] + backward[t + 1])[None], axis=1)
    total = forward + backward
    likely = np.exp(total - np.logaddexp.reduce(total, axis=1)[:, None])
    found: Array = likely[:, 1::2] + likely[:, 2::2]
    return found


def logit(chance: float) -> float:
    """Log odds, kept within about 9 of nothing."""
    return math.log((chance + 1e-4) / (1 - chance + 1e-4))
