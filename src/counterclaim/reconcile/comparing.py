"""Are two strands of one incident? Small comparers, each giving a value and a reason, and one table of weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from counterclaim.knowledge.gazetteer.folding import sound
from counterclaim.knowledge.lexicons import load
from counterclaim.reconcile.places import APART_KM, SIDE_BY_SIDE_KM, TOGETHER_KM, kilometres, one_name
from counterclaim.reconcile.traits import SKETCH, Number, Strand
from counterclaim.reconcile.words import words

TELLING = 3
"""The least count that tells by itself; nearly every incident has two dead."""
NAMES = 4
"""Names in common that say as much as any more."""


class Opinion(NamedTuple):
    """What one comparer finds of two strands: the name that the table weighs it by, in words, and how much of it."""

    name: str
    reason: str = ""
    much: float = 1.0


class Tie(NamedTuple):
    """Two strands, how surely they are of one incident, and why. `value` is above nought where they are."""

    a: str
    b: str
    value: float
    why: str


Comparer = Callable[[Strand, Strand], Opinion | None]


class Table(NamedTuple):
    """knowledge/lexicons/comparing.yaml."""

    same: float
    one_report: float
    weights: dict[str, float]


@cache
def table() -> Table:
    """The weights, read once."""
    raw = load("comparing")
    weights = {name: float(weight) for name, weight in raw["ties"].items()}
    return Table(float(raw["same"]), float(raw["one report"]), weights)


def tie(a: Strand, b: Strand) -> Tie:
    """How surely `a` and `b` are of one incident. The same whichever comes first."""
    if a.id > b.id:
        a, b = b, a
    found = opinions(a, b)
    total = sum(table().weights[one.name] * one.much for one in found)
    why = "; ".join(one.reason for one in found if one.reason)
    needed = table().same + (table().one_report if a.report == b.report else 0.0)
    return Tie(a.id, b.id, round(total - needed, 4), why)


def opinions(a: Strand, b: Strand) -> list[Opinion]:
    """What the comparers find, in their order; those that have nothing to say say nothing."""
    return [found for compare in COMPARERS if (found := compare(a, b)) is not None]


def time(a: Strand, b: Strand) -> Opinion | None:
    """Days in common speak for one incident, the fewer days the more; days told apart speak against it."""
    if a.recalled or b.recalled:
        return Opinion("history", "history without a day")
    if not (a.first and a.last and b.first and b.last):
        return None
    both = a.stated and b.stated
    if a.first <= b.last and b.first <= a.last:
        days = (max(a.last, b.last) - min(a.first, b.first)).days + 1
        if not both:
            return Opinion("days of report", "reported within days")
        return Opinion("day", f"on {max(a.first, b.first)}") if days <= 2 else Opinion("days", f"within {days} days")
    gap = (max(a.first, b.first) - min(a.last, b.last)).days
    if a.running or b.running:
        return Opinion("counted days apart" if gap <= 2 else "counted long apart", f"counted {gap} days apart")
    if not both:
        return Opinion("days off" if gap <= 3 else "long off", f"{gap} days between")
    return Opinion("other day", "a day between" if gap == 1 else f"{gap} days between")


def place(a: Strand, b: Strand) -> Opinion | None:
    """One town speaks for one incident, two towns against it; a town and the land around it hardly tell."""
    common = _named(a, b) | _named(b, a)
    if not a.spots or not b.spots:
        return Opinion("place named", f"both name {min(common)}") if common else None
    pairs = [(x, y) for x in a.spots for y in b.spots]
    same = next((x.name for x, y in pairs if x.precise and one_name(x, y)), None)
    if same:
        return Opinion("place", f"at {same}")
    ways = [way for x, y in pairs if x.precise and y.precise and (way := kilometres(x, y)) is not None]
    if not ways:
        named = next((x.name for x, y in pairs if x.name == y.name), None)
        if named:
            return Opinion("region", f"in {named}")
        if common:
            return Opinion("place in region named", f"both name {min(common)}")
        one_land = any(x.country and x.country == y.country for x, y in pairs)
        return Opinion("country", "in one country") if one_land else Opinion("other region", "in different places")
    way = min(ways)
    if way <= SIDE_BY_SIDE_KM:
        return Opinion("side by side", f"{way:.0f} km apart")
    if common:
        name = "neighbour named" if way <= APART_KM else "other place named"
        return Opinion(name, f"{way:.0f} km apart, but both name {min(common)}")
    if way <= TOGETHER_KM:
        return Opinion("neighbours", f"{way:.0f} km apart")
    return Opinion("near" if way <= APART_KM else "other place", f"{way:.0f} km apart")


def _named(a: Strand, b: Strand) -> set[str]:
    """Names in `b` that are words of places of `a`, however they are spelt."""
    words_of = {word for spot in a.spots if spot.precise for word in spot.words}
    return {name for name in b.names if sound(name) in words_of}


def kind(a: Strand, b: Strand) -> Opinion | None:
    """The same type of event, kindred types, or types of two families."""
    if a.running != b.running:
        return Opinion("one running", "a running toll and one incident")
    if a.running:
        return Opinion("running", "both running tolls")
    if a.family != b.family:
        return Opinion("other family", f"{a.family} and {b.family}")
    own, other = _telling(a.kinds), _telling(b.kinds)
    shared = own & other
    if shared:
        return Opinion("kind", f"both {min(shared).replace('_', ' ')}")
    if not own or not other:
        return Opinion("kind unsaid")
    kindred = any(row & own and row & other for row in words().kin)
    return Opinion("kindred", "kindred events") if kindred else Opinion("other kind", f"{min(own)} and {min(other)}")


def _telling(kinds: Iterable[str]) -> set[str]:
    """The kinds without those that only say how another one sounded."""
    return set(kinds) - words().heard or set(kinds)


def sites(a: Strand, b: Strand) -> Opinion | None:
    """A market is no school."""
    shared = set(a.sites) & set(b.sites)
    if shared:
        return Opinion("site", f"both speak of a {min(shared)}")
    return Opinion("other site", f"{a.sites[0]} and {b.sites[0]}") if a.sites and b.sites else None


def hours(a: Strand, b: Strand) -> Opinion | None:
    """A morning is no evening."""
    if not a.hours or not b.hours:
        return None
    shared = set(a.hours) & set(b.hours)
    return Opinion("hour", "at one hour") if shared else Opinion("other hour", f"{a.hours[0]} and {b.hours[0]}")


def figures(a: Strand, b: Strand) -> Opinion | None:
    """The same counts; where all counts of one effect exclude each other, they tell little: tolls rise."""
    shared = {(n.effect, n.min) for n in a.numbers if n.min} & {(n.effect, n.min) for n in b.numbers if n.min}
    if shared:
        effect, count = max(shared, key=lambda pair: pair[1])
        name = "count" if count >= TELLING else "counts" if len(shared) > 1 else "small count"
        return Opinion(name, f"both {count} {effect}")
    if a.running and b.running:
        same = {(n.effect, n.victims) for n in a.numbers} & {(n.effect, n.victims) for n in b.numbers}
        return Opinion("same people", "of the same people") if same else Opinion("other people", "of other people")
    rows = [(x, y) for x in a.numbers for y in b.numbers if x.effect == y.effect and x.victims == y.victims]
    two_days = a.stated and b.stated and a.first != b.first
    if rows and (two_days or a.published == b.published) and all(_exclude(x, y) for x, y in rows):
        return Opinion("other counts", "no count in common")
    return None


def _exclude(a: Number, b: Number) -> bool:
    return (a.max is not None and a.max < b.min) or (b.max is not None and b.max < a.min)


def parties(a: Strand, b: Strand) -> Opinion | None:
    """The same parties have to do with it."""
    if not a.parties or not b.parties:
        return None
    shared = set(a.parties) & set(b.parties)
    return Opinion("party") if shared else Opinion("other party", f"{a.parties[0]} and {b.parties[0]}")


def means(a: Strand, b: Strand) -> Opinion | None:
    """The same weapon; a mine is no shell."""
    shared = set(a.means) & set(b.means)
    if shared:
        return Opinion("means", f"both by {min(shared)}")
    return Opinion("other means", f"{a.means[0]} and {b.means[0]}") if a.means and b.means else None


def names(a: Strand, b: Strand) -> Opinion | None:
    """Names in common beyond those of places and parties."""
    known = {
        word
        for s in (a, b)
        for text in (*s.parties, *(f"{p.name} {p.said}" for p in s.spots))
        for word in text.lower().split()
    }
    shared = set(a.names) & set(b.names) - known
    much = min(1.0, len(shared) / NAMES)
    return Opinion("names", f"both name {', '.join(sorted(shared)[:3])}", much) if shared else None


def text(a: Strand, b: Strand) -> Opinion:
    """The words in common, as a share of those of the shorter one."""
    share = overlap(a.sketch, b.sketch)
    return Opinion("words", "nearly the same words" if share > 0.6 else "", share)


def overlap(a: Iterable[int], b: Iterable[int]) -> float:
    """The share of words that two sketches have in common, from 0 to 1: of the smallest hashes of both together."""
    one, other = set(a), set(b)
    both = sorted(one | other)[:SKETCH]
    return sum(x in one and x in other for x in both) / len(both) if both else 0.0


COMPARERS: tuple[Comparer, ...] = (time, place, kind, sites, hours, figures, parties, means, names, text)
