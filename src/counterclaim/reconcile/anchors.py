"""What one claim of a report says of where it belongs: its day, place, site, kind, counts and words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from counterclaim.reconcile.localities import localities, own_ground, whereabouts
from counterclaim.reconcile.places import Spot, spot_of
from counterclaim.reconcile.traits import HURT, MONTH, fired_from, side_of, stands_in, struck, weight
from counterclaim.reconcile.words import STEM, WORD, words
from counterclaim.records import Claim, Event, Record

UNREAL = frozenset({"wanted", "planned", "conditional"})
TALKING = frozenset({"demands", "appeals", "offers", "promises", "threatens"})
"""Stances that are about what is to come."""
PRECISE = frozenset({"day", "week", "range", "month"})
"""Precisions of a time that can tell two happenings apart."""
WAR = 1000
"""A count of as many without a day is of a war and not of one incident."""
TELLING = 3
"""The least count that a report goes back to another of its incidents by."""
RECENT = timedelta(days=3)
"""How long before its publication a report's own incident happened, where a running count says since when."""
LONGEST = timedelta(days=45)
"""A longer time is an era and dates no incident."""
COMMON = 0.4
"""A word that more than this share of a report's claims has tells none of them apart."""
LEAD_IN = 80
"""Characters before a claim in which its sentence may begin."""
SENTENCE = re.compile(r"[.!?:]\s|\n")
ENTRY = re.compile(r"\s*(?:\d{1,2}[:.h]\d\d\b|[-•*–]\s|\d{1,2}[.)]\s)")
"""How the entry of a live page, or a point of a list, begins."""


@dataclass(frozen=True)
class Anchor:
    """What one claim says of where it belongs; everything may be missing.

    `terms` are its words with their weight: the fewer claims of the report have a word, the more it weighs.
    `localities` are words of places that it names, whether or not a gazetteer knows them; `deeds` the kinds that its
    words call a deed by, whether or not an event was read from them; `voice` who speaks, nobody where the report does.
    """

    claim: Claim
    family: str | None = None
    loose: bool = True
    first: date | None = None
    last: date | None = None
    denied: bool = False
    carried: bool = False
    spot: Spot | None = None
    borrowed: bool = False
    recalled: bool = False
    running: bool = False
    points: bool = False
    backward: bool = False
    raised: bool = False
    past: bool = False
    anew: bool = False
    kind: str | None = None
    sites: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    terms: Mapping[str, float] = field(default_factory=dict)
    localities: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    voice: str | None = None
    doers: frozenset[str] = frozenset()
    paragraph: int = 0
    entry: bool = False

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


def anchors(record: Record) -> list[Anchor]:
    """An anchor for each claim of `record` that is about something that happened, in the order of the text."""
    text = record.report.text
    lines: dict[int, int] = {}
    found = []
    for claim in sorted(record.claims, key=lambda claim: (claim.start, claim.id)):
        line = text.rfind("\n", 0, claim.start)
        anchor = _anchor(record, claim)
        if anchor is not None:
            entry = bool(ENTRY.match(text, line + 1))
            paragraph = lines.setdefault(line, len(lines))
            found.append(replace(_worded(anchor), paragraph=paragraph, entry=entry))
    return _telling(found)


def _worded(anchor: Anchor) -> Anchor:
    """The anchor with the words of its claim."""
    claim = anchor.claim
    found = [word.lower() for word in WORD.findall(own_ground(claim.quote))]
    return replace(
        anchor,
        stems=frozenset(word[:STEM] for word in found if len(word) >= STEM - 1),
        names=_names(claim),
        deeds=frozenset(kind for word in found for kind in words().deed_kinds.get(word, ())),
        voice=None if claim.speaker.kind == "report" else claim.speaker.name,
    )


def _telling(found: Sequence[Anchor]) -> list[Anchor]:
    """The anchors with those of their words only that a part of the report has and the rest has not."""
    places = localities([anchor.claim for anchor in found])
    named = [whereabouts(anchor.claim, places) for anchor in found]
    most = max(2.0, COMMON * len(found))
    stems = Counter(stem for anchor in found for stem in anchor.stems)
    counts = stems + Counter(name for anchor in found for name in anchor.names)
    telling = {word for word, n in counts.items() if 1 < n <= most} - words().generic
    weights = {w: math.log(len(found) / n) for w, n in stems.items() if 1 < n <= most and w not in words().dull}
    common = {place for place, n in Counter(place for own in named for place in own).items() if n > most}
    return [
        replace(
            anchor,
            stems=anchor.stems & telling - anchor.names,
            names=anchor.names & telling,
            terms={stem: weights[stem] for stem in sorted(anchor.stems & weights.keys())},
            localities=own - common,
        )
        for anchor, own in zip(found, named, strict=True)
    ]


