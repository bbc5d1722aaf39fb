"""Trust, checked: every text and record hashed again, every span compared, every column derived from its JSON again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, exists, func, select

from counterclaim.errors import RecordError
from counterclaim.ledger.query import load_record, select_readings, stream
from counterclaim.ledger.rows import Row, rows_of
from counterclaim.ledger.schema import actors, claims, events, figures, metadata, places, readings, reports, sources
from counterclaim.ledger.store import Ledger
from counterclaim.records import Record, make_report

MARKS = (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
"""Byte order marks that ingest takes off; a source's bytes began with one of them or with none."""
DAMAGED = "\ufffd"


@dataclass
class Verdict:
    """What was checked, by kind, and everything that is wrong, one line each."""

    checked: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def verify(ledger: Ledger) -> Verdict:
    """Checks the whole ledger, old readings too, in one consistent view of it."""
    verdict = Verdict()
    with ledger.transaction() as connection:
        _check_texts(connection, verdict)
        _check_sources(connection, verdict)
        for row in stream(connection, select_readings().order_by(readings.c.key)):
            _check_reading(connection, row, verdict)
        _check_current(connection, verdict)
        _check_orphans(connection, verdict)
    return verdict


def _check_texts(connection: Connection, verdict: Verdict) -> None:
    for row in stream(connection, select(reports.c.id, reports.c.text)):
        verdict.checked["reports"] += 1
        if make_report(row.text).id != row.id:
            verdict.problems.append(f"report {row.id}: its text is not the one that was read")


def _check_sources(connection: Connection, verdict: Verdict) -> None:
    columns = (sources.c.path, sources.c.encoding, sources.c.sha256, sources.c.offsets, reports.c.id, reports.c.text)
    for row in stream(connection, select(*columns).join_from(sources, reports)):
        verdict.checked["sources"] += 1
        if row.offsets is not None:
            wrong = _beyond(row.offsets, len(row.text))
        else:
            wrong = "do not give this text" if row.sha256 not in _hashes(row.text, row.encoding) else ""
        if wrong and DAMAGED not in row.text:
            verdict.problems.append(f"report {row.id}: the bytes of {row.path} {wrong}")


def _beyond(offsets: str, length: int) -> str:
    """What is wrong with the way from a text of `length` characters back to its bytes; empty where nothing is."""
    try:
        parts = msgspec.json.decode(offsets)
        spans = [*parts["runs"], *parts["boxes"]]
        ends = [0, *(edge for start, end, *_ in spans for edge in (start, end)), length]
    except (msgspec.DecodeError, KeyError, TypeError, ValueError):
        return "cannot be found from this text"
    return "" if ends == sorted(ends) else "are pointed at from outside this text"


def _hashes(text: str, encoding: str) -> Iterator[str]:
    """Hashes of the bytes that `text` can have been decoded from."""
    try:
        data = text.encode(encoding.removesuffix("-sig"))
    except (UnicodeEncodeError, LookupError):
        return
    for mark in MARKS:
        yield hashlib.sha256(mark + data).hexdigest()


def _check_reading(connection: Connection, row: Any, verdict: Verdict) -> None:
    verdict.checked["readings"] += 1
    try:
        record = load_record(connection, row)
    except RecordError as error:
        verdict.problems.append(str(error) if row.report_id in str(error) else f"report {row.report_id}: {error}")
        return
    verdict.checked["claims"] += len(record.claims)
    verdict.checked["spans"] += sum(map(_spans, (*record.claims, *record.discarded)))
    if record.report.id != row.report_id:
        verdict.problems.append(f"report {row.report_id}: its reading is of {record.report.id}")
    verdict.problems.extend(_differences(connection, row.key, record))


def _spans(node: msgspec.Struct) -> int:
    """How many spans `node` and all below it hold."""
    values = [getattr(node, name) for name in node.__struct_fields__]
    children = [child for value in values for child in (value if isinstance(value, tuple) else (value,))]
    own = getattr(node, "start", None) is not None
    return own + sum(_spans(child) for child in children if isinstance(child, msgspec.Struct))


def _differences(connection: Connection, reading_key: int, record: Record) -> Iterator[str]:
    """Tables whose columns are not what the record's JSON gives."""
    for name, (stored, derived) in _both(connection, reading_key, record).items():
        for row in _left_over(derived, stored):
            yield f"report {record.report.id}: {name} lacks {_shown(row)}"
        for row in _left_over(stored, derived):
            yield f"report {record.report.id}: {name} has {_shown(row)}, which the record does not say"


def _both(connection: Connection, reading_key: int, record: Record) -> dict[str, tuple[list[Row], list[Row]]]:
    """For each table its rows in the ledger and those that `record` gives, named alike and without keys."""
    rows = rows_of(record)
    own = select(claims.c.key).where(claims.c.reading_key == reading_key)
    below = select(events.c.key).where(events.c.claim_key.in_(own))
    hanging = [event for claim in rows.claims for event in claim.events]
    spoken = [row for claim in rows.claims for row in claim.actors]
    return {
        "readings": (_rows(connection, readings, readings.c.key == reading_key, rows.reading), [rows.reading]),
        "claims": (
            _rows(connection, claims, claims.c.reading_key == reading_key),
            [claim.row for claim in rows.claims],
        ),
        "events": (_rows(connection, events, events.c.claim_key.in_(own)), [event.row for event in hanging]),
        "figures": (
            _rows(connection, figures, figures.c.event_key.in_(below)),
            [r for e in hanging for r in e.figures],
        ),
        "places": (_rows(connection, places, places.c.event_key.in_(below)), [r for e in hanging for r in e.places]),
        "actors": (
            _rows(connection, actors, actors.c.claim_key.in_(own)),
            spoken + [row for event in hanging for row in event.actors],
        ),
    }


def _rows(connection: Connection, table: Table, which: Any, like: Mapping[str, Any] | None = None) -> list[Row]:
    names = like or [column.name for column in table.columns if not column.name.endswith("key")]
    return [dict(row) for row in connection.execute(select(*(table.c[name] for name in names)).where(which)).mappings()]


def _left_over(rows: Iterable[Row], others: Iterable[Row]) -> Iterator[Row]:
    """Rows that are not among `others`, each counted as often as it stands there."""
    left = Counter(tuple(sorted(row.items(), key=lambda item: item[0])) for row in rows)
    left.subtract(Counter(tuple(sorted(row.items(), key=lambda item: item[0])) for row in others))
    for row, times in left.items():
        yield from [dict(row)] * times


def _shown(row: Row) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if value is not None and name != "json")


def _check_orphans(connection: Connection, verdict: Verdict) -> None:
    """Rows that hang on a row that is gone."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            lost = key.parent.is_not(None) & ~exists().where(key.column == key.parent)
            number = connection.scalar(select(func.count()).select_from(table).where(lost))
            if number:
                verdict.problems.append(
                    f"{number} rows of {table.name} hang on rows of {key.column.table.name} that are gone"
                )


def _check_current(connection: Connection, verdict: Verdict) -> None:
    shown = Counter(connection.scalars(select(readings.c.report_key).where(readings.c.current)))
    for row in stream(connection, select(reports.c.key, reports.c.id)):
        if shown[row.key] != 1:
            verdict.problems.append(f"report {row.id}: {shown[row.key]} of its readings are current, one should be")
