from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from counterclaim import pipeline
from counterclaim.ledger.store import Ledger
from counterclaim.records import Record, Report
from counterclaim.serve import cli, demo
from counterclaim.settings import Settings
from tests import make


class Said(NamedTuple):
    """What a command ended with and printed."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


def by_hand(report: Report) -> Record:
    """The record made by hand for the text it is of, one claim a line for any other."""
    return make.record(path=report.path) if report.text == make.TEXT else make.read(report)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Command:
    """Runs the program, with the reader of tests/make.py in place of the model, in a folder of its own."""

    def reader(*_: object) -> pipeline.Reader:
        return pipeline.Reader(by_hand, "by hand")

    def run(*args: object, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "argv", ["counterclaim", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            cli.main()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        code = left.value.code
        return Said(code if isinstance(code, int) else 0, out.decode(), err.decode())

    monkeypatch.setattr(pipeline, "reader", reader)
    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "corvane.txt").write_text(make.TEXT, "utf-8", newline="")
    (reports / "quiet.txt").write_text("All quiet in Brakka.\n", "utf-8")
    return reports


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, read into a ledger that nobody writes to."""
    folder = tmp_path_factory.mktemp("desk")
    path = folder / "demo.db"
    with Ledger(path, write=True) as ledger:
        for _ in demo.read_into(ledger, Settings(knowledge=str(folder / "own"))):
            pass
    return path
