"""From the scores of the graph to labels and trees; what is decoded beside a sentence does not change what it gets."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

NEVER = -1e9
_ROOTS_TRIED = 4


def log_softmax(scores: Array) -> Array:
    """Over the last axis, in double precision."""
    shifted = scores.astype(np.float64) - scores.max(-1, keepdims=True)
    norm: Array = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return norm


def viterbi(scores: Array, lengths: Sequence[int], prior: Array) -> list[list[int]]:
    """The best label sequence of each sentence.

    scores [sentences, words, labels]: log-probabilities, or what differs from them by a number a word, of which the
    first `lengths` words count; prior [labels + 1, labels], or one for each sentence [sentences, labels + 1, labels]:
    weighted log-probabilities of a label after another, the last row for the first word.
    """
    batch, longest, labels = scores.shape
    rows, last = np.arange(batch), np.asarray(lengths) - 1
    order = np.broadcast_to(prior, (batch, labels + 1, labels)).transpose(1, 2, 0)  # sums run along the sentences
    told = np.ascontiguousarray(scores.transpose(1, 2, 0))
    after = np.ascontiguousarray(order[:labels])
    best = np.empty((longest, labels, batch))
    best[0] = told[0] + order[labels]
    paths = np.empty_like(after)
    for t in range(1, longest):
        np.add(best[t - 1][:, None], after, out=paths)
        np.add(np.maximum.reduce(paths), told[t], out=best[t])
    found = np.zeros((longest, batch), np.int64)
    label = ends = best[last, :, rows].argmax(1)
    for t in range(longest - 1, -1, -1):
        if t < longest - 1:
            label = (best[t] + after[:, label, rows]).argmax(0)
            label = np.where(last == t, ends, label)
        found[t] = label
    return [path[:n].tolist() for path, n in zip(found.T, lengths, strict=True)]


def spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """The (start, end, name) of B- and I- labels; an I- without its B- opens a span."""
    found: list[tuple[int, int, str]] = []
    begin, name = 0, ""
    for i, label in enumerate(labels):
        if label == "O" and not name:
            continue
        if name and (label[0] != "I" or label[2:] != name):
            found.append((begin, i, name))
            name = ""
        if label != "O" and not name:
            begin, name = i, label[2:]
    return [*found, (begin, len(labels), name)] if name else found


def tree(arcs: Array) -> list[int]:
    """The heads of words 1.. as a tree with one root.

    arcs [n, n]: the score of each dependent (row) under each head (column), entry 0 being the root above the
    sentence; the head of entry 0 is given as 0.
    """
    n = len(arcs)
    scores = arcs.astype(np.float64)
    scores.flat[:: n + 1] = NEVER
    heads = [0, *scores[1:].argmax(1).tolist()]
    if n < 2 or (heads.count(0) == 2 and not _cycle(heads)):
        return heads
    roots = [i for i in range(1, n) if heads[i] == 0]
    scores = log_softmax(scores)
    np.fill_diagonal(scores, NEVER)
    tried = roots[:_ROOTS_TRIED] if len(roots) > 1 else [1 + int(scores[1:, 0].argmax())]
    return max((_under_root(scores, root) for root in tried), key=lambda found: found[0])[1]


def _under_root(scores: Array, root: int) -> tuple[float, list[int]]:
    """The best tree in which `root` alone hangs from entry 0, with its score."""
    allowed = scores.copy()
    allowed[1:, 0] = NEVER
    allowed[root] = NEVER
    allowed[root, 0] = scores[root, 0]
    heads = _arborescence(allowed)
    return sum(float(allowed[i, heads[i]]) for i in range(1, len(heads))), heads


def _arborescence(scores: Array) -> list[int]:
    """Chu, Liu and Edmonds: the best heads without a cycle; each cycle met is drawn together into one entry."""
    n = len(scores)
    heads = [0, *scores[1:].argmax(1).tolist()]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.array([i for i in range(n) if i not in set(cycle)])
    m = len(outside)
    smaller = np.full((m + 1, m + 1), NEVER)
    smaller[:m, :m] = scores[np.ix_(outside, outside)]
    out = scores[np.ix_(outside, inside)]
    smaller[:m, m] = out.max(1)
    loss = scores[np.ix_(inside, outside)] - scores[inside, [heads[i] for i in cycle]][:, None]
    smaller[m, :m] = loss.max(0)
    smaller[0] = NEVER
    np.fill_diagonal(smaller, NEVER)
    found = _arborescence(smaller)
    for i in range(1, m):
        heads[outside[i]] = int(inside[out[i].argmax()]) if found[i] == m else int(outside[found[i]])
    entry = found[m]
    heads[cycle[int(loss[:, entry].argmax())]] = int(outside[entry])
    return heads


def _cycle(heads: Sequence[int]) -> list[int]:
    """The entries of one cycle in the graph of heads, or nothing."""
    seen = [-1, *[0] * (len(heads) - 1)]  # the entry from which the way up to the root was gone first
    for start in range(1, len(heads)):
        at = start
        while not seen[at]:
            seen[at] = start
            at = heads[at]
        if seen[at] == start:
            cycle = [at]
            while heads[cycle[-1]] != at:
                cycle.append(heads[cycle[-1]])
            return cycle
    return []