def _names(claim: Claim) -> frozenset[str]:
    """The names of places and things in a claim: capitalised words that are of no speaker's or party's name."""
    actors = [claim.speaker, *(actor for event in claim.events for actor in (*event.agents, *event.targets))]
    known = {word[:STEM].lower() for a in actors for name in (a.name, a.side or "") for word in WORD.findall(name)}
    named = WORD.findall(own_ground(claim.quote))
    found = {word[:STEM].lower() for word in named if word[0].isupper() and len(word) > 3}
    return frozenset(found - known)


def _anchor(record: Record, claim: Claim) -> Anchor | None:
    """What `claim` says of where it belongs; None where it is about nothing that happened."""
    lexicon = words()
    real = [event for event in claim.events if event.status not in UNREAL]
    terms = [event for event in claim.events if lexicon.family.get(event.type) == "truce"]
    if (claim.events and not real and not terms) or (claim.stance in TALKING and not terms):
        return None
    event = _main(real or terms)
    if event is None:
        points = bool(lexicon.pointing.search(claim.quote))
        return Anchor(claim, points=points, sites=struck(claim), anew=_anew(record, claim))
    denied = event.status == "denied" and lexicon.family.get(event.type) not in ("force", "truce")
    first, last = (None, None) if denied else _days(event)
    counts = [figure for e in real for figure in e.figures]
    doers = {side_of(actor) for e in real for actor in e.agents}
    told = [e.place for e in (event, *real) if e.place and e.place.name not in doers]
    told = [place for place in told if not fired_from(claim, place)]
    own = [place for place in told if stands_in(claim, place)]
    points = bool(lexicon.pointing.search(claim.quote))
    deed = event.type in lexicon.specific and first is not None and first == last
    running = any(f.cumulative for f in counts) and not deed and _era(event, record.report.published)
    published = record.report.published
    late = published is not None and last is not None and published - last <= MONTH
    if first and last and last - first >= MONTH and late and counts and not own and not points:
        running = True  # "last month alone the conflict killed 456"
    if first is None and not points and not event.background and any(f.effect in HURT and f.min >= WAR for f in counts):
        running = True  # "the bombardment has killed 3,478 people"
    return Anchor(
        claim,
        family=lexicon.family.get(event.type, event.type),
        loose=denied or event.type in lexicon.loose or _charge(claim, event),
        first=None if running else first,
        last=None if running else last,
        denied=denied,
        carried=bool(event.when and event.when.basis == "context"),
        spot=spot_of((own or told)[0]) if told else None,
        borrowed=denied or event.type == "other" or not own,
        recalled=event.background and first is None,
        running=running,
        points=points,
        backward=_backward(claim, event),
        raised=bool(words().replaced.search(claim.quote)),
        past=event.type not in lexicon.loose and event.background and _long_ago(last, published),
        anew=_anew(record, claim),
        kind=event.type if event.type in lexicon.specific else None,
        sites=struck(claim),
        means=frozenset(means.name for e in real for means in e.means),
        doers=frozenset(doers) if event.status != "denied" else frozenset(),
    )


def _charge(claim: Claim, event: Event) -> bool:
    """Whether it is an accusation of something that no family has."""
    return claim.stance == "accuses" and words().family.get(event.type) is None


def _anew(record: Record, claim: Claim) -> bool:
    """Whether the claim, or what stands before it in its sentence, begins another matter: "Separately, ..."."""
    before = record.report.text[max(0, claim.start - LEAD_IN) : claim.start]
    return bool(words().anew.search(SENTENCE.split(before)[-1] + claim.quote))


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


def as_of(anchor: Anchor) -> bool:
    """Whether the claim's day is that of a count and not of the deed."""
    if any(figure.cumulative for event in anchor.claim.events for figure in event.figures):
        return True
    vague = anchor.first is not None and anchor.last is not None and anchor.last - anchor.first >= MONTH
    return anchor.loose and (anchor.carried or vague or anchor.spot is None or anchor.borrowed)
