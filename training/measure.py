"""How well labels, trees and spans were found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from training.sentence import Name, Tree

Tags = Sequence[str | None]


class Score(NamedTuple):
    """Precision, recall and F1 in percent, over `gold` spans."""

    precision: float
    recall: float
    f1: float
    gold: int


def score(right: int, predicted: int, gold: int) -> Score:
    precision, recall = (right / n if n else 0.0 for n in (predicted, gold))
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return Score(round(100 * precision, 2), round(100 * recall, 2), round(100 * f1, 2), gold)


def spans(
    gold: Sequence[Sequence[Name]], predicted: Sequence[Sequence[Name]], kinds: Sequence[str]
) -> dict[str, Score]:
    """Exact spans: by kind, all together, and all whatever their kind."""

    def of(kind: str) -> Score:
        g, p = (
            {
                (i, *(span[:2] if kind == "untyped" else span))
                for i, found in enumerate(side)
                for span in found
                if span[2] in kinds and kind in ("all", "untyped", span[2])
            }
            for side in (gold, predicted)
        )
        return score(len(g & p), len(p), len(g))

    return {kind: of(kind) for kind in (*kinds, "all", "untyped")}


def trees(pairs: Iterable[tuple[Tags, Tree, Tags, Tree]]) -> dict[str, float]:
    """UPOS, UAS and LAS in percent of words, from (gold tags, gold tree, tags, tree); punctuation, subtypes count."""
    n: Counter[str] = Counter()
    for gold_tags, gold, tags, found in pairs:
        for g_tag, g_head, g_dep, tag, head, dep in zip(
            gold_tags, gold.head, gold.dep, tags, found.head, found.dep, strict=True
        ):
            n["words"] += 1
            n["upos"] += g_tag == tag
            n["uas"] += g_head == head
            n["las"] += g_head == head and g_dep == dep
    return {name: round(100 * n[name] / max(1, n["words"]), 2) for name in ("upos", "uas", "las")}
