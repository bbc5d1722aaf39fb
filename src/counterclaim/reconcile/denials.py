"""What a denial denies, also where it does not name it, and who owns up to what others told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from counterclaim.reconcile.positions import Positions, names
from counterclaim.reconcile.targets import stated
from counterclaim.reconcile.told import Told, link, totals
from counterclaim.reconcile.voices import Voices
from counterclaim.reconcile.words import words
from counterclaim.records import Link, Relation

LINES = 2
"""Lines from a paragraph to the one above it, where an empty one stands between them."""
REAL = frozenset({"happened", "ongoing"})


def denials(told: Sequence[Told], positions: Positions) -> Iterator[Link]:
    """Denials that name no event: what they deny stands before them in their report.

    Who refuses what is asked denies nothing.
    """
    by_report: defaultdict[str, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda one: (one.report.id, one.claim.start)):
        if one.claim.stance == "denies" and not _named(one) and not words().asked.search(one.content):
            target = _denied(one, by_report[one.report.id], positions)
            if target is not None:
                why = f"{one.voice} denies what {target.voice} says"
                yield link(one, target, "denies", _field(one, target, positions), why)
        elif _party(one) and (why := _otherwise(one)):
            target = _denied(one, by_report[one.report.id], positions)
            if target is not None:
                field = target.numbers[0].figure.effect if target.numbers else "type"
                yield link(one, target, "contradicts", field, f"{one.voice} says that {why}")
        by_report[one.report.id].append(one)


def _otherwise(told: Told) -> str:
    """What a claim without a denial says against what stands before it, empty where it says nothing of the kind."""
    if words().unaware.search(told.content):
        return "nothing is known of it"
    return "nobody was there" if words().deserted.search(told.content) and not told.numbers else ""


def _party(told: Told) -> bool:
    """Whether a named party or a body of one speaks."""
    return told.claim.speaker.kind == "actor" and told.claim.speaker.side is not None


def outcomes(told: Sequence[Told]) -> Iterator[Link]:
    """Who says that an attack was stopped, or did no damage, against the party that says that it hit."""
    parties = [one for one in told if _party(one)]
    stopped = [one for one in parties if words().stopped.search(one.content) or _harmless(one)]
    struck = [one for one in parties if _own_deed(one) and words().struck.search(one.content)]
    for one in stopped:
        for other in struck:
            if one.side != other.side and one is not other:
                yield link(one, other, "contradicts", "type", f"{one.voice} says that it was stopped")


def _harmless(told: Told) -> bool:
    """Whether a claim says that nothing was damaged."""
    return any(event.type == "destruction" and event.status == "denied" for event in told.events)


def _own_deed(told: Told) -> bool:
    """Whether a party tells of its own attack."""
    deeds = (e for e in told.events if e.status in REAL and e.type in words().specific)
    return any(told.side in (agent.side, agent.name) for event in deeds for agent in event.agents)


def _named(told: Told) -> bool:
    """Whether a denial says itself what did not happen and who did not do it."""
    return any(event.status == "denied" and event.agents for event in told.events)


def _denied(told: Told, before: Sequence[Told], positions: Positions) -> Told | None:
    """What a denial without an event of its own denies: of the claims `before` it in its report, the nearest one

    that blames the denier's side, or that the party says whose version it names. One who is not accused of the deed
    denies what was said before it in the paragraph, and else what the report leads with.
    """
    others = [one for one in reversed(before) if one.side != told.side and not one.headline and not one.denies]
    owners = [one for one in others if one.side and names(told.content, one.side)]
    blaming = [one for one in others if told.side in positions.of(one).blames]
    telling = [one for one in others if one.numbers or any(e.type not in words().loose for e in one.events)]
    counted = words().rejected_number.search(told.content)
    numbered = [one for one in others if any(character.isdigit() for character in one.content)] if counted else []
    beside = [one for one in numbered or telling or others if one.paragraph == told.paragraph]
    if told.side in positions.accused and not counted:
        return next(iter([*blaming, *owners, *beside]), None)
    above = [one for one in others if told.paragraph - one.paragraph <= LINES]
    return next(iter([*owners, *beside, *reversed(telling), *above]), None)


def _field(told: Told, target: Told, positions: Positions) -> str:
    """What a denial of `target` is about: its counts, who did it, or that it happened.

    A claim that does nothing but count is denied in its count.
    """
    bare = target.numbers and all(event.type in words().loose for event in target.events)
    counted = words().rejected_number.search(told.content) and (target.numbers or "casualties" in _types(target))
    if counted or bare:
        return target.numbers[0].figure.effect if target.numbers else "killed"
    if told.side in positions.of(target).blames:
        return "agents"
    return "targets" if stated(target) else "type"


def _types(told: Told) -> set[str]:
    return {event.type for event in told.events}


def contests(told: Sequence[Told], voices: Voices) -> Iterator[Link]:
    """Who says that a count is not so, against those who state it: in the same report, else who said it first."""
    for one in told:
        for figure in one.contested:
            stating = (
                t for t in told if any(n.low == figure.min and n.figure.effect == figure.effect for n in totals(t))
            )
            others = [t for t in stating if not voices.same(one, t)]
            beside = [t for t in others if t.report.id == one.report.id]
            relation: Relation = "denies" if one.claim.stance == "denies" else "contradicts"
            why = f"{one.voice} does not hold {figure.min:,} to be right"
            yield from (link(one, other, relation, figure.effect, why) for other in (beside or others)[:1])


def deeds(told: Sequence[Told], voices: Voices) -> Iterator[Link]:
    """Whether it happened: who says that it did not denies the account that leads; who owns up agrees with it."""
    by_report: defaultdict[str, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda one: (one.report.id, one.claim.start)):
        by_report[one.report.id].append(one)
    for one in told:
        here = by_report[one.report.id]
        if one.claim.stance == "confirms":
            yield from _confirmed(one, here, voices)
        elif _kinds(one, {"denied"}) and not words().habits.search(one.introduction):
            field = "agents" if _own(one) else "type"
            for other in _telling(one, here, voices):
                yield link(one, other, "denies", field, f"{one.voice} says that it did not happen")


def _confirmed(one: Told, here: Sequence[Told], voices: Voices) -> Iterator[Link]:
    """What a confirmation confirms; whoever had denied the same before contradicts himself."""
    why = "{} confirms what {} says"
    for other in _telling(one, here, voices) if _kinds(one, REAL) else ():
        yield link(one, other, "agrees", "type", why.format(one.voice, other.voice))
    before = [t for t in here if t.claim.start < one.claim.start]
    for own in before:
        if own.side == one.side and _kinds(own, {"denied"}) & _kinds(one, REAL):
            yield link(one, own, "contradicts", "type", f"{one.voice} had denied it")
    lexicon = words()
    elsewhere = (lexicon.own_number, lexicon.owning, lexicon.negation)
    if not one.events and not any(found.search(one.content) for found in elsewhere):
        others = [t for t in reversed(before) if t.side != one.side and not t.headline and not t.denies and t.events]
        for other in others[:1]:
            field = other.numbers[0].figure.effect if other.numbers else "type"
            yield link(one, other, "agrees", field, why.format(one.voice, other.voice))


def _own(told: Told) -> bool:
    """Whether an act of force is denied as one's own: "denied firing at it" is about who did it."""
    force = (e for e in told.events if e.status == "denied" and words().family.get(e.type) == "force")
    return any(told.side in (agent.side, agent.name) for event in force for agent in event.agents)


def _telling(one: Told, here: Sequence[Told], voices: Voices) -> list[Told]:
    """The account of the same deed that stands before `one` in its paragraph, or that leads its report; one or none."""
    kinds = _kinds(one, {"denied"} if one.claim.stance != "confirms" else REAL)
    kindred = kinds.union(*(row for row in words().kin if row & kinds))
    others = [t for t in here if _kinds(t, REAL) & kindred and t.side != one.side and not voices.same(t, one)]
    beside = [t for t in others if t.paragraph == one.paragraph and t.claim.start < one.claim.start]
    return beside[-1:] or others[:1]


def _kinds(told: Told, statuses: Collection[str]) -> set[str]:
    """The types of the telling events of a claim that have one of `statuses`."""
    return {event.type for event in told.events if event.status in statuses and event.type not in words().loose}
