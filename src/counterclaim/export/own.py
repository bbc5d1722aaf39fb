"""Our own tables: the record and the incidents as flat rows, nothing left out that a table can hold.

reports ──< claims ──< events ──< figures        claims, events ──< actors
incidents ──< accounts (claims of an incident), tolls, links
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from counterclaim.export.table import Cell, Row, Table, columns
from counterclaim.records import Actor, Event, Incident, Place, Record, When

_PLACE = columns(place=str, geonameid=int, lat=float, lon=float, country=str, place_precision=str, relation=str)
_WHEN = columns(when_from=date, when_to=date, when_precision=str, when_basis=str)


def _reports(record: Record) -> Iterator[Row]:
    of = record.report
    origin = (of.title, of.outlet, of.url, of.path, of.published, of.language)
    yield (of.id, *origin, of.encoding, of.sha256, len(of.text), len(record.claims))


def _claims(record: Record) -> Iterator[Row]:
    text = record.report.text
    for claim in record.claims:
        said, by = claim.said_on, claim.speaker
        yield (
            claim.id, record.report.id, claim.start, claim.end, claim.quote,
            by.name, by.id, by.kind, by.side, by.start, by.end,
            "; ".join(actor.name for actor in claim.via) or None,
            claim.cue.text if claim.cue else None,
            claim.content.start, claim.content.end, text[claim.content.start : claim.content.end],
            claim.stance, claim.direct, claim.hedged,
            text[claim.condition.start : claim.condition.end] if claim.condition else None,
            claim.addressee.name if claim.addressee else None, claim.addressee.id if claim.addressee else None,
            said.from_ if said else None, said.to if said else None,
        )  # fmt: skip


def _events(record: Record) -> Iterator[Row]:
    text = record.report.text
    for claim in record.claims:
        for position, event in enumerate(claim.events):
            what = (event.type, event.status, event.background)
            where = (event.start, event.end, text[event.start : event.end])
            means = "; ".join(weapon.name for weapon in event.means) or None
            key = (f"{claim.id}.{position}", claim.id, record.report.id)
            yield (*key, *where, *what, means, *when_cells(event.when), *place_cells(event.place))


def _figures(record: Record) -> Iterator[Row]:
    text = record.report.text
    for claim in record.claims:
        for position, event in enumerate(claim.events):
            for figure in event.figures:
                count = (figure.effect, figure.min, figure.max, figure.qualifier, figure.victims, figure.side)
                words = (figure.start, figure.end, text[figure.start : figure.end])
                yield (f"{claim.id}.{position}", claim.id, *words, *count, figure.cumulative, figure.repaired)


def _actors(record: Record) -> Iterator[Row]:
    text = record.report.text
    for claim in record.claims:
        said: tuple[tuple[str, Iterable[Actor]], ...] = (
            ("speaker", (claim.speaker,)),
            ("via", claim.via),
            ("addressee", (claim.addressee,) if claim.addressee else ()),
        )
        yield from _mentions(text, claim.id, None, said)
        for position, event in enumerate(claim.events):
            yield from _mentions(text, claim.id, f"{claim.id}.{position}", _parties(event))


def _parties(event: Event) -> tuple[tuple[str, Iterable[Actor]], ...]:
    return ("agent", event.agents), ("target", event.targets)


def _mentions(text: str, claim: str, event: str | None, roles: Iterable[tuple[str, Iterable[Actor]]]) -> Iterator[Row]:
    for role, actors in roles:
        for actor in actors:
            words = None if actor.start is None else text[actor.start : actor.end]
            yield (claim, event, role, actor.name, actor.id, actor.kind, actor.side, actor.start, actor.end, words)


def when_cells(when: When | None) -> tuple[Cell, ...]:
    """The cells of the columns `when_from`, `when_to`, `when_precision`, `when_basis`."""
    return (when.from_, when.to, when.precision, when.basis) if when else (None,) * len(_WHEN)


def place_cells(place: Place | None) -> tuple[Cell, ...]:
    """The cells of the columns `place`, `geonameid`, `lat`, `lon`, `country`, `place_precision`, `relation`."""
    if place is None:
        return (None,) * len(_PLACE)
    point = (place.geonameid, place.lat, place.lon)
    return (place.name, *point, place.country, place.precision, place.relation)


def _incidents(incident: Incident) -> Iterator[Row]:
    voices = (len(incident.reports), len(incident.origins), len(incident.claims))
    disputed = any(link.relation in ("contradicts", "denies") for link in incident.links)
    yield (incident.id, incident.type, *voices, disputed, *when_cells(incident.when), *place_cells(incident.place))


def _accounts(incident: Incident) -> Iterator[Row]:
    for account in incident.accounts:
        for claim in account.claims:
            yield incident.id, account.side, claim


def _tolls(incident: Incident) -> Iterator[Row]:
    for toll in incident.tolls:
        whose = (incident.id, toll.effect, toll.victims, toll.side, toll.low, toll.high)
        for count in toll.by:
            voice = (count.speaker, count.side, count.outlet, count.claim, count.min, count.max)
            yield (*whose, *voice, count.said_on, count.part, count.superseded)


def _links(incident: Incident) -> Iterator[Row]:
    for link in incident.links:
        yield incident.id, link.from_, link.to, link.relation, link.field, link.why, link.by


RECORD_TABLES: tuple[Table[Record], ...] = (
    Table(
        "reports",
        columns(
            report=str, title=str, outlet=str, url=str, path=str, published=date, language=str, encoding=str,
            sha256=str, characters=int, claims=int,
        ),
        _reports,
    ),
    Table(
        "claims",
        columns(
            claim=str, report=str, start=int, end=int, quote=str, speaker=str, speaker_id=str, speaker_kind=str,
            speaker_side=str, speaker_start=int, speaker_end=int, via=str, cue=str, content_start=int,
            content_end=int, content=str, stance=str, direct=bool, hedged=bool, condition=str, addressee=str,
            addressee_id=str, said_from=date, said_to=date,
        ),
        _claims,
    ),
    Table(
        "events",
        (
            *columns(event=str, claim=str, report=str, start=int, end=int, words=str, type=str, status=str),
            *columns(background=bool, means=str),
            *_WHEN,
            *_PLACE,
        ),
        _events,
    ),
    Table(
        "figures",
        columns(
            event=str, claim=str, start=int, end=int, words=str, effect=str, min=int, max=int, qualifier=str,
            victims=str, side=str, cumulative=bool, repaired=str,
        ),
        _figures,
    ),
    Table(
        "actors",
        columns(
            claim=str, event=str, role=str, name=str, id=str, kind=str, side=str, start=int, end=int, words=str,
        ),
        _actors,
    ),
)  # fmt: skip
"""What one record becomes."""

INCIDENT_TABLES: tuple[Table[Incident], ...] = (
    Table(
        "incidents",
        (
            *columns(incident=str, type=str, reports=int, origins=int, claims=int, disputed=bool),
            *_WHEN,
            *_PLACE,
        ),
        _incidents,
    ),
    Table("accounts", columns(incident=str, side=str, claim=str), _accounts),
    Table(
        "tolls",
        columns(
            incident=str, effect=str, victims=str, victims_side=str, low=int, high=int, speaker=str,
            speaker_side=str, outlet=str, claim=str, min=int, max=int, said_on=date, part=bool, superseded=bool,
        ),
        _tolls,
    ),
    Table(
        "links",
        columns(
            incident=str, **{"from": str}, to=str, relation=str, field=str, why=str, by=str,
        ),
        _links,
    ),
)  # fmt: skip
"""What one incident becomes."""
