"""Who did it: whom each claim blames and clears, and how those who hold one thing stand to those who hold another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

import msgspec

from counterclaim.reconcile.comparing import overlap
from counterclaim.reconcile.targets import stated
from counterclaim.reconcile.told import Told, link
from counterclaim.reconcile.traits import side_of, sketch
from counterclaim.reconcile.voices import Voices
from counterclaim.reconcile.words import words
from counterclaim.records import Link

AT_ONCE = timedelta(days=1)
"""A charge that is made later than this after a denial answers it, not the other way round."""
STEM = 4
"""Letters that a party's name and its people's share at least: Mali, Malian."""


@dataclass(frozen=True)
class Position:
    """Whom a claim blames, and whom it clears."""

    blames: frozenset[str] = frozenset()
    clears: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.blames or self.clears)


NONE = Position()
Held = tuple[Told, Position]
CROWDED = 48
"""Claims that take a position, beyond which each voice stands beside the others with its first only."""


class Positions:
    """What each claim of an incident holds about who did it.

    `accused` are the parties that some account blames and that do not own up to it.
    """

    def __init__(self, told: Sequence[Told]) -> None:
        self.parties = _parties(told)
        self.accused: frozenset[str] = frozenset()
        first = {one.id: self._position(one) for one in told}
        self.accused = frozenset().union(*(where.blames for where in first.values())) - _admitted(told)
        self._of = {one.id: self._position(one) for one in told}

    def of(self, told: Told) -> Position:
        """What the claim holds; nothing where it is not of the incident's voices."""
        return self._of.get(told.id, NONE)

    def _position(self, told: Told) -> Position:
        """What `told` holds about the deed.

        A denial that names nobody clears its own side, if that side is accused: "Moscow denied responsibility". So does
        a plain negative about its own people. Nobody blames himself, unless he claims responsibility.
        """
        lexicon = words()
        if told.habitual:
            return NONE
        blames = set() if lexicon.asides.search(told.content) else self._blamed(told)
        denied = [event for event in told.events if event.status == "denied"]
        clears = {side_of(agent) for event in denied for agent in event.agents}
        traces = any(event.type == "destruction" for event in denied)  # "no crater" tells how it was, not who
        refused = not traces and any(not event.agents and not event.figures for event in denied)
        if told.claim.stance == "denies":
            clears |= blames
            blames = set()
            refused = refused or not told.events
        elif not told.events and told.side and lexicon.negation.search(told.content):
            refused = names(told.content, told.side)
        numbers = lexicon.rejected_number.search(told.content)
        if refused and not clears and told.side in self.accused and not numbers and not stated(told):
            clears.add(told.side)
        answers = told.claim.stance == "denies" and refused and told.events
        if answers and told.side not in self.accused and len(self.accused) == 1:
            blames |= self.accused  # a denial of a denial
        return Position(frozenset(blames), frozenset(clears - blames))

    def _blamed(self, told: Told) -> set[str]:
        """The parties that did it, in the claim's own words; else those from whose ground the fire came."""
        claim = told.claim
        accuses = claim.stance == "accuses"
        force = [e for e in told.events if e.status == "happened" and words().family.get(e.type) == "force"]
        others = [e for e in told.events if e.status == "happened" and accuses and e.type == "other"]
        parties = {side_of(agent) for e in (*force, *others) for agent in e.agents if agent.id or agent.side}
        if accuses and claim.addressee is not None:
            parties.add(side_of(claim.addressee))
        if claim.stance == "confirms":
            owns = not parties and told.side and words().owning.search(told.content)
            return {told.side} if owns and told.side else parties
        if not parties - {told.side} and force and claim.stance != "denies":
            parties = self._grounds(told)
        return parties - {told.side}

    def _grounds(self, told: Told) -> set[str]:
        """The one party whose ground the fire came from: "launched from territory held by X"."""
        found = words().ground.search(told.content)
        owners = {party for party in self.parties if found and names(found.group(), party)}
        return owners if len(owners) == 1 else set()


def _parties(told: Iterable[Told]) -> frozenset[str]:
    """Every party that speaks or is said to have done something."""
    speakers = (one.claim.speaker for one in told)
    doers = (actor for one in told for event in one.events for actor in event.agents)
    return frozenset(actor.side for actor in (*speakers, *doers) if actor.side)


def _admitted(told: Iterable[Told]) -> set[str]:
    """The parties that say themselves that they did it, and nowhere that they did not."""
    admitted: set[str] = set()
    refusing: set[str] = set()
    for one in told:
        if one.claim.speaker.kind != "actor" or not one.side:
            continue
        deeds = (e for e in one.events if e.type in words().specific)
        own = {e.status for e in deeds for agent in e.agents if side_of(agent) == one.side}
        if "happened" in own:
            admitted.add(one.side)
        if "denied" in own:
            refusing.add(one.side)
    return admitted - refusing


