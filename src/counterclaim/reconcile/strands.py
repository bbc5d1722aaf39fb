"""A report's claims as strands: the claims of one report that speak of one happening. A function of the record alone.

Claims are walked in the order of the text. Each joins the strand that fits it best - by day, place, site, kind, counts,
words, and by where it stands - or begins one, where none fits. What speaks for and against is weighed in one table
(knowledge/lexicons/comparing.yaml, `strands`). What is wanted, planned or conditional happened nowhere and belongs to
no strand, except in the family of truces, where the terms are the matter.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from counterclaim.knowledge.lexicons import load
from counterclaim.reconcile.anchors import Anchor, anchors, as_of
from counterclaim.reconcile.places import APART_KM, SIDE_BY_SIDE_KM, Spot, apart, kilometres
from counterclaim.reconcile.traits import Strand, narrows, side_of, strand_of, title_end
from counterclaim.reconcile.words import words
from counterclaim.records import Claim, Record

LATER_TOLL = timedelta(days=21)
"""How long after the deed a bare toll with a day of its own is taken for a count as of that day."""
LEAP = 4
"""A count that is more times as great as any before it, and points at no deed, is of something greater."""
MANY = 3
"""Words in common that say as much as any more."""


@dataclass
class Thread:
    """A strand while it grows. `terms` are the weights of its claims' words added up, `squares` their squares' sum."""

    family: str | None
    claims: list[Anchor] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    spots: list[Spot] = field(default_factory=list)
    running: bool = False
    most: dict[str, int] = field(default_factory=dict)
    numbers: set[tuple[str, int]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    means: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    doers: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    localities: set[str] = field(default_factory=set)
    deeds: set[str] = field(default_factory=set)
    terms: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    squares: float = 0.0

    def take(self, anchor: Anchor) -> None:
        self.claims.append(anchor)
        if anchor.first and anchor.last and not as_of(anchor) and self._learns(anchor.first, anchor.last):
            self.first, self.last = anchor.first, anchor.last
        if anchor.spot and anchor.spot.precision != "country" and anchor.spot not in self.spots:
            self.spots.append(anchor.spot)
        if self.family is None and not anchor.loose:
            self.family = anchor.family
        for effect, count in anchor.counts.items():
            self.most[effect] = max(count, self.most.get(effect, 0))
        self.numbers |= anchor.numbers
        self.sites |= anchor.sites
        self.means |= anchor.means
        self.stems |= anchor.stems
        self.names |= anchor.names
        self.localities |= anchor.localities
        self.deeds |= anchor.deeds
        for term, weight in anchor.terms.items():
            before = self.terms[term]
            self.terms[term] = before + weight
            self.squares += weight * (2 * before + weight)
        self.doers |= anchor.doers
        if anchor.kind:
            self.kinds.add(anchor.kind)

    def _learns(self, first: date, last: date) -> bool:
        return self.first is None or self.last is None or narrows(first, last, self.first, self.last)


@cache
def table() -> Mapping[str, float]:
    """The weights, read once."""
    return {name: float(weight) for name, weight in load("comparing")["strands"].items()}


def strands(record: Record, parted: Collection[frozenset[str]] = frozenset()) -> tuple[Strand, ...]:
    """The strands of `record`, in the order in which they begin; `parted` are pairs of claims that a person parted."""
    threads = _threads(anchors(record), title_end(record.report))
    groups = [(t, group) for t in threads for group in _set_apart([a.claim for a in t.claims], parted)]
    return tuple(
        strand_of(record, group, _id(record, group), running=thread.running)
        for thread, group in groups
        if any(claim.events for claim in group)
    )


def _threads(found: Iterable[Anchor], title: int) -> list[Thread]:
    """The walk. The headline, and claims that come before anything has happened, go with the first strand."""
    threads: list[Thread] = []
    waiting: list[Anchor] = []
    current: Thread | None = None
    for anchor in found:
        if current is None and (anchor.claim.end <= title or (anchor.adrift and not anchor.claim.events)):
            waiting.append(anchor)
            continue
        current = _place(anchor, threads, current)
        current.take(anchor)
        if waiting:
            _lead_with(waiting, threads)
    if waiting:
        _lead_with(waiting, threads)
    return threads


def _lead_with(waiting: list[Anchor], threads: list[Thread]) -> None:
    """Puts what came before the first strand in front of it; a headline of something else makes a strand of its own."""
    ahead, waiting[:] = list(waiting), []
    for anchor in reversed(ahead):
        alike = anchor.loose or not threads or threads[0].family in (None, anchor.family)
        if not threads or not alike or anchor.running != threads[0].running:
            _new(anchor, threads).take(anchor)
        else:
            threads[0].claims.insert(0, anchor)


def _place(anchor: Anchor, threads: list[Thread], current: Thread | None) -> Thread:
    """The strand that `anchor` belongs to, made where none fits."""
    lead = next((thread for thread in threads if thread.family in ("force", None) and not thread.running), None)
    scored = [(_fit(anchor, thread, current, lead), at, thread) for at, thread in enumerate(threads)]
    best = max(scored, default=None, key=lambda one: one[:2])
    needed = table()["new" if not anchor.adrift else "new deed" if anchor.kind and anchor.counts else "new adrift"]
    return best[2] if best is not None and best[0] >= needed else _new(anchor, threads)


def _new(anchor: Anchor, threads: list[Thread]) -> Thread:
    threads.append(Thread(None if anchor.loose else anchor.family, running=anchor.running))
    return threads[-1]


def _fit(anchor: Anchor, thread: Thread, current: Thread | None, lead: Thread | None) -> float:
    """How well `anchor` fits `thread`: the weights of all that holds of the two, added up."""
    return sum(table()[name] * value for name, value in features(anchor, thread, current, lead).items() if value)


def features(anchor: Anchor, thread: Thread, current: Thread | None, lead: Thread | None) -> dict[str, float]:
    """What holds of a claim and a strand that it may belong to, each from 0 to 1."""
    here = thread is current
    beside = bool(thread.claims) and thread.claims[-1].paragraph == anchor.paragraph
    found: dict[str, float] = {
        "paragraph": here and beside,
        "paragraph adrift": here and beside and anchor.adrift,
        "lead": thread is lead and not anchor.adrift,
        "lead adrift": thread is lead and anchor.adrift,
        "entry": here and beside and anchor.entry,
        "names": min(2, len(anchor.names & thread.names)) / 2,
        "other names": bool(anchor.names and thread.names and not anchor.names & thread.names),
        "other doers": bool(anchor.doers and thread.doers and not anchor.doers & thread.doers),
        "anew": anchor.anew and (here or thread is lead),
        "points": anchor.points and here,
        "answers": _answers(anchor, thread),
        "running": anchor.running != thread.running,
        "runs": anchor.running and thread.running,
        "family": not anchor.loose and thread.family is not None and anchor.family != thread.family,
        "one matter": (anchor.denied or not anchor.loose) and anchor.family == thread.family != "force",
        "words": min(MANY, len(anchor.stems & thread.stems)) / MANY,
        "counts": bool(anchor.numbers & thread.numbers),
        "raised": anchor.raised and any(0 < thread.most.get(e, 0) < n for e, n in anchor.counts.items()),
        "leap": not anchor.points and any(n > LEAP * thread.most.get(e, n) for e, n in anchor.counts.items()),
        "other means": bool(anchor.means and thread.means and not anchor.means & thread.means),
        "sites": bool(anchor.sites & thread.sites),
        "other sites": bool(anchor.sites and thread.sites and not anchor.sites & thread.sites),
        "kind": anchor.kind in thread.kinds,
        "other kind": anchor.kind is not None and bool(thread.kinds) and not _kindred(anchor, thread),
        "history": _history(anchor, thread, beside),
        "locality": bool(anchor.localities & thread.localities),
        "other locality": bool(anchor.localities and thread.localities and not anchor.localities & thread.localities),
        "other deeds": bool(anchor.deeds and thread.deeds and not anchor.deeds & thread.deeds),
        "voice": here and beside and anchor.voice is not None and anchor.voice == thread.claims[-1].voice,
        "terms": _likeness(anchor, thread),
    }
    return found | _where(anchor, thread) | _when(anchor, thread)


def _likeness(anchor: Anchor, thread: Thread) -> float:
    """How like their words are, from 0 to 1, the rarer of the report's words the more."""
    shared = sum(weight * thread.terms[term] for term, weight in anchor.terms.items() if term in thread.terms)
    return shared / (math.hypot(*anchor.terms.values()) * math.sqrt(thread.squares)) if shared else 0.0


