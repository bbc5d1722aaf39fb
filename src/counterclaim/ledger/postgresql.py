"""A ledger in a PostgreSQL database: how it is opened, what its errors mean, and its index of words.

All that holds for PostgreSQL alone is here, as for SQLite in `sqlite.py`. Those who write wait for each other from the
start of their transactions, as they do with SQLite, so that what a transaction has looked up stays true until its end
and no two can lock each other out; those who read never wait.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, Select, create_engine, event, func, literal_column, select, text

from counterclaim.errors import LedgerError
from counterclaim.extras import required
from counterclaim.ledger.fulltext import BEGIN, END, Sought, Term
from counterclaim.ledger.schema import searched

TURN = 7_265_110
"""The number of the lock that whoever writes holds: any number, the same for all."""
ADVICE = {
    "08": "the database cannot be reached; check its address and that it runs",
    "28": "the database refuses the user or the password; check the address, or ask for the right to connect",
    "3D": "there is no such database; make it with createdb",
    "42501": "the user may not do that; ask for the right to read the ledger's tables, or to write them",
    "53": "the database is out of disk, memory or connections; run the same command again later, what was read is kept",
    "55P03": "another process is writing to the ledger; run the same command again when it is done",
    "57P": "the database was stopped; run the same command again, what was read is kept",
    "40": "another process changed the same; run the same command again",
}
"""PostgreSQL's error codes, by what they begin with, as what a user should know and do."""
CANCELED = "57014"
INDEX = (
    "CREATE TEXT SEARCH DICTIONARY counterclaim_stem (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION counterclaim (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION counterclaim ALTER MAPPING FOR"
    " asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH counterclaim_stem",
    "ALTER TABLE searched ADD COLUMN words tsvector GENERATED ALWAYS AS"
    " (to_tsvector('counterclaim', quote) || to_tsvector('counterclaim', title)) STORED",
    "ALTER TABLE searched ADD COLUMN marks tsvector GENERATED ALWAYS AS (to_tsvector('simple', tags)) STORED",
    "CREATE INDEX ix_searched_words ON searched USING gin (words)",
    "CREATE INDEX ix_searched_marks ON searched USING gin (marks)",
)
"""Words lose their endings as in SQLite's index, and none is too common to be found."""
OWN_COLUMNS = frozenset({"words", "marks"})
CONFIGURATION: Any = literal_column("'counterclaim'::regconfig")
SHOWN = f"StartSel={BEGIN}, StopSel={END}, HighlightAll=true"


def open_engine(url: URL, *, write: bool, busy_seconds: float, answer_seconds: float, readers: int) -> Engine:
    """As `engine.open_engine`; LedgerError where the driver is not installed."""
    required("psycopg", "postgresql", f"{url}:", LedgerError)
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=readers,
        max_overflow=0 if readers > 1 else 4,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED" if write else "REPEATABLE READ",
        connect_args={"connect_timeout": max(2, round(busy_seconds)), "application_name": "counterclaim"},
    )
    prepare = partial(_begin_to_write, busy_seconds=busy_seconds) if write else _begin_to_read
    event.listen(engine, "begin", prepare)
    if answer_seconds:
        event.listen(engine, "begin", partial(_give_up_after, seconds=answer_seconds))
    return engine


def advice(error: BaseException | None) -> str | None:
    """What a user should know and do; null where that is not known."""
    code = getattr(error, "sqlstate", None)
    if code is None:
        return f"{ADVICE['08']} ({_said(error)})"
    return next((found for begins, found in ADVICE.items() if code.startswith(begins)), None)


def too_slow(error: BaseException | None) -> bool:
    """Whether it was given up because it took too long."""
    return getattr(error, "sqlstate", None) == CANCELED


def _said(error: BaseException | None) -> str:
    return " ".join(str(error).split())[:200]


def _begin_to_read(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _begin_to_write(connection: Connection, busy_seconds: float) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(busy_seconds * 1000))}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")


def _give_up_after(connection: Connection, seconds: float) -> None:
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, round(seconds * 1000))}")


class Words:
    """The index of words: two columns that the database derives by itself, each with a GIN index."""

    key = searched.c.key
    """The column by which `matching` is narrowed and ordered."""

    def create(self, connection: Connection) -> None:
        """Makes the index over `searched`."""
        for statement in INDEX:
            connection.execute(text(statement.replace(":", "\\:")))

    def matching(self, sought: Sought) -> Select[Any]:
        """The keys of `searched` that fit, as the one column `key`; to be narrowed and ordered by `self.key`."""
        query = select(searched.c.key.label("key"))
        for term in sought.terms:
            fits = literal_column("searched.words").op("@@")(_asked(term))
            query = query.where(~fits if term.barred else fits)
        for group in sought.tags:
            tags = func.to_tsquery(literal_column("'simple'::regconfig"), " | ".join(group))
            query = query.where(literal_column("searched.marks").op("@@")(tags))
        return query

    def marked(self, sought: Sought) -> Select[Any]:
        """`matching` with the columns `quote` and `title`, in which each hit stands between BEGIN and END."""
        query = self.matching(sought)
        terms = [_asked(term) for term in sought.terms if not term.barred]
        if not terms:
            return query.add_columns(searched.c.quote, searched.c.title)
        any_of = terms[0]
        for term in terms[1:]:
            any_of = any_of.op("||")(term)
        shown = (func.ts_headline(CONFIGURATION, searched.c[name], any_of, SHOWN) for name in ("quote", "title"))
        return query.add_columns(*(column.label(name) for column, name in zip(shown, ("quote", "title"), strict=True)))


def _asked(term: Term) -> Any:
    """A term in PostgreSQL's language: its words side by side, the last of which may go on."""
    said = [f"'{word}'" for word in re.findall(r"\w+", term.words)]
    return func.to_tsquery(CONFIGURATION, " <-> ".join(said) + (":*" if term.prefix else ""))
