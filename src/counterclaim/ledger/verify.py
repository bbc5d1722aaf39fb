"""Trust, checked: every text and record hashed again, every span compared, every column derived from its JSON again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Select, Table, exists, func, select

from counterclaim.errors import RecordError
from counterclaim.ledger.filing import Origin, row_of
from counterclaim.ledger.query import select_readings, stream
from counterclaim.ledger.review import lines_of, seen, state_of
from counterclaim.ledger.rows import Row, record_of, rows_of
from counterclaim.ledger.schema import (
    actors,
    claims,
    events,
    figures,
    incidents,
    members,
    metadata,
    places,
    readings,
    reports,
    searched,
    sources,
    strands,
)
from counterclaim.ledger.store import Ledger
from counterclaim.records import Judgement, Record, Report, make_report

MARKS = (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
"""Byte order marks that ingest takes off; a source's bytes began with one of them or with none."""
DAMAGED = "\ufffd"
AT_ONCE = 300
"""Readings that are held at once."""
Values = tuple[Any, ...]
OWN = frozenset({"key", "report_key", "run_key", "reader_version", "current"})
"""Columns of `readings` that no record gives."""
NAMES = {
    table.name: [column.name for column in table.columns if column.name not in OWN and not column.name.endswith("_key")]
    for table in (readings, claims, events, figures, places, actors, searched)
}
"""For each table the columns that a record gives."""


@dataclass
class Verdict:
    """What was checked, by kind, and everything that is wrong, one line each."""

    checked: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


Again = Callable[[Report], Record | None]
"""Reads a report once more; null where it is not to be read."""


def verify(ledger: Ledger, again: Again | None = None, version: str = "") -> Verdict:
    """Checks the whole ledger, old readings too, in one consistent view of it.

    What a reader of this `version` has read is read `again`, where that is wanted, and compared: nobody can then have
    written another record, with all its columns and a seal that fits, in its place.
    """
    verdict = Verdict()
    with ledger.transaction() as connection:
        _check_texts(connection, verdict)
        _check_sources(connection, verdict)
        query = select_readings().add_columns(readings.c.current).order_by(readings.c.key)
        for rows in connection.execute(query, execution_options={"yield_per": AT_ONCE}).partitions():
            for record in _check_readings(connection, rows, verdict, version):
                _check_again(record, again, verdict)
        _check_current(connection, verdict)
        _check_incidents(connection, verdict)
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
    except (msgspec.DecodeError, KeyError, TypeError, ValueError, RecursionError):
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


def _check_readings(connection: Connection, rows: Sequence[Any], verdict: Verdict, version: str) -> Iterator[Record]:
    """Checks readings; gives those of this version of the reader that can be built."""
    stored = _stored(connection, [row.key for row in rows])
    ids = NAMES["claims"].index("id")
    lines = lines_of(connection, [values[ids] for of in stored["claims"].values() for values in of])
    for row in rows:
        record = _check_reading(row, {name: of.get(row.key, []) for name, of in stored.items()}, lines, verdict)
        if record and row.reader_version == version:
            yield record


def _check_again(record: Record, again: Again | None, verdict: Verdict) -> None:
    found = again(record.report) if again else None
    if found:
        verdict.checked["rereadings"] += 1
        if found.seal != record.seal:
            verdict.problems.append(f"report {record.report.id}: read again it says something else than its record")


def _check_reading(
    row: Any, stored: dict[str, list[Values]], lines: Mapping[str, Sequence[Judgement]], verdict: Verdict
) -> Record | None:
    verdict.checked["readings"] += 1
    at = NAMES["claims"].index("json")
    try:
        said = [values[at] for values in sorted(stored["claims"], key=itemgetter(NAMES["claims"].index("position")))]
        record = record_of(row.text, row.header, said, row.discarded)
    except RecordError as error:
        verdict.problems.append(str(error) if row.report_id in str(error) else f"report {row.report_id}: {error}")
        return None
    verdict.checked["claims"] += len(record.claims)
    verdict.checked["spans"] += sum(map(_spans, (*record.claims, *record.discarded)))
    if record.report.id != row.report_id:
        verdict.problems.append(f"report {row.report_id}: its reading is of {record.report.id}")
    derived = _derived(record)
    derived["searched"] = list(_filed(record, lines)) if row.current else []
    for name, rows in derived.items():
        verdict.problems.extend(_differences(record, name, stored[name], rows))
    return record


def _spans(node: msgspec.Struct) -> int:
    """How many spans `node` and all below it hold."""
    found = 0
    for name in node.__struct_fields__:
        value = getattr(node, name)
        if isinstance(value, msgspec.Struct):
            found += _spans(value)
        elif isinstance(value, tuple):
            found += sum(_spans(child) for child in value if isinstance(child, msgspec.Struct))
        elif name == "start" and value is not None:
            found += 1
    return found


