"""A record as table rows, and back. One function derives every column, so that `verify` can derive them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from counterclaim.records import Actor, Claim, Event, Figure, Place, Record, Report, record_from_json

Row = dict[str, Any]
LARGEST = 2**63 - 1
"""The largest integer that a column holds; a greater count stands in full in the claim's JSON."""


@dataclass(frozen=True)
class EventRows:
    """An event's own row and the rows that hang on it."""

    row: Row
    figures: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    actors: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class ClaimRows:
    """A claim's own row and the rows that hang on it; `actors` are those of the saying, not of its events."""

    row: Row
    actors: list[Row] = field(default_factory=list)
    events: list[EventRows] = field(default_factory=list)


@dataclass(frozen=True)
class Rows:
    """A record's rows, without keys."""

    reading: Row
    claims: list[ClaimRows] = field(default_factory=list)


def rows_of(record: Record) -> Rows:
    """Every row that `record` becomes, in the record's own order."""
    return Rows(_reading(record), [_claim(position, claim) for position, claim in enumerate(record.claims)])


def source_of(report: Report) -> Row:
    """The row for the file that `report` was found in."""
    return {"path": report.path, "url": report.url, "encoding": report.encoding, "sha256": report.sha256}


def record_of(text: str, header: str, claims: Iterable[str], discarded: str, seal: str = "") -> Record:
    """The record that was written as these pieces of JSON; RecordError where they do not fit `text` or their seal."""
    pieces = f'"report":{header},"claims":[{",".join(claims)}],"discarded":{discarded},"seal":"{seal}"'
    return record_from_json(f"{{{pieces}}}", text)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _reading(record: Record) -> Row:
    report = record.report
    return {
        "header": _json(report.header()),
        "discarded": _json(record.discarded),
        "sha256": record.seal,
        "title": report.title,
        "outlet": report.outlet,
        "published": report.published,
        "language": report.language,
    }


def _claim(position: int, claim: Claim) -> ClaimRows:
    row = {
        "position": position,
        "id": claim.id,
        "start": claim.start,
        "end": claim.end,
        "stance": claim.stance,
        "direct": claim.direct,
        "hedged": claim.hedged,
        "speaker_kind": claim.speaker.kind,
        "said_from": claim.said_on and claim.said_on.from_,
        "said_to": claim.said_on and claim.said_on.to,
        "json": _json(claim),
    }
    addressed = (claim.addressee,) if claim.addressee else ()
    spoken = [*_actors("speaker", (claim.speaker,)), *_actors("via", claim.via), *_actors("addressee", addressed)]
    return ClaimRows(row, spoken, [_event(at, event) for at, event in enumerate(claim.events)])


def _event(position: int, event: Event) -> EventRows:
    row = {
        "position": position,
        "start": event.start,
        "end": event.end,
        "type": event.type,
        "status": event.status,
        "background": event.background,
        "when_from": event.when and event.when.from_,
        "when_to": event.when and event.when.to,
        "when_precision": event.when and event.when.precision,
    }
    return EventRows(
        row,
        figures=[_figure(at, figure) for at, figure in enumerate(event.figures)],
        places=[_place(event.place)] if event.place else [],
        actors=[*_actors("agent", event.agents), *_actors("target", event.targets)],
    )


def _figure(position: int, figure: Figure) -> Row:
    return {
        "position": position,
        "start": figure.start,
        "end": figure.end,
        "effect": figure.effect,
        "min": min(figure.min, LARGEST),
        "max": None if figure.max is None else min(figure.max, LARGEST),
        "qualifier": figure.qualifier,
        "victims": figure.victims,
        "side": figure.side,
        "cumulative": figure.cumulative,
    }


def _place(place: Place) -> Row:
    return {name: getattr(place, name) for name in place.__struct_fields__ if name != "names"}


def _actors(role: str, mentions: Iterable[Actor]) -> Iterator[Row]:
    for position, actor in enumerate(mentions):
        yield {
            "role": role,
            "position": position,
            "start": actor.start,
            "end": actor.end,
            "name": actor.name,
            "folded": actor.name.casefold(),
            "actor_id": actor.id,
            "kind": actor.kind,
            "side": actor.side,
            "side_folded": actor.side and actor.side.casefold(),
        }
