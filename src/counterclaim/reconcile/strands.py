"""A report's claims as strands: the claims of one report that speak of one happening. A function of the record alone.

Claims are walked in the order of the text. A claim stays with the strand before it unless its day, its place or the
family of its event says otherwise; then it joins the strand that fits, or begins one. A claim that says neither day nor
place, in a new paragraph, goes back to the strand that the report leads with. What is wanted, planned or conditional
happened nowhere and belongs to no strand, except in the family of truces, where the terms are the matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from counterclaim.reconcile.places import APART_KM, Spot, apart, kilometres, spot_of
from counterclaim.reconcile.traits import (
    MONTH,
    Strand,
    fired_from,
    narrows,
    side_of,
    stands_in,
    strand_of,
    struck,
    title_end,
    weight,
)
from counterclaim.reconcile.words import words
from counterclaim.records import Claim, Event, Record

UNREAL = frozenset({"wanted", "planned", "conditional"})
TALKING = frozenset({"demands", "appeals", "offers", "promises", "threatens"})
"""Stances that are about what is to come."""
PRECISE = frozenset({"day", "week", "range", "month"})
"""Precisions of a time that can tell two happenings apart."""
LATER_TOLL = timedelta(days=21)
"""How long after the deed a bare toll with a day of its own is taken for a count as of that day."""
SIDE_BY_SIDE_KM = 4.0
"""A hospital and its town."""
TELLING = 3
"""The least count that a report goes back to another of its incidents by."""
LEAP = 4
"""A count that is more times as great as any before it, and points at no deed, is of something greater."""
RECENT = timedelta(days=3)
"""How long before its publication a report's own incident happened, where a running count says since when."""
LONGEST = timedelta(days=45)
"""A longer time is an era and dates no incident."""


@dataclass(frozen=True)
class Anchor:
    """What one claim says of where it belongs; everything may be missing."""

    claim: Claim
    family: str | None = None
    loose: bool = True
    first: date | None = None
    last: date | None = None
    carried: bool = False
    spot: Spot | None = None
    borrowed: bool = False
    recalled: bool = False
    running: bool = False
    points: bool = False
    backward: bool = False
    past: bool = False
    anew: bool = False
    kind: str | None = None
    sites: frozenset[str] = frozenset()
    paragraph: int = 0

    @property
    def adrift(self) -> bool:
        """It says neither a day nor a place, and nothing but force speaks of it."""
        return self.first is None and self.spot is None and not self.running and (self.loose or self.family == "force")

    @property
    def wide(self) -> bool:
        """It speaks of a whole land or of history without a day, and points at no deed."""
        land = self.spot is not None and self.spot.precision == "country"
        return (land or (self.recalled and self.spot is not None)) and not self.points

    @property
    def numbers(self) -> set[tuple[str, int]]:
        """The counts that tell one incident from another."""
        figures = (figure for event in self.claim.events for figure in event.figures)
        return {(figure.effect, figure.min) for figure in figures if figure.min >= TELLING}

    @property
    def counts(self) -> dict[str, int]:
        """The greatest count of each effect."""
        figures = [figure for event in self.claim.events for figure in event.figures]
        return {f.effect: max(g.min for g in figures if g.effect == f.effect) for f in figures}


@dataclass
class Thread:
    """A strand while it grows."""

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

    def take(self, anchor: Anchor) -> None:
        self.claims.append(anchor)
        if anchor.first and anchor.last and not _as_of(anchor) and self._learns(anchor.first, anchor.last):
            self.first, self.last = anchor.first, anchor.last
        if anchor.spot and anchor.spot.precision != "country" and anchor.spot not in self.spots:
            self.spots.append(anchor.spot)
        if self.family is None and not anchor.loose:
            self.family = anchor.family
        for effect, count in anchor.counts.items():
            self.most[effect] = max(count, self.most.get(effect, 0))
        self.numbers |= anchor.numbers
        self.sites |= anchor.sites
        if anchor.kind:
            self.kinds.add(anchor.kind)

    def _learns(self, first: date, last: date) -> bool:
        return self.first is None or self.last is None or narrows(first, last, self.first, self.last)


def strands(record: Record, parted: Collection[frozenset[str]] = frozenset()) -> tuple[Strand, ...]:
    """The strands of `record`, in the order in which they begin; `parted` are pairs of claims that a person parted."""
    threads = _threads(_anchors(record), title_end(record.report))
    groups = [(t, group) for t in threads for group in _set_apart([a.claim for a in t.claims], parted)]
    return tuple(
        strand_of(record, group, _id(record, group), running=thread.running)
        for thread, group in groups
        if any(claim.events for claim in group)
    )


def _threads(anchors: Iterable[Anchor], title: int) -> list[Thread]:
    """The walk. The headline, and claims that come before anything has happened, go with the first strand."""
    threads: list[Thread] = []
    waiting: list[Anchor] = []
    current: Thread | None = None
    paragraph = -1
    for anchor in anchors:
        new_paragraph, paragraph = anchor.paragraph != paragraph, anchor.paragraph
        if current is None and (anchor.claim.end <= title or (anchor.adrift and not anchor.claim.events)):
            waiting.append(anchor)
            continue
        current = _place(anchor, threads, current, new_paragraph)
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


