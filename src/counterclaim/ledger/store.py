"""The ledger as the rest of the program holds it: opened, written one report a transaction, read while others write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import msgspec
from sqlalchemy import Connection, Engine, Table, insert, select, update

from counterclaim.errors import LedgerError, RecordError
from counterclaim.ledger import filing, migrate, schema
from counterclaim.ledger.engine import Where, guarded, open_engine, where
from counterclaim.ledger.rows import Row, Rows, rows_of, source_of
from counterclaim.ledger.sql import slices
from counterclaim.ledger.sqlite import CACHE_MB
from counterclaim.records import Record, Report, Source

Added = Literal["added", "known"]
Also = Callable[[Connection], None]
"""What is to be written in the same transaction."""
BUSY_SECONDS = 10.0
UNSETTLED = ""
"""The version of reconcile that has seen a reading which none has seen."""


@dataclass(frozen=True)
class Run:
    """One call that reads reports into the ledger, and the version of the reader it reads with."""

    key: int
    reader_version: str


@dataclass(frozen=True)
class Skip:
    """A source that became no record: `kind` is refused, language, no conflict; `sha256` of its bytes, where known."""

    source: str
    reason: str
    kind: str = "refused"
    sha256: str | None = None
    way: str = ""


def nothing(_: Connection) -> None:
    """Where nothing else is to be written."""


class Ledger:
    """An open ledger, in a file or, with an address such as postgresql://user@host/name, in a database of PostgreSQL.

    `write=True` makes the file, or in an empty database the tables, and brings an older ledger up to date.

    Every method raises LedgerError, with the next step, where the file does not let it do its work.
    """

    def __init__(
        self,
        path: str | Where,
        *,
        write: bool = False,
        busy_seconds: float = BUSY_SECONDS,
        answer_seconds: float = 0,
        readers: int = 1,
        cache_mb: int = CACHE_MB,
    ) -> None:
        self.path = where(path)
        if isinstance(self.path, Path) and not write and not self.path.is_file():
            raise LedgerError(f"{self.path}: there is no such ledger; make it with counterclaim open, or name another")
        self._engine: Engine = open_engine(
            self.path,
            write=write,
            busy_seconds=busy_seconds,
            answer_seconds=answer_seconds,
            readers=readers,
            cache_mb=cache_mb,
        )
        prepare = migrate.upgrade if write else migrate.check
        with ExitStack() as unless_usable:
            unless_usable.callback(self.close)
            with self.transaction() as connection:
                prepare(connection, self.path)
            unless_usable.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose work is kept as a whole or not at all; a reader sees one state of the ledger in it."""
        with guarded(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def at_once(self) -> Iterator[Ledger]:
        """This ledger in one transaction: all that is asked of it there is of one state, however often it is asked."""
        with self.transaction() as connection:
            yield _Within(self.path, connection)

    def start(self, reader_version: str) -> Run:
        """A new run with this version of the reader."""
        with self.transaction() as connection:
            row = {"reader_version": reader_version, "started_at": _now()}
            return Run(_insert_one(connection, schema.runs, row), reader_version)

    def finish(self, run: Run) -> None:
        with self.transaction() as connection:
            connection.execute(update(schema.runs).where(schema.runs.c.key == run.key).values(finished_at=_now()))

    def write(self, what: Also) -> None:
        """Writes `what` in a transaction of its own."""
        with self.transaction() as connection:
            what(connection)

    def skip(self, run: Run, skipped: Skip, also: Also = nothing) -> None:
        """Notes that `run` made no record of a source, once however often that is tried; `also` is kept with it."""
        with self.transaction() as connection:
            _note_skip(connection, skipped, run)
            also(connection)

    def knows(self, report: Report, run: Run, found: Source | None = None, also: Also = nothing) -> bool:
        """Whether this text was read by this version before; then it needs no reading, only its source is noted."""
        with self.transaction() as connection:
            known = _known(connection, report, run, found or Source())
            if known:
                also(connection)
            return known

    def add(self, record: Record, run: Run, found: Source | None = None, also: Also = nothing) -> Added:
        """Writes `record` in one transaction; a text that this version of the reader has read before adds no claim.

        A reading by another version is kept beside the new one, which becomes the report's current reading. `found` is
        what is known of its finding place; what `also` writes is kept with it or not at all. RecordError where the
        record itself cannot be kept.
        """
        _refuse_unwritable(record)
        with self.transaction() as connection:
            added: Added = "known"
            if not _known(connection, record.report, run, found or Source()):
                _write(connection, [record], run, found or Source())
                added = "added"
            also(connection)
            return added

    def add_all(self, records: Iterable[Record], run: Run) -> int:
        """Writes `records` in one transaction, all or none; gives how many were not known. Errors as in `add`.

        They are held in memory together: give thousands at a time, not millions.
        """
        every = {record.report.id: record for record in records}
        for record in every.values():
            _refuse_unwritable(record)
        with self.transaction() as connection:
            known = _read_before(connection, every, run)
            for name in known:
                _known(connection, every[name].report, run, Source())
            new = [record for name, record in every.items() if name not in known]
            _write(connection, new, run, Source())
            return len(new)

    def remember(self, lists: Mapping[str, Sequence[str]]) -> None:
        """Keeps each list under its name with the ledger: the actor and gazetteer files that it is read with."""
        with self.transaction() as connection:
            for name, values in lists.items():
                connection.execute(schema.meta.delete().where(schema.meta.c.name == name))
                connection.execute(insert(schema.meta), {"name": name, "value": json.dumps(list(values))})

    def remembered(self, name: str) -> tuple[str, ...]:
        with self.transaction() as connection:
            value = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.name == name))
            return tuple(json.loads(value)) if value else ()


