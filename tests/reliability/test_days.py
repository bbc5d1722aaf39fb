"""Other bad days: what may not be written, clocks that go back, ledgers of another version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from counterclaim.ledger import judgements, store
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from tests.ledger.test_migrate import EARLIER, as_of
from tests.process import run
from tests.reliability import crashes

PROGRAM = """
import sys
from counterclaim.serve import cli
sys.argv[0] = "counterclaim"
sys.stderr = sys.stdout
try:
    cli.main()
except SystemExit as left:
    print("left with", left.code)
"""


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """A folder with a ledger that people have reviewed, which may be written to again when the test is over."""
    folder = tmp_path / "kept"
    folder.mkdir()
    assert crashes.in_child(lambda say: (crashes.REVIEW.begin(folder), crashes.REVIEW.work(folder, say))).status == 0
    yield folder
    folder.chmod(0o755)


def told(*words: object) -> tuple[str, str]:
    """What the program prints without the rights of root, and how it ended."""
    out, _, left = run(PROGRAM, *words, unprivileged=True).rpartition("left with ")
    return out, left.strip()


def is_clear(out: str, path: Path) -> bool:
    """Whether it is one line with the file, the cause and the next step."""
    return out.count("\n") == 1 and str(path) in out and "; " in out


def test_a_ledger_that_may_only_be_read_is_read_and_not_changed(kept: Path) -> None:
    ledger = kept / "l.db"
    before = crashes.tables(kept)
    ledger.chmod(0o444)
    kept.chmod(0o555)
    assert told("verify", "--ledger", ledger)[1] == "0"
    for command in (("open", __file__), ("review", "c000000000000001", "--by", "Ana"), ("undo", "1")):
        out, left = told(*command, "--ledger", ledger)
        assert (left, is_clear(out, ledger)) == ("1", True), out
    assert crashes.tables(kept) == before


def test_where_nothing_may_be_written_an_export_is_told(kept: Path) -> None:
    kept.chmod(0o555)
    out, left = told("export", "--ledger", kept / "l.db", "--format", "jsonl", "--out", kept / "all.jsonl")
    assert (left, is_clear(out, kept / "all.jsonl")) == ("1", True), out
    assert not (kept / "all.jsonl").exists()


@pytest.mark.parametrize("revision", EARLIER[:1])
def test_an_older_ledger_that_may_only_be_read_is_told_how_to_be_brought_up_to_date(kept: Path, revision: str) -> None:
    as_of(kept / "old.db", revision, kept / "l.db")
    (kept / "old.db").chmod(0o444)
    for command in ("verify", "claims"):
        out, left = told(command, "--ledger", kept / "old.db")
        assert (left, is_clear(out, kept / "old.db"), "brings it up to date" in out) == ("1", True, True), out


@pytest.mark.parametrize("command", ["verify", "open", "serve"])
def test_a_newer_ledger_is_left_alone(kept: Path, command: str) -> None:
    ledger = kept / "l.db"
    with closing(sqlite3.connect(ledger)) as database:
        database.execute("UPDATE alembic_version SET version_num = 'cc9999'")
        database.commit()
    before = ledger.read_bytes()
    more = {"open": [__file__], "serve": ["--no-browser", "--port", 0]}
    out, left = told(command, *more.get(command, ()), "--ledger", ledger)
    assert (left, "update counterclaim" in out) == ("1", True), out
    assert out.count("\n") == 1
    assert ledger.read_bytes() == before


def test_a_clock_that_goes_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Backwards(datetime):
        """A clock that is set back by a day whenever somebody looks at it."""

        looked = 0

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            cls.looked += 1
            return datetime(2026, 1, 1, tzinfo=tz) - timedelta(days=cls.looked)

    for name in ("forwards", "backwards"):
        folder = tmp_path / name
        folder.mkdir()
        if name == "backwards":
            monkeypatch.setattr(store, "datetime", Backwards)
            monkeypatch.setattr(judgements, "datetime", Backwards)
        crashes.REVIEW.begin(folder)
        crashes.REVIEW.work(folder, lambda _: None)
    assert Backwards.looked > 12
    assert crashes.tables(tmp_path / "backwards") == crashes.tables(tmp_path / "forwards")
    with Ledger(tmp_path / "backwards" / "l.db") as ledger:
        assert verify(ledger).problems == []
