"""Links between the claims of one incident: agrees, contradicts, denies, revises, repeats; each with its field and why.

What can both be true is no contradiction: ranges that meet, "at least", parts and wholes, tolls that rose from one day
to the next, counts of different people. The outlet is not the speaker: what a report says in its own voice is linked
only to the passage that it copies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from counterclaim.reconcile.origins import copied
from counterclaim.reconcile.positions import Position, denied, denied_field, position
from counterclaim.reconcile.told import EVERYBODY, Number, Told, same_voice, totals
from counterclaim.records import Link, Relation

SLACK = 0.1
"""The share by which an approximate count may miss another and still agree with it."""
AT_ONCE = timedelta(days=1)
"""Counts of two voices said within this time are of one hour; later ones may have risen."""
FIGHTERS = frozenset({"militant", "soldier"})
PEOPLE = frozenset({EVERYBODY, "civilian"})


def links(accounts: Iterable[Told]) -> tuple[Link, ...]:
    """Every link between two claims of an incident, each pair and field once, in order."""
    told = sorted((one for one in accounts if not one.headline), key=lambda one: one.order)
    found: dict[tuple[frozenset[str], str], Link] = {}
    for link in (*_copies(told), *_denials(told), *_agents(told), *_counts(told)):
        found.setdefault((frozenset((link.from_, link.to)), link.field), link)
    return tuple(sorted(found.values(), key=lambda link: (link.from_, link.to, link.field)))


def _link(later: Told, earlier: Told, relation: Relation, field: str, why: str) -> Link:
    return Link(from_=later.id, to=earlier.id, relation=relation, field=field, why=why)


def _copies(told: Sequence[Told]) -> Iterator[Link]:
    """Passages that stand in two reports."""
    for a, b in combinations(told, 2):
        if copied(a, b):
            for field in _fields(a, b):
                yield _link(b, a, "repeats", field, "nearly the same words")


def _fields(a: Told, b: Told) -> list[str]:
    """What two copies of one passage share: their counts, else who did it, else that it happened."""
    effects = {(n.figure.effect, n.low) for n in a.numbers} & {(n.figure.effect, n.low) for n in b.numbers}
    if effects:
        return sorted({effect for effect, _ in effects})
    both = position(a), position(b)
    return ["agents"] if both[0] and both[1] else ["type"]


def _denials(told: Sequence[Told]) -> Iterator[Link]:
    """Denials that name no event: what they deny stands before them."""
    by_report: defaultdict[str, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda one: (one.report.id, one.claim.start)):
        target = denied(one, by_report[one.report.id]) if one.claim.stance == "denies" and not _named(one) else None
        if target is not None:
            yield _link(
                one, target, "denies", denied_field(one, target), f"{one.voice} denies what {target.voice} says"
            )
        by_report[one.report.id].append(one)


def _named(told: Told) -> bool:
    """Whether a denial says itself what did not happen and who did not do it."""
    return any(event.status == "denied" and event.agents for event in told.events)


def _agents(told: Sequence[Told]) -> Iterator[Link]:
    """Who did it: the claims of one position agree, those of two deny or contradict each other."""
    voiced = [one for one in told if one.side is not None]
    accused = frozenset(party for one in voiced for party in position(one).blames)
    held = [(one, where) for one in voiced if (where := position(one, accused))]
    for (a, x), (b, y) in combinations(held, 2):
        link = _positions(a, x, b, y)
        if link is not None:
            yield link


def _positions(a: Told, x: Position, b: Told, y: Position) -> Link | None:
    """How `b`, said later, stands to `a`."""
    one_voice = same_voice(a, b)
    if one_voice and a.report.id == b.report.id:
        return None
    for earlier, own, later, other in ((a, x, b, y), (b, y, a, x)):
        disputed = own.blames & other.clears
        if disputed:
            return _link(later, earlier, "denies", "agents", f"{later.voice} says it was not {min(disputed)}")
    shared = (x.blames & y.blames) or (x.clears & y.clears)
    if shared:
        if one_voice:
            return _link(b, a, "repeats", "agents", f"{b.voice} says so again")
        verb = "blame" if x.blames & y.blames else "clear"
        return _link(b, a, "agrees", "agents", f"both {verb} {min(shared)}")
    if x.blames and y.blames and (a.side in y.blames or b.side in x.blames):
        return _link(b, a, "contradicts", "agents", f"one blames {min(x.blames)}, the other {min(y.blames)}")
    return None


def _counts(told: Sequence[Told]) -> Iterator[Link]:
    """The totals of two claims, effect by effect."""
    counted = [(one, list(totals(one))) for one in told if one.side is not None]
    for (a, xs), (b, ys) in combinations([(one, numbers) for one, numbers in counted if numbers], 2):
        for effect in sorted({x.figure.effect for x in xs} & {y.figure.effect for y in ys}):
            pair = _comparable(
                [x for x in xs if x.figure.effect == effect], [y for y in ys if y.figure.effect == effect]
            )
            link = _count(a, b, effect, *pair) if pair else None
            if link is not None:
                yield link


def _comparable(xs: Sequence[Number], ys: Sequence[Number]) -> tuple[Number, Number] | None:
    """The counts of two claims that are of the same people, the greatest first: of all of them, else of one kind."""
    for x in sorted(xs, key=lambda n: -n.low):
        for y in sorted(ys, key=lambda n: -n.low):
            sides = {x.figure.side, y.figure.side} - {None}
            if len(sides) < 2 and _same_people(x, y):
                return x, y
    rival = [(x, y) for x in xs for y in ys if {x.figure.victims, y.figure.victims} & FIGHTERS and _rival(x, y)]
    return rival[0] if len(xs) == len(ys) == 1 and rival else None


def _same_people(x: Number, y: Number) -> bool:
    return x.figure.victims == y.figure.victims or {x.figure.victims, y.figure.victims} <= PEOPLE


def _rival(x: Number, y: Number) -> bool:
    """Whether one calls fighters whom the other calls civilians or people."""
    return bool({x.figure.victims} & PEOPLE) != bool({y.figure.victims} & PEOPLE)


def _count(a: Told, b: Told, effect: str, x: Number, y: Number) -> Link | None:
    """How the count of `b`, said later, stands to that of `a`."""
    one_voice = same_voice(a, b)
    why = f"{_shown(y)} and {_shown(x)}"
    if not _same_people(x, y):
        apart = a.side != b.side and not one_voice and x.low != y.low
        return _link(b, a, "contradicts", effect, f"{why}, of other people") if apart else None
    if _agree(x, y):
        if one_voice and a.report.id == b.report.id:
            return None
        again = one_voice and _equal(x, y)
        return _link(b, a, "repeats" if again else "agrees", effect, why)
    if one_voice:
        later, earlier = (b, a) if a.said != b.said or y.low > x.low else (a, b)
        return _link(later, earlier, "revises", effect, why)
    return _link(b, a, "contradicts", effect, why) if _exclude(x, y) and _at_once(a, b, x, y) else None


def _equal(x: Number, y: Number) -> bool:
    return x.low == y.low and (x.figure.max is None) == (y.figure.max is None)


def _agree(x: Number, y: Number) -> bool:
    """Whether two counts say nearly the same: equal, or as near as round numbers are, and both can be true."""
    near = abs(x.low - y.low) <= SLACK * max(x.low, y.low)
    about = "about" in (x.figure.qualifier, y.figure.qualifier) or None in (x.figure.max, y.figure.max)
    return x.low == y.low or (near and about and not _exclude(x, y))


def _exclude(x: Number, y: Number) -> bool:
    """Whether no number is within both counts."""
    return (x.figure.max is not None and x.figure.max < y.low) or (y.figure.max is not None and y.figure.max < x.low)


def _at_once(a: Told, b: Told, x: Number, y: Number) -> bool:
    """Whether the two were said at one time or beside each other, or the later one is the lower: nothing rose."""
    if a.report.id == b.report.id:
        return True
    if a.said is None or b.said is None:
        return False
    return b.said - a.said < AT_ONCE or y.high < x.low


def _shown(number: Number) -> str:
    figure = number.figure
    if figure.max is None:
        return f"at least {figure.min:,}"
    return f"{figure.min:,}" if figure.min == figure.max else f"{figure.min:,} to {figure.max:,}"
