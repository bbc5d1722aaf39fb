"""How the counts of an incident's claims stand to each other: repeats, agrees, revises, contradicts, denies.

Of one voice only the first claim of each count is news; a later one repeats it and is laid beside others only where
its own report does so. What can both be true is no contradiction: ranges that meet, "at least", parts and wholes, tolls
that rose from one day to the next, counts of different people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations, islice
from typing import NamedTuple

from counterclaim.reconcile.told import ALWAYS_SOME, EVERYBODY, Number, Told, link, totals
from counterclaim.reconcile.voices import Voices
from counterclaim.reconcile.words import words
from counterclaim.records import Effect, Link, Relation

SLACK = 0.1
"""The share by which an approximate count may miss another and still agree with it."""
AT_ONCE = timedelta(days=1)
"""Counts of two voices said within this time are of one hour; later ones may have risen."""
TELLING = 3
"""The least count that is of weight beside another: that two say there were two dead is no sign of a dispute."""
LEAP = 6
"""One or two dead beside more times as many are of another deed, or some of them."""
MANY = 4
"""Claims of others that a count said again is laid beside."""
FIGHTERS = frozenset({"militant"})
ARMED = frozenset({"soldier", "militant", "police"})
"""Those of whom each party knows its own dead at once, so that two parties' counts are no toll that rises."""
CIVILIANS = frozenset({"civilian"})
PEOPLE = frozenset({EVERYBODY, "civilian"})


class Stated(NamedTuple):
    """A claim and its totals of one effect."""

    told: Told
    numbers: Sequence[Number]


class Pair(NamedTuple):
    """Two counts that exclude each other."""

    a: Told
    b: Told
    x: Number
    y: Number
    link: Link


def counts(told: Sequence[Told], voices: Voices) -> Iterator[Link]:
    """The links between totals, effect by effect; `told` are in order."""
    stated: defaultdict[Effect, list[Stated]] = defaultdict(list)
    for one in told:
        numbers = list(totals(one))
        for effect in sorted({number.figure.effect for number in numbers}):
            stated[effect].append(Stated(one, [n for n in numbers if n.figure.effect == effect]))
    for effect in sorted(stated):
        yield from _of_effect(effect, stated[effect], voices)


def _of_effect(effect: str, stated: Sequence[Stated], voices: Voices) -> Iterator[Link]:
    news, again = _news(stated, voices)
    fresh = {one.told.id for one in news}
    yield from _carried(stated, news, fresh, voices)
    disputed: list[Pair] = []
    for a, b in _laid_beside(stated, fresh):
        found = _comparable(a.numbers, b.numbers)
        one = _count(a.told, b.told, effect, *found, voices) if found else None
        if one is None or found is None:
            continue
        if one.relation == "contradicts":
            disputed.append(Pair(a.told, b.told, *found, one))
        else:
            yield one
    yield from again
    yield from _told_best(disputed, stated, fresh, voices)


def _news(stated: Sequence[Stated], voices: Voices) -> tuple[list[Stated], list[Link]]:
    """The claims that state a count which their voice had not stated before, and the links of those that repeat one.

    A lower "at least" of a voice that has said more is neither.
    """
    news: list[Stated] = []
    links: list[Link] = []
    for one in stated:
        before = [
            (other, x, y)
            for other in news
            if voices.same(other.told, one.told)
            for x in other.numbers
            for y in one.numbers
            if _covers(x, y)
        ]
        if not {id(y) for _, _, y in before} >= {id(y) for y in one.numbers}:
            news.append(one)
        first = min(((other, x, y) for other, x, y in before if x.low == y.low), key=_plainly, default=None)
        if first and first[0].told.report.id != one.told.report.id:
            other, x, y = first
            relation: Relation = "repeats" if _equal(x, y) else "agrees"
            links.append(link(one.told, other.told, relation, y.figure.effect, f"{shown(y)} and {shown(x)}"))
    return news, links


def _carried(stated: Sequence[Stated], news: Sequence[Stated], fresh: set[str], voices: Voices) -> Iterator[Link]:
    """A count said again agrees with that of the voices of other reports who said the same first, up to `MANY`."""
    first: defaultdict[int, list[Stated]] = defaultdict(list)
    for one in news:
        for low in {number.low for number in one.numbers if number.low >= TELLING}:
            first[low].append(one)
    for one in stated:
        if one.told.id in fresh:
            continue
        others = (other for low in sorted({n.low for n in one.numbers}) for other in first[low])
        agreeing = (k for other in others if (k := _again(one, other, voices)))
        yield from islice(agreeing, MANY)


