from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from counterclaim import __version__, pipeline
from counterclaim.errors import ModelError
from counterclaim.records import Record, Report, record_from_json
from tests import make
from tests.process import ROOT
from tests.serve.conftest import Command

TOLL, DENIAL = make.toll().id, make.denial().id


@pytest.fixture
def opened(command: Command, folder: Path) -> Command:
    """The program, with a ledger of the two reports where it looks for one."""
    assert command("open", folder).code == 0
    return command


def errors(err: str) -> list[str]:
    lines = err.splitlines()
    assert all(line.startswith("counterclaim: ") for line in lines), err
    return lines


def test_version(command: Command) -> None:
    assert command("--version").out == f"counterclaim {__version__}\n"


def test_read_prints_json_lines_in_a_pipe(command: Command, folder: Path) -> None:
    said = command("read", folder)
    first, second = said.out.splitlines()
    assert record_from_json(first, make.TEXT) == make.record(path=str(folder / "corvane.txt"))
    assert json.loads(second)["report"]["path"] == str(folder / "quiet.txt")
    assert (said.code, said.err) == (0, "")
    assert command("read", folder, "--json") == said, "the same bytes again"


def test_read_from_standard_input(command: Command) -> None:
    said = command("read", "-", stdin=b"All quiet.")
    assert json.loads(said.out)["claims"][0]["quote"] == "All quiet."


def test_read_shows_a_table(command: Command, folder: Path) -> None:
    out = command("read", folder / "corvane.txt", "--table").out
    for words in (
        "corvane.txt",
        "Interior",
        "asserts",
        "at least 12",
        "2024-03-12",
        "Corvane",
        "2 claims, 1 passage left out",
    ):
        assert words in out


def test_a_table_shows_no_control_characters(command: Command, tmp_path: Path) -> None:
    (tmp_path / "hostile.txt").write_text("A quiet day. \x1b]0;owned\x07 \u202eyad teiuq A\n", "utf-8")
    out = command("read", tmp_path / "hostile.txt", "--table").out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_one_bad_file_does_not_stop_the_others(command: Command, folder: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "junk.txt").write_bytes(bytes(range(256)) * 9)
    said = command("read", folder, folder / "missing.txt")
    assert said.code == 1
    assert len(said.out.splitlines()) == 2
    assert [line.split(": ")[1] for line in errors(said.err)] == [
        str(folder / name) for name in ("empty.txt", "junk.txt", "missing.txt")
    ]


def test_an_assumed_encoding_is_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("All is quiet in the town of Sévrac, said the mayor – for now.".encode("cp1252"))
    said = command("read", tmp_path / "a.txt")
    assert said.code == 0
    assert errors(said.err) == [f"counterclaim: {tmp_path}/a.txt: not UTF-8; read as cp1252"]
    assert json.loads(said.out)["report"]["encoding"] == "cp1252"


