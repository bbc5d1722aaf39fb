"""What a ledger remembers of how reports came into it: which bytes, how far an archive, which versions of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from counterclaim.ledger.query import find_record, stream
from counterclaim.ledger.schema import claims, cursors, feeds, readings, reports, skipped, sources
from counterclaim.ledger.store import Also, Ledger, Run


@dataclass(frozen=True)
class Cursor:
    """How far a source was read. `fingerprint` tells whether it is still the same; `way` how it was read."""

    source: str
    fingerprint: str
    way: str
    done: int = 0
    finished: bool = False


class Place(NamedTuple):
    """One finding place of a report."""

    report_id: str
    title: str | None
    outlet: str | None
    published: Any
    language: str | None
    claims: int
    path: str | None
    url: str | None
    kind: str
    encoding: str
    sha256: str
    author: str | None
    modified_at: datetime | None
    seen_at: datetime | None


class Left(NamedTuple):
    """One source that became no record."""

    source: str
    kind: str
    reason: str


class Change(NamedTuple):
    """A claim that one version of a page makes and its next or last one does not; `change` is gone or new."""

    url: str
    old: str
    new: str
    change: str
    quote: str


class Feed(NamedTuple):
    """What the server of a watched feed said last."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    status: str | None = None


def cursor(ledger: Ledger, wanted: Cursor) -> Cursor:
    """How far the source was read in this way; from its beginning where it is new, or is not what it was."""
    with ledger.transaction() as connection:
        row = connection.execute(_same(wanted)).first()
        if row is None or (row.fingerprint, row.way) != (wanted.fingerprint, wanted.way):
            return wanted
        return Cursor(wanted.source, wanted.fingerprint, wanted.way, row.done, row.finished)


def moved(to: Cursor) -> Also:
    """Writes how far a source was read, in the transaction of what was read."""

    def write(connection: Connection) -> None:
        row = connection.execute(_same(to)).first()
        values = {"fingerprint": to.fingerprint, "way": to.way, "done": to.done, "finished": to.finished}
        if row is None:
            connection.execute(insert(cursors), {**values, "source": to.source})
        else:
            connection.execute(update(cursors).where(cursors.c.key == row.key).values(values))

    return write


def knows_bytes(ledger: Ledger, sha256: str, run: Run, way: str) -> bool:
    """Whether these bytes were taken in before, in this way and by this reader."""
    with ledger.transaction() as connection:
        query = (
            select(sources.c.key)
            .join(readings, readings.c.report_key == sources.c.report_key)
            .where(sources.c.sha256 == sha256, sources.c.way == way)
            .where(readings.c.reader_version == run.reader_version)
        )
        return connection.scalar(query.limit(1)) is not None


ASIDE = "no conflict"
"""The kind of what was skipped because it is about something else."""


def places(ledger: Ledger) -> Iterator[Place]:
    """Every finding place of every report, in the order in which they came in."""
    count = select(func.count()).select_from(claims).where(claims.c.reading_key == readings.c.key).scalar_subquery()
    r, s = readings.c, sources.c
    query = (
        select(
            reports.c.id, r.title, r.outlet, r.published, r.language, count, s.path, s.url, s.kind, s.encoding,
            s.sha256, s.author, s.modified_at, s.seen_at,
        )
        .join_from(sources, reports)
        .join(readings, readings.c.report_key == reports.c.key)
        .where(r.current)
        .order_by(s.key)
    )  # fmt: skip
    with ledger.transaction() as connection:
        for row in stream(connection, query):
            yield Place(*tuple(row))


def left_out(ledger: Ledger) -> Iterator[Left]:
    """Every source that became no record, and why, in the order in which they were met."""
    read_since = select(sources.c.key).where(sources.c.path == skipped.c.source, sources.c.run_key > skipped.c.run_key)
    query = select(skipped.c.source, skipped.c.kind, skipped.c.reason).where(~read_since.exists())
    with ledger.transaction() as connection:
        for row in stream(connection, query.order_by(skipped.c.key)):
            yield Left(*tuple(row))


def offsets_of(ledger: Ledger, report_id: str) -> list[tuple[Place, str | None]]:
    """The finding places of a report, and for each the map from its text to its bytes, as JSON."""
    with ledger.transaction() as connection:
        query = select(sources.c.sha256, sources.c.path, sources.c.offsets).join_from(sources, reports)
        found = connection.execute(query.where(reports.c.id == report_id).order_by(sources.c.key))
        kept = {(row.sha256, row.path): row.offsets for row in found}
    return [(p, kept.get((p.sha256, p.path))) for p in places(ledger) if p.report_id == report_id]


def versions(ledger: Ledger, url: str) -> list[str]:
    """The ids of the reports that were found at an address, the oldest first."""
    with ledger.transaction() as connection:
        query = select(reports.c.id).join_from(sources, reports).where(sources.c.url == url).order_by(sources.c.key)
        return list(dict.fromkeys(connection.scalars(query)))


def changed_addresses(ledger: Ledger) -> list[str]:
    """Addresses at which more than one text was found."""
    with ledger.transaction() as connection:
        query = select(sources.c.url).where(sources.c.url.is_not(None)).group_by(sources.c.url)
        several = query.having(func.count(sources.c.report_key.distinct()) > 1).order_by(func.min(sources.c.key))
        return [str(url) for url in connection.scalars(several)]


def changes(ledger: Ledger) -> Iterator[Change]:
    """What later versions of pages say that earlier ones did not, and no longer say, address by address."""
    for url in changed_addresses(ledger):
        for old, new in pairwise(versions(ledger, url)):
            before, after = ([claim.quote for claim in find_record(ledger, one).claims] for one in (old, new))
            yield from (Change(url, old, new, "gone", quote) for quote in before if quote not in after)
            yield from (Change(url, old, new, "new", quote) for quote in after if quote not in before)


def feed(ledger: Ledger, url: str) -> Feed:
    """What is known of a watched feed."""
    with ledger.transaction() as connection:
        row = connection.execute(select(*(feeds.c[name] for name in Feed._fields)).where(feeds.c.url == url)).first()
        return Feed(*row) if row else Feed(url)


def note_feed(ledger: Ledger, seen: Feed) -> None:
    """Keeps what is now known of a watched feed."""
    with ledger.transaction() as connection:
        connection.execute(delete(feeds).where(feeds.c.url == seen.url))
        connection.execute(insert(feeds), seen._asdict())


def _same(wanted: Cursor) -> Any:
    return select(cursors).where(cursors.c.source == wanted.source)