def _place(anchor: Anchor, threads: list[Thread], current: Thread | None, new_paragraph: bool) -> Thread:
    """The strand that `anchor` belongs to, made where there is none."""
    if anchor.adrift and current:
        return _drift(anchor, threads, current, new_paragraph)
    fitting = [thread for thread in reversed(threads) if _fits(anchor, thread)]
    best = max(fitting, key=lambda thread: (_shared(anchor, thread, new_paragraph), thread is current), default=None)
    if best is not None and (_shared(anchor, best, new_paragraph) or best is current or _one_of_kind(anchor, best)):
        return best
    lead = next((thread for thread in threads if not thread.running), None)
    placeless = anchor.spot is None or anchor.borrowed
    if lead in fitting and placeless and anchor.family == "force" and lead is not None:
        return lead
    if anchor.borrowed and anchor.first is None and anchor.loose and current and not anchor.running:
        return _drift(anchor, threads, current, new_paragraph)
    return _new(anchor, threads)


def _drift(anchor: Anchor, threads: list[Thread], current: Thread, new_paragraph: bool) -> Thread:
    """The strand of a claim that says neither day nor place: the one before it, or the one that the report leads with.

    A site or a count that only another strand has leads back to that one. A denial by one who was just blamed stays
    with what was said before it.
    """
    if anchor.anew and anchor.kind and anchor.sites and not anchor.sites & current.sites:
        return _new(anchor, threads)
    if anchor.recalled and anchor.counts and new_paragraph and not anchor.points:
        return _new(anchor, threads)  # history: "some 30,000 people died in the war of the nineties"
    known = [thread for thread in reversed(threads) if _recalls(anchor, thread)]
    if known and current not in known:
        return known[0]
    answers = _denies(anchor.claim) and side_of(anchor.claim.speaker) in {
        side_of(agent) for told in current.claims for event in told.claim.events for agent in event.agents
    }
    lead = next((thread for thread in threads if thread.family in ("force", None) and not thread.running), current)
    if anchor.loose and (answers or not new_paragraph or current.running):
        return current
    if current.family in ("force", None) and not current.running and (answers or not new_paragraph):
        return current
    return lead


def _recalls(anchor: Anchor, thread: Thread) -> bool:
    """Whether a claim names a site or a count of the strand."""
    return thread.family in ("force", None) and bool(anchor.sites & thread.sites or anchor.numbers & thread.numbers)


def _new(anchor: Anchor, threads: list[Thread]) -> Thread:
    threads.append(Thread(None if anchor.loose else anchor.family, running=anchor.running))
    return threads[-1]


def _denies(claim: Claim) -> bool:
    return claim.stance == "denies" or any(event.status == "denied" for event in claim.events)


def _elsewhere(anchor: Anchor, thread: Thread) -> bool:
    """Whether the claim tells of another deed of that day and town: at another site, and of another kind or said so."""
    if not anchor.sites or not thread.sites or anchor.sites & thread.sites or anchor.numbers & thread.numbers:
        return False
    if anchor.anew:
        return True
    return anchor.kind is not None and bool(thread.kinds) and not _kindred(anchor, thread)


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


def _one_of_kind(anchor: Anchor, thread: Thread) -> bool:
    """A report has one thread of talks, one of running tolls."""
    return (not anchor.loose and anchor.family == thread.family != "force") or (anchor.running and thread.running)


def _fits(anchor: Anchor, thread: Thread) -> bool:
    """Whether nothing that `anchor` says speaks against `thread`."""
    if anchor.running != thread.running:
        return False
    if not anchor.loose and thread.family and anchor.family != thread.family:
        return False
    if anchor.first and anchor.last and thread.first and thread.last:
        disjoint = anchor.first > thread.last or anchor.last < thread.first
        later = anchor.loose and thread.last <= anchor.first <= thread.last + LATER_TOLL
        if disjoint and not later:
            return False
    if not anchor.points and any(count > LEAP * thread.most.get(e, count) for e, count in anchor.counts.items()):
        return False
    if anchor.first and thread.first is None and (anchor.backward or anchor.past) and thread.claims:
        return False
    if anchor.wide and any(spot.precise for spot in thread.spots) and anchor.paragraph != thread.claims[-1].paragraph:
        return False
    if not (anchor.spot and thread.spots) or (anchor.borrowed and anchor.first is None):
        return True
    if all(apart(anchor.spot, spot) for spot in thread.spots):
        return anchor.points and anchor.first is None and any(_near(anchor.spot, spot) for spot in thread.spots)
    if _elsewhere(anchor, thread):
        return False
    unlike = anchor.kind is not None and bool(thread.kinds) and not _kindred(anchor, thread)
    told_apart = (anchor.anew or unlike) and not anchor.borrowed
    if told_apart and not any(_one_town(anchor.spot, spot) for spot in thread.spots):
        return False
    near = any(_one_town(anchor.spot, spot) for spot in thread.spots)
    return near or anchor.first is None or thread.first is not None


