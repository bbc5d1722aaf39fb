"""The whole program, as a user starts it: the real reader, the bundled example, a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from counterclaim.ledger.query import records
from counterclaim.ledger.store import Ledger
from counterclaim.serve.demo import DATA
from tests.checks import assert_traceable

REPORT = DATA / "reports" / "0311-courier-corvane.txt"
OWN = ("--actors", DATA / "actors.yaml", "--gazetteer", DATA / "gazetteer.csv")


def program(*args: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from counterclaim.serve.cli import main; main()", *map(str, args)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, env={**os.environ, **environment})


HEAVY = ("numpy", "onnxruntime", "sqlalchemy", "alembic", "counterclaim.reading", "counterclaim.ledger")


def test_help_waits_for_nothing_heavy() -> None:
    script = (
        "import sys; from counterclaim.serve.cli import main\n"
        "try: main()\n"
        f"finally: print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, "--help"], capture_output=True, check=False, timeout=120)
    assert b"loaded: []" in done.stdout, done.stdout[-300:]


def test_reading_to_a_pipe_loads_no_ledger() -> None:
    script = (
        "import sys; from counterclaim.serve.cli import main\n"
        "try: main()\n"
        "finally: print('loaded:', 'sqlalchemy' in sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "read", str(REPORT), "--json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert b"loaded: False" in done.stderr, done.stderr[-300:]


def test_the_same_report_gives_the_same_bytes() -> None:
    one, other = (program("read", DATA / "reports", *OWN, "--json", PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one.returncode == other.returncode == 0, one.stderr.decode()
    assert one.stdout == other.stdout


def test_a_users_own_files_are_read_with() -> None:
    alone, with_own = (json.loads(program("read", REPORT, *own).stdout) for own in ((), OWN))
    assert "demo:" not in json.dumps(alone)
    assert "demo:" in json.dumps(with_own)


def test_a_day_of_publication_is_taken() -> None:
    record = json.loads(program("read", REPORT, "--published", "2023-05-01").stdout)
    assert record["report"]["published"] == "2023-05-01"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A ledger of the bundled example, and what the command printed."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    done = program("demo", "--ledger", path)
    assert done.returncode == 0, done.stderr.decode()
    return path, done.stdout.decode()


def test_the_demonstration_is_read_and_told(demonstration: tuple[Path, str]) -> None:
    path, said = demonstration
    assert "16 reports read" in said
    assert "Corvane, 2024-03-11" in said
    assert "Ministry of the Interior of Orvessia" in said
    assert f"counterclaim verify --ledger {path}" in said


def test_the_demonstration_is_traceable(demonstration: tuple[Path, str]) -> None:
    path, _ = demonstration
    assert program("verify", "--ledger", path).returncode == 0
    with Ledger(path) as ledger:
        found = list(records(ledger))
    assert sum(len(record.claims) for record in found) > 100
    for record in found:
        assert_traceable(record, record.report)


def test_the_demonstration_read_again_adds_nothing(demonstration: tuple[Path, str]) -> None:
    path, _ = demonstration
    assert b"0 reports read, 0 claims, 16 already known" in program("demo", "--ledger", path).stdout
    opened = program("open", DATA / "reports", "--ledger", path)
    assert b"16 already known" in opened.stdout, "its actors and places stay with it"
