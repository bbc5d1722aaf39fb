"""The loss of a layer of spans: its labels as a chain, in which each is scored after the one before it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from training.sentence import Layer

NEVER = -30.0
"""The score of a label that cannot follow another."""
_OUT = -1e4


def loss(scores: Tensor, allowed: Tensor, present: Tensor, order: Tensor) -> Tensor:
    """Minus the log-probability of the allowed chains, a word.

    scores and allowed [sentences, words, labels], present [sentences, words], order [labels + 1, labels]. Where a
    word's label is not known, all are allowed.
    """
    both = torch.stack([scores.masked_fill(~allowed, _OUT), scores])
    some, everything = _sums(both, present, order)
    return (everything - some).sum() / present.sum()


def _sums(scores: Tensor, present: Tensor, order: Tensor) -> Tensor:
    """The log of the summed weights of all chains: scores [2, sentences, words, labels] -> [2, sentences]."""
    after, first = order[:-1], order[-1]
    total = first + scores[:, :, 0]
    for i in range(1, scores.shape[2]):
        longer = torch.logsumexp(total[..., :, None] + after, -2) + scores[:, :, i]
        total = torch.where(present[None, :, i, None], longer, total)
    return torch.logsumexp(total, -1)


def counted(layers: Sequence[Layer], labels: Sequence[str]) -> list[list[float]]:
    """Log-probability of each label after another, the last row for the first word; an I- only follows its own span."""
    place = {label: i for i, label in enumerate(labels)}
    counts = [[0.01] * len(labels) for _ in range(len(labels) + 1)]
    for layer in layers:
        before = len(labels)
        for label in layer:
            if label is not None:
                counts[before][place[label]] += 1
            before = place[label] if label is not None else place["O"]
    possible = allowed(labels)
    return [
        [math.log(n / sum(row)) if may else NEVER for n, may in zip(row, mays, strict=True)]
        for row, mays in zip(counts, possible, strict=True)
    ]


def allowed(labels: Sequence[str]) -> list[list[bool]]:
    """Which label may follow which, the last row for the first word."""
    return [[label[0] != "I" or last[1:] == label[1:] for label in labels] for last in (*labels, "^")]
