"""An incident put together: its day and place, who says what of it side by side, tolls, links, origins.

A function of the incident's strands and of the records they come from; nothing here decides what belongs together.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import get_args

from counterclaim.reconcile.linking import links
from counterclaim.reconcile.origins import origins
from counterclaim.reconcile.places import EXACT
from counterclaim.reconcile.told import Told
from counterclaim.reconcile.tolls import tolls
from counterclaim.reconcile.traits import Strand
from counterclaim.reconcile.voices import Voices
from counterclaim.reconcile.words import words
from counterclaim.records import Account, Claim, EventType, Incident, Link, Place, PlacePrecision, Report, When

PRECISIONS: tuple[PlacePrecision, ...] = get_args(PlacePrecision)


def told_of(strand: Strand, report: Report, claims: Iterable[Claim]) -> list[Told]:
    """The claims of `strand` among `claims`, with what their report says of itself."""
    paragraph = dict(zip(strand.claims, strand.paragraphs, strict=True))
    own = [claim for claim in claims if claim.id in paragraph]
    entries = {claim.id: _carried(claim) for claim in own}
    several = len({day for day in entries.values() if day}) > 1
    return [Told(c, report, c.id in strand.headlines, paragraph[c.id], entries[c.id] if several else None) for c in own]


def _carried(claim: Claim) -> date | None:
    """The day that was carried over to a claim from what stands above it."""
    days = (e.when.to for e in claim.events if e.when and e.when.basis == "context" and e.when.from_ == e.when.to)
    return next(days, None)


def incident_id(strands: Iterable[Strand]) -> str:
    """Named after its earliest published claim, so that a later report does not rename it."""
    _, claim = min(strand.anchor for strand in strands)
    return "i" + hashlib.sha256(claim.encode()).hexdigest()[:12]


def incident(strands: Sequence[Strand], accounts: Iterable[Told], found: Iterable[Link] | None = None) -> Incident:
    """The incident of `strands`; `accounts` are its claims, `found` its links, worked out where they are not given."""
    told = sorted(accounts, key=lambda one: one.order)
    voices = Voices(told)
    return Incident(
        id=incident_id(strands),
        type=_type(told),
        when=_when(strands),
        place=_place(told),
        claims=tuple(one.id for one in told),
        accounts=_accounts(told),
        tolls=tolls(told, voices),
        links=tuple(links(told) if found is None else found),
        reports=tuple(dict.fromkeys(one.report.id for one in told)),
        origins=origins(told, voices),
    )


def _type(told: Sequence[Told]) -> EventType:
    """What most claims call it; a telling word before one that only says that somebody suffered."""
    counts = Counter(event.type for one in told for event in one.events if event.status != "denied")
    counts = counts or Counter(event.type for one in told for event in one.claim.events)
    telling = {kind: n for kind, n in counts.items() if kind not in words().loose} or counts
    return max(sorted(telling), key=lambda kind: telling[kind], default="other")


def _when(strands: Iterable[Strand]) -> When | None:
    """The days that most reports state; None where none does."""
    days = Counter((s.first, s.last) for s in strands if s.stated and s.first and s.last)
    if not days:
        return None
    first, last = min(days, key=lambda span: (-days[span], span))
    return When(from_=first, to=last, precision="day" if first == last else "range", basis="stated")


def _place(told: Iterable[Told]) -> Place | None:
    """The place that most claims name, the most exact first, without the characters of any one report."""
    counts: Counter[Place] = Counter()
    for one in told:
        for event in one.events:
            if event.place is not None:
                place = event.place
                counts[
                    Place(
                        name=place.name,
                        geonameid=place.geonameid,
                        lat=place.lat,
                        lon=place.lon,
                        country=place.country,
                        precision=place.precision,
                    )
                ] += 1
    best = {place: n for place, n in counts.items() if place.precision in EXACT} or counts
    return min(best, key=lambda p: (-best[p], PRECISIONS.index(p.precision), p.name), default=None)


def _accounts(told: Iterable[Told]) -> tuple[Account, ...]:
    """The claims by the side that speaks, those of no side last."""
    sides: defaultdict[str | None, list[str]] = defaultdict(list)
    for one in told:
        sides[one.claim.speaker.side].append(one.id)
    ordered = sorted(sides.items(), key=lambda item: (item[0] is None, item[0] or ""))
    return tuple(Account(side=side, claims=tuple(claims)) for side, claims in ordered)
