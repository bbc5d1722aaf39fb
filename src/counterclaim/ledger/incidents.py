"""Each incident put together and kept, so that lists of them and the page of one are there at once.

A row is derived, like strands and links: whoever changes an incident writes it anew in the same transaction, from
strands and judgements. What the ledger gives away is the JSON; the columns are for finding it. A row is stale where a
ledger of an older version was brought up to date; settling puts it together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, text

from counterclaim.ledger.query import stream
from counterclaim.ledger.schema import incidents, judgements, wholes
from counterclaim.ledger.sql import slices
from counterclaim.records import Incident

BETWEEN = "\n"
"""What the fields of a contested incident are set apart by."""

STALE = text("incidents.stale")
"""As the partial index has it; SQLAlchemy would write `= 1` for SQLite, which does not know the two to be the same."""
MADE = wholes.c.incident_id == incidents.c.id


class Whole(NamedTuple):
    """An incident put together, the day of its newest report, and whether somebody has looked at it."""

    incident: Incident
    published: date | None
    reviewed: bool


def marked(connection: Connection, most: int) -> list[str]:
    """Incidents that are to be put together anew, `most` at a time: by an index that holds no others."""
    query = select(incidents.c.id).where(STALE).order_by(incidents.c.id)
    return list(connection.scalars(query.limit(most)))


def put(connection: Connection, found: Iterable[Whole], gone: Iterable[str]) -> None:
    """Keeps incidents as they are now, and forgets those that are no more."""
    changed = (connection.scalar(select(func.max(judgements.c.key))) or 0) + 1
    every = list(found)
    rows = [_row(one) | {"changed": changed} for one in every]
    for part in slices({*gone, *(row["id"] for row in rows)}):
        connection.execute(delete(wholes).where(wholes.c.incident_id.in_(part)))
        connection.execute(delete(incidents).where(incidents.c.id.in_(part)))
    if rows:
        connection.execute(insert(incidents), rows)
        connection.execute(insert(wholes), [{"incident_id": one.incident.id, "json": _json(one)} for one in every])


def kept(connection: Connection, id: str) -> Incident | None:
    """The incident as it is kept; None where it is to be put together anew, or is none."""
    query = select(wholes.c.json).join_from(incidents, wholes, MADE).where(incidents.c.id == id, ~incidents.c.stale)
    found = connection.scalar(query)
    return None if found is None else _incident(found)


def all_kept(connection: Connection) -> Iterator[tuple[str, Incident | None]]:
    """Every incident by id, as it is kept, or None where it is to be put together anew."""
    query = select(incidents.c.id, incidents.c.stale, wholes.c.json).join_from(incidents, wholes, MADE, isouter=True)
    for row in stream(connection, query.order_by(incidents.c.id)):
        yield row.id, None if row.stale else _incident(row.json)


def _incident(json: str) -> Incident:
    return msgspec.json.decode(json, type=Incident, strict=False)


def _json(found: Whole) -> str:
    return msgspec.json.encode(found.incident).decode("utf-8")


def _row(found: Whole) -> dict[str, object]:
    incident, published, reviewed = found
    disputed = [link.field for link in incident.links if link.relation in ("contradicts", "denies")]
    when, place = incident.when, incident.place
    return {
        "id": incident.id,
        "stale": False,
        "type": incident.type,
        "first": when and when.from_,
        "last": when and when.to,
        "place": place and place.name,
        "geonameid": place and place.geonameid,
        "country": place and place.country,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "precision": place and place.precision,
        "claims": len(incident.claims),
        "reports": len(incident.reports),
        "origins": len(incident.origins),
        "published": published,
        "newest": published.toordinal() if published else 0,
        "disputes": len(disputed),
        "contested": bool(disputed),
        "contested_fields": BETWEEN.join(dict.fromkeys(disputed)),
        "revised": sum(count.superseded for toll in incident.tolls for count in toll.by),
        "reviewed": reviewed,
    }
