"""What of a strand is compared: days, places, kinds, parties, means, figures, sites, names and words."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from counterclaim.reconcile.places import Spot, spot_of
from counterclaim.reconcile.words import STEM, WORD, words
from counterclaim.records import Actor, Claim, Event, Place, Record, Report, When

BEFORE = timedelta(days=3)
"""How long before its publication a report's news happened, where it does not say."""
MONTH = timedelta(days=27)
"""A time that is as long is narrowed down by a shorter one within it."""
SKETCH = 48
"""How many words of a strand are kept to compare: those with the smallest hashes, so that two strands keep the same."""
TOP = 200
"""Characters within which a headline begins."""
HEADING = 10
"""Words of the longest heading of an entry."""
STOPS = frozenset(".!?:;…\"'”’»)")
"""What a sentence ends with and a heading does not."""
AWAY = 60
"""Characters before a place in which a word tells that the fire came from there."""
SHORTEST = 5
"""Characters of the shortest word that tells something."""
NAME = 3
"""Characters of the shortest name."""
HURT = frozenset({"killed", "injured", "missing"})
UNREAL = frozenset({"wanted", "planned", "conditional"})
DAYS = frozenset({"day", "week", "range", "month"})


class Number(msgspec.Struct, frozen=True, array_like=True):
    """A figure without its characters."""

    effect: str
    victims: str
    min: int
    max: int | None


