"""Alembic's entry: migrates the connection that `ledger.migrate` hands over, within its transaction."""

from __future__ import annotations

from alembic import context

from counterclaim.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