def _stored(connection: Connection, keys: Sequence[int]) -> dict[str, dict[int, list[Values]]]:
    """For each table the rows of each reading, without keys."""
    of_claim = claims.c.reading_key
    queries = {
        "readings": select(readings.c.key, *_columns(readings)).where(readings.c.key.in_(keys)),
        "claims": select(of_claim, *_columns(claims)).where(of_claim.in_(keys)),
        "events": select(of_claim, *_columns(events)).join_from(claims, events).where(of_claim.in_(keys)),
        "figures": _below_events(figures).where(of_claim.in_(keys)),
        "places": _below_events(places).where(of_claim.in_(keys)),
        "actors": select(of_claim, *_columns(actors)).join_from(claims, actors).where(of_claim.in_(keys)),
        "searched": select(of_claim, *_columns(searched)).join_from(claims, searched).where(of_claim.in_(keys)),
    }
    found: dict[str, dict[int, list[Values]]] = {}
    for name, query in queries.items():
        found[name] = {}
        for row in connection.execute(query):
            found[name].setdefault(row[0], []).append(tuple(row[1:]))
    return found


def _columns(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in NAMES[table.name]]


def _below_events(table: Table) -> Select[Any]:
    joined = select(claims.c.reading_key, *_columns(table)).join_from(claims, events)
    return joined.join(table, table.c.event_key == events.c.key)


def _derived(record: Record) -> dict[str, list[Row]]:
    """For each table the rows that `record` gives."""
    rows = rows_of(record)
    hanging = [event for claim in rows.claims for event in claim.events]
    return {
        "readings": [rows.reading],
        "claims": [claim.row for claim in rows.claims],
        "events": [event.row for event in hanging],
        "figures": [row for event in hanging for row in event.figures],
        "places": [row for event in hanging for row in event.places],
        "actors": [
            *(row for claim in rows.claims for row in claim.actors),
            *(row for event in hanging for row in event.actors),
        ],
    }


def _filed(record: Record, lines: Mapping[str, Sequence[Judgement]]) -> Iterator[Row]:
    """What the claims of `record` are filed under, as people see them."""
    report = record.report
    origin = Origin(report.outlet, report.title, report.published)
    for claim in record.claims:
        of_it = lines.get(claim.id, ())
        yield row_of(seen(claim, of_it), origin, state_of(of_it))


def _differences(record: Record, table: str, stored: list[Values], derived: list[Row]) -> Iterator[str]:
    """What a table has and the record does not give, and what it lacks."""
    names = NAMES[table]
    given = [tuple(row[name] for name in names) for row in derived]
    if stored == given:
        return
    missing, added = Counter(given), Counter(stored)
    missing.subtract(stored)
    added.subtract(given)
    for values in missing.elements():
        yield f"report {record.report.id}: {table} lacks {_shown(names, values)}"
    for values in added.elements():
        yield f"report {record.report.id}: {table} has {_shown(names, values)}, which the record does not say"


def _shown(names: Sequence[str], values: Values) -> str:
    row = zip(names, values, strict=True)
    return ", ".join(f"{name} {value}" for name, value in row if value is not None and name != "json")


def _check_incidents(connection: Connection, verdict: Verdict) -> None:
    """Whether the incidents that are kept are those that strands make, with as many claims."""
    counted = (
        select(strands.c.incident, func.count().label("claims"))
        .join_from(strands, members, members.c.strand_key == strands.c.key)
        .where(strands.c.incident.is_not(None))
        .group_by(strands.c.incident)
        .subquery()
    )
    i = incidents.c
    query = select(i.id, i.claims, i.stale, counted.c.claims.label("made"))
    for row in stream(connection, query.join_from(incidents, counted, counted.c.incident == i.id, isouter=True)):
        verdict.checked["incidents"] += 1
        if row.made is None or (not row.stale and row.made != row.claims):
            verdict.problems.append(f"incident {row.id}: {row.claims} claims are kept and {row.made or 0} are of it")
    lost = exists().where(i.id == strands.c.incident)
    query = select(strands.c.incident).where(strands.c.incident.is_not(None), ~lost).distinct()
    verdict.problems.extend(f"incident {one} is not kept" for one in connection.scalars(query))


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
    current = func.count().filter(readings.c.current)
    query = select(reports.c.id, current.label("shown")).join_from(reports, readings, isouter=True)
    for row in stream(connection, query.group_by(reports.c.key, reports.c.id).having(current != 1)):
        verdict.problems.append(f"report {row.id}: {row.shown} of its readings are current, one should be")
