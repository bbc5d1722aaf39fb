"""A ledger's schema, checked and brought up to date. Alembic is loaded only where something is to be done."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from counterclaim.errors import LedgerError
from counterclaim.ledger.engine import Where
from counterclaim.ledger.schema import HEAD

SCRIPTS = Path(__file__).parent / "migrations"
FAMILY = "cc"
"""What the names of our migrations begin with, so that another program's database is not taken for a newer ledger."""

FILED = "cc0004"
"""The newest migration at which what claims are filed under changed, and has to be derived again."""


def check(connection: Connection, path: Where) -> None:
    """LedgerError unless the database is a ledger that this version of Counterclaim can read as it is."""
    found = version(connection, path)
    if found is None:
        raise LedgerError(f"{path}: this ledger is empty; read reports into it with counterclaim open")
    if found != HEAD:
        raise LedgerError(f"{path}: made by an older Counterclaim ({found}); counterclaim open brings it up to date")


def upgrade(connection: Connection, path: Where) -> None:
    """Makes a ledger of an empty database and a current one of an older ledger, within the open transaction."""
    before = version(connection, path)
    if before == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if before is not None and before < FILED:
        from counterclaim.ledger.filing import rebuild

        rebuild(connection)


def version(connection: Connection, path: Where) -> str | None:
    """The migration that the ledger is at, None for an empty database; LedgerError where it is newer or no ledger."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version")) if "alembic_version" in tables else None
    if not found or not found.startswith(FAMILY):
        raise LedgerError(f"{path}: this is another program's database, not a ledger; name another with --ledger")
    if found > HEAD:
        raise LedgerError(f"{path}: made by a newer Counterclaim ({found}, this one knows {HEAD}); update counterclaim")
    return str(found)
