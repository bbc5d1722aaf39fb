"""What each claim of a current reading is filed under, to be found again: kept in step by whoever writes readings.

Every such claim has one row in `searched`. Its key begins with the day on which it was said, so that keys in order are
claims in order of time. What a claim is narrowed down by stands in its tags, words that nobody writes: one index
answers for words, facets and days together. `tallies` counts how many claims have which value.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, text

from counterclaim.ledger import review
from counterclaim.ledger.schema import claims, readings, searched, tallies
from counterclaim.ledger.sql import slices
from counterclaim.records import Claim, Record

FACETS = ("side", "speaker", "stance", "type", "place", "country", "outlet", "review")
"""What answers are narrowed down by. A claim may have several types, places and countries."""
COLUMNS = ("side", "speaker", "stance", "types", "places", "countries", "outlet", "review")
"""The columns of the facets, in their order."""
SHIFT = 32
"""Bits of a key that hold the claim's own key; those above hold the day's ordinal, 0 where none is known."""
BETWEEN = "\n"
"""What the values of one row of a facet are set apart by."""
EVERY = "every0"
"""The tag that each claim has."""
CHUNK = 500
"""Readings that are filed at once."""
MORE = text(
    "INSERT INTO tallies (facet, value, claims) VALUES (:facet, :value, :claims)"
    " ON CONFLICT (facet, value) DO UPDATE SET claims = tallies.claims + excluded.claims"
)


def enter(connection: Connection, reading_keys: Iterable[int]) -> None:
    """Files the claims of readings, which are now their reports' current ones."""
    for part in slices(reading_keys):
        columns = claims.c.key, claims.c.json, readings.c.outlet, readings.c.title, readings.c.published
        query = select(*columns).join_from(claims, readings).where(readings.c.key.in_(part))
        rows = [
            (row.key, msgspec.json.decode(row.json, type=Claim, strict=False), Origin(*row[2:]))
            for row in connection.execute(query)
        ]
        put(connection, rows)


def enter_new(connection: Connection, records: Iterable[Record], claim_keys: Sequence[int]) -> None:
    """Files the claims of records that were just written under these keys."""
    made = [(claim, record.report) for record in records for claim in record.claims]
    put(
        connection,
        [
            (key, claim, Origin(report.outlet, report.title, report.published))
            for key, (claim, report) in zip(claim_keys, made, strict=True)
        ],
    )


def put(connection: Connection, found: Sequence[tuple[int, Claim, Origin]]) -> None:
    """Files claims by their keys, as people made of them."""
    lines = review.lines_of(connection, [claim.id for _, claim, _ in found])
    rows = []
    for claim_key, claim, origin in found:
        row = row_of(review.seen(claim, lines.get(claim.id, ())), origin, review.state_of(lines.get(claim.id, ())))
        rows.append({**row, "claim_key": claim_key, "key": key(row["day"], claim_key)})
    if rows:
        rows.sort(key=lambda row: row["key"])
        connection.execute(insert(searched), rows)
        _count(connection, rows, 1)


def file_again(connection: Connection, ids: Iterable[str]) -> None:
    """Files claims anew that people have judged, where they stand in a current reading."""
    for part in slices(set(ids)):
        columns = claims.c.key, claims.c.json, readings.c.outlet, readings.c.title, readings.c.published
        query = select(*columns).join_from(claims, readings).where(readings.c.current, claims.c.id.in_(part))
        rows = list(connection.execute(query))
        _take_out(connection, searched.c.claim_key.in_([row.key for row in rows]))
        put(connection, [(r.key, msgspec.json.decode(r.json, type=Claim, strict=False), Origin(*r[2:])) for r in rows])


def leave(connection: Connection, reading_keys: Iterable[int]) -> None:
    """Takes the claims of readings out, which are current no more."""
    for part in slices(reading_keys):
        own = select(claims.c.key).where(claims.c.reading_key.in_(part))
        _take_out(connection, searched.c.claim_key.in_(own))


def _take_out(connection: Connection, which: ColumnElement[bool]) -> None:
    rows = [dict(row) for row in connection.execute(select(searched).where(which)).mappings()]
    _count(connection, rows, -1)
    for keys in slices(row["key"] for row in rows):
        connection.execute(delete(searched).where(searched.c.key.in_(keys)))


def rebuild(connection: Connection) -> None:
    """Files every claim of a current reading anew; for a ledger that has claims and no search yet."""
    connection.execute(delete(searched))
    connection.execute(delete(tallies))
    current = select(readings.c.key).where(readings.c.current).order_by(readings.c.key).limit(CHUNK)
    last = 0
    while part := list(connection.scalars(current.where(readings.c.key > last))):
        enter(connection, part)
        last = part[-1]


class Origin(NamedTuple):
    """What of a claim's report it is filed under."""

    outlet: str | None
    title: str | None
    published: date | None


def row_of(claim: Claim, origin: Origin, state: str) -> dict[str, Any]:
    """What `claim` is filed under, without keys; `state` is what people made of it."""
    day = (claim.said_on and claim.said_on.from_) or origin.published
    places = [event.place for event in claim.events if event.place]
    row = {
        "day": day,
        "side": claim.speaker.side,
        "speaker": claim.speaker.name,
        "stance": claim.stance,
        "types": _joined(event.type for event in claim.events),
        "places": _joined(place.name for place in places),
        "countries": _joined(place.country for place in places if place.country),
        "outlet": origin.outlet,
        "review": state,
        "quote": claim.quote,
        "title": origin.title or "",
    }
    return {**row, "tags": " ".join(_tags(row))}


def key(day: date | None, claim_key: int) -> int:
    """The key of a claim that was said on `day`."""
    return (day.toordinal() if day else 0) << SHIFT | claim_key


@lru_cache(10_000)
def tag(facet: str, value: str) -> str:
    """The word that a value of a facet is found by: no language's, and nothing that a stemmer would cut."""
    return hashlib.blake2b(f"{facet}:{value}".encode(), digest_size=6).hexdigest() + "0"


def _joined(values: Iterable[str]) -> str:
    return BETWEEN.join(sorted({value.replace(BETWEEN, " ") for value in values}))


def split(cell: str | None) -> list[str]:
    return cell.split(BETWEEN) if cell else []


def _tags(row: Mapping[str, Any]) -> Iterator[str]:
    yield EVERY
    for facet, column in zip(FACETS, COLUMNS, strict=True):
        yield from (tag(facet, value) for value in split(row[column]))
    if row["day"]:
        yield from (tag("day", name) for name in _day_names(row["day"]))


def _day_names(day: date) -> tuple[str, str, str]:
    return f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"


def _count(connection: Connection, rows: Iterable[Mapping[str, Any]], by: int) -> None:
    """Keeps in step how many claims have which value; values in order, so that two writers never wait in a circle."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found["all", ""] += by
        for facet, column in zip(FACETS, COLUMNS, strict=True):
            for value in split(row[column]):
                found[facet, value] += by
        if row["day"]:
            found["month", f"{row['day']:%Y-%m}"] += by
    if found:
        more = [{"facet": facet, "value": value, "claims": n} for (facet, value), n in sorted(found.items())]
        connection.execute(MORE, more)
