"""A second look at who took which part: what is said of a thing beside what is said of the report's other things.

The first look weighs each thing alone. The second knows how the others did: who is likelier, what is named beside it,
what shares its name, how sure the incident is. Half of its say is a logistic regression's, half that of small trees;
`python -m training.incidents` learns both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from eval.muc.entities import Entity, same

SECOND = Path(__file__).with_name("second.npz")
LOW, HIGH = -7.0, 5.0
"""Log-odds beyond which a first look is not told apart."""
NEAR = 2
"""Words between two phrases that stand beside each other."""


@dataclass(frozen=True)
class Second:
    """Arrays by name. `mean`, `scale` [numbers], `factors` [numbers + 1, parts] with the bias last: the regression.
    `start` [parts], and the nodes of all trees: `roots` of trees, of part `of`; `number`, `limit`, `left`, `right`
    of a node, and its `value` where it is a leaf (`left` is itself)."""

    arrays: Mapping[str, Any]

    def log_odds(self, rows: Any) -> Any:
        """[things, parts] of numbers [things, numbers]."""
        a = self.arrays
        straight = (rows - a["mean"]) / a["scale"] @ a["factors"][:-1] + a["factors"][-1]
        grown = np.tile(a["start"], (len(rows), 1))
        at = np.tile(a["roots"], (len(rows), 1))
        each = np.arange(len(rows))[:, None]
        while (a["left"][at] != at).any():
            at = np.where(rows[each, a["number"][at]] <= a["limit"][at], a["left"][at], a["right"][at])
        for part in range(len(a["start"])):
            grown[:, part] += a["value"][at[:, a["of"] == part]].sum(1)
        return (straight + grown) / 2


@cache
def load() -> Second:
    """The shipped one."""
    return read(SECOND)


def read(path: Path) -> Second:
    with np.load(path) as file:
        return Second({name: file[name] for name in file.files})


def write(path: Path, second: Second) -> None:
    np.savez_compressed(path, **second.arrays)


@dataclass(frozen=True)
class Company:
    """Which things of a report stand with which, each [things, things] of yes or no: in one sentence, beside each
    other, with one name."""

    sentence: Any
    beside: Any
    kin: Any


def company(found: Sequence[Entity]) -> Company:
    rows = [(j, p.sentence.index, p.first, p.last) for j, e in enumerate(found) for p in e.phrases]
    thing, sentence, first, last = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    together = sentence[:, None] == sentence
    gap = np.maximum(first[:, None] - last, first - last[:, None])
    kin = np.array([[a is not b and same(a, b) for b in found] for a in found])
    return Company(_of_things(together, thing), _of_things(together & (gap <= NEAR), thing), kin)


def _of_things(pairs: Any, thing: Any) -> Any:
    out = np.zeros((thing.max() + 1,) * 2, bool)
    mine, other = np.nonzero(pairs)
    out[thing[mine], thing[other]] = True
    np.fill_diagonal(out, val=False)
    return out


def numbers(found: Sequence[Entity], with_: Company, looks: Sequence[Any], incident: int, presence: float) -> Any:
    """[things, numbers]: of each first look (log-odds [things, incidents, parts]) and their mean what it says of the
    thing in this incident and in others, of its company, and of the report; `presence` is the incident's log-odds."""
    first = np.mean(looks, 0)
    mine = np.clip(first[:, incident], LOW, HIGH)
    likely = 1 / (1 + np.exp(-mine))
    rank = (mine[None] > mine[:, None]).sum(1)
    order = np.sort(mine, 0)
    rival = np.where(mine == order[-1], order[-2] if len(order) > 1 else LOW, order[-1])
    size = len(found)
    own = [
        [np.log(len(e.phrases)), min(e.phrases[0].sentence.index, 10), e.is_person, min(_length(e), 8)] for e in found
    ]
    report = [*np.log(likely.sum(0) + 0.01), presence, np.log(size), *(np.arange(first.shape[1]) == incident)]
    return np.column_stack(
        [
            *(np.clip(look[:, incident], LOW, HIGH) for look in looks),
            likely,
            mine - rival,
            np.minimum(rank, 6),
            np.clip(np.delete(first, incident, 1).max(1), LOW, HIGH),
            *(_best(likely, pairs) for pairs in (with_.sentence, with_.beside, with_.kin)),
            own,
            np.tile(report, (size, 1)),
        ]
    ).astype(np.float32)


def _length(entity: Entity) -> int:
    return entity.phrases[0].last - entity.phrases[0].first


def _best(likely: Any, pairs: Any) -> Any:
    """The most of each part among those with the thing; 0 without any."""
    return np.where(pairs[:, :, None], likely[None], 0).max(1)
