"""How a ledger's file is opened. All that holds for SQLite alone is here: pragmas, locks, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, exc

from counterclaim.errors import LedgerError, TooSlowError

ADVICE = {
    "SQLITE_FULL": "the disk is full; free some space and run the same command again, what was read is kept",
    "SQLITE_IOERR": "the disk failed or is full; check it and run the same command again, what was read is kept",
    "SQLITE_READONLY": "the ledger may not be written to; ask for the right to write it and its folder, or copy it",
    "SQLITE_BUSY": "another process is writing to the ledger; run the same command again when it is done",
    "SQLITE_LOCKED": "another process is writing to the ledger; run the same command again when it is done",
    "SQLITE_CANTOPEN": "the ledger cannot be opened; check that its folder exists and that you may use it",
    "SQLITE_PERM": "the ledger cannot be opened; ask for the right to read it",
    "SQLITE_NOTADB": "this file is not a ledger; name another with --ledger",
    "SQLITE_CORRUPT": "the ledger is damaged; restore a copy, or read the reports into a new one",
    "SQLITE_TOOBIG": "the report is too long for the ledger; split it into one file a report",
}
"""SQLite's error names, by what they begin with, as what a user should know and do."""

SLOW = "the question took too long; ask for less at once, with more filters or a smaller page"
STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock: some tenths of a millisecond."""

CACHE_KIB = 65_536
"""Memory for pages of a ledger, a connection's: the inner pages of the indexes of a million claims fit in it."""

PAUSE = 0.02
"""Seconds between two attempts at what SQLite does not wait for."""


def open_engine(path: Path, *, write: bool, busy_seconds: float, answer_seconds: float = 0, readers: int = 1) -> Engine:
    """An engine over the SQLite file at `path`; transactions that write take the lock at their start.

    One that reads is given up after `answer_seconds`, if not 0. `readers` connections are kept open; each is used by
    one thread at a time.
    """

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(str(path.absolute()))}?{_mode(path, write=write)}"
        return sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=readers)
    event.listen(engine, "connect", partial(_prepare_to_write, patience=busy_seconds) if write else _prepare_to_read)
    event.listen(engine, "begin", _begin_to_write if write else _begin_to_read)
    if answer_seconds:
        event.listen(engine, "begin", partial(_give_up_after, seconds=answer_seconds))
    return engine


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turns the database's errors into LedgerErrors that name `path` and the next step."""
    try:
        yield
    except exc.DBAPIError as error:
        if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise TooSlowError(f"{path}: {SLOW}") from error
        raise LedgerError(f"{path}: {_advice(error.orig)}") from error


def _advice(error: BaseException | None) -> str:
    name = getattr(error, "sqlite_errorname", "")
    found = next((advice for code, advice in ADVICE.items() if name.startswith(code)), None)
    return found or f"the ledger could not be used ({error}); run counterclaim verify on it"


def _mode(path: Path, *, write: bool) -> str:
    """How SQLite opens the file: readers too keep the files of its log in order beside it, where they may.

    A ledger in a folder that cannot be written to has no room for such files; it is read as it lies.
    """
    if write:
        return "mode=rwc"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"
    logged = path.with_name(path.name + "-wal").exists()
    return "mode=ro" if logged or os.access(path.parent, os.W_OK) else "mode=ro&immutable=1"


def _prepare_to_read(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA query_only = ON")


def _prepare_to_write(connection: sqlite3.Connection, _: Any, patience: float) -> None:
    _use_wal(connection, patience)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA foreign_keys = ON")


def _use_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Turns write-ahead logging on; SQLite itself does not wait for another process that is just doing the same."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(PAUSE)


def _begin_to_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _give_up_after(connection: Connection, seconds: float) -> None:
    """Has SQLite look at the clock while it works in this transaction."""
    until = time.monotonic() + seconds
    raw: Any = connection.connection.driver_connection
    raw.set_progress_handler(lambda: time.monotonic() > until, STEPS)


def _begin_to_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