def _again(one: Stated, other: Stated, voices: Voices) -> Link | None:
    """The agreement of a count said again with another report's of the same."""
    found = _comparable(other.numbers, one.numbers)
    if found is None or found[0].low != found[1].low or other.told.report.id == one.told.report.id:
        return None
    if voices.same(other.told, one.told):
        return None
    return link(one.told, other.told, "agrees", found[0].figure.effect, f"{shown(found[1])} and {shown(found[0])}")


def _plainly(found: tuple[Stated, Number, Number]) -> bool:
    """Orders statements of one count: the same words for it first."""
    return not _equal(found[1], found[2])


def _covers(x: Number, y: Number) -> bool:
    """Whether who has said `x` says nothing new with `y`."""
    return _same_people(x, y) and (x.low == y.low or (y.figure.max is None and y.low < x.low))


def _laid_beside(stated: Sequence[Stated], fresh: set[str]) -> Iterator[tuple[Stated, Stated]]:
    """The pairs worth comparing: two pieces of news, and what stands in one report.

    Of news that many state, each is laid beside the first few of its number only.
    """
    news = [one for one in stated if one.told.id in fresh]
    seen: Counter[frozenset[int]] = Counter()
    leading = []
    for one in news:
        numbers = frozenset(number.low for number in one.numbers)
        seen[numbers] += 1
        if seen[numbers] <= MANY:
            leading.append(one)
        else:
            yield from ((other, one) for other in leading if numbers & {n.low for n in other.numbers})
    yield from combinations(leading, 2)
    by_report: defaultdict[str, list[Stated]] = defaultdict(list)
    for one in stated:
        by_report[one.told.report.id].append(one)
    first = {one.told.id for one in leading}
    for own in by_report.values():
        yield from ((a, b) for a, b in combinations(own, 2) if not {a.told.id, b.told.id} <= first)


def _told_best(disputed: Sequence[Pair], stated: Sequence[Stated], fresh: set[str], voices: Voices) -> Iterator[Link]:
    """Each disagreement once: where a report sets the two counts side by side, else between those who said them first.

    A count that its voice has replaced, and a report that only recalls what others had said before, are in no dispute.
    """
    beside = {_dispute(pair) for pair in disputed if pair.a.report.id == pair.b.report.id}
    said = _by_voice(stated, voices)
    for pair in disputed:
        told_news = {pair.a.id, pair.b.id} & fresh
        same_report = pair.a.report.id == pair.b.report.id
        if not told_news or (not same_report and (len(told_news) < 2 or _dispute(pair) in beside)):
            continue
        ends = (pair.a, pair.x, pair.b), (pair.b, pair.y, pair.a)
        if not any(_replaced(own, number, other, said[voices.number(own)], voices) for own, number, other in ends):
            yield pair.link


def _dispute(pair: Pair) -> frozenset[int]:
    """What a pair of counts is in dispute about, whoever says them."""
    return frozenset((pair.x.low, pair.y.low))


def _by_voice(stated: Sequence[Stated], voices: Voices) -> Mapping[int, Sequence[Stated]]:
    """For each way of naming a speaker, what that voice stated."""
    own: defaultdict[int, list[Stated]] = defaultdict(list)
    for one in stated:
        own[voices.number(one.told)].append(one)
    return {
        number: [
            one for of_it in own.values() if of_it is mine or voices.same(mine[0].told, of_it[0].told) for one in of_it
        ]
        for number, mine in own.items()
    }


def _replaced(told: Told, number: Number, beside: Told, said: Sequence[Stated], voices: Voices) -> bool:
    """Whether the voice, which `said` that, gave another count of these people by the time of the claim `beside`.

    Of two counts of one voice in one report the greater one is the newer.
    """
    for later, numbers in said:
        others = [n for n in numbers if _same_people(number, n) and not _agree(number, n)]
        if not others or not voices.same(told, later):
            continue
        if told.report.id == later.report.id and told.said == later.said:
            if any(other.low > number.low for other in others):
                return True
        elif told.said and later.said and beside.said and told.said < later.said <= beside.said:
            return True
    return False


def _comparable(xs: Sequence[Number], ys: Sequence[Number]) -> tuple[Number, Number] | None:
    """The counts of two claims that are of the same people, the greatest first: of all of them, else of one kind."""
    for x in sorted(xs, key=lambda n: -n.low):
        for y in sorted(ys, key=lambda n: -n.low):
            sides = {x.figure.side, y.figure.side} - {None}
            if len(sides) < 2 and _same_people(x, y):
                return x, y
    whole = [[n for n in numbers if n.figure.victims not in ALWAYS_SOME] for numbers in (xs, ys)]
    rival = [(x, y) for x in whole[0] for y in whole[1] if _rival(x, y)]
    return rival[0] if all(len(numbers) == 1 for numbers in whole) and rival else None


