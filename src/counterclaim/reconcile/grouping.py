"""Strands into incidents: a function of the strands, their ties and what persons said, in whatever order they came.

Only strands that a chain of ties joins can be of one incident; each such neighbourhood is grouped by itself, by average
linkage. Two strands of one report, which tells them apart, are one only where others' strands join them. A person's
word stands above all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from counterclaim.reconcile.comparing import Tie, tie
from counterclaim.reconcile.linkage import merged
from counterclaim.reconcile.traits import Strand


@dataclass(frozen=True)
class Words:
    """What persons said, as pairs of strand ids."""

    same: Collection[frozenset[str]] = ()
    apart: Collection[frozenset[str]] = ()


def incidents(strands: Mapping[str, Strand], ties: Iterable[Tie], said: Words = Words()) -> list[tuple[str, ...]]:
    """The strand ids of each incident, each sorted, in the order of their first."""
    known = (tie for tie in ties if tie.a in strands and tie.b in strands)
    values = {(min(tie.a, tie.b), max(tie.a, tie.b)): tie.value for tie in known}
    joined = [pair for pair in said.same if pair not in said.apart]
    tied = [frozenset(pair) for pair, value in values.items() if value > 0]
    found = []
    for part in neighbourhoods(strands, [*tied, *joined]):
        found += _grouped(part, strands, values, joined, said.apart) if len(part) > 1 else [tuple(part)]
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


def _grouped(
    part: Sequence[str],
    strands: Mapping[str, Strand],
    values: dict[tuple[str, str], float],
    joined: Sequence[frozenset[str]],
    parted: Collection[frozenset[str]],
) -> list[tuple[str, ...]]:
    """The incidents of one neighbourhood; what persons joined is together from the start."""

    def value(a: str, b: str) -> float:
        """The tie of a pair, worked out now where no block brought the two together."""
        pair = (a, b) if a < b else (b, a)
        if pair not in values:
            values[pair] = tie(strands[a], strands[b]).value
        return values[pair]

    def live(a: str, b: str) -> bool:
        return values.get((a, b) if a < b else (b, a), 0.0) > 0

    def allowed(a: Sequence[str], b: Sequence[str]) -> bool:
        return not parted or not any(frozenset((x, y)) in parted for x in a for y in b)

    return merged(neighbourhoods(part, joined), value, live, allowed)
