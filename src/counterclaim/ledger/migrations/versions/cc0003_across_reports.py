"""Across reports: judgements, and what derives from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cc0003"
down_revision = "cc0002"


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("a", sa.String(length=64), nullable=False),
        sa.Column("b", sa.String(length=64)),
        sa.Column("relation", sa.String(length=16)),
        sa.Column("field", sa.String(length=16)),
        sa.Column("value", sa.Double()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        sa.PrimaryKeyConstraint("key", name="pk_judgements"),
    )
    for name in ("a", "act", "b", "person"):
        op.create_index(f"ix_judgements_{name}", "judgements", [name])
    op.create_table(
        "reconciled",
        sa.Column("reading_key", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["reading_key"], ["readings.key"], name="fk_reconciled_reading_key"),
        sa.PrimaryKeyConstraint("reading_key", name="pk_reconciled"),
    )
    op.execute("INSERT INTO reconciled (reading_key, version) SELECT key, '' FROM readings")
    op.create_index("ix_reconciled_version", "reconciled", ["version"])
    op.create_table(
        "strands",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("reading_key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("incident", sa.String(length=64)),
        sa.Column("json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reading_key"], ["readings.key"], name="fk_strands_reading_key"),
        sa.PrimaryKeyConstraint("key", name="pk_strands"),
    )
    for name in ("id", "incident", "reading_key"):
        op.create_index(f"ix_strands_{name}", "strands", [name])
    op.create_table(
        "members",
        sa.Column("claim_key", sa.Integer(), nullable=False),
        sa.Column("strand_key", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_key"], ["claims.key"], name="fk_members_claim_key"),
        sa.ForeignKeyConstraint(["strand_key"], ["strands.key"], name="fk_members_strand_key"),
        sa.PrimaryKeyConstraint("claim_key", name="pk_members"),
    )
    op.create_index("ix_members_strand_key", "members", ["strand_key"])
    op.create_table(
        "blocks",
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("strand_key", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["strand_key"], ["strands.key"], name="fk_blocks_strand_key"),
        sa.PrimaryKeyConstraint("block", "strand_key", name="pk_blocks"),
    )
    op.create_index("ix_blocks_strand_key", "blocks", ["strand_key"])
    op.create_table(
        "ties",
        sa.Column("a_key", sa.Integer(), nullable=False),
        sa.Column("b_key", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["a_key"], ["strands.key"], name="fk_ties_a_key"),
        sa.ForeignKeyConstraint(["b_key"], ["strands.key"], name="fk_ties_b_key"),
        sa.PrimaryKeyConstraint("a_key", "b_key", name="pk_ties"),
    )
    op.create_index("ix_ties_b_key", "ties", ["b_key"])
    op.create_table(
        "links",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("from_claim", sa.String(length=64), nullable=False),
        sa.Column("to_claim", sa.String(length=64), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_links"),
    )
    for name in ("from_claim", "incident", "relation", "to_claim"):
        op.create_index(f"ix_links_{name}", "links", [name])
