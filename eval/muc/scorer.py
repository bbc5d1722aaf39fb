"""Which incidents a report tells of, and who took which part in them: two learnt looks at each thing, then a third.

Plain sums over named features, whose numbers stand in weights.json, and network.py look at a thing alone, with equal
say; second.py, which has the last word, sees what they said of all of them. `python -m training.incidents` makes all.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from eval.muc import network, second
from eval.muc.entities import INCIDENT, Entity, stem
from eval.muc.network import Network
from eval.muc.reports import Read
from eval.muc.second import Second, company

INCIDENTS = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON")
"""The types with examples enough to learn from: of robberies DEV has 9, of work stoppages 2."""
SLOTS = ("perp_ind", "perp_org", "target", "victim", "weapon")
DIED = "died"
PARTS = (*SLOTS, DIED)
"""What a thing may be to an incident: what fills a slot, and which victims died."""
CROSSED = ("h=", "g=", "role=", "near=", "st=", "rel=", "hc=", "ne=", "rt=", "pt=", "root=")
"""Marks of the features that are also taken together with the incident's type."""
RULED_OUT = -4.0
"""Log-odds by a report's words below which an incident type is not looked at."""
LEAST = 1e-3
"""Probabilities nearer to 0 or 1 are taken as this near."""


@dataclass(frozen=True)
class Weights:
    """`words`: of a report's words for each incident; `parts`: of a thing's features, one for each of PARTS;
    `presence`: of the two together for each incident, with the mean and scale of each number; `limits`: from where
    something is said; `model`: the digest of the reading model whose output they were learnt from.
    """

    words: Mapping[str, Mapping[str, float]]
    parts: Mapping[str, Sequence[float]]
    presence: Mapping[str, Sequence[Sequence[float]]]
    limits: Mapping[str, Any]
    model: str


WEIGHTS = Path(__file__).with_name("weights.json")


@cache
def load() -> Weights:
    """The shipped weights."""
    return Weights(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


def words(report: Read) -> set[str]:
    """Features of the whole report: its words, pairs of them, those that open it, its events and its figures."""
    found: set[str] = set()
    for sentence, triggers, figures in zip(report.document.sentences, report.triggers, report.figures, strict=True):
        stems = [stem(t.lower) for t in sentence.tokens if t.upos != "PUNCT"]
        found.update(f"b={word}" for word in stems)
        found.update(f"bb={a}_{b}" for a, b in pairwise(stems))
        if sentence.index < 2:
            found.update(f"b0={word}" for word in stems)
        for t in triggers:
            found.add(f"ev={t.type}:{t.status}")
            if sentence.index < 3:
                found.add(f"ev0={t.type}:{t.status}")
        found.update(f"fg={f.figure.effect}:{f.figure.victims}" for f in figures)
    return found


def parts(entity: Entity, incident: str) -> set[str]:
    """A thing's features in view of one incident: its own, some of them with the type, and how near that stands."""
    found = set(entity.features)
    found.update(f"{incident}|{f}" for f in entity.features if f.startswith(CROSSED))
    found.add(f"T={incident}")
    if entity.votes:
        same = max(entity.votes, key=lambda k: entity.votes[k]) == incident
        found |= {f"vote={'same' if same else 'other'}", "hasvote" if incident in entity.votes else "novote"}
    else:
        found.add("vote=none")
    return found


def presence(
    report: Read, incident: str, said: Mapping[str, float], chances: Mapping[str, Sequence[float]]
) -> list[float]:
    """What tells whether the report has the incident: what its words say (log-odds by type), the likeliest part of
    each slot and how many there are, and how many events of each type that may be part of one.
    """
    row = [said[i] for i in INCIDENTS]
    for slot in SLOTS:
        best = sorted(chances[slot], reverse=True)
        row += [log_odds(best[0]) if best else log_odds(0), math.log(0.1 + sum(best))]
    own = Counter(t.type for triggers in report.triggers for t in triggers if INCIDENT.get(t.type) == incident)
    every = sum(len(triggers) for triggers in report.triggers)
    size = len(report.document.sentences)
    return [*row, math.log1p(sum(own.values())), math.log1p(every), math.log1p(sum(own.values())) / math.log(3 + size)]


def total(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """The sum of the weights of the features, with the bias; the same whatever their order."""
    return math.fsum([weights[""], *(weights[f] for f in features if f in weights)])


def alone(found: Sequence[Entity], weights: Mapping[str, Sequence[float]]) -> Any:
    """What the weights say of each thing: log-odds [things, INCIDENTS, PARTS]."""
    said = np.zeros((len(found), len(INCIDENTS), len(PARTS)))
    for j, entity in enumerate(found):
        for k, incident in enumerate(INCIDENTS):
            rows = [weights[""], *(weights[f] for f in parts(entity, incident) if f in weights)]
            said[j, k] = [math.fsum(column) for column in zip(*rows, strict=True)]
    return said


def heard(report: Read, found: Sequence[Entity], taught: Network) -> Any:
    """What the network says of each thing: log-odds [things, INCIDENTS, PARTS]."""
    shape = (len(found), len(INCIDENTS), len(PARTS))
    if not found:
        return np.zeros(shape)
    return taught.log_odds(network.things(found, report.vectors, taught.features)).reshape(shape)


def chances(odds: Any) -> dict[str, list[float]]:
    """For each of PARTS how likely each thing is it; `odds` are log-odds [things, PARTS]."""
    return {part: [chance(float(x)) for x in odds[:, k]] for k, part in enumerate(PARTS)}


def weighed(rows: Sequence[Sequence[float]], values: Sequence[float]) -> float:
    """The chance that numbers speak for: `rows` are their means, scales and weights, the bias last."""
    means, scales, factors = rows
    pairs = zip(values, means, scales, factors, strict=False)
    return chance(factors[-1] + sum(factor * (v - mean) / scale for v, mean, scale, factor in pairs))


def chance(odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def log_odds(p: float) -> float:
    p = min(max(p, LEAST), 1 - LEAST)
    return math.log(p / (1 - p))


@dataclass(frozen=True)
class Judged:
    """An incident with how likely the report tells of it, and how likely each thing has which part in it."""

    incident: str
    chance: float
    parts: Mapping[str, Sequence[float]]


def judge(report: Read, found: Sequence[Entity], weights: Weights, taught: Network, last: Second) -> list[Judged]:
    """The incident types that the report's words do not rule out."""
    if not found:
        return []
    mine = words(report)
    said = {i: total(weights.words[i], mine) for i in INCIDENTS}
    looks = [alone(found, weights.parts), heard(report, found, taught)]
    beside = company(found)
    judged = []
    for k, incident in enumerate(INCIDENTS):
        if said[incident] > RULED_OUT:
            row = presence(report, incident, said, chances(np.mean(looks, 0)[:, k]))
            sure = weighed(weights.presence[incident], row)
            numbers = second.numbers(found, beside, looks, k, log_odds(sure))
            judged.append(Judged(incident, sure, chances(last.log_odds(numbers))))
    return judged
