"""Which party an actor is of whom no report says it: a name in other words, the only army here, the only band here.

Reports of one incident call a party differently: one names the front, another its structure, a third only "the rebels".
What all of them say together tells who is meant, where one candidate is left; where two are, nobody is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import msgspec

from counterclaim.reconcile.told import Told
from counterclaim.reconcile.voices import is_person
from counterclaim.reconcile.words import WORD, words
from counterclaim.records import Actor, Claim, Event

HELPERS = frozenset({"the", "of", "a", "an", "and", "some", "its", "their", "our", "s"})


def with_parties(told: Sequence[Told]) -> list[Told]:
    """The accounts of an incident, each actor with the party that it is of, as far as all of them together tell it."""
    parties = Parties(told)
    return [replace(one, claim=parties.told_of(one)) for one in told]


class Parties:
    """The parties that the accounts of one incident name."""

    def __init__(self, told: Sequence[Told]) -> None:
        named = [actor for one in told for actor in _actors(one.claim)]
        known = {actor.side for actor in named if actor.side}
        self._armies = {actor.side for actor in named if actor.side and actor.side != actor.name and _is_army(actor)}
        labels = Counter(actor.side or actor.name for actor in named if actor.kind == "actor")
        self._by_name = _by_name(labels, known)
        doers = (a for one in told for e in one.claim.events if _force(e) for a in e.agents)
        bands = {self._own(actor) for actor in doers if _proper(actor.side or actor.name)} - self._armies - {None}
        self._bands = {band for band in bands if band and _is_band(band, known)}
        self._issuers = _issuers(told)
        self._spokesmen = {
            one.claim.speaker.name
            for one in told
            if is_person(one.claim.speaker) and words().army_voice.search(one.introduction)
        }

    def told_of(self, one: Told) -> Claim:
        """The claim with the parties of its actors."""
        claim = one.claim
        events = tuple(self._event(event) for event in claim.events)
        addressee = claim.addressee and self._with(claim.addressee)
        speaker = self._with(claim.speaker)
        if speaker.side is None and speaker.id is None and (is_person(speaker) or _is_unit(speaker)):
            speaker = msgspec.structs.replace(speaker, side=self._issuers.get(one.report.id))
        return msgspec.structs.replace(claim, speaker=speaker, events=events, addressee=addressee or None)

    def _event(self, event: Event) -> Event:
        if not event.agents and not event.targets:
            return event
        agents = tuple(self._with(actor) for actor in event.agents)
        return msgspec.structs.replace(event, agents=agents)

    def _with(self, actor: Actor) -> Actor:
        """The actor with its party, where it has none and one is left."""
        party = self._party(actor)
        return msgspec.structs.replace(actor, side=party) if party else actor

    def _party(self, actor: Actor) -> str | None:
        if actor.kind == "report" or actor.side:
            return None
        if _is_army(actor) or actor.name in self._spokesmen:
            return next(iter(self._armies)) if len(self._armies) == 1 else None
        own = self._own(actor)
        if own:
            return own
        rebels = bool(words().rebels.search(actor.name)) and not _proper(actor.name)
        return next(iter(self._bands)) if rebels and len(self._bands) == 1 else None

    def _own(self, actor: Actor) -> str | None:
        """The party that goes by this name, in these words or in others."""
        return actor.side or self._by_name.get(_proper(actor.name))


def _issuers(told: Sequence[Told]) -> dict[str, str]:
    """For each report that is a party's own, which it is: it says most of it without a word that attributes it."""
    said: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    for one in told:
        speaker = one.claim.speaker
        own = one.claim.cue is None and speaker.kind == "actor"
        if speaker.side or not own:
            said[one.report.id][speaker.side if own else None] += 1
    found = {report: counts.most_common(1)[0][0] for report, counts in said.items()}
    return {report: side for report, side in found.items() if side}


def _actors(claim: Claim) -> Iterator[Actor]:
    yield claim.speaker
    if claim.addressee is not None:
        yield claim.addressee
    for event in claim.events:
        yield from event.agents


def _force(event: Event) -> bool:
    return words().family.get(event.type) == "force"


def _is_army(actor: Actor) -> bool:
    """Whether it is an army or one of it, of which no name says whose: "a military source", "army helicopters"."""
    if not words().army.search(actor.name):
        return False
    rest = WORD.findall(words().army.sub(" ", actor.name))
    return actor.side is not None or not any(word[0].isupper() for word in rest)


def _is_unit(actor: Actor) -> bool:
    """Whether it is called a part of some party: its press office, its Sixth Division."""
    return bool(words().units & {word.lower() for word in WORD.findall(actor.name)})


def _is_band(label: str, known: Iterable[str]) -> bool:
    return label in known or bool(words().bands & {word.lower() for word in WORD.findall(label)})


def _by_name(labels: Counter[str], known: Iterable[str]) -> dict[frozenset[str], str]:
    """For the telling words of each band's name the party: a side before a name, else what most call it."""
    sides = set(known)
    best: dict[frozenset[str], str] = {}
    for label in sorted(labels, key=lambda one: (one not in sides, -labels[one], one)):
        proper = _proper(label)
        if proper and _is_band(label, sides):
            best.setdefault(proper, label)
    return best


def _proper(name: str) -> frozenset[str]:
    """The words of a band's name that are its own; none where a word says that it is something else than a band."""
    found = [word for word in WORD.findall(name) if word.lower() not in HELPERS]
    own = [word for word in found if word.lower() not in words().bands and not words().rebels.fullmatch(word)]
    return frozenset(word.lower() for word in own) if all(word[0].isupper() for word in own) else frozenset({name})
