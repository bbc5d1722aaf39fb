"""What lists say in words: between which counts accounts differ, and which counts were replaced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, get_args

from counterclaim import words
from counterclaim.records import Count, Effect, Incident, Toll
from counterclaim.serve.http.views import IncidentRow

FIELDS = {
    "agents": "who did it",
    "targets": "who was hit",
    "type": "whether it happened",
    "place": "where",
    "means": "with what",
}
"""How people call what accounts differ on, where the record's word is not theirs."""
SHOWN = 4
"""Counts that a row shows."""


class Tag(NamedTuple):
    """A range of a row, "9 – 30" "killed", or a field without one; whether it is disputed."""

    range: str
    what: str
    disputed: bool


class Change(NamedTuple):
    """A count that its own speaker replaced: from, to, by whom, when and of which incident."""

    incident: str
    where: str
    speaker: str
    what: str
    before: str
    after: str
    said_on: date | None
    claim: str


def tags(row: IncidentRow) -> list[Tag]:
    """What is counted and disputed of an incident, the disputed first."""
    ranges = [
        Tag(
            f"{one.low:,}" if one.low == one.high else f"{one.low:,} – {one.high:,}",
            _what(one.effect, one.victims, one.side),
            one.effect in row.contested,
        )
        for one in row.ranges
    ]
    fields = [Tag("", field_name(field), True) for field in row.contested if field not in get_args(Effect)]
    disputed = [one for one in ranges if one.disputed]
    rest = [one for one in ranges if not one.disputed]
    return [*disputed[:SHOWN], *fields, *rest[: max(SHOWN - len(disputed), 0)]]


def field_name(field: str) -> str:
    """A field of a link as people call it."""
    return FIELDS.get(field, field.replace("_", " "))


def changes(incident: Incident) -> list[Change]:
    """The counts of `incident` that were replaced, each with what came after it, the newest first."""
    found = {(one.speaker, one.what, one.before, one.after): one for one in _changes(incident)}
    return sorted(found.values(), key=lambda one: str(one.said_on), reverse=True)


def _changes(incident: Incident) -> Iterator[Change]:
    for toll in incident.tolls:
        for count in toll.by:
            after = _next(count, toll) if count.superseded else None
            if after is not None:
                yield Change(
                    incident=incident.id,
                    where=words.place(incident.place) or incident.type.replace("_", " "),
                    speaker=count.speaker,
                    what=_what(toll.effect, toll.victims, toll.side),
                    before=words.range_of(count.min, count.max),
                    after=words.range_of(after.min, after.max),
                    said_on=after.said_on,
                    claim=after.claim,
                )


def _next(count: Count, toll: Toll) -> Count | None:
    """What the same speaker said on the next day that it said another number."""
    later = [
        one
        for one in toll.by
        if one.speaker == count.speaker and not one.part and (one.min, one.max) != (count.min, count.max)
    ]
    after = [one for one in later if one.said_on and count.said_on and one.said_on > count.said_on]
    return min(after, key=lambda one: one.said_on or date.max, default=None)


def _what(effect: str, victims: str, side: str | None) -> str:
    whose = f" ({victims.replace('_', ' ')})" if victims != "person" else ""
    return f"{effect}{whose}" + (f" of {side}" if side else "")
