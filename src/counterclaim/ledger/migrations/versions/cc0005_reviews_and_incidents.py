"""Reviews: what edits put in place of what; and each incident put together, to be looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cc0005"
down_revision = "cc0004"


def upgrade() -> None:
    with op.batch_alter_table("judgements") as judgements:
        judgements.alter_column("field", existing_type=sa.String(length=16), type_=sa.String(length=64))
        judgements.add_column(sa.Column("was", sa.Text()))
        judgements.add_column(sa.Column("to", sa.Text()))
        judgements.create_index("ix_judgements_undoes", ["undoes"])
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(length=32)),
        sa.Column("first", sa.Date()),
        sa.Column("last", sa.Date()),
        sa.Column("place", sa.Text()),
        sa.Column("geonameid", sa.BigInteger()),
        sa.Column("country", sa.Text()),
        sa.Column("lat", sa.Double()),
        sa.Column("lon", sa.Double()),
        sa.Column("precision", sa.String(length=16)),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("published", sa.Date()),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("disputes", sa.Integer(), nullable=False),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("contested_fields", sa.Text(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("json", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    for name in ("country", "first", "place", "stale"):
        op.create_index(f"ix_incidents_{name}", "incidents", [name])
    for name in ("newest", "changed", "disputes", "reports"):
        op.create_index(f"ix_incidents_{name}_id", "incidents", [name, "id"])
    for name in ("contested", "reviewed"):
        op.create_index(f"ix_incidents_{name}_newest_id", "incidents", [name, "newest", "id"])
    op.execute(
        "INSERT INTO incidents (id, stale, claims, reports, origins, newest, changed, disputes, contested,"
        " contested_fields, revised, reviewed) SELECT DISTINCT incident, TRUE, 0, 0, 0, 0, 0, 0, FALSE, '', 0, FALSE"
        " FROM strands WHERE incident IS NOT NULL"
    )
