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
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, text

from counterclaim.ledger.schema import claims, readings, searched, tallies
from counterclaim.ledger.sql import slices
from counterclaim.records import Claim, Record

FACETS = ("side", "speaker", "stance", "type", "place", "country", "outlet", "review")
"""What answers are narrowed down by. A claim may have several types, places and countries."""
COLUMNS = ("side", "speaker", "stance", "types", "places", "countries", "outlet", "review", "day")
"""The columns of the facets, in their order, and the day."""
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
            row_of(msgspec.json.decode(found.json, type=Claim, strict=False), *found[2:]) | {"claim_key": found.key}
            for found in connection.execute(query)
        ]
        put(connection, rows)


def enter_new(connection: Connection, records: Iterable[Record], claim_keys: Sequence[int]) -> None:
    """Files the claims of records that were just written under these keys."""
    made = (
        row_of(claim, record.report.outlet, record.report.title, record.report.published)
        for record in records
        for claim in record.claims
    )
    put(connection, [{**row, "claim_key": key} for row, key in zip(made, claim_keys, strict=True)])


def put(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Files claims as `row_of` gives them, each with its `claim_key`."""
    keyed = sorted(({**row, "key": key(row["day"], row["claim_key"])} for row in rows), key=lambda row: row["key"])
    if keyed:
        connection.execute(insert(searched), keyed)
        _count(connection, keyed, 1)


def leave(connection: Connection, reading_keys: Iterable[int]) -> None:
    """Takes the claims of readings out, which are current no more."""
    for part in slices(reading_keys):
        query = select(searched).join(claims, claims.c.key == searched.c.claim_key)
        rows = [dict(row) for row in connection.execute(query.where(claims.c.reading_key.in_(part))).mappings()]
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


def row_of(claim: Claim, outlet: str | None, title: str | None, published: date | None) -> dict[str, Any]:
    """What `claim` is filed under, without keys."""
    day = (claim.said_on and claim.said_on.from_) or published
    places = [event.place for event in claim.events if event.place]
    row = {
        "day": day,
        "side": claim.speaker.side,
        "speaker": claim.speaker.name,
        "stance": claim.stance,
        "types": _joined(event.type for event in claim.events),
        "places": _joined(place.name for place in places),
        "countries": _joined(place.country for place in places if place.country),
        "outlet": outlet,
        "review": "none",
        "quote": claim.quote,
        "title": title or "",
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
    for facet, column in zip(FACETS, COLUMNS, strict=False):
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
        for facet, column in zip(FACETS, COLUMNS, strict=False):
            for value in split(row[column]):
                found[facet, value] += by
        if row["day"]:
            found["month", f"{row['day']:%Y-%m}"] += by
    if found:
        more = [{"facet": facet, "value": value, "claims": n} for (facet, value), n in sorted(found.items())]
        connection.execute(MORE, more)
