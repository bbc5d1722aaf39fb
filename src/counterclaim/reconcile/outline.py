"""An incident in one row: what lists, maps and timelines show of it and order it by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from counterclaim.reconcile.told import Told
from counterclaim.records import Base, Effect, EventType, Incident, PlacePrecision, Victims


class Range(Base, frozen=True, kw_only=True):
    """The least and the greatest total that anyone states of one effect on one kind of victims."""

    effect: Effect
    victims: Victims
    side: str | None
    low: int
    high: int


class Outline(Base, frozen=True, kw_only=True):
    """An incident in short. `disputes` counts links that contradict or deny, `fields` says on what; `revised` counts
    figures that their own speakers gave up later. `first_said` and `last_said` are days on which it was spoken of."""

    id: str
    type: EventType
    when_from: date | None
    when_to: date | None
    place: str | None
    geonameid: int | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision | None
    sides: tuple[str, ...]
    claims: int
    reports: int
    origins: int
    disputes: int
    fields: tuple[str, ...]
    revised: int
    ranges: tuple[Range, ...]
    first_said: date | None
    last_said: date | None


def outline(incident: Incident, told: Iterable[Told]) -> Outline:
    """The row of `incident`; `told` are its claims."""
    days = [one.said for one in told if one.said]
    disputed = [link.field for link in incident.links if link.relation in ("contradicts", "denies")]
    when, place = incident.when, incident.place
    return Outline(
        id=incident.id,
        type=incident.type,
        when_from=when.from_ if when else None,
        when_to=when.to if when else None,
        place=place.name if place else None,
        geonameid=place.geonameid if place else None,
        country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else None,
        sides=tuple(account.side for account in incident.accounts if account.side),
        claims=len(incident.claims),
        reports=len(incident.reports),
        origins=len(incident.origins),
        disputes=len(disputed),
        fields=tuple(dict.fromkeys(disputed)),
        revised=sum(count.superseded for toll in incident.tolls for count in toll.by),
        ranges=tuple(
            Range(effect=toll.effect, victims=toll.victims, side=toll.side, low=toll.low, high=toll.high)
            for toll in incident.tolls
            if toll.low is not None and toll.high is not None
        ),
        first_said=min(days, default=None),
        last_said=max(days, default=None),
    )