def _where(anchor: Anchor, thread: Thread) -> dict[str, float]:
    """How the places of both stand to each other; a place that was carried over tells less."""
    if anchor.spot is None or not thread.spots:
        return {}
    together = any(_one_town(anchor.spot, spot) for spot in thread.spots)
    far = all(apart(anchor.spot, spot) for spot in thread.spots)
    near = any(_near(anchor.spot, spot) for spot in thread.spots)
    if anchor.borrowed:
        return {"borrowed place": together, "other borrowed place": far and not together}
    return {"place": together, "near place": near and not together, "other place": far and not near}


def _when(anchor: Anchor, thread: Thread) -> dict[str, float]:
    """How the days of both stand to each other; a bare toll may be counted days after the deed."""
    if not (anchor.first and anchor.last):
        return {}
    if not (thread.first and thread.last):
        return {"first day": (anchor.backward or anchor.past) and bool(thread.claims)}
    if anchor.first <= thread.last and thread.first <= anchor.last:
        return {"day": 1.0}
    later = anchor.loose and thread.last <= anchor.first <= thread.last + LATER_TOLL
    return {"later toll": later, "other day": not later}


def _answers(anchor: Anchor, thread: Thread) -> bool:
    """Whether it is a denial by one whom the strand blames."""
    if not (anchor.claim.stance == "denies" or any(event.status == "denied" for event in anchor.claim.events)):
        return False
    side = side_of(anchor.claim.speaker)
    events = (event for told in thread.claims for event in told.claim.events)
    return any(side == side_of(agent) for event in events for agent in event.agents)


