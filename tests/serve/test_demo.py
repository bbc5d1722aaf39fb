from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from counterclaim.crosscheck import settle
from counterclaim.ledger.store import Ledger
from counterclaim.records import Actor, Claim, Event, Figure, Place, Record, Span, When, make_report
from counterclaim.serve import demo

DAY = date(2024, 3, 11)


def record(outlet: str, side: str, number: int, of: date = DAY) -> Record:
    """One report in which the spokesman of `side` says how many were killed in Corvane."""
    text = f"{outlet}: {number} people were killed when shells hit the market of Corvane, {side} said."
    at = text.index(str(number))
    when = When(from_=of, to=of, precision="day", basis="stated")
    place = Place(name="Corvane", lat=-49.25, lon=69.88, country="XO", precision="exact")
    figure = Figure(effect="killed", min=number, max=number, start=at, end=at + len(str(number)))
    event = Event(type="shelling", figures=(figure,), start=at, end=len(text), when=when, place=place)
    whole: dict[str, Any] = {"start": 0, "end": len(text)}
    said = {"quote": text, "content": Span(**whole), "speaker": Actor(name=side, side=side), "events": (event,)}
    report = make_report(text, outlet=outlet, published=of)
    return Record(report=report, claims=(Claim(id=f"c{outlet}", **whole, **said),))


def told(path: Path, *found: Record) -> str:
    """What is told of a ledger of these records."""
    printed = io.StringIO()
    with Ledger(path / "demo.db", write=True) as ledger:
        run = ledger.start("by hand")
        for one in found:
            ledger.add(one, run)
        settle(ledger)
        demo.summarise(ledger, Console(file=printed, highlight=False, soft_wrap=True))
    return printed.getvalue()


def test_an_incident_of_two_reports_is_told_with_who_says_otherwise(tmp_path: Path) -> None:
    said = told(tmp_path, record("Post", "Orvessia", 9), record("Gazette", "Highland Movement", 2))
    assert "2 to 9 killed" in said
    assert "9  Orvessia  2024-03-11 in Post" in said
    assert "≠" in said
    assert "on killed: " in said


def test_one_count_that_two_reports_carry_is_told_once(tmp_path: Path) -> None:
    said = told(tmp_path, record("Post", "Orvessia", 9), record("Gazette", "Orvessia", 9))
    assert "9  Orvessia  2024-03-11 in Gazette, Post" in said or "9  Orvessia  2024-03-11 in Post, Gazette" in said
    assert "≠" not in said


def test_history_and_single_reports_are_left_to_other_commands(tmp_path: Path) -> None:
    old = date(2019, 5, 2)
    history = record("Post", "Orvessia", 9, old), record("Gazette", "Orvessia", 9, old)
    said = told(tmp_path, *history, record("Wire", "Tesmar", 4))
    assert "Orvessia" not in said
    assert "1 further incident of one report or without a figure" in said


def test_next_steps_name_the_ledger(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    demo.next_steps(tmp_path / "demo.db")
    assert f"counterclaim verify --ledger {tmp_path}/demo.db" in capsys.readouterr().out.replace("\n", "")


def test_the_example_is_bundled() -> None:
    assert demo.size() >= 14
    assert (demo.DATA / "actors.yaml").is_file()
    assert (demo.DATA / "gazetteer.csv").is_file()
