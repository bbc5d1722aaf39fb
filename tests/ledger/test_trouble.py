"""Files that are no ledger, or not one that can be used now: one line, the next step, and nothing lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from counterclaim.errors import LedgerError
from counterclaim.ledger import query, schema
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from tests import make
from tests.process import run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with one report, closed."""
    where = tmp_path / "l.db"
    with Ledger(where, write=True) as ledger:
        ledger.add(make.record(), ledger.start("1"))
    return where


@pytest.fixture(params=[False, True], ids=["reading", "writing"])
def write(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def refused(path: Path, write: bool, cause: str) -> None:
    with pytest.raises(LedgerError, match=cause) as error:
        Ledger(path, write=write)
    assert str(error.value).startswith(f"{path}: ")
    assert "; " in str(error.value), "no next step"
    assert "\n" not in str(error.value)


def test_a_ledger_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path / "l.db", False, "no such ledger")
    assert not (tmp_path / "l.db").exists(), "reading makes no file"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere" / "l.db", True, "cannot be opened")


def test_a_folder(tmp_path: Path) -> None:
    refused(tmp_path, True, "cannot be opened")
    refused(tmp_path, False, "no such ledger")


def test_a_text_file(tmp_path: Path, write: bool) -> None:
    file = tmp_path / "report.txt"
    file.write_text("This is a report and no ledger at all. " * 50)
    refused(file, write, "not a ledger")
    assert file.read_text().startswith("This is a report"), "it is left alone"


def test_another_programs_database(tmp_path: Path, write: bool) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9f3c')")
        connection.commit()
    refused(file, write, "another program's database")


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    file = tmp_path / "l.db"
    file.touch()
    refused(file, False, "empty")
    with Ledger(file, write=True) as ledger:
        assert query.counts(ledger)["reports"] == 0


def test_a_newer_ledger(path: Path, write: bool) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'cc9999'")
        connection.commit()
    refused(path, write, "made by a newer Counterclaim.*update counterclaim")


def test_a_damaged_ledger(path: Path) -> None:
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    data[page:] = b"\xa5" * (len(data) - page)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match="damaged"), Ledger(path) as ledger:
        verify(ledger)


def test_a_ledger_that_another_process_writes_to(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match=r"another process is writing.*run the same command again"):
            Ledger(path, write=True, busy_seconds=0.05)
        with Ledger(path) as ledger:
            assert len(list(query.records(ledger))) == 1


ADD = """
import sys
from counterclaim.errors import LedgerError
from counterclaim.ledger.store import Ledger
from tests import make
try:
    with Ledger(sys.argv[1], write=True) as ledger:
        ledger.add(make.record("a second report"), ledger.start("1"))
except LedgerError as error:
    print(error)
"""
READ = """
import sys
from counterclaim.ledger import query
from counterclaim.ledger.store import Ledger
with Ledger(sys.argv[1]) as ledger:
    print(len(list(query.records(ledger))))
"""


def test_a_file_that_may_not_be_written(path: Path) -> None:
    path.chmod(0o444)
    assert "may not be written to; ask for the right" in run(ADD, path, unprivileged=True)
    assert run(READ, path, unprivileged=True) == "1\n"


def test_a_folder_that_may_not_be_written(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    said = run(ADD, path, unprivileged=True)
    assert "may not be written to" in said or "cannot be opened" in said
    assert run(READ, path, unprivileged=True) == "1\n", "it can still be read"
    path.parent.chmod(0o755)


def test_reading_leaves_nothing_behind(path: Path) -> None:
    run(READ, path)
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_may_not_be_written_while_another_process_writes(path: Path) -> None:
    with Ledger(path, write=True):
        path.parent.chmod(0o555)
        assert run(READ, path, unprivileged=True) == "1\n"
        path.parent.chmod(0o755)


def test_reading_writes_nothing(path: Path) -> None:
    with Ledger(path) as ledger, pytest.raises(LedgerError, match="may not be written to"):
        ledger.start("1")


def test_a_full_disk(path: Path) -> None:
    with Ledger(path, write=True) as ledger:
        with ledger.transaction() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        run = ledger.start("1")
        with pytest.raises(LedgerError, match=r"disk is full; free some space.*what was read is kept"):
            ledger.add(make.record(100_000 * "and so on "), run)
    with Ledger(path) as ledger:
        assert verify(ledger).problems == []
        assert query.find_record(ledger, make.report().id) == make.record()


FILL = """
import resource, sys
from pathlib import Path
from counterclaim.errors import LedgerError
from counterclaim.ledger.store import Ledger
from tests import make
with Ledger(sys.argv[1], write=True) as ledger:
    run = ledger.start("1")
    most = Path(sys.argv[1]).stat().st_size + 400_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        for n in range(1000):
            ledger.add(make.record(f"report {n} " + 1000 * "and so on "), run)
    except LedgerError as error:
        print(n, error)
"""


def test_a_disk_that_takes_no_more(path: Path) -> None:
    kept, _, said = run(FILL, path).partition(" ")
    assert "full" in said
    assert "what was read is kept" in said
    with Ledger(path) as ledger:
        assert query.counts(ledger)["reports"] == 1 + int(kept)
        assert verify(ledger).problems == []


def test_a_ledger_without_its_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {schema.places.name}")
        connection.commit()
    with pytest.raises(LedgerError, match="could not be used"), Ledger(path) as ledger:
        verify(ledger)
