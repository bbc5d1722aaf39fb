"""Average linkage: the two groups with the greatest mean value of their pairs are merged until no mean is above nought.

A function of the items and their values alone. Pairs are valued when they are needed: two groups without any pair that
is `live` are never merged.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

Value = Callable[[str, str], float]
"""How surely two items are of one group: above nought where they are."""
Allowed = Callable[[Sequence[str], Sequence[str]], bool]
"""Whether two groups may be one."""


def merged(
    groups: Iterable[Sequence[str]],
    value: Value,
    live: Callable[[str, str], bool],
    allowed: Allowed = lambda _, __: True,
) -> list[tuple[str, ...]]:
    """The groups that `groups` become, each sorted, in the order of their first items."""
    members = {number: tuple(sorted(group)) for number, group in enumerate(sorted(map(sorted, groups)))}
    sums: dict[tuple[int, int], float] = {}
    queue: list[tuple[float, tuple[str, str], int, int]] = []

    def consider(i: int, j: int, total: float) -> None:
        """Puts the merging of two groups in the queue, if it may come to that."""
        sums[min(i, j), max(i, j)] = total
        a, b = members[i], members[j]
        mean = total / (len(a) * len(b))
        if mean > 0 and allowed(a, b):
            heapq.heappush(queue, (-round(mean, 9), (min(a[0], b[0]), max(a[0], b[0])), i, j))

    def between(i: int, j: int) -> float:
        """The sum over the pairs of two groups."""
        known = sums.get((min(i, j), max(i, j)))
        return sum(value(x, y) for x in members[i] for y in members[j]) if known is None else known

    for i, j in combinations(members, 2):
        if any(live(x, y) for x in members[i] for y in members[j]):
            consider(i, j, between(i, j))
    alive, number = set(members), len(members)
    while queue:
        _, _, i, j = heapq.heappop(queue)
        if i not in alive or j not in alive:
            continue
        alive -= {i, j}
        members[number] = tuple(sorted(members[i] + members[j]))
        for other in sorted(alive):
            if any((min(other, own), max(other, own)) in sums for own in (i, j)):
                consider(other, number, between(other, i) + between(other, j))
        alive.add(number)
        number += 1
    return sorted(members[one] for one in alive)
