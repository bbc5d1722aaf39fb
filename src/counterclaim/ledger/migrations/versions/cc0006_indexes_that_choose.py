"""Indexes that choose, and rows of incidents that are narrow.

Nearly every reading is current and no incident is stale, so an index on either leads a planner astray. What persons
judge is asked for by its claims. An incident's JSON is many times its row, and lists need the row alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cc0006"
down_revision = "cc0005"


def upgrade() -> None:
    op.drop_index("ix_readings_current", "readings")
    op.drop_index("ix_judgements_person", "judgements")
    for name in ("a", "b"):
        op.create_index(f"ix_judgements_person_{name}", "judgements", ["person", name])
    op.create_table(
        "wholes",
        sa.Column("incident_id", sa.String(length=64), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name="pk_wholes"),
    )
    op.execute("INSERT INTO wholes (incident_id, json) SELECT id, json FROM incidents WHERE NOT stale")
    op.drop_index("ix_incidents_stale", "incidents")
    with op.batch_alter_table("incidents") as incidents:
        incidents.drop_column("json")
    stale = sa.column("stale", sa.Boolean())
    op.create_index("ix_incidents_stale", "incidents", ["id"], sqlite_where=stale, postgresql_where=stale)