class _Within(Ledger):
    """A ledger whose transactions are all one, which somebody else has begun and will end."""

    def __init__(self, path: Where, connection: Connection) -> None:
        self.path = path
        self._connection = connection

    def close(self) -> None:
        """Nothing: the connection is somebody else's."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with guarded(self.path):
            yield self._connection


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _refuse_unwritable(record: Record) -> None:
    """What no database could hold as it is, or could not find again."""
    report = record.report
    half = next((n for n, character in enumerate(report.text) if "\ud800" <= character <= "\udfff"), None)
    if half is not None:
        raise RecordError(f"report {report.id} holds half a character at {half}; repair its text")
    if "\x00" in report.text:
        raise RecordError(f"report {report.id} holds a zero character at {report.text.index(chr(0))}; repair its text")
    if len({claim.id for claim in record.claims}) < len(record.claims):
        raise RecordError(f"two claims of report {report.id} have one id; please report this fault of the reader")


def _note_skip(connection: Connection, skipped: Skip, run: Run) -> None:
    table = schema.skipped.c
    values = asdict(skipped)
    same = [table[name].is_not_distinct_from(value) for name, value in values.items()]
    if connection.scalar(select(table.key).where(*same)) is None:
        _insert_one(connection, schema.skipped, {**values, "run_key": run.key})


def _known(connection: Connection, report: Report, run: Run, found: Source) -> bool:
    """Whether the reading exists already; it then becomes the current one and its source is noted."""
    query = (
        select(schema.readings.c.key, schema.readings.c.report_key, schema.readings.c.current)
        .join(schema.reports)
        .where(schema.reports.c.id == report.id, schema.readings.c.reader_version == run.reader_version)
    )
    reading = connection.execute(query).first()
    if reading is None:
        return False
    if not reading.current:
        _make_current(connection, reading.report_key, reading.key)
        filing.enter(connection, [reading.key])
    _note_source(connection, report, reading.report_key, run, found)
    return True


def _read_before(connection: Connection, ids: Iterable[str], run: Run) -> set[str]:
    """Those reports that this version of the reader has read."""
    query = select(schema.reports.c.id).join(schema.readings)
    query = query.where(schema.readings.c.reader_version == run.reader_version)
    return {one for part in slices(ids) for one in connection.scalars(query.where(schema.reports.c.id.in_(part)))}


def _write(connection: Connection, records: Sequence[Record], run: Run, found: Source) -> None:
    """Writes readings that are not there, of texts that may be there: level by level, each in one statement."""
    old = {key: id for id, key in _report_keys(connection, records).items()}
    unheard = [record.report for record in records if record.report.id not in old.values()]
    made = _insert(connection, schema.reports, ({"id": report.id, "text": report.text} for report in unheard))
    report_keys = {id: key for key, id in old.items()} | {r.id: key for r, key in zip(unheard, made, strict=True)}
    _note_new(connection, [(report, report_keys[report.id]) for report in unheard], run, found)
    rows = [rows_of(record) for record in records]
    owner = {"run_key": run.key, "reader_version": run.reader_version, "current": True}
    reading_keys = _insert(
        connection,
        schema.readings,
        (
            {**row.reading, **owner, "report_key": report_keys[r.report.id]}
            for row, r in zip(rows, records, strict=True)
        ),
    )
    _insert_plain(connection, schema.reconciled, [{"reading_key": k, "version": UNSETTLED} for k in reading_keys])
    for record, reading_key in zip(records, reading_keys, strict=True):
        report_key = report_keys[record.report.id]
        if report_key in old:
            _note_source(connection, record.report, report_key, run, found)
            _make_current(connection, report_key, reading_key)
    claim_keys = _write_claims(connection, list(zip(reading_keys, rows, strict=True)))
    filing.enter_new(connection, records, claim_keys)


def _report_keys(connection: Connection, records: Iterable[Record]) -> dict[str, int]:
    """The keys of those reports that the ledger has."""
    query = select(schema.reports.c.id, schema.reports.c.key)
    return {
        row.id: row.key
        for part in slices({record.report.id for record in records})
        for row in connection.execute(query.where(schema.reports.c.id.in_(part)))
    }


def _note_new(connection: Connection, reports: Iterable[tuple[Report, int]], run: Run, found: Source) -> None:
    """Notes where reports were found that nobody has found before."""
    more = {**msgspec.structs.asdict(found), "run_key": run.key}
    rows = [{**source_of(report), **more, "report_key": key} for report, key in reports]
    _insert_plain(connection, schema.sources, rows)


def _note_source(connection: Connection, report: Report, report_key: int, run: Run, found: Source) -> None:
    source = source_of(report)
    table = schema.sources.c
    same = [
        table.report_key == report_key,
        *(table[name].is_not_distinct_from(value) for name, value in source.items()),
    ]
    if connection.scalar(select(table.key).where(*same)) is None:
        more = {**msgspec.structs.asdict(found), "report_key": report_key, "run_key": run.key}
        _insert_one(connection, schema.sources, {**source, **more})


def _make_current(connection: Connection, report_key: int, reading_key: int) -> None:
    """Makes a reading its report's current one; reconcile will see that both it and the one before have changed."""
    table, seen = schema.readings, schema.reconciled
    before = select(table.c.key).where(table.c.report_key == report_key, table.c.key != reading_key, table.c.current)
    gone = list(connection.scalars(before))
    filing.leave(connection, gone)
    changed = [*gone, reading_key]
    connection.execute(update(table).where(table.c.key.in_(changed)).values(current=table.c.key == reading_key))
    connection.execute(update(seen).where(seen.c.reading_key.in_(changed)).values(version=UNSETTLED))


