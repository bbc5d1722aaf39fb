from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from counterclaim.ledger import migrate, schema
from counterclaim.ledger.store import Ledger


def test_migrations_end_in_the_tables_of_the_schema(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", write=True) as ledger, ledger.transaction() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == schema.HEAD
    assert all(script.revision.startswith(migrate.FAMILY) for script in scripts.walk_revisions())


def test_a_current_ledger_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    Ledger(path, write=True).close()
    before = path.read_bytes()
    Ledger(path, write=True).close()
    assert path.read_bytes() == before


def test_postgresql_would_take_the_same_tables() -> None:
    for table in schema.metadata.sorted_tables:
        for statement in (CreateTable(table), *map(CreateIndex, table.indexes)):
            assert str(statement.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
