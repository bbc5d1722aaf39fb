"""Which database a ledger is in, and so who opens it, tells what its errors mean and finds words in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, exc, make_url

from counterclaim.errors import LedgerError, TooSlowError
from counterclaim.ledger import postgresql, sqlite
from counterclaim.ledger.fulltext import Index

Where = Path | URL
"""A file, or the address of a database, which is printed without its password."""
SLOW = "the question took too long; ask for less at once, with more filters or a smaller page"
PREFIXES = ("postgresql://", "postgres://")


def where(name: str | Where) -> Where:
    """What is meant by the name of a ledger; LedgerError where it is an address of another kind."""
    if not isinstance(name, str):
        return name
    if name.startswith(PREFIXES):
        try:
            return _hidden(make_url(name).set(drivername="postgresql"))
        except (exc.ArgumentError, ValueError):  # what it says may hold a piece of the password
            raise LedgerError("not an address of a database: write it as postgresql://user@host/name") from None
    if "://" in name:
        raise LedgerError(f"{name.partition('://')[0]}://: a ledger is a file, or a database at postgresql://...")
    return Path(name)


def _hidden(url: URL) -> URL:
    """The same address with a password that stands behind its question mark where it is never printed."""
    password = url.query.get("password")
    if not isinstance(password, str):
        return url
    return url.set(password=password).difference_update_query(["password"])


def open_engine(
    at: Where,
    *,
    write: bool,
    busy_seconds: float,
    answer_seconds: float = 0,
    readers: int = 1,
    cache_mb: int = sqlite.CACHE_MB,
) -> Engine:
    """An engine over the ledger; transactions that write wait for each other from their start.

    One that reads is given up after `answer_seconds`, if not 0. `readers` connections are kept open; each is used by
    one thread at a time.
    """
    open_it = (
        partial(postgresql.open_engine, at)
        if isinstance(at, URL)
        else partial(sqlite.open_engine, at, cache_mb=cache_mb)
    )
    return open_it(write=write, busy_seconds=busy_seconds, answer_seconds=answer_seconds, readers=readers)


def words(connection: Connection) -> Index:
    """The index of words of the database behind a connection."""
    return sqlite.Words() if connection.dialect.name == "sqlite" else postgresql.Words()


@contextmanager
def guarded(at: Where) -> Iterator[None]:
    """Turns the database's errors into LedgerErrors that name the ledger and the next step."""
    database = postgresql if isinstance(at, URL) else sqlite
    try:
        yield
    except exc.DBAPIError as error:
        if database.too_slow(error.orig):
            raise TooSlowError(f"{at}: {SLOW}") from error
        found = database.advice(error.orig)
        told = found or f"the ledger could not be used ({error.orig}); run counterclaim verify on it"
        raise LedgerError(f"{at}: {told}") from error
