"""A small learnt network over the encoder's vectors of a report's things: who took which part, with numpy alone.

Each mention is a vector of its head, of its phrase and of the word that governs it, beside the named features of its
thing; the mean and the maximum over a thing's mentions give its chances. `training/roles.py` learns the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from eval.muc.entities import Entity, governor
from eval.muc.vectors import SIZE

NETWORK = Path(__file__).with_name("network.npz")
LATEST = 31
"""Sentences from this one on count as equally late."""


@dataclass(frozen=True)
class Things:
    """The things of a report as numbers: `mentions` [n, 4 * SIZE], the thing and the sentence of each, and for each
    thing the numbers of its features, in order."""

    mentions: Any
    thing: Any
    sentence: Any
    features: list[Any]


@dataclass(frozen=True)
class Network:
    """Arrays by name, as training/roles.py names them, and the number of each feature."""

    arrays: Mapping[str, Any]
    features: Mapping[str, int]

    def log_odds(self, things: Things) -> Any:
        """[things, incidents * roles]."""
        a = self.arrays
        own = np.array([a["bag"][f].sum(0) / max(len(f), 1) ** 0.5 for f in things.features])
        x = things.mentions.astype(np.float32) @ a["mention.weight"].T + a["mention.bias"]
        x += (own @ a["own.weight"].T + a["own.bias"])[things.thing] + a["place"][things.sentence]
        x = _normed(x) * a["norm.weight"] + a["norm.bias"]
        pooled = np.array([np.concatenate([x[rows].mean(0), x[rows].max(0)]) for rows in _rows(things)])
        hidden = np.maximum(pooled @ a["hidden.weight"].T + a["hidden.bias"], 0)
        direct = np.array([a["direct"][f].sum(0) for f in things.features])
        return hidden @ a["out.weight"].T + a["out.bias"] + direct


@cache
def load() -> Network:
    """The shipped network."""
    return read(NETWORK)


def read(path: Path) -> Network:
    with np.load(path) as file:
        arrays = {name: file[name].astype(np.float32) for name in file.files if name != "features"}
        names = file["features"].tobytes().decode("utf-8").split("\n")
    return Network(arrays, {name: k for k, name in enumerate(names)})


def write(path: Path, network: Network) -> None:
    """Numbers in half precision; the same bytes for the same numbers."""
    names = np.frombuffer("\n".join(network.features).encode("utf-8"), np.uint8)
    half = {name: array.astype(np.float16) for name, array in network.arrays.items()}
    np.savez_compressed(path, features=names, **half)


def things(found: Sequence[Entity], vectors: Sequence[Any], features: Mapping[str, int]) -> Things:
    """`vectors` as Vectors.of gives them."""
    rows = [(j, p) for j, e in enumerate(found) for p in e.phrases]
    mentions = [_mention(p.sentence, p.first, p.last, p.head, vectors[p.sentence.index]) for _, p in rows]
    return Things(
        np.array(mentions, np.float16).reshape(-1, 4 * SIZE),
        np.array([j for j, _ in rows], np.int64),
        np.array([min(p.sentence.index, LATEST) for _, p in rows], np.int64),
        [np.array(sorted(features[f] for f in e.features if f in features), np.int64) for e in found],
    )


def _mention(sentence: Any, first: int, last: int, head: int, words: Any) -> Any:
    """Both layers of the head, the last of the phrase and of the governor; the sentence's own where it has none."""
    _, above = governor(sentence, head)
    phrase = words[first + 1 : last + 1, :SIZE].astype(np.float32).mean(0)
    return np.concatenate([words[head + 1], phrase.astype(np.float16), words[above + 1, :SIZE]])


def _rows(things: Things) -> list[Any]:
    return [np.flatnonzero(things.thing == j) for j in range(len(things.features))]


def _normed(x: Any) -> Any:
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
