"""The tables. Portable types only: the same schema serves SQLite and PostgreSQL.

    runs ──< skipped                       what a run could not read, and why
    runs ──< readings >── reports          a reading is what one version of the reader made of one report
             readings ──< claims ──< events ──< figures, places
                          claims, events ──< actors         every mention, with its role
    reports ──< sources                    every file, page or record of an archive that holds this text, and where
    cursors                                how far an archive was read; feeds: what is watched, and as of when
    judgements                             who or what version judged which claims to be of one incident, linked them
    readings ──< strands ──< members, blocks, ties      what one report says of one happening; which incident it is of
             ──  reconciled                which version of reconcile has laid the reading beside the others
    links                                  between claims; with the strands' incidents, what the judgements come to
    incidents ── wholes                    each put together, to be looked at; stale: to be put together anew
    people                                 who may come to the desk with a key of their own, and what for
    searched, tallies                      each current claim by what it is looked for with, and how many have which

The JSON in `readings.header`, `readings.discarded` and `claims.json` is the record, byte for byte, and
`readings.sha256` its seal; all columns beside them are derived by `rows.rows_of` and serve queries alone.
Judgements are only ever added. Strands and all that hangs on them, and links, are derived from readings and judgements.
docs/decisions/ledger.md says why.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "cc0007"
"""The newest migration, which this version of Counterclaim reads and writes."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    return Column("key", Integer, primary_key=True)


def _of(table: str, *, optional: bool = False) -> Column[int]:
    """The row of `table` that this row belongs to; SQLite does not index it by itself."""
    return Column(f"{table}_key", Integer, ForeignKey(f"{table}s.key"), nullable=optional, index=True)


def _span() -> tuple[Column[Any], Column[Any]]:
    return Column("start", Integer), Column("end", Integer)


