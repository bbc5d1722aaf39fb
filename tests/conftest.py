"""What every test has: no knowledge of the person's own who runs it; and the databases that a ledger may be in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.settings import variable
from tests import postgresql


@pytest.fixture(autouse=True)
def no_own_knowledge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Own places and actors are looked for in a folder that nobody has filled."""
    monkeypatch.setenv(variable("knowledge"), str(tmp_path / "own knowledge"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """A PostgreSQL server; the tests of it are skipped where none is installed."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here: apt-get install postgresql")
    with postgresql.running(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a ledger that nothing is in yet, once in each database that a ledger may be in."""
    if request.param == "sqlite":
        return str(tmp_path / "l.db")
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    return server.fresh()
