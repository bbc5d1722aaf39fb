"""What a claim holds about who did it, and what a denial denies when it does not name it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from counterclaim.reconcile.told import Told
from counterclaim.reconcile.traits import side_of
from counterclaim.reconcile.words import words

STEM = 4
"""Letters that a party's name and its people's share at least: Mali, Malian."""


@dataclass(frozen=True)
class Position:
    """Whom a claim blames, and whom it clears."""

    blames: frozenset[str] = frozenset()
    clears: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.blames or self.clears)


@lru_cache(maxsize=8192)
def position(told: Told, accused: frozenset[str] = frozenset()) -> Position:
    """What `told` holds about the deed; `accused` are the parties that some account of the incident blames.

    A denial that names nobody clears its own side, if that side is accused: "Moscow denied responsibility". Nobody
    blames himself, unless he claims responsibility.
    """
    if words().habits.search(told.content):
        return Position()
    blames = set() if words().asides.search(told.content) else _blamed(told)
    clears = {side_of(agent) for event in told.events if event.status == "denied" for agent in event.agents}
    refused = any(event.status == "denied" and not event.agents and not event.figures for event in told.events)
    if told.claim.stance == "denies":
        clears |= blames
        blames = set()
        refused = refused or not told.events
    if refused and not clears and told.side in accused and not words().rejected_number.search(told.content):
        clears.add(told.side)
    if told.claim.stance == "denies" and refused and told.events and told.side not in accused and len(accused) == 1:
        blames |= accused  # a denial of a denial
    return Position(frozenset(blames), frozenset(clears - blames))


def _blamed(told: Told) -> set[str]:
    """The parties that did it, in the claim's own words."""
    lexicon, claim = words(), told.claim
    accuses = claim.stance == "accuses"
    deeds = [
        event
        for event in told.events
        if event.status == "happened"
        and (lexicon.family.get(event.type) == "force" or (accuses and event.type == "other"))
    ]
    parties = {side_of(agent) for event in deeds for agent in event.agents if agent.id or agent.side}
    if accuses and claim.addressee is not None:
        parties.add(side_of(claim.addressee))
    return parties if claim.stance == "confirms" else parties - {told.side}


def accused_by(told: Iterable[Told]) -> frozenset[str]:
    """The parties that some account blames and that do not say themselves that they did it."""
    blamed: set[str] = set()
    admitted: set[str] = set()
    for one in told:
        blamed |= position(one).blames
        deeds = (e for e in one.events if e.status == "happened" and e.type in words().specific)
        if one.claim.speaker.kind == "actor" and one.side:
            admitted |= {one.side for event in deeds for agent in event.agents if side_of(agent) == one.side}
    return frozenset(blamed - admitted)


def denied(told: Told, before: Sequence[Told], accused: frozenset[str]) -> Told | None:
    """What a denial without an event of its own denies: of the claims `before` it in its report, the nearest one

    that blames the denier's side, or that the party says whose version it names. One who is not accused of the deed
    denies what was said before it in the paragraph, and else what the report leads with.
    """
    others = [one for one in reversed(before) if one.side != told.side and not one.headline and not one.denies]
    owners = [one for one in others if one.side and _names(told.content, one.side)]
    blaming = [one for one in others if told.side in position(one).blames]
    telling = [one for one in others if one.numbers or any(e.type not in words().loose for e in one.events)]
    counted = words().rejected_number.search(told.content)
    numbered = [one for one in others if any(character.isdigit() for character in one.content)] if counted else []
    beside = [one for one in numbered or telling or others if one.paragraph == told.paragraph]
    if told.side in accused:
        return next(iter([*blaming, *owners]), None)
    return next(iter([*owners, *beside, *reversed(telling)]), None)


def _names(content: str, side: str) -> bool:
    """Whether `content` names a party by its name or its people: "the Russian version"."""
    stem = side.lower()[: max(STEM, len(side) - 2)]
    return any(word.lower().startswith(stem) for word in content.replace("'", " ").replace("’", " ").split())


def denied_field(told: Told, target: Told) -> str:
    """What a denial of `target` is about: its counts, who did it, or that it happened."""
    if words().rejected_number.search(told.content) and (target.numbers or "casualties" in _types(target)):
        return target.numbers[0].figure.effect if target.numbers else "killed"
    if told.side in position(target).blames:
        return "agents"
    return "type"


def _types(told: Told) -> set[str]:
    return {event.type for event in told.events}