def test_a_named_encoding_wins(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes("déjà".encode("cp850"))
    assert json.loads(command("read", tmp_path / "a.txt", "--encoding", "cp850").out)["claims"][0]["quote"] == "déjà"
    monkeypatch.setenv("COUNTERCLAIM_ENCODING", "cp850")
    assert json.loads(command("read", tmp_path / "a.txt").out)["claims"][0]["quote"] == "déjà"


def test_a_setting_that_is_no_number(command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERCLAIM_MAX_REPORT_CHARS", "many")
    said = command("read", folder)
    assert said.code == 1
    assert "COUNTERCLAIM_MAX_REPORT_CHARS=many" in errors(said.err)[0]


def test_a_fault_of_the_reader_loses_one_report(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(report: Report) -> Record:
        if "quiet" not in report.text:
            raise IndexError("list index out of range")
        return make.read(report)

    monkeypatch.setattr(pipeline, "reader", lambda *_: pipeline.Reader(faulty, "faulty"))
    said = command("read", folder)
    assert (said.code, len(said.out.splitlines())) == (1, 1)
    assert "the reader failed on it (IndexError list index out of range, test_cli.py line" in errors(said.err)[0]
    monkeypatch.setenv("COUNTERCLAIM_DEBUG", "1")
    with pytest.raises(IndexError):
        command("read", folder)


def test_without_a_model_nothing_goes_on(command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_: Report) -> Record:
        raise ModelError("model.onnx: it is not there; install counterclaim again")

    monkeypatch.setattr(pipeline, "reader", lambda *_: pipeline.Reader(without, "none"))
    said = command("open", folder)
    assert said.code == 1
    assert errors(said.err) == ["counterclaim: model.onnx: it is not there; install counterclaim again"]


def test_open_ends_with_what_it_did(command: Command, folder: Path) -> None:
    (folder / "empty.txt").touch()
    said = command("open", folder, "--ledger", "l.db")
    assert (said.code, said.out) == (1, "l.db: 2 reports read, 3 claims, 0 already known, 1 skipped\n")
    again = command("open", folder, "--ledger", "l.db")
    assert (again.code, again.out) == (1, "l.db: 0 reports read, 0 claims, 2 already known, 1 skipped\n")
    assert errors(again.err) == errors(said.err)


def test_claims(opened: Command) -> None:
    lines = [json.loads(line) for line in opened("claims").out.splitlines()]
    assert [line["id"] for line in lines][:2] == [TOLL, DENIAL]
    assert lines[0]["report"]["path"].endswith("corvane.txt")
    assert json.loads(opened("claims", "--stance", "denies").out)["id"] == DENIAL
    assert json.loads(opened("claims", "--speaker", "interior ministry").out)["id"] == TOLL
    assert json.loads(opened("claims", "--side", "Orvessia", "--type", "shelling").out)["id"] == TOLL
    assert "Ministry" in opened("claims", "--table").out


@pytest.mark.parametrize("wrong", [("--stance", "shouts"), ("--type", "picnic"), ("--colour", "red")])
def test_a_command_that_is_not_understood(opened: Command, wrong: tuple[str, str]) -> None:
    said = opened("claims", *wrong)
    assert said.code == 2
    assert wrong[1] in said.err or wrong[0] in said.err


def test_show(opened: Command) -> None:
    record = make.record()
    assert json.loads(opened("show", record.report.id[:6]).out)["report"]["id"] == record.report.id
    assert json.loads(opened("show", TOLL).out)["id"] == TOLL
    out = opened("show", TOLL, "--table").out
    assert "Interior Ministry" in out
    assert "rockets in Corvane" in out


@pytest.mark.parametrize(
    ("field", "marked", "reason"),
    [
        ("killed", "⟦at least 12⟧ civilians were killed", "a count before a noun"),
        ("speaker", "⟦The Interior Ministry⟧ said on Tuesday", "the subject of the cue"),
        ("events.0.place", "rockets in ⟦Corvane⟧.", ""),
        ("condition", "not stated", ""),
        ("events.0.agents", "no characters of the report stand behind it", ""),
    ],
)
def test_why_marks_exactly_the_characters(opened: Command, field: str, marked: str, reason: str) -> None:
    said = opened("why", f"{TOLL}.{field}")
    assert said.code == 0
    assert marked in said.out.replace("\n", " ")
    assert reason in said.out


@pytest.mark.parametrize(
    ("wanted", "cause"),
    [(f"{TOLL}.colour", "there is no field colour"), ("c9.speaker", "nothing in it is called c9"), ("", "several ids")],
)
def test_why_of_what_is_not_there(opened: Command, wanted: str, cause: str) -> None:
    said = opened("why", wanted)
    assert said.code == 1
    (line,) = errors(said.err)
    assert cause in line


def test_verify(opened: Command) -> None:
    said = opened("verify")
    assert said.code == 0
    checked = "2 reports, 2 sources, 2 readings, 3 claims, 17 spans, 1 incident"
    assert said.out == f"counterclaim.db: checked {checked}; 0 problems\n"


def test_verify_finds_what_was_changed(opened: Command, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", "import sqlite3; c = sqlite3.connect('counterclaim.db'); "
         "c.execute('UPDATE figures SET min = 21'); c.commit()"],
        cwd=tmp_path, check=True,
    )  # fmt: skip
    said = opened("verify")
    assert said.code == 1
    assert any("figures" in line for line in errors(said.err))


@pytest.mark.parametrize("args", [("claims",), ("verify",), ("show", "c1"), ("why", "c1.cue")])
def test_without_a_ledger(command: Command, args: tuple[str, ...], tmp_path: Path) -> None:
    said = command(*args)
    assert said.code == 1
    assert errors(said.err) == [
        "counterclaim: counterclaim.db: there is no such ledger; make it with counterclaim open, or name another"
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_users_files_stay_with_the_ledger(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    def reader(*own: object) -> pipeline.Reader:
        asked.append(own[:2])
        return pipeline.Reader(make.read, "by hand")

    monkeypatch.setattr(pipeline, "reader", reader)
    command("open", folder, "--actors", "mine.yaml")
    command("open", folder)
    command("open", tmp_path / "nothing", "--actors", "slip.yaml")
    command("open", folder)
    mine, slip = ((str(tmp_path / f"{name}.yaml"),) for name in ("mine", "slip"))
    assert asked == [(mine, ()), (mine, ()), (slip, ()), (mine, ())]


# As a real program


PROGRAM = """
import sys
from counterclaim import pipeline
from counterclaim.serve import cli
from tests import make
pipeline.reader = lambda *_: pipeline.Reader(make.read, "by hand")
cli.main()
"""


def test_a_terminal_gets_a_table_and_a_pipe_does_not(folder: Path) -> None:
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", PROGRAM, "read", str(folder)],
        stdout=theirs, cwd=ROOT, check=True, timeout=30,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "All quiet in Brakka." in shown
    assert '{"report"' not in shown


def everything(terminal: int) -> str:
    """What was written to a terminal whose other end is closed."""
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 100_000)
        except OSError:
            return shown.decode()


def test_a_terminal_sees_how_fast_and_how_long_still(folder: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", PROGRAM, "open", folder, tmp_path / "missing", "--ledger", tmp_path / "l.db"],
        stdout=subprocess.DEVNULL, stderr=theirs, cwd=ROOT, timeout=30,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(theirs)
    shown = everything(ours)
    os.close(ours)
    assert "2 of 2" in shown
    assert " a second" in shown
    assert "0:00:00" in shown
    assert "counterclaim: " in shown, "what is skipped is told above the bar"


def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    many = [str(folder / "quiet.txt")] + [str(folder)] * 3
    (folder / "long.txt").write_text("All quiet in Brakka.\n" * 20_000, "utf-8")
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "read", *many],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.readline()
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    program.wait(timeout=30)


def test_a_full_output_is_told(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "read", folder, "--json"],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert done.returncode == 1
    assert errors(done.stderr)[0].startswith("counterclaim: standard output: no space left")


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_json_is_the_same_in_every_locale(folder: Path, locale: str) -> None:
    environment = {
        **os.environ,
        "LC_ALL": locale,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": str(ROOT),
    }
    out = subprocess.run(
        [sys.executable, "-c", PROGRAM, "read", folder / "corvane.txt"],
        capture_output=True, cwd=ROOT, check=True, env=environment,
    ).stdout  # fmt: skip
    assert "“Nothing of ours was fired,”" in out.decode("utf-8")


SLOW = """
import time
def read(report):
    print(end=".", file=sys.stderr, flush=True)
    time.sleep(0.3)
    return make.read(report)
"""


def test_an_interrupted_open_keeps_what_it_read(folder: Path, tmp_path: Path) -> None:
    for n in range(50):
        (folder / f"{n}.txt").write_text(f"Nothing new from {n}.")
    slow = PROGRAM.replace("pipeline.reader", SLOW + "pipeline.reader").replace("make.read,", "read,")
    program = subprocess.Popen(
        [sys.executable, "-c", slow, "open", folder, "--ledger", tmp_path / "l.db"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert program.stderr is not None
    assert program.stderr.read(2) == "..", "the second report is being read"
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=30)
    assert program.returncode == 130
    assert out == f"{tmp_path}/l.db: 1 report read, 1 claim, 0 already known, 0 skipped\n"
    assert "Traceback" not in err
