"""Learning eval/muc/second.py from what the first looks say of reports that they were not learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from eval.muc.second import Second

INVERSE = 0.02
"""Inverse strength of the regression's penalty."""
TREES: dict[str, Any] = {
    "max_iter": 120,
    "learning_rate": 0.06,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 30,
    "l2_regularization": 5,
    "early_stopping": False,
    "random_state": 0,
}


@dataclass(frozen=True)
class Lesson:
    """A report's things in one incident of its key: their numbers [things, numbers], and answers and asked
    [things, parts] as roles.Lesson has them."""

    numbers: Any
    answers: Any
    asked: Any


def learn(lessons: Sequence[Lesson]) -> Second:
    """The regression and the trees; the same for the same lessons."""
    rows, answers, asked = (
        np.concatenate(column)
        for column in zip(*((lesson.numbers, lesson.answers, lesson.asked) for lesson in lessons), strict=True)
    )
    scaler = StandardScaler().fit(rows)
    scaler.scale_ = np.maximum(scaler.scale_, 1e-3)
    scaled = scaler.transform(rows)
    factors, grown = [], []
    for part in range(answers.shape[1]):
        known = asked[:, part].astype(bool)
        wanted = answers[known, part].astype(bool)
        straight = LogisticRegression(C=INVERSE, max_iter=100).fit(scaled[known], wanted)
        factors.append([*straight.coef_[0], straight.intercept_[0]])
        grown.append(HistGradientBoostingClassifier(**TREES).fit(rows[known], wanted))
    straight_arrays = {"mean": scaler.mean_, "scale": scaler.scale_, "factors": np.array(factors).T}
    return Second({name: a.astype(np.float32) for name, a in straight_arrays.items()} | _nodes(grown))


def _nodes(grown: Sequence[HistGradientBoostingClassifier]) -> dict[str, Any]:
    """All trees of all parts as one table of nodes."""
    trees = [(part, group[0].nodes) for part, model in enumerate(grown) for group in model._predictors]
    roots = np.cumsum([0, *(len(nodes) for _, nodes in trees)])[:-1]
    table = np.concatenate([nodes for _, nodes in trees])
    shift = np.repeat(roots, [len(nodes) for _, nodes in trees])
    leaf = table["is_leaf"].astype(bool)
    itself = np.arange(len(table))
    return {
        "start": np.array([float(model._baseline_prediction.ravel()[0]) for model in grown], np.float32),
        "roots": roots.astype(np.int32),
        "of": np.array([part for part, _ in trees], np.int8),
        "number": np.where(leaf, 0, table["feature_idx"]).astype(np.int16),
        "limit": np.where(leaf, 0, table["num_threshold"]).astype(np.float32),
        "left": np.where(leaf, itself, table["left"] + shift).astype(np.int32),
        "right": np.where(leaf, itself, table["right"] + shift).astype(np.int32),
        "value": np.where(leaf, table["value"], 0).astype(np.float32),
    }
