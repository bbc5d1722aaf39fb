"""A ledger in a SQLite file: how it is opened, what its errors mean, and its index of words.

All that holds for SQLite alone is here, as for PostgreSQL in `postgresql.py`.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    Connection,
    Engine,
    QueuePool,
    Select,
    bindparam,
    column,
    create_engine,
    event,
    func,
    select,
    table,
    text,
)

from counterclaim.ledger.fulltext import BEGIN, END, Sought, Term

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

STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock: some tenths of a millisecond."""

CACHE_MB = 64
"""Memory for pages of a ledger: the inner pages of the indexes of a million claims fit in it."""

PAUSE = 0.02
"""Seconds between two attempts at what SQLite does not wait for."""


def open_engine(
    path: Path,
    *,
    write: bool,
    busy_seconds: float,
    answer_seconds: float = 0,
    readers: int = 1,
    cache_mb: int = CACHE_MB,
) -> Engine:
    """An engine over the SQLite file at `path`; transactions that write take the lock at their start.

    One that reads is given up after `answer_seconds`, if not 0. `readers` connections are kept open; each is used by
    one thread at a time. They share the `cache_mb` megabytes that they may keep of it in memory.
    """
    cache = max(1, cache_mb * 1024 // readers)

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(str(path.absolute()))}?{_mode(path, write=write)}"
        return sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=readers)
    prepare = partial(_prepare_to_write, patience=busy_seconds) if write else _prepare_to_read
    event.listen(engine, "connect", partial(prepare, cache=cache))
    event.listen(engine, "begin", _begin_to_write if write else _begin_to_read)
    if answer_seconds:
        event.listen(engine, "begin", partial(_give_up_after, seconds=answer_seconds))
    return engine


def advice(error: BaseException | None) -> str | None:
    """What a user should know and do; null where that is not known."""
    name = getattr(error, "sqlite_errorname", "")
    return next((found for code, found in ADVICE.items() if name.startswith(code)), None)


def too_slow(error: BaseException | None) -> bool:
    """Whether it was given up because it took too long."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT"


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


def _prepare_to_read(connection: sqlite3.Connection, _: Any, cache: int) -> None:
    connection.execute(f"PRAGMA cache_size = -{cache}")
    connection.execute("PRAGMA query_only = ON")


def _prepare_to_write(connection: sqlite3.Connection, _: Any, patience: float, cache: int) -> None:
    _use_wal(connection, patience)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{cache}")
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


INDEX = (
    "CREATE VIRTUAL TABLE searched_words USING fts5(quote, title, tags, content='searched', content_rowid='key',"
    " columnsize=0, tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER searched_enters AFTER INSERT ON searched BEGIN"
    " INSERT INTO searched_words (rowid, quote, title, tags) VALUES (new.key, new.quote, new.title, new.tags); END",
    "CREATE TRIGGER searched_leaves AFTER DELETE ON searched BEGIN"
    " INSERT INTO searched_words (searched_words, rowid, quote, title, tags)"
    " VALUES ('delete', old.key, old.quote, old.title, old.tags); END",
    "CREATE TRIGGER searched_changes AFTER UPDATE ON searched BEGIN"
    " INSERT INTO searched_words (searched_words, rowid, quote, title, tags)"
    " VALUES ('delete', old.key, old.quote, old.title, old.tags);"
    " INSERT INTO searched_words (rowid, quote, title, tags) VALUES (new.key, new.quote, new.title, new.tags); END",
)
OWN_TABLES = re.compile(r"searched_words(_\w+)?$")
"""Names of the tables that the index of SQLite consists of."""
WORDS = table("searched_words", column("rowid"))


class Words:
    """The index of words of an FTS5 table, which follows `searched` by triggers."""

    key = WORDS.c.rowid
    """The column by which `matching` is narrowed and ordered without sorting."""

    def create(self, connection: Connection) -> None:
        """Makes the index over `searched`, which is empty."""
        for statement in INDEX:
            connection.execute(text(statement.replace(":", "\\:")))

    def matching(self, sought: Sought) -> Select[Any]:
        """The keys of `searched` that fit, as the one column `key`; to be narrowed and ordered by `self.key`."""
        fits = text("searched_words MATCH :sought").bindparams(bindparam("sought", _expression(sought)))
        return select(WORDS.c.rowid.label("key")).where(fits)

    def marked(self, sought: Sought) -> Select[Any]:
        """`matching` with the columns `quote` and `title`, in which each hit stands between BEGIN and END."""
        shown = [
            func.highlight(text("searched_words"), at, BEGIN, END).label(name)
            for at, name in enumerate(("quote", "title"))
        ]
        return self.matching(sought).add_columns(*shown)


def _expression(sought: Sought) -> str:
    """The query in the language of FTS5."""
    wanted = [_phrase(term) for term in sought.terms if not term.barred]
    barred = [_phrase(term) for term in sought.terms if term.barred]
    parts = [f"({{quote title}} : ({' AND '.join(wanted)}))"] if wanted else []
    parts += [f"(tags : ({' OR '.join(group)}))" for group in sought.tags]
    whole = " AND ".join(parts)
    return f"({whole}) NOT ({{quote title}} : ({' OR '.join(barred)}))" if barred else whole


def _phrase(term: Term) -> str:
    return f'"{term.words.replace(chr(34), " ")}"' + ("*" if term.prefix else "")