meta = Table(
    "meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
runs = Table(
    "runs",
    metadata,
    _key(),
    Column("reader_version", String(64), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime),
)
skipped = Table(
    "skipped",
    metadata,
    _key(),
    _of("run"),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", String(16), nullable=False, server_default="refused"),
    Column("sha256", String(64), index=True),
    Column("way", String(64), nullable=False, server_default=""),
)
reports = Table(
    "reports",
    metadata,
    _key(),
    Column("id", String(64), nullable=False, unique=True),
    Column("text", Text, nullable=False),
)
sources = Table(
    "sources",
    metadata,
    _key(),
    _of("report"),
    _of("run"),
    Column("path", Text),
    Column("url", Text, index=True),
    Column("encoding", String(64), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False, server_default="text"),
    Column("offsets", Text),
    Column("author", Text),
    Column("published_at", DateTime),
    Column("modified_at", DateTime),
    Column("seen_at", DateTime),
    Column("way", String(64), nullable=False, server_default=""),
)
cursors = Table(
    "cursors",
    metadata,
    _key(),
    Column("source", Text, nullable=False, unique=True),
    Column("fingerprint", Text, nullable=False),
    Column("way", String(64), nullable=False),
    Column("done", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),
)
feeds = Table(
    "feeds",
    metadata,
    _key(),
    Column("url", Text, nullable=False, unique=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("checked_at", DateTime),
    Column("changed_at", DateTime),
    Column("status", Text),
)
readings = Table(
    "readings",
    metadata,
    _key(),
    _of("report"),
    _of("run"),
    Column("reader_version", String(64), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("header", Text, nullable=False),
    Column("discarded", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("published", Date, index=True),
    Column("language", Text),
    UniqueConstraint("report_key", "reader_version"),
    Index(None, "outlet", "current", "published"),
)
claims = Table(
    "claims",
    metadata,
    _key(),
    _of("reading"),
    Column("position", Integer, nullable=False),
    Column("id", String(64), nullable=False, index=True),
    *_span(),
    Column("stance", String(16), nullable=False, index=True),
    Column("direct", Boolean, nullable=False),
    Column("hedged", Boolean, nullable=False),
    Column("speaker_kind", String(16), nullable=False),
    Column("said_from", Date, index=True),
    Column("said_to", Date),
    Column("json", Text, nullable=False),
    UniqueConstraint("reading_key", "position"),
    UniqueConstraint("reading_key", "id"),
)
events = Table(
    "events",
    metadata,
    _key(),
    _of("claim"),
    Column("position", Integer, nullable=False),
    *_span(),
    Column("type", String(32), nullable=False, index=True),
    Column("status", String(16), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("when_from", Date, index=True),
    Column("when_to", Date),
    Column("when_precision", String(16)),
    UniqueConstraint("claim_key", "position"),
)
figures = Table(
    "figures",
    metadata,
    _key(),
    _of("event"),
    Column("position", Integer, nullable=False),
    *_span(),
    Column("effect", String(16), nullable=False, index=True),
    Column("min", BigInteger, nullable=False),
    Column("max", BigInteger),
    Column("qualifier", String(16), nullable=False),
    Column("victims", String(16), nullable=False),
    Column("side", Text),
    Column("cumulative", Boolean, nullable=False),
)
actors = Table(
    "actors",
    metadata,
    _key(),
    _of("claim"),
    _of("event", optional=True),
    Column("role", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    *_span(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("actor_id", Text, index=True),
    Column("kind", String(16), nullable=False),
    Column("side", Text),
    Column("side_folded", Text),
    Index(None, "folded", "role"),
    Index(None, "side_folded", "role"),
)
places = Table(
    "places",
    metadata,
    _key(),
    _of("event"),
    *_span(),
    Column("name", Text, nullable=False, index=True),
    Column("geonameid", BigInteger, index=True),
    Column("lat", Double),
    Column("lon", Double),
    Column("country", Text, index=True),
    Column("precision", String(16), nullable=False),
    Column("relation", Text),
    Index(None, "lat", "lon"),
)
judgements = Table(
    "judgements",
    metadata,
    _key(),
    Column("act", Integer, nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    Column("by", String(64), nullable=False),
    Column("person", Boolean, nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("a", String(64), nullable=False, index=True),
    Column("b", String(64), index=True),
    Column("relation", String(16)),
    Column("field", String(64)),
    Column("value", Double),
    Column("why", Text, nullable=False),
    Column("undoes", Integer, index=True),
    Column("was", Text),
    Column("to", Text),
    Index(None, "person", "a"),
    Index(None, "person", "b"),
)
reconciled = Table(
    "reconciled",
    metadata,
    Column("reading_key", Integer, ForeignKey("readings.key"), primary_key=True),
    Column("version", String(16), nullable=False, index=True),
)
strands = Table(
    "strands",
    metadata,
    _key(),
    _of("reading"),
    Column("id", String(64), nullable=False, index=True),
    Column("incident", String(64), index=True),
    Column("json", Text, nullable=False),
)
members = Table(
    "members",
    metadata,
    Column("claim_key", Integer, ForeignKey("claims.key"), primary_key=True),
    _of("strand"),
)
blocks = Table(
    "blocks",
    metadata,
    Column("block", BigInteger, primary_key=True),
    Column("strand_key", Integer, ForeignKey("strands.key"), primary_key=True, index=True),
)
ties = Table(
    "ties",
    metadata,
    Column("a_key", Integer, ForeignKey("strands.key"), primary_key=True),
    Column("b_key", Integer, ForeignKey("strands.key"), primary_key=True, index=True),
    Column("value", Double, nullable=False),
)
links = Table(
    "links",
    metadata,
    _key(),
    Column("incident", String(64), nullable=False, index=True),
    Column("from_claim", String(64), nullable=False, index=True),
    Column("to_claim", String(64), nullable=False, index=True),
    Column("relation", String(16), nullable=False, index=True),
    Column("field", String(16), nullable=False),
    Column("by", String(64), nullable=False),
    Column("why", Text, nullable=False),
)
KEY = BigInteger().with_variant(Integer, "sqlite")
"""A key that we make ourselves; SQLite's own row numbers hold 64 bits under the name of INTEGER alone."""
searched = Table(
    "searched",
    metadata,
    Column("key", KEY, primary_key=True, autoincrement=False),
    Column("claim_key", Integer, ForeignKey("claims.key"), nullable=False, unique=True),
    Column("day", Date),
    Column("side", Text),
    Column("speaker", Text, nullable=False),
    Column("stance", String(16), nullable=False),
    Column("types", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("countries", Text, nullable=False),
    Column("outlet", Text),
    Column("review", String(16), nullable=False),
    Column("tags", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("title", Text, nullable=False),
)
tallies = Table(
    "tallies",
    metadata,
    Column("facet", String(16), primary_key=True),
    Column("value", Text, primary_key=True),
    Column("claims", Integer, nullable=False),
    Index(None, "facet", "claims"),
)
incidents = Table(
    "incidents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("stale", Boolean, nullable=False),
    Column("type", String(32)),
    Column("first", Date, index=True),
    Column("last", Date),
    Column("place", Text, index=True),
    Column("geonameid", BigInteger),
    Column("country", Text, index=True),
    Column("lat", Double),
    Column("lon", Double),
    Column("precision", String(16)),
    Column("claims", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("published", Date),
    Column("newest", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("disputes", Integer, nullable=False),
    Column("contested", Boolean, nullable=False),
    Column("contested_fields", Text, nullable=False),
    Column("revised", Integer, nullable=False),
    Column("reviewed", Boolean, nullable=False),
    *(Index(None, name, "id") for name in ("newest", "changed", "disputes", "reports")),
    Index(None, "contested", "newest", "id"),
    Index(None, "reviewed", "newest", "id"),
)
Index("ix_incidents_stale", incidents.c.id, sqlite_where=incidents.c.stale, postgresql_where=incidents.c.stale)
wholes = Table(
    "wholes",
    metadata,
    Column("incident_id", String(64), primary_key=True),
    Column("json", Text, nullable=False),
)
people = Table(
    "people",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("cookie", String(64), nullable=False, unique=True),
    Column("since", DateTime, nullable=False),
)
