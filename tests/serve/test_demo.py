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


def counts(*found: Record) -> list[demo.Count]:
    """The figures of the one incident that `found` are about."""
    ((_, of_it),) = demo.incidents(found)[0].items()
    return of_it


def test_incidents_are_places_and_days_in_order() -> None:
    later = {"when": When(from_=date(2024, 3, 14), to=date(2024, 3, 14), precision="day", basis="stated")}
    placed, unplaced = demo.incidents(
        [record("A", 1, 1, of=later), record("B", 9, 9), record("C", 2, 2, of={"place": None})]
    )
    assert list(placed) == [("Corvane", DAY), ("Corvane", date(2024, 3, 14))]
    assert [count.voice for count in unplaced] == ["C"]


def test_history_is_no_news() -> None:
    assert demo.incidents([record("B", 2, 2, of={"background": True})]) == ({}, [])


@pytest.mark.parametrize(
    ("said", "day", "why"),
    [
        (date(2024, 3, 12), DAY, "soon after"),
        (date(2024, 3, 30), None, "long after"),
        (date(2024, 3, 10), None, "before"),
    ],
)
def test_a_figure_without_a_day(said: date, day: date | None, why: str) -> None:
    placed, _ = demo.incidents([record("A", 9, 9), record("B", 17, 17, said=said, of={"when": None})])
    assert [count.voice for count in placed[demo.Incident("Corvane", day)]][-1] == "B", why


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
        (record("A", 6, 6), record("B", 30, 30, victims="militant"), True, "a part is greater than the whole"),
        (record("A", 30, 30, victims="militant"), record("B", 6, 6, victims="civilian"), False, "both may have died"),
        (record("A", 9, 9), record("B", 2, 2, side="C"), False, "not the same side's people"),
        (record("A", 9, 9), record("B", 17, 17, said=date(2024, 3, 12)), False, "a toll rises from day to day"),
    ],
)
def test_disagreements(one: Record, other: Record, differ: bool, why: str) -> None:
    assert bool(demo.disagreements(counts(one, other))) is differ, why


def test_a_voice_is_told_once_with_all_its_outlets() -> None:
    said = counts(record("A", 9, 9), record("A", 9, 9, said=date(2024, 3, 12)), record("report", 9, 9))
    assert [line.plain for line in demo.accounts(said)] == [
        "9 killed  A  2024-03-11 in Post 11, Post 12",
        "9 killed  Post 11  2024-03-11 in Post 11",
    ]


def test_next_steps_name_the_ledger(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    demo.next_steps(tmp_path / "demo.db")
    assert f"counterclaim verify --ledger {tmp_path}/demo.db" in capsys.readouterr().out.replace("\n", "")


def test_the_example_is_bundled() -> None:
    assert demo.size() >= 14
    assert (demo.DATA / "actors.yaml").is_file()
    assert (demo.DATA / "gazetteer.csv").is_file()
