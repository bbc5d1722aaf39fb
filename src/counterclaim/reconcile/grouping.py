"""Strands into incidents: a function of the strands, their ties and what persons said, in whatever order they came.

Only strands that a chain of ties joins can be of one incident; each such neighbourhood is grouped by itself. Within it
the pair of groups with the greatest mean tie is merged until none is above nought. Two strands of one report stay two:
the report itself tells them apart. A person's word stands above all of it.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from counterclaim.reconcile.comparing import Tie, tie
from counterclaim.reconcile.traits import Strand


@dataclass(frozen=True)
class Words:
    """What persons said, as pairs of strand ids."""

    same: Collection[frozenset[str]] = ()
    apart: Collection[frozenset[str]] = ()


@dataclass
class Group:
    """Strands held to be one incident while the merging goes on."""

    strands: list[str]
    reports: set[str]


def incidents(strands: Mapping[str, Strand], ties: Iterable[Tie], said: Words = Words()) -> list[tuple[str, ...]]:
    """The strand ids of each incident, each sorted, in the order of their first."""
    values = {frozenset((tie.a, tie.b)): tie.value for tie in ties if tie.a in strands and tie.b in strands}
    found = []
    for part in neighbourhoods(strands, [*(pair for pair, value in values.items() if value > 0), *said.same]):
        found += _merged(part, strands, values, said)
    return sorted(found)


def neighbourhoods(strands: Iterable[str], pairs: Iterable[frozenset[str]]) -> list[list[str]]:
    """The ids that chains of pairs join, each list sorted."""
    root = {strand: strand for strand in strands}

    def find(one: str) -> str:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for pair in pairs:
        ends = [find(one) for one in pair if one in root]
        if len(ends) == 2:
            root[max(ends)] = min(ends)
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for strand in sorted(root):
        parts[find(strand)].append(strand)
    return list(parts.values())


def _merged(
    part: list[str], strands: Mapping[str, Strand], values: dict[frozenset[str], float], said: Words
) -> list[tuple[str, ...]]:
    """Average linkage over one neighbourhood, from what persons joined."""
    groups = dict(enumerate(_begun(part, strands, said)))
    queue = [
        entry for i, j in combinations(groups, 2) if (entry := _entry(i, j, groups, strands, values, said)) is not None
    ]
    heapq.heapify(queue)
    alive, number = set(groups), len(groups)
    while queue:
        _, _, i, j = heapq.heappop(queue)
        if i not in alive or j not in alive:
            continue
        alive -= {i, j}
        groups[number] = Group(sorted(groups[i].strands + groups[j].strands), groups[i].reports | groups[j].reports)
        for other in sorted(alive):
            entry = _entry(other, number, groups, strands, values, said)
            if entry is not None:
                heapq.heappush(queue, entry)
        alive.add(number)
        number += 1
    return [tuple(groups[i].strands) for i in sorted(alive)]


Entry = tuple[float, tuple[str, str], int, int]


def _entry(
    i: int,
    j: int,
    groups: Mapping[int, Group],
    strands: Mapping[str, Strand],
    values: dict[frozenset[str], float],
    said: Words,
) -> Entry | None:
    """The merging of two groups as the queue holds it, the surest first; None where they must or should stay two."""
    a, b = groups[i], groups[j]
    if a.reports & b.reports:
        return None
    pairs = [frozenset((x, y)) for x in a.strands for y in b.strands]
    if any(pair in said.apart for pair in pairs):
        return None
    if not any(values.get(pair, 0.0) > 0 for pair in pairs):
        return None
    mean = sum(_value(pair, strands, values) for pair in pairs) / len(pairs)
    if mean <= 0:
        return None
    first, second = sorted((a.strands[0], b.strands[0]))
    return -round(mean, 9), (first, second), i, j


def _value(pair: frozenset[str], strands: Mapping[str, Strand], values: dict[frozenset[str], float]) -> float:
    """The tie of a pair, worked out now where no block brought the two together."""
    if pair not in values:
        a, b = sorted(pair)
        values[pair] = tie(strands[a], strands[b]).value
    return values[pair]


def _begun(part: list[str], strands: Mapping[str, Strand], said: Words) -> list[Group]:
    """The groups that the merging begins with: what persons joined, and every other strand alone."""
    joined = [pair for pair in said.same if pair not in said.apart]
    return [
        Group(strand_ids, {strands[one].report for one in strand_ids}) for strand_ids in neighbourhoods(part, joined)
    ]
