"""One shard, read: a row for each part of its sources, in files that stand beside the table until their commit."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import takewhile
from typing import Any, NamedTuple

import msgspec

from counterclaim import pipeline
from counterclaim.errors import InputError
from counterclaim.ingest import sources
from counterclaim.ingest.parts import Part
from counterclaim.scale.manifest import Piece, Plan, Shard
from counterclaim.scale.stores import Store
from counterclaim.settings import Settings, replace

OUTCOMES = ("read", "foreign", "aside", "failed")
"""What a part became: a record with its claims, one in another language, nothing about a conflict, no record at all."""
GROUP = 256
"""Rows that are held before they are written."""
CAREFUL = 2
"""Processes beside the worker's own for a shard that has killed a worker: then only the part that does it is lost."""
ATTEMPTS = 5
"""How often one shard may kill whoever reads it."""

KILLED = "whoever reads it is killed; see that there is memory enough, and run the same command again"

Row = dict[str, Any]


class Job(NamedTuple):
    """What a worker has to know beside the shard."""

    plan: Plan
    out: str
    settings: Settings


class File(NamedTuple):
    """A file of rows, by its path in the folder of the table; `size` in bytes."""

    outcome: str
    path: str
    rows: int
    size: int


class Staged(NamedTuple):
    """A shard that was read."""

    shard: str
    files: tuple[File, ...]


class Lost(NamedTuple):
    """A shard that was not; it is read again with the next run."""

    shard: str
    reason: str


def read(shard: Shard, job: Job) -> Staged | Lost:
    """Reads a shard into files of its own; whoever reads it again writes others."""
    try:
        store = Store(job.out)
        attempt = store.attempt(shard.id)
        if attempt > ATTEMPTS:
            store.forget(shard.id)
            return Lost(shard.id, KILLED)
        settings = replace(job.settings, jobs=CAREFUL if attempt > 1 else 1)
        return Staged(shard.id, _write(rows(shard, job.plan, settings), shard, store))
    except InputError as error:
        return Lost(shard.id, str(error))
    except OSError as error:
        return Lost(shard.id, f"{error}; see that it can be read and written, and run the same command again")


def rows(shard: Shard, plan: Plan, settings: Settings) -> Iterator[tuple[str, Row]]:
    """The outcome of each part and the rest of its row, in the order of the pieces and of their parts."""
    reader, way = plan.reader(), plan.way(settings)
    for piece in shard.pieces:
        for item, outcome in pipeline.read_items(_items(piece, way.settings), reader, way):
            yield _row(piece, item, outcome, way.name(reader))


def _items(piece: Piece, settings: Settings) -> Iterator[pipeline.Item]:
    size = sources.size(piece.source)
    if size != piece.size:
        raise InputError(f"{piece.source}: {size:,} bytes, and {piece.size:,} when it was planned; plan anew")
    found = pipeline.items(piece.source, settings, skip=piece.first - 1)
    return takewhile(lambda item: piece.last is None or item.number <= piece.last, found)


def _row(piece: Piece, item: pipeline.Item, outcome: pipeline.Outcome, way: str) -> tuple[str, Row]:
    part = item.part
    row: Row = {"source": piece.source, "part": item.number, "name": part.name, "document_id": None}
    if isinstance(part, Part):
        row["document_id"] = hashlib.sha256(f"{way} ".encode() + part.data).hexdigest()
    match outcome:
        case pipeline.Done(record=record, found=found) | pipeline.Foreign(record=record, found=found):
            report = record.report
            row |= {name: getattr(report, name) for name in ("title", "outlet", "published", "language")}
            row |= {"report_id": report.id, "claims": len(record.claims), "text": report.text}
            row |= {"record": record.to_json(), "found": msgspec.json.encode(found).decode()}
            return ("read" if isinstance(outcome, pipeline.Done) else "foreign"), row
        case pipeline.Skipped(reason=reason):
            return "failed", row | {"reason": reason}
    return "aside", row


def _write(found: Iterator[tuple[str, Row]], shard: Shard, store: Store) -> tuple[File, ...]:
    """One file an outcome that occurs, under a name that no other attempt has."""
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema = columns()
    attempt = secrets.token_hex(4)
    waiting: dict[str, list[Row]] = {}
    counts: dict[str, int] = {}
    paths = {outcome: f"outcome={outcome}/{shard.id}-{attempt}.parquet" for outcome in OUTCOMES}
    with ExitStack() as files:
        writers: dict[str, Any] = {}

        def flush(outcome: str) -> None:
            if outcome not in writers:
                sink = files.enter_context(store.create(paths[outcome]))
                writers[outcome] = files.enter_context(ParquetWriter(sink, schema, compression="zstd"))
            writers[outcome].write_table(Table.from_pylist(waiting.pop(outcome), schema))

        for outcome, row in found:
            waiting.setdefault(outcome, []).append(row)
            counts[outcome] = counts.get(outcome, 0) + 1
            if len(waiting[outcome]) == GROUP:
                flush(outcome)
        for outcome in list(waiting):
            flush(outcome)
    return tuple(File(name, paths[name], counts[name], store.size(paths[name])) for name in sorted(counts))


def columns() -> Any:
    """The columns of the table but for `outcome`, whose files stand apart; `part` counts from 1."""
    import pyarrow as pa

    return pa.schema(
        [
            ("source", pa.string()),
            ("part", pa.int64()),
            ("name", pa.string()),
            ("document_id", pa.string()),
            ("report_id", pa.string()),
            ("title", pa.string()),
            ("outlet", pa.string()),
            ("published", pa.date32()),
            ("language", pa.string()),
            ("claims", pa.int32()),
            ("text", pa.string()),
            ("record", pa.string()),
            ("found", pa.string()),
            ("reason", pa.string()),
        ]
    )