def _shared(anchor: Anchor, thread: Thread, new_paragraph: bool) -> int:
    """How much of place, day, site and counts `anchor` and `thread` have in common.

    A place that was carried over tells less, and within a paragraph nothing.
    """
    same_place = anchor.spot and any(not apart(anchor.spot, spot) for spot in thread.spots)
    sure = 1 + (not anchor.borrowed) - (anchor.borrowed and not new_paragraph)
    dated = anchor.first and anchor.last and thread.first and thread.last
    same_day = dated and anchor.first <= thread.last and thread.first <= anchor.last  # type: ignore[operator]
    recalled = bool(anchor.sites & thread.sites) + bool(anchor.numbers & thread.numbers)
    return sure * bool(same_place) + bool(same_day) + 2 * recalled


def _anchors(record: Record) -> list[Anchor]:
    text = record.report.text
    lines: dict[int, int] = {}
    found = []
    for claim in sorted(record.claims, key=lambda claim: (claim.start, claim.id)):
        paragraph = lines.setdefault(text.rfind("\n", 0, claim.start), len(lines))
        anchor = _anchor(record, claim, paragraph)
        if anchor is not None:
            found.append(anchor)
    return found


def _anchor(record: Record, claim: Claim, paragraph: int) -> Anchor | None:
    """What `claim` says of where it belongs; None where it is about nothing that happened."""
    lexicon = words()
    real = [event for event in claim.events if event.status not in UNREAL]
    terms = [event for event in claim.events if lexicon.family.get(event.type) == "truce"]
    if (claim.events and not real and not terms) or (claim.stance in TALKING and not terms):
        return None
    event = _main(real or terms)
    if event is None:
        points = bool(lexicon.pointing.search(claim.quote))
        return Anchor(claim, points=points, sites=struck(claim), paragraph=paragraph)
    first, last = _days(event)
    counts = [figure for e in real for figure in e.figures]
    doers = {side_of(actor) for e in real for actor in e.agents}
    told = [e.place for e in (event, *real) if e.place and e.place.name not in doers]
    told = [place for place in told if not fired_from(claim, place)]
    own = [place for place in told if stands_in(claim, place)]
    points = bool(lexicon.pointing.search(claim.quote))
    running = any(figure.cumulative for figure in counts) and _era(event, record.report.published)
    published = record.report.published
    late = published is not None and last is not None and published - last <= MONTH
    if first and last and last - first >= MONTH and late and counts and not own and not points:
        running = True  # "last month alone the conflict killed 456"
    return Anchor(
        claim,
        family=lexicon.family.get(event.type, event.type),
        loose=event.type in lexicon.loose or (claim.stance == "accuses" and lexicon.family.get(event.type) is None),
        first=None if running else first,
        last=None if running else last,
        carried=bool(event.when and event.when.basis == "context"),
        spot=spot_of((own or told)[0]) if told else None,
        borrowed=not own,
        recalled=event.background and first is None,
        running=running,
        points=points,
        backward=_backward(claim, event),
        past=event.type not in lexicon.loose and event.background and _long_ago(last, published),
        anew=bool(lexicon.anew.search(claim.quote)),
        kind=event.type if event.type in lexicon.specific else None,
        sites=struck(claim),
        paragraph=paragraph,
    )


def _main(events: list[Event]) -> Event | None:
    """The event that says most: dated before undated, specific before loose."""
    return max(events, key=lambda e: (*weight(e), e.when is not None, e.place is not None), default=None)


def _days(event: Event) -> tuple[date | None, date | None]:
    when = event.when
    if when is None or when.precision not in PRECISE or not when.from_ or not when.to:
        return None, None
    return (when.from_, when.to) if when.to - when.from_ <= LONGEST else (None, None)


def _long_ago(last: date | None, published: date | None) -> bool:
    return published is not None and last is not None and published - last > MONTH


def _backward(claim: Claim, event: Event) -> bool:
    """Whether the event's time is counted back from another happening."""
    when = event.when
    if when is None or when.start is None or when.end is None:
        return False
    return bool(words().backward.search(claim.quote[max(0, when.start - claim.start) : max(0, when.end - claim.start)]))


def _era(event: Event, published: date | None) -> bool:
    """Whether a running count is of a war and not of one incident.

    Then it runs from a day that is long past or over a whole land, or it says neither place nor day.
    """
    if event.place is not None:
        return event.place.precision in ("region", "country")
    since = event.when.from_ if event.when else None
    return since is None or published is None or published - since > RECENT


def _as_of(anchor: Anchor) -> bool:
    """Whether the claim's day is that of a count and not of the deed."""
    if any(figure.cumulative for event in anchor.claim.events for figure in event.figures):
        return True
    vague = anchor.first is not None and anchor.last is not None and anchor.last - anchor.first >= MONTH
    return anchor.loose and (anchor.carried or vague or anchor.spot is None or anchor.borrowed)


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