def _write_claims(connection: Connection, readings: Sequence[tuple[int, Rows]]) -> list[int]:
    """The claims of readings, level by level, because a row needs the key of the row it hangs on; gives their keys."""
    of = [(key, claim) for key, rows in readings for claim in rows.claims]
    claim_keys = _insert(connection, schema.claims, ({**claim.row, "reading_key": key} for key, claim in of))
    claims = [(key, claim) for key, (_, claim) in zip(claim_keys, of, strict=True)]
    events = [(key, event) for key, claim in claims for event in claim.events]
    event_keys = _insert(connection, schema.events, ({**event.row, "claim_key": key} for key, event in events))
    actors = [{**row, "claim_key": key, "event_key": None} for key, claim in claims for row in claim.actors]
    figures: list[Row] = []
    places: list[Row] = []
    for event_key, (claim_key, event) in zip(event_keys, events, strict=True):
        actors.extend({**row, "claim_key": claim_key, "event_key": event_key} for row in event.actors)
        figures.extend({**row, "event_key": event_key} for row in event.figures)
        places.extend({**row, "event_key": event_key} for row in event.places)
    for table, hanging in ((schema.actors, actors), (schema.figures, figures), (schema.places, places)):
        _insert_plain(connection, table, hanging)
    return claim_keys


def _insert_plain(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts `rows` whose keys nobody needs."""
    if rows:
        connection.execute(insert(table), rows)


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> list[int]:
    """Inserts `rows` and gives their keys, in order."""
    values = list(rows)
    if not values:
        return []
    statement = insert(table).returning(table.c.key, sort_by_parameter_order=True)
    return list(connection.scalars(statement, values))


def _insert_one(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    (key,) = _insert(connection, table, [row])
    return key
