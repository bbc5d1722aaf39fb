from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from counterclaim import words
from counterclaim.records import Actor, Figure, Place, When
from tests import make

DAY, LATER = date(2024, 3, 11), date(2024, 3, 14)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"min": 5, "max": 5}, "5 killed"),
        ({"min": 1200, "max": 1200}, "1,200 killed"),
        ({"min": 12, "max": None, "qualifier": "at_least"}, "at least 12 killed"),
        ({"min": 12, "max": None, "qualifier": "more_than"}, "more than 12 killed"),
        ({"min": 12, "max": None, "qualifier": "vague"}, "at least 12 killed"),
        ({"min": 0, "max": 50, "qualifier": "at_most"}, "up to 50 killed"),
        ({"min": 20, "max": 30, "qualifier": "range"}, "20 to 30 killed"),
        ({"min": 80, "max": 80, "qualifier": "about"}, "about 80 killed"),
        ({"min": 0, "max": 0}, "0 killed"),
        ({"min": 2, "max": 2, "victims": "aid_worker"}, "2 killed (aid worker)"),
        ({"min": 2, "max": 2, "victims": "soldier", "side": "Orvessia"}, "2 killed (soldier, of Orvessia)"),
        ({"min": 2, "max": 2, "cumulative": True}, "2 killed (so far)"),
        ({"min": 4, "max": 4, "repaired": "for, a slip for four"}, "4 killed (for, a slip for four)"),
    ],
)
def test_figures(fields: dict[str, Any], expected: str) -> None:
    assert words.figure(Figure(start=0, end=1, effect="killed", **fields)) == expected


@pytest.mark.parametrize(
    ("from_", "to", "expected"),
    [
        (DAY, DAY, "2024-03-11"),
        (DAY, LATER, "2024-03-11 to 2024-03-14"),
        (DAY, None, "since 2024-03-11"),
        (None, DAY, "until 2024-03-11"),
        (None, None, ""),
    ],
)
def test_times(from_: date | None, to: date | None, expected: str) -> None:
    assert words.when(When(from_=from_, to=to, precision="day", basis="stated")) == expected


def test_no_time_and_no_place_are_nothing() -> None:
    assert words.when(None) == words.place(None) == ""


def test_a_place_keeps_its_relation() -> None:
    assert words.place(Place(name="Corvane", precision="near", relation="7 km west of")) == "7 km west of Corvane"


def test_speakers() -> None:
    assert words.speaker(make.toll()) == "Interior Ministry [Orvessia]"
    assert words.speaker(make.denial()) == "Highland Movement via Meridian", (
        "a side that is the speaker is not repeated"
    )
    assert words.speaker(make.claim("It is so.", "It is so.")) == "the report itself"


def test_what_a_claim_is_about() -> None:
    assert words.kinds(make.toll()) == "shelling"
    assert words.figures(make.toll()) == "at least 12 killed (civilian)"


@pytest.mark.parametrize(
    "hostile", ["\x1b[31mred", "\x9b31mred", "a\u202eb", "a\u2066b", "bell\x07", "\x00", "a\u2028b"]
)
def test_what_a_terminal_would_obey_is_made_visible(hostile: str) -> None:
    shown = words.shown(hostile)
    assert len(shown) == len(hostile)
    assert shown != hostile
    assert shown.isprintable()


def test_letters_of_all_scripts_stay() -> None:
    text = "“Stepanakert – Xankəndi” Степанакерт خانکندی 斯捷潘纳克特 नहीं"
    assert words.shown(text) == text


def test_every_kind_of_value_has_words() -> None:
    event = make.toll().events[0]
    said = [
        words.described(value) for value in (None, True, event, event.place, event.when, *event.means, *event.figures)
    ]
    assert said == ["none", "yes", "shelling", "Corvane", "2024-03-12", "rocket", "at least 12 killed (civilian)"]
    assert words.described(Actor(name="Brakka", side="Lonn")) == "Brakka [Lonn]"
