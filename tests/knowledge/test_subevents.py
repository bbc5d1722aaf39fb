"""Rows of tests/cases/subevents.yaml: what a short text speaks for, and by which words."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.knowledge import crosswalk, subevents

REMOTE = "Explosions/Remote violence"
CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "subevents.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", CASES, ids=[row["text"][:60] for row in CASES])
def test_what_a_text_speaks_for(row: dict[str, Any]) -> None:
    found = subevents.suggest(row["text"])
    assert (found.about if found else None) == row["is"], (row["why"], found)
    if found:
        assert found.reason
        assert (found.event is None) == (found.sub_event is None)


def test_the_sub_events_are_those_that_the_crosswalk_names() -> None:
    named = {tuple(row["acled"]) for row in crosswalk.rows()["types"].values() if row["acled"]}
    known = {(s.event, s.sub_event) for s in subevents.ranked("Protesters marched.") if s.event}
    known |= {(s.event, s.sub_event) for s in subevents.ranked("") if s.event}
    assert named <= known


def test_what_a_report_says_first_counts_for_more() -> None:
    first = "Police arrested forty people in the capital on Monday morning. Gunmen abducted a nurse in the far north."
    last = "Gunmen abducted a nurse in the far north on Monday morning. Police arrested forty people in the capital."
    scores = [{s.about: s.score for s in subevents.ranked(text)}["Arrests"] for text in (first, last)]
    assert scores[0] > scores[1]


@pytest.mark.parametrize(
    ("text", "coded", "told"),
    [
        ("A suicide bomber blew himself up.", (REMOTE, "Remote explosive/landmine/IED"), "Suicide bomb"),
        ("Police fired tear gas at a protest march.", ("Protests", "Peaceful protest"), "Protest with intervention"),
        ("A mortar shell hit a house.", (REMOTE, "Shelling/artillery/missile attack"), None),
        ("Gunmen abducted a nurse.", ("Battles", "Armed clash"), None),
        ("The weather was fine.", ("Protests", "Peaceful protest"), None),
    ],
)  # fmt: skip
def test_words_choose_within_the_event_type(text: str, coded: tuple[str, str], told: str | None) -> None:
    found = subevents.refined(text, *coded)
    assert (found.sub_event if found else None) == told
    assert found is None or found.event == coded[0]
