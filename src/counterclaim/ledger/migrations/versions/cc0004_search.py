"""Search: each current claim by what it is looked for with, its words, and how many claims have which value."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from counterclaim.ledger import engine

revision = "cc0004"
down_revision = "cc0003"


def upgrade() -> None:
    op.create_table(
        "searched",
        sa.Column("key", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=False, nullable=False),
        sa.Column("claim_key", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("side", sa.Text()),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("stance", sa.String(length=16), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text()),
        sa.Column("review", sa.String(length=16), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_key"], ["claims.key"], name="fk_searched_claim_key"),
        sa.PrimaryKeyConstraint("key", name="pk_searched"),
        sa.UniqueConstraint("claim_key", name="uq_searched_claim_key"),
    )
    op.create_table(
        "tallies",
        sa.Column("facet", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "value", name="pk_tallies"),
    )
    op.create_index("ix_tallies_facet_claims", "tallies", ["facet", "claims"])
    engine.words(op.get_bind()).create(op.get_bind())
