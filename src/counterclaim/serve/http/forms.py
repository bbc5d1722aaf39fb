"""Views as rows of CSV and as features of GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from counterclaim import words
from counterclaim.export.geojson import geometry
from counterclaim.export.table import Row, Table, columns
from counterclaim.records import Claim, Judgement, Place
from counterclaim.serve.http import views
from counterclaim.serve.http.views import Page
from counterclaim.serve.http.views.claims import ClaimRow, FieldView
from counterclaim.serve.http.views.lists import DayView, PartyView
from counterclaim.serve.http.views.reports import PieceView

Features = Iterator[dict[str, Any]]


class CellRow(NamedTuple):
    """One value in the table of an incident's accounts, and where it stands."""

    incident: str
    side: str | None
    kind: str
    field: str
    tone: str
    says: str
    value: str | None
    superseded: bool | None
    claim: str | None
    report: str | None
    start: int | None
    end: int | None


def cells(view: views.IncidentView) -> Iterator[CellRow]:
    """The table of the accounts, a row a value; what an account does not say is a row without one."""
    for line in view.accounts.lines:
        for column, cell in zip(view.accounts.columns, line.cells, strict=True):
            head = (view.incident.id, column.side, column.kind, line.field, cell.tone, cell.says)
            for entry in cell.entries:
                yield CellRow(*head, entry.text, entry.superseded, entry.claim, entry.report, entry.start, entry.end)
            if not cell.entries:
                yield CellRow(*head, None, None, None, None, None, None)


def fields(view: views.ClaimView) -> Iterable[tuple[str, FieldView]]:
    return ((view.claim.id, field) for field in view.fields)


def of_report(view: views.ReportView) -> Iterable[PieceView]:
    return view.pieces


def parties(view: views.PartiesView) -> Iterator[tuple[str, PartyView]]:
    for kind, found in (("side", view.items), ("speaker", view.speakers)):
        yield from ((kind, one) for one in found)


def of_incidents(page: Page[views.IncidentRow]) -> Features:
    for row in page.items:
        if row.place is not None:
            yield _feature(
                row.id,
                row.place,
                heading=row.heading,
                type=row.type,
                claims=row.claims,
                reports=row.reports,
                contested=row.contested,
                **_days(row.when),
            )


def of_incident(view: views.IncidentView) -> Features:
    place = view.incident.place
    if place is not None:
        about = {"heading": view.heading, "type": view.incident.type, "contested": view.contested}
        yield _feature(view.incident.id, place, **about, **_days(view.incident.when))


def of_claims(page: views.ClaimsView) -> Features:
    for row in page.items:
        yield from _events(row.claim, row.report)


def of_claim(view: views.ClaimView) -> Features:
    yield from _events(view.claim, view.report)


def of_places(page: Page[views.PlaceView]) -> Features:
    for at, one in enumerate(page.items):
        point = {"type": "Point", "coordinates": [one.lon, one.lat]} if one.pinned else None
        about = {name: getattr(one, name) for name in one.__struct_fields__ if name not in ("lat", "lon")}
        yield {"type": "Feature", "id": at, "geometry": point, "properties": about}


def _events(claim: Claim, report: dict[str, Any]) -> Features:
    for at, event in enumerate(claim.events):
        if event.place is not None:
            yield _feature(
                f"{claim.id}.{at}",
                event.place,
                claim=claim.id,
                report=report["id"],
                speaker=claim.speaker.name,
                side=claim.speaker.side,
                stance=claim.stance,
                type=event.type,
                status=event.status,
                quote=claim.quote,
                **_days(event.when),
            )


def _feature(id: str, place: Place, **about: Any) -> dict[str, Any]:
    where = {
        "place": place.name,
        "geonameid": place.geonameid,
        "country": place.country,
        "precision": place.precision,
        "relation": place.relation,
    }
    return {"type": "Feature", "id": id, "geometry": geometry(place), "properties": {**about, **where}}


def _days(when: Any) -> dict[str, str | None]:
    first, last = (when.from_, when.to) if when else (None, None)
    return {"from": first.isoformat() if first else None, "to": last.isoformat() if last else None}


def _incident(row: views.IncidentRow) -> Iterator[Row]:
    place, when = row.place, row.when
    killed = next((r for r in row.ranges if r.effect == "killed" and r.victims == "person"), None)
    yield (
        row.id, row.heading, row.type, when.from_ if when else None, when.to if when else None,
        place.name if place else None, place.country if place else None, place.lat if place else None,
        place.lon if place else None, place.precision if place else None, "; ".join(row.sides), row.claims,
        row.reports, row.origins, "; ".join(row.contested), row.disputes, row.revised,
        killed.low if killed else None, killed.high if killed else None, row.published, row.reviewed,
    )  # fmt: skip


