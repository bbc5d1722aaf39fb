"""Who was hit: whether those who suffered were civilians or fighters, as the claims hold it.

A claim holds it in its own words ("those at the scene were combatants", "there were no soldiers in the building",
"denies that any civilian was hit") or by counting civilians. Only words in terms make a dispute; counts are disputed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import combinations

from counterclaim.reconcile.told import Told, link
from counterclaim.reconcile.voices import Voices
from counterclaim.reconcile.words import words
from counterclaim.records import Event, Link, Relation

CIVILIAN = "civilian"
REAL = frozenset({"happened", "ongoing"})
WANTING = frozenset({"demands", "appeals", "offers", "promises", "threatens"})


class Held(Enum):
    """What a claim holds of those who were hit."""

    CIVILIANS = "that civilians were hit"
    FIGHTERS = "that those hit were fighters"
    NO_CIVILIANS = "that no civilian was hit"


def targets(told: Sequence[Told], voices: Voices) -> Iterator[Link]:
    """Links between those who say that civilians were hit and those who say that none were."""
    held = [(one, what) for one in told if (what := stated(one))]
    fighters = [(one, what) for one, what in held if what is not Held.CIVILIANS]
    civilians = [one for one, what in held if what is Held.CIVILIANS]
    for one, what in fighters:
        relation: Relation = "denies" if what is Held.NO_CIVILIANS else "contradicts"
        for other in _against(one, what, civilians, told):
            if one.side != other.side and not voices.same(one, other):
                yield link(one, other, relation, _field(one), f"{one.voice} says {what.value}")
    for same in ([one for one, _ in fighters], civilians) if fighters and civilians else ():
        for a, b in combinations(same, 2):
            if not voices.same(a, b) or a.report.id != b.report.id:
                yield link(b, a, "agrees", "targets", f"both say {(stated(b) or Held.CIVILIANS).value}")


def _field(told: Told) -> str:
    """The count, where the claim says that none were; else who was hit."""
    effects = [figure.effect for event in told.events for figure in event.figures if figure.max == 0]
    return effects[0] if effects else "targets"


def _against(one: Told, what: Held, civilians: Sequence[Told], told: Sequence[Told]) -> list[Told]:
    """The claims that `one` stands against: those that say otherwise, and in its report the one that counts first.

    Who says that no civilian was hit stands against all who count civilians. What is said of a habit, and what comes
    from no party, is no word on this incident's victims elsewhere than in its own report.
    """
    here = [t for t in told if t.report.id == one.report.id and t.side != one.side]
    lead = sorted((t for t in here if t.numbers and t.claim.start < one.claim.start), key=lambda t: t.claim.start)[:1]
    if words().habitual.search(one.content):
        return lead
    counting = [t for t in told if _counts_civilians(t)] if what is Held.NO_CIVILIANS else []
    others = list({t.id: t for t in (*civilians, *counting)}.values())
    return others if any(t in here for t in others) else [*others, *lead]


def stated(told: Told) -> Held | None:
    """What a claim says in terms of who was hit, None where it does not say. Only a party says that it was fighters."""
    party = told.claim.speaker.side is not None
    if any(_spared(event) for event in told.events):
        return Held.NO_CIVILIANS if party else None
    counted = any(f.min for event in told.events for f in event.figures)
    if counted or told.claim.stance in WANTING or (told.claim.stance == "denies" and not told.events):
        return None
    lexicon, content = words(), words().disguise.sub(" ", told.content)
    if lexicon.no_fighters.search(content) or lexicon.were_civilians.search(content):
        return Held.CIVILIANS
    if party and lexicon.no_civilians.search(content):
        return Held.NO_CIVILIANS
    if (
        party
        and told.claim.stance != "confirms"
        and (lexicon.were_fighters.search(content) or lexicon.at_fighters.search(content))
    ):
        return Held.FIGHTERS
    return None


def _spared(event: Event) -> bool:
    """Whether an event is that no civilian was hit."""
    named = any(CIVILIAN in actor.name.lower() for actor in event.targets)
    counts = [figure.min for figure in event.figures if figure.victims == CIVILIAN]
    denied = event.status == "denied" and words().family.get(event.type) == "force"
    return denied and (named or 0 in counts) and not any(counts)


def _counts_civilians(told: Told) -> bool:
    """Whether a claim says that civilians were killed or hurt."""
    for event in told.events:
        named = any(CIVILIAN in actor.name.lower() for actor in event.targets)
        counts = any(figure.min for figure in event.figures if figure.victims == CIVILIAN)
        force = words().family.get(event.type) == "force" and not event.background
        if force and event.status in REAL and (counts or (named and event.type == "killing")):
            return True
    return False
