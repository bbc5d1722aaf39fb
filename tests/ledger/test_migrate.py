from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from counterclaim.ledger import migrate, schema, sqlite
from counterclaim.ledger.engine import open_engine
from counterclaim.ledger.query import records
from counterclaim.ledger.searching import Search, search, tally
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from tests import make


def test_migrations_end_in_the_tables_of_the_schema(tmp_path: Path) -> None:
    options = {"include_name": lambda name, kind, _: kind != "table" or not sqlite.OWN_TABLES.match(name)}
    with Ledger(tmp_path / "l.db", write=True) as ledger, ledger.transaction() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    return ScriptDirectory.from_config(config)


EARLIER = [script.revision for script in scripts().walk_revisions() if script.revision != schema.HEAD]


@pytest.mark.parametrize("revision", EARLIER)
def test_a_ledger_of_an_earlier_version_keeps_what_it_has(tmp_path: Path, revision: str) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    with Ledger(new, write=True) as ledger:
        ledger.add(make.record(), ledger.start("1"))
        ledger.add(make.record(), ledger.start("2"))
    as_of(old, revision, new)
    with Ledger(old, write=True) as ledger:
        assert list(records(ledger)) == [make.record()]
        assert [hit.claim.id for hit in search(ledger, Search("civilians")).hits] == [make.toll().id]
        assert tally(ledger, Search()).total == 2
        assert verify(ledger).problems == []


def as_of(path: Path, revision: str, like: Path) -> None:
    """Makes a ledger of an earlier version with the rows of the one at `like`, as far as it has tables for them."""
    engine = open_engine(path, write=True, busy_seconds=1)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(migrate.SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        database.execute("ATTACH ? AS newer", (str(like),))
        for table in schema.metadata.sorted_tables:
            columns = [row[1] for row in database.execute(f"PRAGMA main.table_info({table.name})")]
            if columns:
                names = ", ".join(f'"{name}"' for name in columns)
                database.execute(f"DELETE FROM main.{table.name}")
                database.execute(f"INSERT INTO main.{table.name} ({names}) SELECT {names} FROM newer.{table.name}")
        database.commit()


def test_head_is_the_newest_migration() -> None:
    assert scripts().get_current_head() == schema.HEAD
    assert all(script.revision.startswith(migrate.FAMILY) for script in scripts().walk_revisions())


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
