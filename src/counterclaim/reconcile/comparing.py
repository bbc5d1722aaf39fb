"""Are two strands of one incident? Small comparers, each giving a value and a reason, and one table of weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from counterclaim.knowledge.lexicons import load
from counterclaim.reconcile.places import APART_KM, TOGETHER_KM, kilometres
from counterclaim.reconcile.traits import SKETCH, Number, Strand
from counterclaim.reconcile.words import words


class Opinion(NamedTuple):
    """What one comparer holds: up to 1 where it speaks for one incident, below nought where it speaks against it.

    Below -1 stands what no single other opinion can outweigh.
    """

    value: float
    reason: str


class Tie(NamedTuple):
    """Two strands, how surely they are of one incident, and why. `value` is above nought where they are."""

    a: str
    b: str
    value: float
    why: str


SILENT = Opinion(0.0, "")
Comparer = Callable[[Strand, Strand], Opinion]


class Table(NamedTuple):
    """knowledge/lexicons/comparing.yaml."""

    same: float
    one_report: float
    weights: dict[str, float]


@cache
def table() -> Table:
    """The weights, read once."""
    raw = load("comparing")
    return Table(
        float(raw["same"]), float(raw["one report"]), {name: float(weight) for name, weight in raw["weights"].items()}
    )


def tie(a: Strand, b: Strand) -> Tie:
    """How surely `a` and `b` are of one incident. The same whichever comes first."""
    if a.id > b.id:
        a, b = b, a
    opinions = {name: compare(a, b) for name, compare in COMPARERS.items()}
    total = sum(table().weights[name] * opinion.value for name, opinion in opinions.items())
    why = "; ".join(opinion.reason for opinion in opinions.values() if opinion.reason)
    needed = table().same + (table().one_report if a.report == b.report else 0.0)
    return Tie(a.id, b.id, round(total - needed, 4), why)


def time(a: Strand, b: Strand) -> Opinion:
    """Days in common speak for one incident, the fewer days the more; days told apart speak against it."""
    if a.recalled or b.recalled:
        return Opinion(-0.5, "history without a day")
    if not (a.first and a.last and b.first and b.last):
        return SILENT
    both = a.stated and b.stated
    if a.first <= b.last and b.first <= a.last:
        days = (max(a.last, b.last) - min(a.first, b.first)).days + 1
        if not both:
            return Opinion(0.4, "reported within days")
        return Opinion(1.0, f"on {max(a.first, b.first)}") if days <= 2 else Opinion(0.7, f"within {days} days")
    gap = (max(a.first, b.first) - min(a.last, b.last)).days
    if a.running or b.running:
        return Opinion(-0.2 if gap <= 2 else -1.0, f"counted {gap} days apart")
    if not both:
        return Opinion(-0.2 if gap <= 3 else -0.4, f"{gap} days between")
    return Opinion(-2.5, "a day between" if gap == 1 else f"{gap} days between")


def place(a: Strand, b: Strand) -> Opinion:
    """One town speaks for one incident, two towns against it; a town and the land around it hardly tell."""
    common = _named(a, b) | _named(b, a)
    if not a.spots or not b.spots:
        return Opinion(0.7, f"both name {min(common)}") if common else SILENT
    pairs = [(x, y) for x in a.spots for y in b.spots]
    same = next((x.name for x, y in pairs if x.name == y.name and x.precise), None)
    if same:
        return Opinion(1.0, f"at {same}")
    ways = [way for x, y in pairs if x.precise and y.precise and (way := kilometres(x, y)) is not None]
    if not ways:
        named = next((x.name for x, y in pairs if x.name == y.name), None)
        if named:
            return Opinion(0.4, f"in {named}")
        if common:
            return Opinion(0.4, f"both name {min(common)}")
        one_land = any(x.country and x.country == y.country for x, y in pairs)
        return Opinion(0.1, "in one country") if one_land else Opinion(-0.5, "in different places")
    way = min(ways)
    if way <= TOGETHER_KM:
        return Opinion(0.8, f"{way:.0f} km apart")
    if common:
        return Opinion(0.2, f"{way:.0f} km apart, but both name {min(common)}")
    return Opinion(-0.3, f"{way:.0f} km apart") if way <= APART_KM else Opinion(-2.5, f"{way:.0f} km apart")


def _named(a: Strand, b: Strand) -> set[str]:
    """Words of places of `a` that `b` has among its names and not among its places."""
    words_of = {word for spot in a.spots if spot.precise for word in spot.words}
    return words_of & set(b.names)


def kind(a: Strand, b: Strand) -> Opinion:
    """The same type of event, kindred types, or types of two families."""
    if a.running != b.running:
        return Opinion(-1.5, "a running toll and one incident")
    if a.running:
        return Opinion(1.0, "both running tolls")
    if a.family != b.family:
        return Opinion(-1.5, f"{a.family} and {b.family}")
    shared = set(a.kinds) & set(b.kinds)
    if shared:
        return Opinion(1.0, f"both {min(shared).replace('_', ' ')}")
    if not a.kinds or not b.kinds:
        return Opinion(0.3, "")
    kindred = any(row & set(a.kinds) and row & set(b.kinds) for row in words().kin)
    return Opinion(0.5, "kindred events") if kindred else Opinion(-0.6, f"{a.kinds[0]} and {b.kinds[0]}")


def sites(a: Strand, b: Strand) -> Opinion:
    """A market is no school."""
    shared = set(a.sites) & set(b.sites)
    if shared:
        return Opinion(1.0, f"both speak of a {min(shared)}")
    return Opinion(-1.0, f"{a.sites[0]} and {b.sites[0]}") if a.sites and b.sites else SILENT


def hours(a: Strand, b: Strand) -> Opinion:
    """A morning is no evening."""
    if not a.hours or not b.hours:
        return SILENT
    shared = set(a.hours) & set(b.hours)
    return Opinion(0.3, "at one hour") if shared else Opinion(-0.8, f"{a.hours[0]} and {b.hours[0]}")


def figures(a: Strand, b: Strand) -> Opinion:
    """The same counts; where all counts of one effect exclude each other, they tell little: tolls rise."""
    shared = {(n.effect, n.min) for n in a.numbers if n.min} & {(n.effect, n.min) for n in b.numbers if n.min}
    if shared:
        effect, count = max(shared, key=lambda pair: pair[1])
        return Opinion(1.0 if count > 2 or len(shared) > 1 else 0.5, f"both {count} {effect}")
    if a.running and b.running:
        same = {(n.effect, n.victims) for n in a.numbers} & {(n.effect, n.victims) for n in b.numbers}
        return Opinion(1.0, "of the same people") if same else Opinion(-1.0, "of other people")
    rows = [(x, y) for x in a.numbers for y in b.numbers if x.effect == y.effect and x.victims == y.victims]
    two_days = a.stated and b.stated and a.first != b.first
    if rows and (two_days or a.published == b.published) and all(_exclude(x, y) for x, y in rows):
        return Opinion(-0.4, "no count in common")
    return SILENT


def _exclude(a: Number, b: Number) -> bool:
    return (a.max is not None and a.max < b.min) or (b.max is not None and b.max < a.min)


def parties(a: Strand, b: Strand) -> Opinion:
    """The same parties have to do with it."""
    if not a.parties or not b.parties:
        return SILENT
    shared = set(a.parties) & set(b.parties)
    return Opinion(1.0, "") if shared else Opinion(-0.7, f"{a.parties[0]} and {b.parties[0]}")


def means(a: Strand, b: Strand) -> Opinion:
    """The same weapon; a mine is no shell."""
    shared = set(a.means) & set(b.means)
    if shared:
        return Opinion(1.0, f"both by {min(shared)}")
    return Opinion(-0.5, f"{a.means[0]} and {b.means[0]}") if a.means and b.means else SILENT


def names(a: Strand, b: Strand) -> Opinion:
    """Names in common beyond those of places and parties."""
    known = {
        word
        for s in (a, b)
        for text in (*s.parties, *(f"{p.name} {p.said}" for p in s.spots))
        for word in text.lower().split()
    }
    shared = set(a.names) & set(b.names) - known
    return Opinion(min(1.0, 0.25 * len(shared)), f"both name {', '.join(sorted(shared)[:3])}") if shared else SILENT


def text(a: Strand, b: Strand) -> Opinion:
    """The words in common, as a share of those of the shorter one."""
    share = overlap(a.sketch, b.sketch)
    return Opinion(share, "nearly the same words") if share > 0.6 else Opinion(share, "")


def overlap(a: Iterable[int], b: Iterable[int]) -> float:
    """The share of words that two sketches have in common, from 0 to 1: of the smallest hashes of both together."""
    one, other = set(a), set(b)
    both = sorted(one | other)[:SKETCH]
    return sum(x in one and x in other for x in both) / len(both) if both else 0.0


COMPARERS: dict[str, Comparer] = {
    "time": time,
    "place": place,
    "kind": kind,
    "sites": sites,
    "hours": hours,
    "figures": figures,
    "parties": parties,
    "means": means,
    "names": names,
    "text": text,
}