def _claim(row: ClaimRow) -> Iterator[Row]:
    claim, report = row.claim, row.report
    yield (
        claim.id, report["id"], claim.start, claim.end, claim.quote, claim.speaker.name, claim.speaker.side,
        claim.stance, row.day, words.kinds(claim) or None, words.figures(claim) or None,
        words.each(words.place(event.place) for event in claim.events) or None, report["outlet"], report["title"],
        row.review,
    )  # fmt: skip


def _field(found: tuple[str, FieldView]) -> Iterator[Row]:
    claim, field = found
    yield claim, field.path, field.shown, field.words, field.start, field.end, field.reason


def _piece(piece: PieceView) -> Iterator[Row]:
    voice = (piece.claim, piece.speaker, piece.side, piece.stance)
    yield piece.start, piece.end, piece.text, *voice, piece.content, piece.discarded


def _place(one: views.PlaceView) -> Iterator[Row]:
    where = (one.name, one.geonameid, one.country, one.lat, one.lon, one.precision, one.pinned)
    yield *where, one.incidents, one.claims, one.contested


def _day(one: DayView) -> Iterator[Row]:
    yield one.day, one.incidents, one.claims, one.contested


def _party(found: tuple[str, PartyView]) -> Iterator[Row]:
    kind, one = found
    yield kind, one.name, one.claims


def _outlet(one: views.OutletView) -> Iterator[Row]:
    yield one.name, one.reports, one.claims, one.first, one.last


def _run(one: views.RunView) -> Iterator[Row]:
    started, finished = _moment(one.started_at), _moment(one.finished_at)
    yield one.number, one.reader_version, started, finished, one.readings, one.skipped


def _line(one: Judgement) -> Iterator[Row]:
    what = (one.verdict, one.a, one.b, one.relation, one.field, one.value, one.why, one.undoes)
    yield one.key, one.act, _moment(one.at), one.by, *what


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") + "Z" if moment else None


INCIDENTS: Table[views.IncidentRow] = Table(
    "incidents",
    columns(
        incident=str, heading=str, type=str, when_from=date, when_to=date, place=str, country=str, lat=float,
        lon=float, precision=str, sides=str, claims=int, reports=int, origins=int, contested=str, disputes=int,
        revised=int, killed_low=int, killed_high=int, published=date, reviewed=bool,
    ),
    _incident,
)  # fmt: skip
CELLS: Table[CellRow] = Table(
    "accounts",
    columns(
        incident=str, side=str, account=str, field=str, tone=str, says=str, value=str, superseded=bool, claim=str,
        report=str, start=int, end=int,
    ),
    lambda row: (tuple(row),),
)  # fmt: skip
CLAIMS: Table[ClaimRow] = Table(
    "claims",
    columns(
        claim=str, report=str, start=int, end=int, quote=str, speaker=str, side=str, stance=str, day=date, about=str,
        figures=str, places=str, outlet=str, title=str, review=str,
    ),
    _claim,
)  # fmt: skip
FIELDS: Table[tuple[str, FieldView]] = Table(
    "fields", columns(claim=str, field=str, value=str, words=str, start=int, end=int, reason=str), _field
)
REPORT: Table[PieceView] = Table(
    "pieces",
    columns(start=int, end=int, text=str, claim=str, speaker=str, side=str, stance=str, content=bool, discarded=bool),
    _piece,
)
PLACES: Table[views.PlaceView] = Table(
    "places",
    columns(
        place=str, geonameid=int, country=str, lat=float, lon=float, precision=str, pinned=bool, incidents=int,
        claims=int, contested=int,
    ),
    _place,
)  # fmt: skip
DAYS: Table[DayView] = Table("days", columns(day=date, incidents=int, claims=int, contested=int), _day)
PARTIES: Table[tuple[str, PartyView]] = Table("parties", columns(kind=str, name=str, claims=int), _party)
OUTLETS: Table[views.OutletView] = Table(
    "sources", columns(outlet=str, reports=int, claims=int, first=date, last=date), _outlet
)
RUNS: Table[views.RunView] = Table(
    "runs", columns(run=int, reader_version=str, started=str, finished=str, readings=int, skipped=int), _run
)
LOG: Table[Judgement] = Table(
    "history",
    columns(
        line=int, act=int, at=str, by=str, verdict=str, a=str, b=str, relation=str, field=str, value=float, why=str,
        undoes=int,
    ),
    _line,
)  # fmt: skip
