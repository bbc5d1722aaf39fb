from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from counterclaim.records import Actor, Claim, Event, Figure, Place, Record, Span, When, make_report
from counterclaim.serve import demo

TEXT = "So many died."
DAY = date(2024, 3, 11)
THERE = When(from_=DAY, to=DAY, precision="day", basis="stated")


def record(speaker: str, least: int, most: int | None, *, said: date = DAY, of: Any = None, **fields: Any) -> Record:
    """One report in which `speaker` says how many were killed in Corvane; "report" for the outlet itself."""
    figure = Figure(effect="killed", min=least, max=most, start=0, end=7, **fields)
    about = {"when": THERE, "place": Place(name="Corvane", precision="exact"), **(of or {})}
    event = Event(type="shelling", figures=(figure,), start=8, end=12, **about)
    voice = Actor(name=speaker, kind="report" if speaker == "report" else "actor")
    content = Span(start=0, end=12)
    claim = Claim(id="c1", quote=TEXT, start=0, end=13, content=content, speaker=voice, events=(event,))
    return Record(report=make_report(TEXT, outlet=f"Post {said.day}", published=said), claims=(claim,))


def test_incidents_are_days_and_places_in_order() -> None:
    (incident,) = demo.incidents([record("A", 9, 9), record("B", 2, 2, of={"background": True})]).items()
    assert incident[0] == ("2024-03-11", "Corvane")
    assert [count.voice for count in incident[1]] == ["A"], "history is no news"
    assert demo.incidents([record("A", 9, 9, of={"when": None})]) == {}


@pytest.mark.parametrize(
    ("one", "other", "differ", "why"),
    [
        (record("A", 9, 9), record("B", 2, 2), True, "two numbers"),
        (record("A", 9, 9), record("B", 9, 9), False, "the same number"),
        (record("A", 9, 9), record("A", 2, 2), False, "one voice does not contradict itself"),
        (record("A", 9, 9), record("B", 5, None), False, "at least 5 may be 9"),
        (record("A", 3, 3), record("B", 5, None), True, "at least 5 cannot be 3"),
        (record("A", 9, 9), record("B", 0, 50), False, "up to 50 may be 9"),
        (record("A", 84, 84), record("B", 80, 80, qualifier="about"), False, "about 80 may be 84"),
        (record("A", 9, 9), record("B", 2, 2, victims="child"), False, "not the same people"),
        (record("A", 9, 9), record("B", 2, 2, side="C"), False, "not the same side's people"),
        (record("A", 9, 9), record("B", 17, 17, said=date(2024, 3, 12)), False, "a toll rises from day to day"),
    ],
)
def test_disagreements(one: Record, other: Record, differ: bool, why: str) -> None:
    (counts,) = demo.incidents([one, other]).values()
    assert bool(demo.disagreements(counts)) is differ, why


def test_a_voice_is_told_once_with_all_its_outlets() -> None:
    (counts,) = demo.incidents(
        [record("A", 9, 9), record("A", 9, 9, said=date(2024, 3, 12)), record("report", 9, 9)]
    ).values()
    assert [line.plain for line in demo.accounts(counts)] == [
        "9 killed  A  in Post 11, Post 12",
        "9 killed  Post 11  in Post 11",
    ]


def test_next_steps_name_the_ledger(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    demo.next_steps(tmp_path / "demo.db")
    assert f"counterclaim verify --ledger {tmp_path}/demo.db" in capsys.readouterr().out.replace("\n", "")


def test_the_example_is_bundled() -> None:
    assert demo.size() >= 14
    assert (demo.DATA / "actors.yaml").is_file()
    assert (demo.DATA / "gazetteer.csv").is_file()
