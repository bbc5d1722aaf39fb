"""Where reports come from: kinds and offsets of sources, how far each was read, which feeds are watched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cc0002"
down_revision = "cc0001"


def upgrade() -> None:
    op.add_column("sources", sa.Column("kind", sa.String(length=16), nullable=False, server_default="text"))
    op.add_column("sources", sa.Column("offsets", sa.Text()))
    op.add_column("sources", sa.Column("author", sa.Text()))
    op.add_column("sources", sa.Column("published_at", sa.DateTime()))
    op.add_column("sources", sa.Column("modified_at", sa.DateTime()))
    op.add_column("sources", sa.Column("seen_at", sa.DateTime()))
    op.add_column("sources", sa.Column("way", sa.String(length=64), nullable=False, server_default=""))
    op.create_index("ix_sources_url", "sources", ["url"])
    op.add_column("skipped", sa.Column("kind", sa.String(length=16), nullable=False, server_default="refused"))
    op.add_column("skipped", sa.Column("sha256", sa.String(length=64)))
    op.add_column("skipped", sa.Column("way", sa.String(length=64), nullable=False, server_default=""))
    op.create_index("ix_skipped_sha256", "skipped", ["sha256"])
    op.create_table(
        "cursors",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_cursors"),
        sa.UniqueConstraint("source", name="uq_cursors_source"),
    )
    op.create_table(
        "feeds",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("checked_at", sa.DateTime()),
        sa.Column("changed_at", sa.DateTime()),
        sa.Column("status", sa.Text()),
        sa.PrimaryKeyConstraint("key", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )
