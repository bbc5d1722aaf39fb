"""Who may come to the desk with a key of their own; and sources counted from an index alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cc0007"
down_revision = "cc0006"


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("cookie", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_people"),
        sa.UniqueConstraint("token", name="uq_people_token"),
        sa.UniqueConstraint("cookie", name="uq_people_cookie"),
    )
    op.drop_index("ix_readings_outlet", "readings")
    op.create_index("ix_readings_outlet_current_published", "readings", ["outlet", "current", "published"])
