"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cc0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "reports",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_reports"),
        sa.UniqueConstraint("id", name="uq_reports_id"),
    )
    op.create_table(
        "runs",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("reader_version", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("key", name="pk_runs"),
    )
    op.create_table(
        "readings",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("report_key", sa.Integer(), nullable=False),
        sa.Column("run_key", sa.Integer(), nullable=False),
        sa.Column("reader_version", sa.String(length=64), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("discarded", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("published", sa.Date()),
        sa.Column("language", sa.Text()),
        sa.ForeignKeyConstraint(["report_key"], ["reports.key"], name="fk_readings_report_key"),
        sa.ForeignKeyConstraint(["run_key"], ["runs.key"], name="fk_readings_run_key"),
        sa.PrimaryKeyConstraint("key", name="pk_readings"),
        sa.UniqueConstraint("report_key", "reader_version", name="uq_readings_report_key_reader_version"),
    )
    op.create_index("ix_readings_current", "readings", ["current"])
    op.create_index("ix_readings_outlet", "readings", ["outlet"])
    op.create_index("ix_readings_published", "readings", ["published"])
    op.create_index("ix_readings_report_key", "readings", ["report_key"])
    op.create_index("ix_readings_run_key", "readings", ["run_key"])
    op.create_table(
        "skipped",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("run_key", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_key"], ["runs.key"], name="fk_skipped_run_key"),
        sa.PrimaryKeyConstraint("key", name="pk_skipped"),
    )
    op.create_index("ix_skipped_run_key", "skipped", ["run_key"])
    op.create_table(
        "sources",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("report_key", sa.Integer(), nullable=False),
        sa.Column("run_key", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("encoding", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["report_key"], ["reports.key"], name="fk_sources_report_key"),
        sa.ForeignKeyConstraint(["run_key"], ["runs.key"], name="fk_sources_run_key"),
        sa.PrimaryKeyConstraint("key", name="pk_sources"),
    )
    op.create_index("ix_sources_report_key", "sources", ["report_key"])
    op.create_index("ix_sources_run_key", "sources", ["run_key"])
    op.create_index("ix_sources_sha256", "sources", ["sha256"])
    op.create_table(
        "claims",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("reading_key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("stance", sa.String(length=16), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("hedged", sa.Boolean(), nullable=False),
        sa.Column("speaker_kind", sa.String(length=16), nullable=False),
        sa.Column("said_from", sa.Date()),
        sa.Column("said_to", sa.Date()),
        sa.Column("json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reading_key"], ["readings.key"], name="fk_claims_reading_key"),
        sa.PrimaryKeyConstraint("key", name="pk_claims"),
        sa.UniqueConstraint("reading_key", "id", name="uq_claims_reading_key_id"),
        sa.UniqueConstraint("reading_key", "position", name="uq_claims_reading_key_position"),
    )
    op.create_index("ix_claims_id", "claims", ["id"])
    op.create_index("ix_claims_reading_key", "claims", ["reading_key"])
    op.create_index("ix_claims_said_from", "claims", ["said_from"])
    op.create_index("ix_claims_stance", "claims", ["stance"])
    op.create_table(
        "events",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("claim_key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("when_from", sa.Date()),
        sa.Column("when_to", sa.Date()),
        sa.Column("when_precision", sa.String(length=16)),
        sa.ForeignKeyConstraint(["claim_key"], ["claims.key"], name="fk_events_claim_key"),
        sa.PrimaryKeyConstraint("key", name="pk_events"),
        sa.UniqueConstraint("claim_key", "position", name="uq_events_claim_key_position"),
    )
    op.create_index("ix_events_claim_key", "events", ["claim_key"])
    op.create_index("ix_events_type", "events", ["type"])
    op.create_index("ix_events_when_from", "events", ["when_from"])
    op.create_table(
        "actors",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("claim_key", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.Integer()),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text()),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("side", sa.Text()),
        sa.Column("side_folded", sa.Text()),
        sa.ForeignKeyConstraint(["claim_key"], ["claims.key"], name="fk_actors_claim_key"),
        sa.ForeignKeyConstraint(["event_key"], ["events.key"], name="fk_actors_event_key"),
        sa.PrimaryKeyConstraint("key", name="pk_actors"),
    )
    op.create_index("ix_actors_actor_id", "actors", ["actor_id"])
    op.create_index("ix_actors_claim_key", "actors", ["claim_key"])
    op.create_index("ix_actors_event_key", "actors", ["event_key"])
    op.create_index("ix_actors_folded_role", "actors", ["folded", "role"])
    op.create_index("ix_actors_side_folded_role", "actors", ["side_folded", "role"])
    op.create_table(
        "figures",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("effect", sa.String(length=16), nullable=False),
        sa.Column("min", sa.BigInteger(), nullable=False),
        sa.Column("max", sa.BigInteger()),
        sa.Column("qualifier", sa.String(length=16), nullable=False),
        sa.Column("victims", sa.String(length=16), nullable=False),
        sa.Column("side", sa.Text()),
        sa.Column("cumulative", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_key"], ["events.key"], name="fk_figures_event_key"),
        sa.PrimaryKeyConstraint("key", name="pk_figures"),
    )
    op.create_index("ix_figures_effect", "figures", ["effect"])
    op.create_index("ix_figures_event_key", "figures", ["event_key"])
    op.create_table(
        "places",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("geonameid", sa.BigInteger()),
        sa.Column("lat", sa.Double()),
        sa.Column("lon", sa.Double()),
        sa.Column("country", sa.Text()),
        sa.Column("precision", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.Text()),
        sa.ForeignKeyConstraint(["event_key"], ["events.key"], name="fk_places_event_key"),
        sa.PrimaryKeyConstraint("key", name="pk_places"),
    )
    op.create_index("ix_places_country", "places", ["country"])
    op.create_index("ix_places_event_key", "places", ["event_key"])
    op.create_index("ix_places_geonameid", "places", ["geonameid"])
    op.create_index("ix_places_lat_lon", "places", ["lat", "lon"])
    op.create_index("ix_places_name", "places", ["name"])