def _same_people(x: Number, y: Number) -> bool:
    return x.figure.victims == y.figure.victims or {x.figure.victims, y.figure.victims} <= PEOPLE


def _rival(x: Number, y: Number) -> bool:
    """Whether one calls fighters whom the other calls civilians, or people."""
    kinds = {x.figure.victims, y.figure.victims}
    return bool(kinds & FIGHTERS) and bool(kinds & PEOPLE)


def _count(a: Told, b: Told, effect: str, x: Number, y: Number, voices: Voices) -> Link | None:
    """How the count of `b`, said later, stands to that of `a`."""
    one_voice = voices.same(a, b)
    why = f"{shown(y)} and {shown(x)}"
    rivals = not one_voice and (a.side != b.side or (a.report.id == b.report.id and _bodies(a, b)))
    if not _same_people(x, y):
        civilians = {x.figure.victims, y.figure.victims} & CIVILIANS
        bombed = _bombed(a if x.figure.victims in FIGHTERS else b)
        disputed = rivals and bool(civilians or bombed) and min(x.low, y.low) >= TELLING
        return link(b, a, "contradicts", effect, f"{why}, of other people") if disputed else None
    same_report = a.report.id == b.report.id
    if x.low == y.low < TELLING and not {x.figure.victims, y.figure.victims}.isdisjoint(ALWAYS_SOME):
        return None
    if one_voice:
        return _own(a, b, effect, x, y)
    if _agree(x, y):
        return link(b, a, "agrees", effect, why) if same_report or x.low == y.low else None
    if _within(x, y) and same_report:
        return link(b, a, "agrees", effect, why)
    if 0 in (x.high, y.high):
        return _nobody(a, b, effect, x, y) if a.side != b.side else None
    if same_report and _exclude(x, y) and not (a.side and b.side and a.claim.speaker.side and b.claim.speaker.side):
        later, earlier = (b, a) if y.low > x.low else (a, b)
        if words().replaced.search(later.claim.quote):
            return link(later, earlier, "revises", effect, why)
    whole = {x.figure.victims, y.figure.victims}.isdisjoint(ALWAYS_SOME)
    whole = whole and not (_vague(a) or _vague(b))
    whole = whole and not (min(x.high, y.high) < TELLING and max(x.low, y.low) > LEAP * min(x.high, y.high))
    losses = effect == "killed" and x.figure.victims in ARMED and _party(a) and _party(b)
    disputed = rivals and whole and _exclude(x, y) and not _nearly(x, y) and (losses or _at_once(a, b, x, y))
    return link(b, a, "contradicts", effect, why) if disputed else None


def _own(a: Told, b: Told, effect: str, x: Number, y: Number) -> Link | None:
    """How two counts of one voice stand to each other; the greater one of a day is the later."""
    if _equal(x, y) or 0 in (x.high, y.high):
        return None
    if _agree(x, y) and not y.low > x.low:
        return None
    later, earlier = (b, a) if a.said != b.said or y.low > x.low else (a, b)
    return link(later, earlier, "revises", effect, f"{shown(y)} and {shown(x)}")


def _nobody(a: Told, b: Told, effect: str, x: Number, y: Number) -> Link | None:
    """A party that says that nobody suffered denies the count of others."""
    one, other = (a, b) if x.high == 0 else (b, a)
    if not _party(one) or max(x.low, y.low) == 0:
        return None
    relation: Relation = "denies" if one.denies else "contradicts"
    return link(one, other, relation, effect, f"{one.voice} says that there were none")


def _bombed(told: Told) -> bool:
    """Whether it tells of fire from afar, in which those who died were one side's, and not of a battle."""
    return any(event.type in words().afar for event in told.events)


def _bodies(a: Told, b: Told) -> bool:
    """Whether two bodies of one side speak, and not the side itself."""
    return a.side not in (a.claim.speaker.name, b.claim.speaker.name)


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
    return x.low == y.low or (_nearly(x, y) and not _exclude(x, y))


def _within(x: Number, y: Number) -> bool:
    """Whether a range of the one holds the count of the other."""
    return any(
        wide.figure.qualifier == "range" and wide.low <= other.low and other.high <= wide.high
        for wide, other in ((x, y), (y, x))
    )


def _nearly(x: Number, y: Number) -> bool:
    """Whether two counts are as near as round numbers are, and one of them is meant so."""
    return abs(x.low - y.low) <= SLACK * max(x.low, y.low) and (_about(x) or _about(y))


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


def shown(number: Number) -> str:
    """The count in figures."""
    figure = number.figure
    if figure.max is None:
        return f"at least {figure.min:,}"
    return f"{figure.min:,}" if figure.min == figure.max else f"{figure.min:,} to {figure.max:,}"
