"""Links between the claims of one incident: agrees, contradicts, denies, revises, repeats; each with its field and why.

What can both be true is no contradiction: ranges that meet, "at least", parts and wholes, tolls that rose from one day
to the next, counts of different people. The outlet is not the speaker: what a report says in its own voice is linked
only to the passage that it copies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from typing import NamedTuple

import msgspec

from counterclaim.reconcile.comparing import overlap
from counterclaim.reconcile.origins import copied
from counterclaim.reconcile.positions import Position, accused_by, denied, denied_field, position
from counterclaim.reconcile.told import ALWAYS_SOME, EVERYBODY, Number, Told, same_voice, totals
from counterclaim.reconcile.traits import sketch
from counterclaim.reconcile.words import words
from counterclaim.records import Link, Relation

SLACK = 0.1
"""The share by which an approximate count may miss another and still agree with it."""
AT_ONCE = timedelta(days=1)
"""Counts of two voices said within this time are of one hour; later ones may have risen."""
TELLING = 3
"""The least count that is of weight beside another: that two say there were two dead is no sign of agreement."""
REAL = frozenset({"happened", "ongoing"})
CIVILIAN = "civilian"
FIGHTERS = frozenset({"militant"})
CIVILIANS = frozenset({"civilian", "woman", "child"})
PEOPLE = frozenset({EVERYBODY, "civilian"})


def links(accounts: Iterable[Told]) -> tuple[Link, ...]:
    """Every link between two claims of an incident, each pair and field once, in order."""
    told = sorted((one for one in accounts if not one.headline), key=lambda one: one.order)
    found: dict[tuple[frozenset[str], str], Link] = {}
    related: set[frozenset[str]] = set()
    answered: set[str] = set()  # denials of which it is known what in their report they deny
    report = {one.id: one.report.id for one in told}
    voiced = [one for one in told if one.side is not None]
    accused = accused_by(voiced)
    for link in (
        *_copies(told),
        *_denials(voiced, accused),
        *_agents(voiced, accused),
        *_contests(voiced),
        *_victims(voiced),
        *_deeds(voiced),
        *_counts(voiced),
    ):
        pair = frozenset((link.from_, link.to))
        if link.field != "type" or not (pair in related or link.from_ in answered):
            found.setdefault((pair, link.field), link)
            related.add(pair)
            if link.relation == "denies" and report[link.from_] == report[link.to]:
                answered.add(link.from_)
    return tuple(sorted(found.values(), key=lambda link: (link.from_, link.to, link.field)))


def _link(later: Told, earlier: Told, relation: Relation, field: str, why: str) -> Link:
    return Link(from_=later.id, to=earlier.id, relation=relation, field=field, why=why)


def _copies(told: Sequence[Told]) -> Iterator[Link]:
    """Passages that stand in two reports, each beside the one that is most like it."""
    shares = {(a.id, b.id): share for a, b in combinations(told, 2) if (share := copied(a, b))}
    by_id = {one.id: one for one in told}
    best: dict[tuple[str, str], float] = {}
    for (a, b), share in shares.items():
        for own, other in ((a, b), (b, a)):
            key = own, by_id[other].report.id
            best[key] = max(share, best.get(key, 0.0))
    for (a, b), share in shares.items():
        if share == best[a, by_id[b].report.id] == best[b, by_id[a].report.id]:
            for field in _fields(by_id[a], by_id[b]):
                yield _link(by_id[b], by_id[a], "repeats", field, "nearly the same words")


def _fields(a: Told, b: Told) -> list[str]:
    """What two copies of one passage share: their counts, else who did it, else that it happened."""
    effects = {(n.figure.effect, n.low) for n in a.numbers} & {(n.figure.effect, n.low) for n in b.numbers}
    if effects:
        return sorted({effect for effect, _ in effects})
    both = position(a), position(b)
    return ["agents"] if both[0] and both[1] else ["type"]


def _denials(told: Sequence[Told], accused: frozenset[str]) -> Iterator[Link]:
    """Denials that name no event: what they deny stands before them."""
    by_report: defaultdict[str, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda one: (one.report.id, one.claim.start)):
        if one.claim.stance == "denies" and not _named(one):
            target = denied(one, by_report[one.report.id], accused)
            if target is not None:
                why = f"{one.voice} denies what {target.voice} says"
                yield _link(one, target, "denies", denied_field(one, target), why)
        by_report[one.report.id].append(one)


def _named(told: Told) -> bool:
    """Whether a denial says itself what did not happen and who did not do it."""
    return any(event.status == "denied" and event.agents for event in told.events)


def _victims(told: Sequence[Told]) -> Iterator[Link]:
    """Whether civilians were hit: who says that none were denies what others say of them."""
    spared = [one for one in told if _civilians(one, hit=False)]
    hit = [one for one in told if _civilians(one, hit=True)]
    for one in spared:
        for other in hit:
            if one.side != other.side:
                yield _link(one, other, "denies", "targets", f"{one.voice} says that no civilian was hit")
    for a, b in combinations(spared, 2):
        if a.report.id != b.report.id:
            yield _link(b, a, "agrees", "targets", "both say that no civilian was hit")


def _civilians(told: Told, *, hit: bool) -> bool:
    """Whether a claim says that civilians were hit, or that none were."""
    for event in told.events:
        named = any(CIVILIAN in actor.name.lower() for actor in event.targets)
        counts = [figure.min for figure in event.figures if figure.victims == CIVILIAN]
        if event.background or words().family.get(event.type) != "force":
            continue
        if hit and event.status in REAL and (any(counts) or (named and event.type == "killing")):
            return True
        if not hit and event.status == "denied" and (named or 0 in counts) and not any(counts):
            return True
    return False


def _contests(told: Sequence[Told]) -> Iterator[Link]:
    """Who says that a count is not so, against those who state it: in the same report, else who said it first."""
    for one in told:
        for figure in one.contested:
            others = [
                t
                for t in told
                if not same_voice(one, t) and any(n.low == figure.min and _of(n, figure.effect) for n in totals(t))
            ]
            beside = [t for t in others if t.report.id == one.report.id]
            relation: Relation = "denies" if one.claim.stance == "denies" else "contradicts"
            for other in (beside or others)[:1]:
                yield _link(
                    one, other, relation, figure.effect, f"{one.voice} does not hold {figure.min:,} to be right"
                )


def _of(number: Number, effect: str) -> bool:
    return number.figure.effect == effect


def _deeds(told: Sequence[Told]) -> Iterator[Link]:
    """Whether it happened: who says that it did not denies the account that leads; who owns up agrees with it."""
    for one in told:
        if one.claim.stance == "confirms":
            for other in _telling(one, told):
                yield _link(one, other, "agrees", "type", f"{one.voice} confirms what {other.voice} says")
            before = (t for t in told if t.report.id == one.report.id and t.claim.start < one.claim.start)
            own = (t for t in before if t.side == one.side and _kinds(t, {"denied"}) & _kinds(one, REAL))
            yield from (_link(one, o, "contradicts", "type", f"{one.voice} had denied it") for o in own)
        elif _kinds(one, {"denied"}):
            for other in _telling(one, told):
                yield _link(one, other, "denies", "type", f"{one.voice} says that it did not happen")


def _telling(one: Told, told: Sequence[Told]) -> list[Told]:
    """The account of the same deed that stands before `one` in its paragraph, or that leads its report; one or none."""
    kinds = _kinds(one, {"denied"} if one.claim.stance != "confirms" else REAL)
    kindred = kinds.union(*(row for row in words().kin if row & kinds))
    here = sorted((t for t in told if t.report.id == one.report.id), key=lambda t: t.claim.start)
    others = [t for t in here if _kinds(t, REAL) & kindred and t.side != one.side and not same_voice(t, one)]
    beside = [t for t in others if t.paragraph == one.paragraph and t.claim.start < one.claim.start]
    return beside[-1:] or others[:1]


def _kinds(told: Told, statuses: Collection[str]) -> set[str]:
    """The types of the telling events of a claim that have one of `statuses`."""
    return {event.type for event in told.events if event.status in statuses and event.type not in words().loose}


def _agents(told: Sequence[Told], accused: frozenset[str]) -> Iterator[Link]:
    """Who did it: the claims of one position agree, those of two deny or contradict each other."""
    held = [(one, where) for one in told if (where := position(one, accused))]
    found = [link for (a, x), (b, y) in combinations(held, 2) if (link := _positions(a, x, b, y))]
    yield from _nearest(found, {one.id: one for one in told})


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
            best[key] = max(best.get(key, 0.0), value)
    for link in found:
        if (link.from_, link.to) not in share:
            yield link
            continue
        value = share[link.from_, link.to]
        nearest = all(
            value == best[own, told[other].report.id] for own, other in ((link.from_, link.to), (link.to, link.from_))
        )
        yield link if nearest else msgspec.structs.replace(link, relation="agrees")


def _positions(a: Told, x: Position, b: Told, y: Position) -> Link | None:
    """How `b`, said later, stands to `a`."""
    if same_voice(a, b) and a.report.id == b.report.id:
        return None
    for blaming, own, clearing, other in ((a, x, b, y), (b, y, a, x)):
        disputed = own.blames & other.clears
        if disputed and _later_by_days(blaming, clearing):
            return _link(blaming, clearing, "contradicts", "agents", f"{blaming.voice} says it was {min(disputed)}")
        if disputed:
            return _link(clearing, blaming, "denies", "agents", f"{clearing.voice} says it was not {min(disputed)}")
    shared = (x.blames & y.blames) or (x.clears & y.clears)
    if shared and a.claim.speaker.name == b.claim.speaker.name and a.said == b.said and a.events and b.events:
        return _link(b, a, "repeats", "agents", f"{b.voice} says so in both")
    if shared:
        verb = "blame" if x.blames & y.blames else "clear"
        return _link(b, a, "agrees", "agents", f"both {verb} {min(shared)}")
    if x.blames and y.blames and (a.side in y.blames or b.side in x.blames):
        return _link(b, a, "contradicts", "agents", f"one blames {min(x.blames)}, the other {min(y.blames)}")
    return None


def _later_by_days(a: Told, b: Told) -> bool:
    return a.said is not None and b.said is not None and a.said - b.said > AT_ONCE


def _counts(told: Sequence[Told]) -> Iterator[Link]:
    """The totals of two claims, effect by effect; of what is in dispute, only the pairs that tell it best."""
    counted = [(one, numbers) for one in told if (numbers := list(totals(one)))]
    first = _first_to_say(counted)
    disputed: list[Pair] = []
    for (a, xs), (b, ys) in combinations(counted, 2):
        for effect in sorted({x.figure.effect for x in xs} & {y.figure.effect for y in ys}):
            found = _comparable(
                [x for x in xs if x.figure.effect == effect], [y for y in ys if y.figure.effect == effect]
            )
            link = _count(a, b, effect, *found) if found else None
            if link is None or found is None:
                continue
            if link.relation == "contradicts":
                disputed.append(Pair(a, b, *found, link))
            elif link.relation != "revises" or a.report.id == b.report.id or {(a.id, effect), (b.id, effect)} <= first:
                yield link
    yield from _told_best(disputed, counted, first)


class Pair(NamedTuple):
    """Two counts that exclude each other."""

    a: Told
    b: Told
    x: Number
    y: Number
    link: Link


def _told_best(
    disputed: Sequence[Pair], counted: Sequence[tuple[Told, Sequence[Number]]], first: set[tuple[str, str]]
) -> Iterator[Link]:
    """Each disagreement once: where a report sets the two counts side by side, else between those who said them first.

    A count that its voice has replaced, and a report that only recalls what others had said before, are in no dispute.
    """
    beside = {_dispute(pair) for pair in disputed if pair.a.report.id == pair.b.report.id}
    for pair in disputed:
        effect = pair.link.field
        news = {(pair.a.id, effect), (pair.b.id, effect)} & first
        same_report = pair.a.report.id == pair.b.report.id
        if not news or _replaced(pair.a, pair.x, pair.b, counted) or _replaced(pair.b, pair.y, pair.a, counted):
            continue
        if same_report or (len(news) == 2 and _dispute(pair) not in beside):
            yield pair.link


def _dispute(pair: Pair) -> tuple[str, frozenset[int]]:
    """What a pair of counts is in dispute about, whoever says them."""
    return pair.link.field, frozenset((pair.x.low, pair.y.low))


def _replaced(told: Told, number: Number, beside: Told, counted: Sequence[tuple[Told, Sequence[Number]]]) -> bool:
    """Whether the voice said another count of these people by the time that the claim `beside` was made.

    Of two counts of one voice in one report the greater one is the newer.
    """
    for later, numbers in counted:
        others = [n for n in numbers if _kin(number, n) and _same_people(number, n) and not _agree(number, n)]
        if not others or not same_voice(told, later):
            continue
        if told.report.id == later.report.id and told.said == later.said:
            if any(other.low > number.low for other in others):
                return True
        elif told.said and later.said and beside.said and told.said < later.said <= beside.said:
            return True
    return False


def _kin(x: Number, y: Number) -> bool:
    return x.figure.effect == y.figure.effect


def _first_to_say(counted: Iterable[tuple[Told, Sequence[Number]]]) -> set[tuple[str, str]]:
    """Claims, with the effect, whose count their voice had not said before: only these revise."""
    said: list[tuple[Told, Number]] = []
    first: set[tuple[str, str]] = set()
    for told, numbers in counted:
        for number in numbers:
            again = (
                _kin(other, number)
                and (other.low == number.low or (number.figure.max is None and number.low < other.low))
                and same_voice(one, told)
                for one, other in said
            )
            if not any(again):
                first.add((told.id, number.figure.effect))
            said.append((told, number))
    return first


def _comparable(xs: Sequence[Number], ys: Sequence[Number]) -> tuple[Number, Number] | None:
    """The counts of two claims that are of the same people, the greatest first: of all of them, else of one kind."""
    for x in sorted(xs, key=lambda n: -n.low):
        for y in sorted(ys, key=lambda n: -n.low):
            sides = {x.figure.side, y.figure.side} - {None}
            if len(sides) < 2 and _same_people(x, y):
                return x, y
    rival = [(x, y) for x in xs for y in ys if _rival(x, y)]
    return rival[0] if len(xs) == len(ys) == 1 and rival else None


def _same_people(x: Number, y: Number) -> bool:
    return x.figure.victims == y.figure.victims or {x.figure.victims, y.figure.victims} <= PEOPLE


def _rival(x: Number, y: Number) -> bool:
    """Whether one calls fighters whom the other calls civilians."""
    kinds = {x.figure.victims, y.figure.victims}
    return bool(kinds & FIGHTERS) and bool(kinds & CIVILIANS)


def _count(a: Told, b: Told, effect: str, x: Number, y: Number) -> Link | None:
    """How the count of `b`, said later, stands to that of `a`."""
    one_voice = same_voice(a, b)
    why = f"{_shown(y)} and {_shown(x)}"
    rivals = a.side != b.side and not one_voice
    if x.low == y.low < TELLING or (0 in (x.high, y.high) and not (_party(a) and _party(b))):
        return None
    if not _same_people(x, y):
        disputed = rivals and min(x.low, y.low) >= TELLING
        return _link(b, a, "contradicts", effect, f"{why}, of other people") if disputed else None
    same_report = a.report.id == b.report.id
    if _agree(x, y) and not (one_voice and y.low > x.low):
        alike = _equal(x, y) or (x.low == y.low and "about" not in (x.figure.qualifier, y.figure.qualifier))
        if (one_voice and same_report) or not (one_voice or same_report or alike):
            return None
        again = one_voice and _equal(x, y)
        return _link(b, a, "repeats" if again else "agrees", effect, why)
    if one_voice and 0 not in (x.high, y.high):
        later, earlier = (b, a) if a.said != b.said or y.low > x.low else (a, b)
        return _link(later, earlier, "revises", effect, why)
    if same_report and _exclude(x, y) and not (a.side and b.side and a.claim.speaker.side and b.claim.speaker.side):
        later, earlier = (b, a) if y.low > x.low else (a, b)
        if words().replaced.search(later.claim.quote):
            return _link(later, earlier, "revises", effect, why)
    whole = {x.figure.victims, y.figure.victims}.isdisjoint(ALWAYS_SOME)
    whole = whole and not (_vague(a) or _vague(b))
    disputed = rivals and whole and _exclude(x, y) and not _near(x, y) and _at_once(a, b, x, y)
    return _link(b, a, "contradicts", effect, why) if disputed else None


def _vague(told: Told) -> bool:
    """Whether nobody in particular says it: "some outlets"."""
    return bool(words().vague_voice.match(told.claim.speaker.name))


def _party(told: Told) -> bool:
    """Whether the voice is that of a named party or of a body of one."""
    return told.claim.speaker.kind == "actor" and told.claim.speaker.side is not None


def _equal(x: Number, y: Number) -> bool:
    return x.low == y.low and (x.figure.max is None) == (y.figure.max is None)


def _agree(x: Number, y: Number) -> bool:
    """Whether two counts say nearly the same: equal, or as near as round numbers are, and both can be true."""
    return x.low == y.low or (_near(x, y) and (_about(x) or _about(y)) and not _exclude(x, y))


def _near(x: Number, y: Number) -> bool:
    return abs(x.low - y.low) <= SLACK * max(x.low, y.low)


def _about(number: Number) -> bool:
    """Whether a count is meant roughly."""
    return number.figure.qualifier == "about" or number.figure.max is None


def _exclude(x: Number, y: Number) -> bool:
    """Whether no number is within both counts."""
    return (x.figure.max is not None and x.figure.max < y.low) or (y.figure.max is not None and y.figure.max < x.low)


def _at_once(a: Told, b: Told, x: Number, y: Number) -> bool:
    """Whether the two were said at one time or beside each other, or the later one is the lower: nothing rose."""
    if a.report.id == b.report.id and a.said == b.said:
        return True
    if a.said is None or b.said is None:
        return False
    return b.said - a.said < AT_ONCE or y.high < x.low


def _shown(number: Number) -> str:
    figure = number.figure
    if figure.max is None:
        return f"at least {figure.min:,}"
    return f"{figure.min:,}" if figure.min == figure.max else f"{figure.min:,} to {figure.max:,}"
