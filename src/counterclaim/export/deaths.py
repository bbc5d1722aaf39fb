"""How many died, for formats that want one number where the accounts give several.

The rule is the user's choice and is named in every export's explanation:

    conservative    the least total that anyone states
    majority        the total that most independent origins carry; among equals the lesser
    speaker:NAME    the latest total of that speaker, or of whoever speaks for that side

Whatever the rule, `low` and `high` are the least and the greatest total that anyone states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import NamedTuple, Protocol

from counterclaim.errors import ExportError
from counterclaim.knowledge.datasets import datasets
from counterclaim.records import Count, Effect, Incident, Toll

RULES = ("conservative", "majority", "speaker:NAME")


class Rule(Protocol):
    """The number that a toll is worth; `origin_of` tells of which of its incident's origins each claim is."""

    def __call__(self, toll: Toll, origin_of: Mapping[str, int]) -> int | None: ...


Choice = Callable[[Toll], int | None]
"""A rule that knows its incident."""


@dataclass(frozen=True, slots=True)
class Deaths:
    """Deaths of one incident; null is "not stated", which is not 0.

    `by_side` are those of armed people by the party whose they were, `civilians` those of civilians, `unknown` those
    that nobody tells apart. Where the parts exceed the total, they are somebody else's: then all are `unknown`.
    """

    best: int | None = None
    low: int | None = None
    high: int | None = None
    civilians: int | None = None
    unknown: int | None = None
    by_side: tuple[tuple[str, int], ...] = ()

    def of(self, side: str | None) -> int | None:
        """Deaths among the armed people of `side`."""
        return next((number for name, number in self.by_side if name == side), None)


def rule_called(name: str) -> Rule:
    """The rule called `name`; ExportError names those there are."""
    kind, _, speaker = name.partition(":")
    if name == "conservative":
        return _least
    if name == "majority":
        return _majority
    if kind == "speaker" and speaker:
        return partial(_latest, speaker=speaker.casefold())
    raise ExportError(f"--deaths {name}: there is no such rule; use one of {', '.join(RULES)}")


class Total(NamedTuple):
    """How many people, under a rule, and the least and the greatest number that anyone states; null is "not stated"."""

    best: int | None
    low: int | None
    high: int | None


def total(incident: Incident, effect: Effect, choose: Choice) -> Total:
    """The people of one effect: those of the whole toll where anybody states one, else its parts together."""
    tolls = _stated(incident, effect)
    counted = _whole([toll for toll in tolls if toll.victims == "person"]) or _parts(tolls)
    numbers = [number for toll in counted if (number := choose(toll)) is not None]
    return Total(sum(numbers) if numbers else None, *_ends(counted))


def deaths(incident: Incident, choose: Choice) -> Deaths:
    """The deaths of `incident` as `choose` counts them."""
    best, low, high = total(incident, "killed", choose)
    known = Deaths(best=best, low=low, high=high)
    if best is None:
        return known
    civilians: int | None = None
    by_side: Counter[str] = Counter()
    unknown = 0
    for toll in _parts(_stated(incident, "killed")):
        number = choose(toll)
        if number is None:
            continue
        if toll.victims == "civilian":
            civilians = number
        elif toll.side:
            by_side[toll.side] += number
        else:
            unknown += number
    rest = best - (civilians or 0) - sum(by_side.values())
    if rest < unknown:
        return replace(known, unknown=best)
    return replace(known, civilians=civilians, unknown=rest, by_side=tuple(sorted(by_side.items())))


def _stated(incident: Incident, effect: Effect) -> list[Toll]:
    return [toll for toll in incident.tolls if toll.effect == effect and toll.low is not None]


def _whole(tolls: Sequence[Toll]) -> Sequence[Toll]:
    """Of the tolls of people with no more said, those that make the whole: the one, or each side's where told apart."""
    undivided = [toll for toll in tolls if toll.side is None]
    return undivided if undivided else tolls


def _parts(tolls: Sequence[Toll]) -> list[Toll]:
    """Tolls of kinds of people that exclude each other: civilians or, without them, nobody; and each armed side."""
    names = datasets()
    armed = [toll for toll in tolls if toll.victims in names.armed]
    civilians = [toll for toll in tolls if toll.victims == "civilian"][:1]
    return [*civilians, *armed]


def _ends(tolls: Sequence[Toll]) -> tuple[int | None, int | None]:
    lows = [toll.low for toll in tolls if toll.low is not None]
    highs = [toll.high for toll in tolls if toll.high is not None]
    return (sum(lows) if lows else None), (sum(highs) if highs else None)


def _totals(toll: Toll) -> list[Count]:
    return [count for count in toll.by if not count.part and not count.superseded]


def _least(toll: Toll, origin_of: Mapping[str, int]) -> int | None:  # noqa: ARG001
    return toll.low


def _majority(toll: Toll, origin_of: Mapping[str, int]) -> int | None:
    """The total of most origins; a voice that stands in several reports of one origin counts once."""
    carried = Counter(number for _, number in {(origin_of[count.claim], count.min) for count in _totals(toll)})
    return min(carried, key=lambda number: (-carried[number], number)) if carried else None


def _latest(toll: Toll, origin_of: Mapping[str, int], speaker: str) -> int | None:  # noqa: ARG001
    """The last total of a speaker; a day that is not known comes before all others."""
    own = [count for count in _totals(toll) if speaker in (count.speaker.casefold(), (count.side or "").casefold())]
    return max(own, key=lambda count: count.said_on or date.min).min if own else None
