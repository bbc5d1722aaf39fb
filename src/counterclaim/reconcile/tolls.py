"""Tolls: of one incident, what is counted of each effect and kind of victims and, where it is told apart, their side.

Nothing is added up. `low` and `high` are the least and the greatest total that anybody states; parts stand in the
history and move neither end; a count that its own speaker replaced later is superseded and still marks how far apart
the accounts have been.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from counterclaim.reconcile.told import Number, Told
from counterclaim.reconcile.voices import Voices
from counterclaim.records import Count, Effect, Toll, Victims


class Stated(NamedTuple):
    """One count and the claim that states it."""

    told: Told
    number: Number


def tolls(accounts: Iterable[Told], voices: Voices) -> tuple[Toll, ...]:
    """Each toll of the incident that `accounts` tell of, deaths first, then by whom they befell."""
    kinds: defaultdict[tuple[str, str], list[Stated]] = defaultdict(list)
    for told in sorted(accounts, key=lambda told: told.order):
        for number in told.numbers:
            kinds[number.figure.effect, number.figure.victims].append(Stated(told, number))
    ordered = sorted(kinds.items(), key=lambda item: (EFFECTS.index(item[0][0]), VICTIMS.index(item[0][1])))
    return tuple(toll for (effect, victims), stated in ordered for toll in _by_side(effect, victims, stated, voices))


EFFECTS: tuple[str, ...] = Effect.__args__  # type: ignore[attr-defined]
VICTIMS: tuple[str, ...] = Victims.__args__  # type: ignore[attr-defined]


def _by_side(effect: str, victims: str, stated: Sequence[Stated], voices: Voices) -> Iterator[Toll]:
    """One toll, or one for each side where the accounts name several."""
    sides = sorted({one.number.figure.side for one in stated if one.number.figure.side})
    if len(sides) < 2:
        yield _toll(effect, victims, sides[0] if sides else None, stated, voices)
        return
    for side in [*sides, None]:
        own = [one for one in stated if one.number.figure.side == side]
        if own:
            yield _toll(effect, victims, side, own, voices)


def _toll(effect: str, victims: str, side: str | None, stated: Sequence[Stated], voices: Voices) -> Toll:
    told = [one for one in stated if one.number.figure.qualifier != "vague"]
    whole = [one.number for one in told if not one.number.part]
    replaced = _superseded(stated, voices)
    return Toll(
        effect=effect,  # type: ignore[arg-type]
        victims=victims,  # type: ignore[arg-type]
        side=side,
        low=min((number.low for number in whole), default=None),
        high=max((number.high for number in whole), default=None),
        by=tuple(_count(one, superseded=one.told.id in replaced) for one in stated),
    )


def _superseded(stated: Sequence[Stated], voices: Voices) -> set[str]:
    """The claims whose total the same voice replaced by another on a later day."""
    last: dict[int, list[Stated]] = {}
    for one in stated:
        if not one.number.part and one.told.said:
            own = last.setdefault(voices.number(one.told), [])
            kept = {(other.told.said, other.number.low, other.number.high) for other in own}
            if (one.told.said, one.number.low, one.number.high) not in kept:
                own.append(one)
    every = [one for own in last.values() for one in own]
    return {one.told.id for one in stated if not one.number.part and any(_replaces(o, one, voices) for o in every)}


def _count(one: Stated, *, superseded: bool) -> Count:
    told, figure = one.told, one.number.figure
    return Count(
        speaker=told.voice,
        claim=told.id,
        min=figure.min,
        max=figure.max,
        said_on=told.said,
        outlet=told.report.outlet,
        side=told.side,
        part=one.number.part,
        superseded=superseded and not one.number.part,
    )


def _replaces(later: Stated, earlier: Stated, voices: Voices) -> bool:
    """Whether the same voice says another total on a later day."""
    days = later.told.said, earlier.told.said
    if not days[0] or not days[1] or days[0] <= days[1]:
        return False
    other = (later.number.low, later.number.high) != (earlier.number.low, earlier.number.high)
    return other and voices.same(later.told, earlier.told)