class Strand(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of one report about one happening, and what of them is compared. `first`, `last` are inclusive days.

    `stated` tells whether the report says the days; otherwise they are those before its publication. The day on which a
    toll rose is not the deed's.
    `headlines` are those claims that only announce; `recalled` is history that the report gives no day to.
    """

    id: str
    report: str
    outlet: str | None = None
    published: date | None = None
    claims: tuple[str, ...]
    paragraphs: tuple[int, ...]
    headlines: tuple[str, ...] = ()
    family: str
    kinds: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    stated: bool = False
    running: bool = False
    recalled: bool = False
    spots: tuple[Spot, ...] = ()
    blamed: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    sites: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sketch: tuple[int, ...] = ()

    @property
    def anchor(self) -> tuple[date, str]:
        """What an incident is named after: the earliest published claim of it, then the smallest id."""
        return self.published or date.max, min(self.claims)


def strand_of(record: Record, claims: Sequence[Claim], id: str, *, running: bool = False) -> Strand:
    """What `claims` of `record` say together. Of events that are only wanted nothing counts but their family."""
    report = record.report
    events = [event for claim in claims for event in claim.events if event.status not in UNREAL]
    every = events or [event for claim in claims for event in claim.events]
    family = _family(every)
    first, last, stated = (
        _days(claims, report.published, family) if not running else (report.published, report.published, False)
    )
    if stated and first and first == report.published and any(words().replaced.search(claim.quote) for claim in claims):
        first, stated = first - BEFORE, False
    telling = [claim for claim in claims if claim.events] or list(claims)
    text = "\n".join(claim.quote for claim in telling)
    return Strand(
        id=id,
        report=report.id,
        outlet=report.outlet,
        published=report.published,
        claims=tuple(claim.id for claim in claims),
        paragraphs=tuple(report.text.count("\n", 0, claim.start) for claim in claims),
        headlines=tuple(claim.id for claim in claims if claim.end <= title_end(report) or _heads(report.text, claim)),
        family=family,
        kinds=_each(event.type for event in every if event.type in words().specific or family != "force"),
        first=first,
        last=last,
        stated=stated,
        running=running,
        recalled=bool(events) and not stated and all(event.background for event in events),
        spots=_spots(claims),
        blamed=_each(side_of(actor) for event in events if event.status != "denied" for actor in event.agents),
        parties=_each(_parties(claims)),
        means=_each(means.name for event in events for means in event.means),
        numbers=tuple(
            sorted({Number(f.effect, f.victims, f.min, f.max) for e in events for f in e.figures}, key=_order)
        ),
        sites=_each(site for claim in telling for site in struck(claim)),
        hours=tuple(sorted(words().hours_in(text))),
        names=_each(_names(telling)),
        sketch=sketch(text),
    )


def title_end(report: Report) -> int:
    """Where the headline ends, nought where the text does not begin with it."""
    at = report.text.find(report.title) if report.title else -1
    return at + len(report.title or "") if 0 <= at < TOP else 0


def struck(claim: Claim) -> frozenset[str]:
    """The kinds of place that the claim says were struck: those it names beside an act of force, or points at."""
    lexicon = words()
    acts = any(lexicon.family.get(event.type) == "force" for event in claim.events)
    return lexicon.sites_in(claim.quote) if acts or lexicon.pointing.search(claim.quote) else frozenset()


def side_of(actor: Actor) -> str:
    """The party an actor belongs to, else the actor's own name."""
    return actor.side or actor.name


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the telling words of `text`, in order: equal texts give equal sketches."""
    hashes = {zlib.crc32(word.lower().encode()) for word in WORD.findall(text) if len(word) >= SHORTEST}
    return tuple(sorted(hashes)[:SKETCH])


def _order(number: Number) -> tuple[str, str, int, int]:
    return number.effect, number.victims, number.min, -1 if number.max is None else number.max


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _heads(text: str, claim: Claim) -> bool:
    """Whether the claim's line is a heading: short, and without the full stop of a sentence."""
    end = text.find("\n", claim.end - 1)
    line = text[text.rfind("\n", 0, claim.start) + 1 : end if end >= 0 else len(text)].strip()
    return bool(line) and line[-1] not in STOPS and len(line.split()) <= HEADING


def weight(event: Event) -> tuple[bool, bool, bool]:
    """How much an event tells of what a claim is about: an act of force, anything that is named, people hurt."""
    family, loose = words().family, words().loose
    force = family.get(event.type) == "force"
    hurt = force and any(figure.effect in HURT for figure in event.figures)
    return force and (hurt or event.type not in loose), event.type not in loose, hurt


def _family(events: Iterable[Event]) -> str:
    """The family that the strand's most telling event belongs to; force, where nothing tells."""
    family = words().family
    best = max((event for event in events if event.type != "other"), key=weight, default=None)
    return family.get(best.type, best.type) if best is not None else "force"


def _days(claims: Iterable[Claim], published: date | None, family: str) -> tuple[date | None, date | None, bool]:
    """The days that the claims state first; a month is narrowed down. Else the days before publication."""
    found = sorted(_dated(claims, family), key=lambda days: days[0])
    if not found or (found[0][0] and published and found[0][2] - found[0][1] >= MONTH):
        return (published - BEFORE, published, False) if published else (None, None, False)
    first, last = found[0][1], found[0][2]
    for _, start, end in found[1:]:
        if narrows(start, end, first, last):
            first, last = start, end
    return first, last, True


def _dated(claims: Iterable[Claim], family: str) -> Iterator[tuple[int, date, date]]:
    """The days stated, those of the deed itself before those that a bare count is carried to."""
    loose = words().loose
    for claim in claims:
        for event in claim.events:
            days = span_of(event.when)
            if days is None or event.status in UNREAL:
                continue
            counted = any(figure.cumulative for figure in event.figures)
            carried = event.when is not None and event.when.basis == "context"
            vague = event.type in loose and (carried or days[1] - days[0] >= MONTH)
            placeless = event.type in loose and (event.place is None or not stands_in(claim, event.place))
            if words().family.get(event.type, event.type) == family or event.type in loose:
                yield max(2 * vague, int(placeless)) + 3 * counted, *days


def span_of(when: When | None) -> tuple[date, date] | None:
    """The days of a time that is no longer than a month and open on no side."""
    if when is None or when.precision not in DAYS or not when.from_ or not when.to or (when.to - when.from_).days > 45:
        return None
    return when.from_, when.to


def narrows(start: date, end: date, first: date, last: date) -> bool:
    """Whether the days from `start` to `end` say more exactly what the month or more from `first` to `last` says."""
    return last - first >= MONTH and first <= start <= end <= last


def stands_in(claim: Claim, place: Place) -> bool:
    """Whether the claim itself names the place; otherwise it was carried over from what stands around it."""
    return place.start is not None and claim.start <= place.start < claim.end


def fired_from(claim: Claim, place: Place) -> bool:
    """Whether the place is where it came from or where people were kept: "launched from Orlec", "held in Orlec"."""
    if place.start is None or not stands_in(claim, place):
        return False
    return bool(
        words().origin.search(claim.quote[max(0, place.start - claim.start - AWAY) : place.start - claim.start])
    )


def _spots(claims: Iterable[Claim]) -> tuple[Spot, ...]:
    """Each place that the claims name, once; precise ones alone, where there are any."""
    placed = [(c, e.place) for c in claims for e in c.events if e.place and e.status not in UNREAL]
    told = [(claim, place) for claim, place in placed if not fired_from(claim, place)]
    named = [place for claim, place in told if stands_in(claim, place)]
    said = {place.name: _surface(claim, place) for claim, place in told if stands_in(claim, place)}
    found = {p.name: spot_of(p, said.get(p.name, "")) for p in named or [place for _, place in told]}
    spots = sorted(found.values(), key=lambda spot: spot.name)
    return tuple([spot for spot in spots if spot.precise] or spots)


def _surface(claim: Claim, place: Place) -> str:
    """The words of the claim that name the place."""
    start, end = place.start or 0, place.end or 0
    return claim.quote[start - claim.start : end - claim.start]


def _parties(claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        for event in claim.events:
            yield from (side_of(actor) for actor in (*event.agents, *event.targets) if actor.id or actor.side)
        if claim.speaker.side:
            yield claim.speaker.side


def _names(claims: Iterable[Claim]) -> Iterator[str]:
    """Capitalised words that do not begin a sentence: names of people, streets, units."""
    generic = words().generic
    for claim in claims:
        tokens = (word for word in WORD.findall(claim.quote)[1:] if word[0].isupper() and len(word) >= NAME)
        yield from (word.lower() for word in tokens if word.lower()[:STEM] not in generic)
