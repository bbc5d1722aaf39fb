"""Rows of tests/cases/events.yaml, through the shipped model."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.reading import events, layout, model, parsing, relevance
from counterclaim.reading.document import Document
from counterclaim.reading.events import Trigger
from counterclaim.records import When, make_report

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "events.yaml").read_text(encoding="utf-8"))


def parsed(text: str, dated: date | None = None) -> Document:
    return parsing.parse(make_report(text), layout.blocks(text), dated, model.load())


def found(document: Document, stance: str | None = None) -> list[Trigger]:
    return [t for s in document.sentences for t in events.find(document, s, s.start, s.end, stance=stance)]


def words(document: Document, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [document.text[start:end] for start, end in spans]


@pytest.mark.parametrize("row", CASES["events"], ids=[row["text"][:60] for row in CASES["events"]])
def test_what_happened(row: dict[str, Any]) -> None:
    document = parsed(row["text"])
    triggers = found(document, row.get("stance"))
    assert [f"{t.type} {t.status}" for t in triggers] == row["is"], (row["why"], triggers)
    for t in triggers:
        assert document.sentences[0].tokens[t.token].start >= t.start
        assert t.reason
    if "by" in row:
        assert words(document, triggers[0].agents) == row["by"], row["why"]
    if "to" in row:
        assert words(document, triggers[0].targets) == row["to"], row["why"]
    if "with" in row:
        assert [m.name for m in triggers[0].means] == row["with"], row["why"]


@pytest.mark.parametrize("row", CASES["relevance"], ids=[row["text"][:60] for row in CASES["relevance"]])
def test_whether_it_is_about_a_conflict(row: dict[str, Any]) -> None:
    judged = relevance.judge(row["text"])
    assert judged.conflict is row["conflict"], (row["why"], judged)


REPORT = (
    "Shells hit Corvane market\n\n"
    "Shells hit the market of Corvane on 12 March, killing four people.\n\n"
    "The army shelled a school in Tolme on 3 January.\n\n"
    "The rebels captured the valley in 1996. They then killed 40 prisoners.\n\n"
    "On Sunday the army shelled the port.\n"
)


def recalled(at: int, when: When | None = None) -> bool:
    document = parsed(REPORT, date(2024, 3, 14))
    sentence = document.sentences[at]
    (trigger,) = events.find(document, sentence, sentence.start, sentence.end)
    return events.background(document, sentence, trigger, when, document.dated)[0]


def day(when: date) -> When:
    return When(from_=when, to=when, precision="day", basis="stated")


def test_news_is_no_background() -> None:
    assert not recalled(1, day(date(2024, 3, 12)))
    assert not recalled(5)


def test_what_was_long_before_is_background() -> None:
    assert recalled(2, day(date(2024, 1, 3)))


def test_history_goes_on_without_a_new_date() -> None:
    assert recalled(3)
    assert recalled(4)


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("Rebels fired a missile at the port on Sunday.", True),
        ("Dozens of people have been killed since Monday.", True),
        ("The village had some 330 inhabitants.", False),
        ("There was no immediate word on casualties.", False),
        ("Who fired the rocket?", False),
    ],
)
def test_what_the_report_itself_claims(text: str, worth: bool) -> None:
    document = parsed(text)
    assert relevance.worth_claiming(document, document.sentences[0], found(document))[0] is worth
