"""A user's own lists of places at the command line, and what a ledger remembers of them."""

from __future__ import annotations

import json
from pathlib import Path

from counterclaim import pipeline
from counterclaim.ledger.store import Ledger
from counterclaim.serve.gazetteer import app
from counterclaim.settings import Settings
from tests import make
from tests.serve.conftest import Command

CSV = "name,alternates,lat,lon,country,admin1,admin2,kind,population\nQuillmar,,-49.1,69.8,XQ,North,,village,700\n"


def test_a_list_is_added_shown_found_and_removed(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(CSV, encoding="utf-8")
    added = command("gazetteer", "add", "mine.csv")
    assert (added.code, added.err) == (0, "")
    assert added.out.startswith("mine ")
    assert added.out.endswith(": 1 places, a list, before all others\n")
    assert [line.split()[0] for line in command("gazetteer", "list").out.splitlines()] == ["bundled", "mine"]
    info = command("gazetteer", "info", "mine").out
    assert "from: mine.csv" in info
    assert "countries: XQ" in info
    assert json.loads(command("gazetteer", "info", "--json").out)["form"] == ""
    assert command("gazetteer", "find", "Kuillmar").out.startswith("Quillmar (North, XQ) -49.1000, 69.8000: village")
    assert "removed" in command("gazetteer", "remove", "mine").out
    gone = command("gazetteer", "remove", "mine")
    assert gone.code == 1
    assert "has no list 'mine'" in gone.err


def test_a_mistake_in_a_list_adds_nothing(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(CSV + "Sel,,91,2,XQ,,,town,\n", encoding="utf-8")
    said = command("gazetteer", "add", "mine.csv")
    assert said.code == 1
    assert "mine.csv:3: '91', '2' is no latitude and longitude; give WGS84" in said.err
    assert len(command("gazetteer", "list").out.splitlines()) == 1
    lenient = command("gazetteer", "add", "mine.csv", "--leave-out")
    assert lenient.code == 0
    assert "left out: mine.csv:3" in lenient.err


def test_the_reader_takes_what_was_added_and_a_ledger_remembers_it(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(CSV, encoding="utf-8")
    shown = command("gazetteer", "add", "mine.csv").out.split(":")[0]
    settings = Settings(knowledge=str(tmp_path / "own knowledge"))
    plain, with_own = real_reader((), (), None, None), real_reader((), (), None, settings)
    assert with_own.places == (*plain.places, shown)
    assert with_own.version != plain.version
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        reader = pipeline.Reader(make.read, with_own.version, with_own.places)
        (tmp_path / "a.txt").write_text("Nothing new.", encoding="utf-8")
        list(pipeline.open_all([str(tmp_path / "a.txt")], reader, settings, ledger))
    told = command("gazetteer", "list", "--ledger", "l.db").out
    assert told == f"reader {with_own.version}, 1 report: {plain.places[0]}, {shown}\n"


real_reader = pipeline.reader
"""Before the fixture puts another in its place."""


def test_every_command_has_its_help() -> None:
    assert all(each.callback and each.callback.__doc__ for each in app.registered_commands)
