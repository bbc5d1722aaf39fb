"""Incidents as event datasets see them: one row each, with what all accounts agree on and nothing else.

Where the accounts name different agents, or one denies what another says of an agent, the row has none: these formats
have no column for a dispute, and a guess would look like a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from counterclaim.export.archive import Archive, Said
from counterclaim.export.deaths import Choice, Deaths, Rule, deaths
from counterclaim.knowledge.actors import Actors, load_actors
from counterclaim.knowledge.countries import codes as country_codes
from counterclaim.knowledge.crosswalk import Codes, codes
from counterclaim.knowledge.datasets import ActorNames, datasets
from counterclaim.records import Actor, Event, Incident, Place

REAL = ("happened", "ongoing")
_NO_NAMES = ActorNames(party=None, acled=None, sector=None, role=None)


@dataclass(frozen=True)
class Party:
    """An agent or a target: its canonical name, its side, the name of its country and how datasets class it."""

    name: str
    side: str | None
    country: str | None
    names: ActorNames

    @property
    def known(self) -> bool:
        """Is it a party: on a side, or of a kind that datasets have a name for? "Villagers" are none."""
        return self.side is not None or self.names != _NO_NAMES

    @property
    def label(self) -> str:
        """The side, or where there is none the name itself."""
        return self.side or self.name

    @property
    def above(self) -> str | None:
        """The side, where it is another than the party itself."""
        return self.side if self.side != self.name else None

    @property
    def iso3(self) -> str | None:
        found = country_codes(self.country)
        return found.iso3 if found else None


@dataclass(frozen=True)
class Occurrence:
    """An incident that somebody says took place, with the claims that say so."""

    incident: Incident
    said: tuple[Said, ...]
    choose: Choice
    actors: Actors

    @cached_property
    def deaths(self) -> Deaths:
        """How many died, under the user's rule."""
        return deaths(self.incident, self.choose)

    @cached_property
    def running(self) -> bool:
        """Are its people known from running tolls alone?"""
        counts = [figure for event in self.events for figure in event.figures]
        return bool(counts) and all(figure.cumulative for figure in counts)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What the claims say took place, of the incident's own type where any is of it."""
        real = tuple(event for _, claim in self.said for event in claim.events if event.status in REAL)
        return tuple(event for event in real if event.type == self.incident.type) or real

    @cached_property
    def agent(self) -> Party | None:
        """Who did it, where nobody says otherwise."""
        disputed = any(
            link.relation in ("contradicts", "denies") and link.field in _WHO for link in self.incident.links
        )
        return None if disputed else self._agreed(actor for event in self.events for actor in event.agents)

    @cached_property
    def target(self) -> Party | None:
        """To whom it was done, where nobody says otherwise."""
        return self._agreed(actor for event in self.events for actor in event.targets)

    @cached_property
    def civilians(self) -> bool | None:
        """Was it done to civilians? Null where no figure tells and no target is known."""
        victims = {figure.victims for event in self.events for figure in event.figures}
        if victims & set(datasets().civilians):
            return True
        return False if victims & set(datasets().armed) else None

    @cached_property
    def codes(self) -> Codes:
        """What the datasets call it."""
        return codes(
            self.incident.type,
            means={means.name for event in self.events for means in event.means},
            civilians=self.civilians,
            agent=self.agent.names.party if self.agent else None,
            target=self.target.names.party if self.target else None,
        )

    @property
    def place(self) -> Place | None:
        return self.incident.place

    @property
    def start(self) -> date | None:
        return self.incident.when.from_ if self.incident.when else None

    @property
    def end(self) -> date | None:
        return self.incident.when.to if self.incident.when else None

    @property
    def outlets(self) -> list[str]:
        """The outlets of its reports, or their files where no outlet is known; each once, in order of reading."""
        named = (said.record.report.outlet or said.record.report.path for said in self.said)
        return list(dict.fromkeys(name for name in named if name))

    @property
    def speakers(self) -> list[str]:
        """Who speaks of it, the reports' own voices apart."""
        return list(dict.fromkeys(said.claim.speaker.name for said in self.said if said.claim.speaker.kind == "actor"))

    def _agreed(self, actors: Iterable[Actor]) -> Party | None:
        parties = {actor.side or actor.name: actor for actor in actors}
        return party_of(next(iter(parties.values())), self.actors) if len(parties) == 1 else None


_WHO = ("agents", "agent", "claim", "type", "event")
"""Fields of a link whose dispute is about who did it, or about whether it was done at all."""


def occurrences(archive: Archive, rule: Rule) -> Iterator[Occurrence]:
    """Every incident of `archive` that somebody says took place, in the archive's order."""
    actors = load_actors()
    for incident in archive.incidents():
        said = tuple(map(archive.said, incident.claims))
        if any(event.status in REAL for _, claim in said for event in claim.events):
            yield Occurrence(incident, said, partial(rule, origin_of=_origins(incident, said)), actors)


def party_of(actor: Actor, actors: Actors) -> Party:
    """What datasets call an actor; its side tells where it is not known itself."""
    entry = actors.named(actor.name) or (actors.named(actor.side) if actor.side else None)
    if entry is None:
        return Party(actor.name, actor.side, None, _NO_NAMES)
    return Party(actor.name, actor.side, entry.country, datasets().actors[entry.type])


def _origins(incident: Incident, said: Iterable[Said]) -> Mapping[str, int]:
    """Of which origin each claim is; a report that stands under none is one of its own."""
    place = {report: at for at, origin in enumerate(incident.origins) for report in origin.reports}
    own = {report: len(incident.origins) + at for at, report in enumerate(incident.reports)}
    return {claim.id: place.get(record.report.id, own.get(record.report.id, -1)) for record, claim in said}
