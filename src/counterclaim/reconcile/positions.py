"""What a claim holds about who did it, and what a denial denies when it does not name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterclaim.reconcile.told import Told
from counterclaim.reconcile.traits import side_of
from counterclaim.reconcile.words import words

LEADS = 3
"""Claims of another report's lead among which a denial looks for what it denies."""


@dataclass(frozen=True)
class Position:
    """Whom a claim blames, and whom it clears."""

    blames: frozenset[str] = frozenset()
    clears: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.blames or self.clears)


def position(told: Told, accused: frozenset[str] = frozenset()) -> Position:
    """What `told` holds about the deed; `accused` are the parties that some account of the incident blames.

    A denial that names nobody clears its own side, if that side is accused: "Moscow denied responsibility".
    """
    lexicon = words()
    blames: set[str] = set()
    clears: set[str] = set()
    for event in told.events:
        if lexicon.family.get(event.type) != "force" and not (event.type == "other" and told.claim.stance == "accuses"):
            continue
        parties = {side_of(agent) for agent in event.agents}
        (clears if event.status == "denied" else blames).update(parties)
    if told.claim.stance == "accuses" and told.claim.addressee is not None:
        blames.add(side_of(told.claim.addressee))
    if told.claim.stance == "denies":
        clears |= blames
        blames = set()
        if told.side in accused and not clears and not lexicon.rejected_number.search(_content(told)):
            clears.add(told.side)
    return Position(frozenset(blames), frozenset(clears - blames))


def denied(told: Told, before: Sequence[Told]) -> Told | None:
    """The claim that a denial without an event of its own denies: among those `before` it in its report, the nearest

    that blames the denier's side, and else the one right before it that another side says.
    """
    others = [one for one in reversed(before) if one.side != told.side and not one.headline and not one.denies]
    own = told.side
    blaming = (one for one in others if own in position(one).blames)
    return next(blaming, None) or (others[0] if others else None)


def denied_field(told: Told, target: Told) -> str:
    """What a denial of `target` is about: its counts, who did it, or that it happened."""
    if words().rejected_number.search(_content(told)) and target.numbers:
        return target.numbers[0].figure.effect
    if told.side in position(target).blames:
        return "agents"
    return "type"


def _content(told: Told) -> str:
    content = told.claim.content
    return told.claim.quote[content.start - told.claim.start : content.end - told.claim.start]
