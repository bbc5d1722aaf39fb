"""GeoJSON (RFC 7946), WGS84, [longitude, latitude]: an event of a claim a feature; areas are never pinned as points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterclaim.export.archive import Archive
from counterclaim.export.form import Format, Options, Written, json_list
from counterclaim.records import Claim, Event, Place, Record

WIDE = ("country", "region")
"""Precisions that are never pinned."""


def features(record: Record) -> Iterator[dict[str, Any]]:
    """The features of one record; events without any place have none."""
    for claim in record.claims:
        for position, event in enumerate(claim.events):
            if event.place is not None:
                yield {
                    "type": "Feature",
                    "id": f"{claim.id}.{position}",
                    "geometry": geometry(event.place),
                    "properties": _properties(record, claim, event, event.place),
                }


def geometry(place: Place) -> dict[str, Any] | None:
    """A point, or null where the place is a country or a region or has no point."""
    if place.lat is None or place.lon is None or place.precision in WIDE:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _properties(record: Record, claim: Claim, event: Event, place: Place) -> dict[str, Any]:
    when = event.when
    return {
        "claim": claim.id,
        "report": record.report.id,
        "outlet": record.report.outlet,
        "url": record.report.url,
        "type": event.type,
        "status": event.status,
        "background": event.background,
        "speaker": claim.speaker.name,
        "side": claim.speaker.side,
        "stance": claim.stance,
        "quote": claim.quote,
        "place": place.name,
        "geonameid": place.geonameid,
        "country": place.country,
        "precision": place.precision,
        "relation": place.relation,
        "from": when.from_.isoformat() if when and when.from_ else None,
        "to": when.to.isoformat() if when and when.to else None,
        "agents": [actor.name for actor in event.agents],
        "targets": [actor.name for actor in event.targets],
        "figures": [
            {"effect": f.effect, "min": f.min, "max": f.max, "victims": f.victims, "side": f.side}
            for f in event.figures
        ],
    }


def _write(archive: Archive, out: Path, options: Options) -> Written:  # noqa: ARG001
    found = (feature for record in archive.records() for feature in features(record))
    return json_list(out, b'{"type":"FeatureCollection","features":', found)


FORMAT = Format(
    name="geojson",
    about="GeoJSON (RFC 7946), a feature for each event of a claim that has a place",
    write=_write,
    loses=("claims about no event, and events without a place", "incidents, links and tolls"),
    blank=("geometry: null for a country or a region, which is never pinned as a point; precision tells which",),
)
