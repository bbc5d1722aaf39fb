"""Whole texts into incidents, by nothing but their words: for texts that no claim was taken from, and for benchmarks.

The same shape as for strands: small comparers with one table of weights (knowledge/lexicons/comparing.yaml, `texts`),
and average linkage over the pairs. Words weigh the more the fewer of the texts have them, so a text's neighbours depend
on the others here; the ledger's strands are compared without any such count.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from counterclaim.knowledge.lexicons import load
from counterclaim.reconcile.linkage import merged

WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|\d+")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ENDINGS = ("ing", "edly", "ed", "ies", "es", "'s", "s", "ly")
"""What is taken off a word, the first that fits, so that its forms are one."""
STEM = 3
"""Letters that must be left."""
PAIR = 0.5
"""How much two words side by side weigh beside a single one."""
COMMON = 0.3
"""A word that more than this share of the texts has tells nothing."""

Vectors = NDArray[np.float64]


def incidents(texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The ids of `texts` by incident, each sorted, in the order of their first."""
    ids = sorted(texts)
    weights = load("comparing")["texts"]
    ordered = [texts[one] for one in ids]
    likeness = weights["words"] * _cosine(ordered, words, COMMON) + weights["names"] * _cosine(ordered, names, 1.0)
    value = likeness - weights["years"] * _years(ordered) - weights["same"]
    at = {one: number for number, one in enumerate(ids)}
    return merged(
        [[one] for one in ids],
        lambda a, b: float(value[at[a], at[b]]),
        lambda a, b: bool(value[at[a], at[b]] > 0),
    )


def words(text: str) -> Mapping[str, float]:
    """Stems, and every two that stand side by side."""
    stems = [_stem(word.lower()) for word in WORD.findall(text)]
    pairs = Counter(f"{a} {b}" for a, b in pairwise(stems))
    return {**Counter(stems), **{pair: PAIR * count for pair, count in pairs.items()}}


def names(text: str) -> Mapping[str, float]:
    """Words that the text writes with a capital and never without."""
    found = WORD.findall(text)
    small = {word for word in found if word.islower()}
    return Counter(word.lower() for word in found if word[0].isupper() and len(word) > 2 and word.lower() not in small)


def _stem(word: str) -> str:
    ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= STEM), "")
    return word[: len(word) - len(ending)]


def _cosine(texts: Sequence[str], count: Callable[[str], Mapping[str, float]], common: float) -> Vectors:
    """How much of what `count` finds each two texts have in common, rare things the more."""
    counts = [count(text) for text in texts]
    holders = Counter(thing for counted in counts for thing in counted)
    column = {thing: n for n, thing in enumerate(t for t, held in holders.items() if 1 < held <= common * len(texts))}
    vectors = np.zeros((len(texts), len(column)))
    for row, counted in enumerate(counts):
        for thing, number in counted.items():
            if thing in column:
                weight = 1 + math.log(number) if number >= 1 else number
                vectors[row, column[thing]] = weight * math.log(len(texts) / holders[thing])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1.0)
    shared: Vectors = vectors @ vectors.T
    return shared


def _years(texts: Iterable[str]) -> Vectors:
    """1 where both texts name years and share none."""
    found = [set(YEAR.findall(text)) for text in texts]
    return np.array([[float(bool(a and b and not a & b)) for b in found] for a in found]).reshape(len(found), -1)