def names(content: str, side: str) -> bool:
    """Whether `content` names a party by its name, or by its people where that is one word: "the Russian version"."""
    said = [word.lower() for word in content.replace("'", " ").replace("’", " ").split()]
    stems = [word[: max(STEM, len(word) - 2)] for word in side.lower().split()]
    return all(any(word.startswith(stem) for word in said) for stem in stems)


def agents(told: Sequence[Told], positions: Positions, voices: Voices) -> Iterator[Link]:
    """The claims of one position agree, those of two deny or contradict each other."""
    held = [(one, where) for one in told if (where := positions.of(one))]
    together = {where.blames for _, where in held if len(where.blames) > 1}
    pairs = _beside(held, voices) if len(held) > CROWDED else combinations(held, 2)
    found = [k for (a, x), (b, y) in pairs if (k := _between(a, x, b, y, voices, together))]
    yield from _nearest(found, {one.id: one for one in told})


def _beside(held: Sequence[Held], voices: Voices) -> Iterator[tuple[Held, Held]]:
    """Where many speak, the pairs of what each voice held first, and those within a report."""
    first = list({(voices.number(one), where): (one, where) for one, where in reversed(held)}.values())[::-1]
    leading = {one.id for one, _ in first}
    yield from combinations(first, 2)
    by_report: defaultdict[str, list[Held]] = defaultdict(list)
    for one, where in held:
        by_report[one.report.id].append((one, where))
    for own in by_report.values():
        yield from ((a, b) for a, b in combinations(own, 2) if not {a[0].id, b[0].id} <= leading)


def _between(
    a: Told, x: Position, b: Told, y: Position, voices: Voices, together: Iterable[frozenset[str]]
) -> Link | None:
    """How `b`, said later, stands to `a`; `together` are parties that somebody blames in one breath."""
    if a.report.id == b.report.id and voices.same(a, b):
        return None
    for blaming, own, clearing, other in ((a, x, b, y), (b, y, a, x)):
        disputed = own.blames & other.clears
        if disputed and _later_by_days(blaming, clearing):
            return link(blaming, clearing, "contradicts", "agents", f"{blaming.voice} says it was {min(disputed)}")
        if disputed:
            return link(clearing, blaming, "denies", "agents", f"{clearing.voice} says it was not {min(disputed)}")
    shared = (x.blames & y.blames) or (x.clears & y.clears)
    one = a.claim.speaker.name == b.claim.speaker.name and not (a.denies or b.denies)
    if shared and one and a.events and b.events:
        return link(b, a, "repeats", "agents", f"{b.voice} says so in both")
    if shared:
        verb = "blame" if x.blames & y.blames else "clear"
        return link(b, a, "agrees", "agents", f"both {verb} {min(shared)}")
    if x.blames and y.blames and (a.side in y.blames or b.side in x.blames or _elsewhere(a, x, b, y, together)):
        return link(b, a, "contradicts", "agents", f"one blames {min(x.blames)}, the other {min(y.blames)}")
    return None


def _elsewhere(a: Told, x: Position, b: Told, y: Position, together: Iterable[frozenset[str]]) -> bool:
    """Whether two who tell of others' deeds blame parties of which neither is of the other, and that nobody joins."""
    if "confirms" in (a.claim.stance, b.claim.stance) or any(x.blames | y.blames <= row for row in together):
        return False
    return not any(names(one, other) or names(other, one) for one in x.blames for other in y.blames)


def _later_by_days(a: Told, b: Told) -> bool:
    return a.said is not None and b.said is not None and a.said - b.said > AT_ONCE


def _nearest(found: Sequence[Link], told: Mapping[str, Told]) -> Iterator[Link]:
    """A claim repeats that of another report whose words are nearest; with the others it agrees."""
    share = {
        (k.from_, k.to): overlap(sketch(told[k.from_].claim.quote), sketch(told[k.to].claim.quote))
        for k in found
        if k.relation == "repeats"
    }
    best: dict[tuple[str, str], float] = {}
    for (a, b), value in share.items():
        for own, other in ((a, b), (b, a)):
            key = own, told[other].report.id
            best[key] = max(value, best.get(key, 0.0))
    for one in found:
        ends = one.from_, one.to
        nearest = all(share.get(ends) == best.get((own, told[other].report.id)) for own, other in (ends, ends[::-1]))
        yield one if ends not in share or nearest else msgspec.structs.replace(one, relation="agrees")