def _history(anchor: Anchor, thread: Thread, beside: bool) -> bool:
    """Whether it speaks of a whole land or recalls a past without a day, and the strand of a deed in one place."""
    past = anchor.wide or (anchor.recalled and bool(anchor.counts) and not anchor.points)
    return past and not beside and (bool(anchor.counts) or any(spot.precise for spot in thread.spots))


def _kindred(anchor: Anchor, thread: Thread) -> bool:
    """Whether two observers may use the words of both for one deed."""
    return any(anchor.kind in row and row & thread.kinds for row in words().kin) or anchor.kind in thread.kinds


def _one_town(a: Spot, b: Spot) -> bool:
    """Whether two places go by one name or lie side by side, so that a day told with one may be told of the other."""
    way = kilometres(a, b)
    return a.name == b.name or not (a.precise and b.precise) or (way is not None and way <= SIDE_BY_SIDE_KM)


def _near(a: Spot, b: Spot) -> bool:
    """Whether one deed may be told of either place: of a village, and of the town it lies by."""
    way = kilometres(a, b)
    return way is None or way <= APART_KM


def _set_apart(claims: list[Claim], parted: Collection[frozenset[str]]) -> list[list[Claim]]:
    """`claims` in as few groups as keep every parted pair apart."""
    groups: list[list[Claim]] = []
    for claim in claims:
        open_ = (g for g in groups if not any(frozenset((claim.id, other.id)) in parted for other in g))
        group = next(open_, None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    return groups


def _id(record: Record, claims: list[Claim]) -> str:
    named = f"{record.report.id} {min(claim.id for claim in claims)}"
    return "s" + hashlib.sha256(named.encode()).hexdigest()[:16]
