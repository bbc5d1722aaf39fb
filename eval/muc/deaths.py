"""How many died in an incident: the numbers that the report gives or that add up, and which of them is likeliest.

A number may be a count of killed, that of one thing that may have died, or the sum over the likeliest of those. What
speaks for each is weighed by numbers of weights.json.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from counterclaim.reading.figures import CountedFigure
from counterclaim.reading.figures.lexicon import lowered
from counterclaim.reading.figures.number import Number
from counterclaim.reading.figures.numbers import numbers
from eval.muc.entities import Entity, Phrase
from eval.muc.reports import Read
from eval.muc.scorer import log_odds, weighed

LIKELY = 0.08
"""How likely a thing died that is looked at at all."""
THINGS, LARGEST = 14, 200
"""How many things are looked at, and the largest number that is believed; DEV's keys have none larger."""
FATAL = 0.4
"""From which chance on a thing is held to have died where all such are added."""
SURE = 0.28
"""From which chance on a number is said, that of its incident taken in: the best of 0.16, 0.22 and 0.28 on DEV."""
PLURAL = ("s", "people", "men", "women", "children")


class Dead(NamedTuple):
    """A thing with the chance that it died, how many it is (0 where unknown), and whether it is a person by name."""

    chance: float
    number: int
    named: bool


def dead(report: Read, things: Sequence[tuple[Sequence[Entity], float]]) -> list[Dead]:
    """Things, each all entities that are it, with the chance that they died; the likeliest first."""
    likely = sorted(((c, i) for i, (_, c) in enumerate(things) if c > LIKELY), key=lambda pair: (-pair[0], pair[1]))
    return [_dead(report, things[i][0], c) for c, i in likely[:THINGS]]


def _dead(report: Read, thing: Sequence[Entity], chance: float) -> Dead:
    named = any(e.is_person for e in thing)
    number = _number(report, thing) or int(named)
    return Dead(chance, number if number < LARGEST else 0, named)


def killed(report: Read, sentences: Sequence[int]) -> list[int]:
    """The exact counts of killed in the sentences, in order."""
    told = [f.figure for index in sentences for f in report.figures[index]]
    return [f.min for f in told if f.effect == "killed" and f.min == f.max and 0 < f.min < LARGEST]


def candidates(things: Sequence[Dead], here: Sequence[int], every: Sequence[int]) -> dict[int, list[float]]:
    """{number: what speaks for it}; `here` are the counts of killed beside the incident's events, `every` all."""
    sums, total, chances = _sums(things), _total(things), _distribution(things)
    options = sorted({*every, *sums, *(d.number for d in things), *([total] if total else [])} - {0})
    mode = max(chances.values())
    named = sum(d.chance for d in things if d.named)
    return {
        n: [
            n == total,
            math.log(chances[n] + 1e-3),
            chances[n] == mode,
            sums.get(n, -3.0),
            n in every,
            n in here,
            n == next(iter(here), 0),
            every.count(n) > 1,
            n == max(every, default=0),
            max((d.chance for d in things if d.number == n), default=0.0),
            n == 1,
            math.log(n),
            -min(abs(named - n), 5.0),
        ]
        for n in options
    }


def likeliest(rows: Mapping[int, Sequence[float]], weights: Sequence[Sequence[float]], presence: float) -> int | None:
    """The likeliest number; null where it is too unlikely in an incident of that chance."""
    chance, number = max(((weighed(weights, row), n) for n, row in rows.items()), default=(0.0, 0))
    return number if chance * presence**0.5 > SURE else None


def _total(things: Sequence[Dead]) -> int:
    """The sum of those held to have died; a group as large as those who are named is them: FIVE PEASANTS and their
    five names."""
    died = [d for d in things if d.chance >= FATAL]
    named = sum(d.named for d in died)
    return named + sum(d.number for d in died if not d.named and (d.number != named or named == 1))


def _sums(things: Sequence[Dead]) -> dict[int, float]:
    """The sums of the likeliest things, and how clearly those are likelier than the rest, as log-odds."""
    sums: dict[int, float] = {}
    total = 0
    for one, other in pairwise([*things, Dead(LIKELY, 0, named=False)]):
        total += one.number
        if 0 < total < LARGEST:
            sums[total] = max(sums.get(total, -9.0), log_odds(one.chance) - log_odds(other.chance))
    return sums


def _distribution(things: Sequence[Dead]) -> dict[int, float]:
    """How likely each number of dead is, if each thing died or not by itself; 0 for what cannot come about."""
    found: dict[int, float] = {0: 1.0}
    for d in things:
        if d.number:
            after: dict[int, float] = defaultdict(float)
            for n, chance in found.items():
                after[n] += chance * (1 - d.chance)
                after[n + d.number] += chance * d.chance
            found = after
    return defaultdict(float, found)


def _number(report: Read, thing: Sequence[Entity]) -> int | None:
    """How many people a thing is: as figures or its own words count it, one for a singular; else null."""
    phrases = [p for entity in thing for p in entity.phrases]
    counted = [f.figure for p in phrases for f in _counting(report, p) if f.figure.effect == "killed"]
    if exact := [f.min for f in counted if f.min == f.max]:
        return max(exact)
    if said := [n.min for p in phrases for n in _own_numbers(p) if n.min == n.max]:
        return max(said)
    heads = [p.sentence.tokens[p.head].lower for p in phrases]
    return None if any(head.endswith(PLURAL) for head in heads) else 1


def _own_numbers(phrase: Phrase) -> tuple[Number, ...]:
    tokens = phrase.sentence.tokens[phrase.first : phrase.last]
    return numbers(tokens, lowered(tokens))


def _counting(report: Read, phrase: Phrase) -> Iterator[CountedFigure]:
    """The figures that count the people of a phrase."""
    start, end = phrase.span
    return (f for f in report.figures[phrase.sentence.index] if f.figure.start < end and start < f.figure.end)
