"""A PostgreSQL server of the tests' own, on a socket in a folder of its own, with a database for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

from counterclaim.ledger.store import Ledger

PLACES = "/usr/lib/postgresql/*/bin"
"""Where Debian keeps the programs of a server."""
USER = "postgres"


class Server:
    """A running server; `fresh` gives the address of a ledger that nothing is in yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count()
        self._made = self.empty()
        Ledger(self._made, write=True).close()

    def fresh(self) -> str:
        return self._create(f"TEMPLATE {self._made.partition('?')[0].rpartition('/')[2]}")

    def empty(self) -> str:
        """The address of a database without tables."""
        return self._create("")

    def _create(self, how: str) -> str:
        name = f"test{next(self._numbers)}"
        engine = create_engine(self._at("postgres").replace("postgresql", "postgresql+psycopg", 1))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name} {how}"))
        engine.dispose()
        return self._at(name)

    def _at(self, database: str) -> str:
        return f"postgresql:///{database}?host={self.folder}&user={USER}"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version's; null where no server is installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max((p for p in Path("/").glob(PLACES[1:]) if (p / "initdb").is_file()), default=None)


@contextmanager
def running(bin: Path, *, durable: bool = False) -> Iterator[Server]:
    """A server that is stopped in the end; nothing of it stays. Only a `durable` one waits for its disk."""
    folder = Path(tempfile.mkdtemp(prefix="counterclaim-pg-", dir="/tmp"))
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync={'on' if durable else 'off'}"
    try:
        _run([bin / "initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync"])
        _run([bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
        try:
            yield Server(folder)
        finally:
            _run([bin / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[object]) -> None:
    """Runs a program as a user that the server accepts, which root is not."""
    user = USER if os.geteuid() == 0 else None
    subprocess.run([str(word) for word in command], check=True, capture_output=True, user=user, cwd="/tmp")
