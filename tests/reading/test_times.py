"""Times of a report, each case a row of tests/cases/times.yaml, and what they belong to."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.reading import layout, parsing, segment, times
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.letters import in_small_letters
from counterclaim.reading.model import SHIPPED, Reader
from counterclaim.reading.times import grammar
from counterclaim.records import make_report

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "times.yaml").read_text(encoding="utf-8"))
PUBLISHED = date(2021, 5, 5)  # a Wednesday


def document(text: str, dated: date | None) -> Document:
    """A report without tags and trees."""
    blocks = layout.blocks(text)
    spans = [(i, span) for i, b in enumerate(blocks) for span in segment.sentences(text, b.start, b.end)]
    sentences = tuple(Sentence(n, i, a, b, ()) for n, (i, (a, b)) in enumerate(spans))
    return Document(make_report(text), blocks, sentences, dated=dated)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:40]} {case.get('dated', '')}")
def test_times(case: dict[str, Any]) -> None:
    found = times.find(document(case["text"], case.get("dated")))
    told = [[case["text"][t.start : t.end], t.value, *((t.when.from_, t.when.to) if t.when else ())] for t in found]
    assert told == [list(row) for row in case["times"]]
    assert all(t.reason for t in found)


def test_a_rule_needs_a_word_of_whatever_it_finds() -> None:
    text = "\n".join(case["text"] for case in CASES)
    small = in_small_letters(text)
    for rule in grammar.rules():
        for m in rule.pattern.finditer(text if rule.cased else small):
            assert rule in grammar.told_rules(grammar.told_by(m.group().lower())), (rule.read, m.group())


def test_a_rule_that_does_not_tell_capitals_is_written_without_any() -> None:
    for rule in grammar.rules():
        letters = re.sub(r"\\.|\(\?P\W\w+", "", rule.written)
        assert rule.cased or letters == letters.lower(), rule.read


def test_small_letters_keep_their_places() -> None:
    assert in_small_letters("İzmir, MAY 5") == "izmir, may 5"


def test_a_wrong_weekday_is_told() -> None:
    (found,) = times.find(document("Wednesday, 4 May 2021 was a quiet day.", None))
    assert "2021-05-04 is a Tuesday" in found.reason


def test_the_basis_is_kept() -> None:
    text = "On 4 May 2021, on Monday and on 3 May, and on Sunday, 2 May, boats sank."
    bases = [t.when.basis for t in times.find(document(text, PUBLISHED)) if t.when]
    assert bases == ["stated", "relative", "relative", "weekday"]


LIVE = """LIVE | The Reef
Last updated: Wednesday, 5 May 2021, 21:40

21:40
The mayor says calm is back today.

Tuesday, 4 May

23:10
Shells hit the quay, the mayor says. Two boats had sunk on Monday.

22:00 GMT
Four sailors were hurt. They were flown out the same evening.
"""


def test_below_the_heading_of_a_day_today_is_that_day() -> None:
    found = {LIVE[t.start : t.end]: t.value for t in times.find(document(LIVE, PUBLISHED))}
    assert found["today"] == "2021-05-05"
    assert found["Tuesday, 4 May"] == "2021-05-04"
    assert found["Monday"] == "2021-05-03"
    assert found["the same evening"] == "2021-05-04TEV"


@pytest.mark.parametrize(
    ("text", "url", "expected", "reason"),
    [
        ("Head\nPort Vale, 5 May 2021. Special for the Kelp\nBoats sank.", None, PUBLISHED, "5 May 2021"),
        (
            "Kelp live\nKept by our staff - last update Wed. 5 May 2021, 21:30\nBoats sank.",
            None,
            PUBLISHED,
            "5 May 2021",
        ),
        ("Head\nPORT VALE, May 5, 2021 (Kelp) - Boats sank.", None, PUBLISHED, "May 5, 2021"),
        ("Head\n05.05.2021\nBoats sank.", None, PUBLISHED, "05.05.2021"),
        ("Head\nLast updated: Wednesday, 5 May 2021, 21:40\nBoats sank.", None, PUBLISHED, "Wednesday, 5 May 2021"),
        ("Head\nBy Ada Bell | 5 May 2021 | 6 min read\nBoats sank.", None, PUBLISHED, "5 May 2021"),
        ("Head\nTuesday, 5 May 2021\nBoats sank.", None, PUBLISHED, "weekday does not fit"),
        ("Boats sank.", "https://kelp.example/2021/05/05/boats", PUBLISHED, "address"),
        ("Boats sank.", "https://kelp.example/boats-20210505.html", PUBLISHED, "address"),
        ("R 060410Z MAY 21\nSUBJECT: BOATS\n\nPORT VALE, MAY 5 (KELP) -- BOATS SANK.", None, PUBLISHED, "MAY 5"),
        ("051415Z MAY 21\nSUBJECT: BOATS\n\n1. BOATS SANK.", None, PUBLISHED, "time group"),
        ("Head\nPublished the 05/05/2021 at 10 h 42 | By Ada B.\n\nBoats sank.", None, PUBLISHED, "05/05/2021"),
        (
            "REEF: Boats sink\nFlash Update No. 2 (as of 5 May 2021, 18:00)\n\nBoats sank.",
            None,
            PUBLISHED,
            "a line at the top",
        ),
        ("Boats sink\nSituation report | 5 May 2021\n\nBoats sank on 3 May 2021.", None, PUBLISHED, "5 May 2021"),
        ("What sank on 5 May 2021\n\nBoats sank, the harbour company said.", None, None, "does not say"),
        ("Head\nUpdated on: May 5, 2021 / 3:45 PM / Kelp News\n\nBoats sank.", None, PUBLISHED, "a line at the top"),
        (
            "Head\nIssued by the Spokesman, Port Vale, on the 5th day of May, 2021\n\nBoats sank.",
            None,
            PUBLISHED,
            "top",
        ),
        ("Wednesday 5 May 2021, Evening Bulletin\nBoats sank.", None, PUBLISHED, "a line at the top"),
        ("Head\n\nBoats sank. They were old.\n\nDone at Port Vale, 5 May 2021\n", None, PUBLISHED, "the last line"),
        (
            "Head\n\nBoats sank. They were old.\n\nPort Vale, the 5th of May 2021\nThe Press Office",
            None,
            PUBLISHED,
            "last",
        ),
        ("5 May 2021: the day the boats sank\nIt was bad.", None, None, "does not say"),
        ("Head\n\nBoats sank.\n\nIt was worst in Port Vale on 5 May 2021.\n", None, None, "does not say"),
        ("Boats sank on 5 May 2021.", None, None, "does not say"),
        ("Boats sank.", "https://kelp.example/boats/12345678", None, "does not say"),
    ],
)
def test_document_date(text: str, url: str | None, expected: date | None, reason: str) -> None:
    found, why = times.document_date(text, layout.blocks(text), url)
    assert found == expected
    assert reason in why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            "Head\nKHARTOUM, May 5 (Kelp) - Sudan said on Monday that the Rapid Support Forces had shelled a market.",
            date(2025, 5, 5),
            "the only Monday 5 May since that war began",
        ),
        (
            "Head\nKHARTOUM, May 5 (Kelp) - Sudan on Monday closed a road that the Rapid Support Forces had shelled.",
            date(2025, 5, 5),
            "a weekday between subject and verb is the report's",
        ),
        (
            "Sudan LIVE\n\nMonday, May 5\n\n18:00 The Rapid Support Forces shelled a market.\n\n"
            "Sunday, May 4\n\n19:00 All was calm.",
            date(2025, 5, 5),
            "the latest heading of a live page",
        ),
        (
            "Head\nTBILISI, Aug 11 (Kelp) - Georgia said on Monday that Russia had bombed Gori. Ossetia left in 1992.",
            date(2008, 8, 11),
            "a year named long before gives way to the days of the war",
        ),
        (
            "Head\nKHARTOUM, May 5 (Kelp) - Shells of the Rapid Support Forces hit Sudan, a man told Kelp on Monday.",
            date(2025, 5, 5),
            "told to an agency",
        ),
        (
            "Head\nKHARTOUM, May 5 (Kelp) - Shells of the Rapid Support Forces killed nine in Sudan on Monday.",
            None,
            "the day of the news may be the day before",
        ),
        (
            "Head\nBAMAKO, May 5 (Kelp) - Mali said on Monday that JNIM had shelled a market.",
            None,
            "several years of that war fit",
        ),
        (
            "Head\nBAMAKO, May 5 (Kelp) - Mali said on Monday that JNIM, strong since May 2023, had left.",
            date(2025, 5, 5),
            "the latest year named leaves one of them",
        ),
        (
            "Head\nPORT VALE, May 5 (Kelp) - The mayor said on Monday that boats had sunk.",
            None,
            "no conflict and no year are named",
        ),
    ],
)
def test_the_year_of_a_date_line(text: str, expected: date | None, why: str) -> None:
    assert times.document_date(text, layout.blocks(text))[0] == expected, why


def test_a_given_date_wins() -> None:
    text = "Head\n5 May 2021\nBoats sank."
    assert times.document_date(text, layout.blocks(text), given=date(2020, 1, 1))[0] == date(2020, 1, 1)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(SHIPPED)


@pytest.mark.parametrize(
    ("sentence", "event", "expected"),
    [
        ("Four people were killed on Tuesday when shells hit the quay.", "hit", "2021-05-04"),
        ("Four people were killed on Tuesday when shells hit the quay.", "killed", "2021-05-04"),
        ("On Monday four sailors were killed in a strike on the quay.", "strike", "2021-05-03"),
        ("The general, whose men took the hills a week ago, set out his terms on Sunday.", "took", "2021-04-28"),
        ("The general, whose men took the hills a week ago, set out his terms on Sunday.", "set", "2021-05-02"),
        ("The war followed the attack of 3 April, in which gunmen killed 40 people.", "killed", "2021-04-03"),
        ("The fighting that erupted on 15 April has killed 500 people.", "fighting", "2021-04-15"),
        ("The fighting that erupted on 15 April has killed 500 people.", "killed", None),
        ("The group claimed the bombing of 3 May that killed 14 policemen.", "killed", "2021-05-03"),
        ("Rebels seized the airport on Sunday and took 40 soldiers prisoner.", "took", "2021-05-02"),
        ("Two peacekeepers were hurt when a mine exploded on Saturday morning.", "hurt", "2021-05-01"),
        ("Residents fled the town after militants attacked on Thursday.", "fled", None),
        ("Six sailors died in Monday's shelling of the port.", "died", "2021-05-03"),
        ("Witnesses to Tuesday's attack said gunmen opened fire from trucks.", "opened", None),
        ("The army, which lost 40 men last month, withdrew on Sunday.", "lost", "2021-04-01"),
        ("The army, which lost 40 men last month, withdrew on Sunday.", "withdrew", "2021-05-02"),
        ("He was arrested in 2018 for his part in the 2013 coup.", "coup", "2013-01-01"),
        ("The council will meet on Thursday to discuss the attack.", "attack", None),
        ("France on Monday condemned the attack.", "attack", None),
        ("The mayor raised the toll of the raid to 14 on Tuesday.", "raid", None),
        ("Nobody was killed in the raid.", "raid", None),
        ("Hundreds have been killed since the war began on 3 April.", "killed", None),
        ("The shelling lasted six weeks.", "shelling", None),
        (
            "The League condemns the killing of nine sailors, two of them boys, in Sorn, on 2 May.",
            "killing",
            "2021-05-02",
        ),
        ("The League condemned the killing of nine sailors in Sorn on 2 May.", "killing", None),
        ("The army reopened the road on Sunday, lifting a blockade imposed on 20 January.", "reopened", "2021-05-02"),
        ("The army reopened the road on Sunday, lifting a blockade imposed on 20 January.", "lifting", "2021-05-02"),
        ("The army reopened the road on Sunday, lifting a blockade imposed on 20 January.", "imposed", "2021-01-20"),
        ("Just before midnight on Monday the camp of Sorn was flattened.", "flattened", "2021-05-03"),
        (
            "Four days after the raid carried out by gunmen on Friday, nobody has counted the dead.",
            "raid",
            "2021-04-30",
        ),
        (
            "The rebels committed yesterday, Tuesday, a new crime in the port, burning nine boats.",
            "burning",
            "2021-05-04",
        ),
        (
            "We inform you that this Tuesday 4 May 2021, towards noon, rebels threw bombs at boats.",
            "threw",
            "2021-05-04",
        ),
        ("Rebels shelled the port 48 hours ago.", "shelled", "2021-05-03"),
        ("Rebels shelled the port 30 hours ago.", "shelled", None),
        ("A bomb went off in the port on January 30 last year.", "went off", "2020-01-30"),
        ("Nine people died under fire, in one of the bloodiest weeks on the border this year.", "died", None),
    ],
)
def test_when_for(reader: Reader, sentence: str, event: str, expected: str | None) -> None:
    text = f"Head of the story\n\n{sentence}\n"
    made = parsing.parse(make_report(text), layout.blocks(text), PUBLISHED, reader)
    start = text.index(sentence)
    timex, basis = times.when_for(made, times.find(made), start, start + len(sentence), text.index(event, start))
    assert (str(timex.when.from_) if timex and timex.when else None) == expected
    assert (basis is None) == (expected is None)


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "expected"),
    [
        ("The mayor said on Tuesday that boats sank on Monday.", "said", "boats sank on Monday", "2021-05-04"),
        ("On Tuesday, the mayor said that boats sank.", "said", "boats sank", "2021-05-04"),
        ("Boats sank on Monday, the mayor told reporters on Tuesday.", "told", "Boats sank on Monday", "2021-05-04"),
        ("The report, released on Friday by the council, says boats sank.", "says", "boats sank", "2021-04-30"),
        ("Boats sank on Monday, the mayor said.", "said", "Boats sank on Monday", None),
        ("The general, whose men fled on Monday, said they would be back.", "said", "they would be back", None),
    ],
)
def test_said_on(reader: Reader, sentence: str, cue: str, content: str, expected: str | None) -> None:
    text = f"Head of the story\n\n{sentence}\n"
    made = parsing.parse(make_report(text), layout.blocks(text), PUBLISHED, reader)
    start, at = text.index(cue), text.index(content)
    timex = times.said_on(made, times.find(made), start, start + len(cue), (at, at + len(content)))
    assert (str(timex.when.from_) if timex and timex.when else None) == expected


def test_the_day_of_a_heading_is_carried_over(reader: Reader) -> None:
    made = parsing.parse(make_report(LIVE), layout.blocks(LIVE), PUBLISHED, reader)
    at = LIVE.index("Shells hit")
    timex, basis = times.when_for(made, times.find(made), at, at + 19, at + 7)
    assert timex is not None
    assert timex.value == "2021-05-04"
    assert basis == "context"


@pytest.mark.parametrize(
    ("text", "event", "expected"),
    [
        (
            "Kelp live\n\n19:20\nShells hit the port.\n\n19:05\nA bridge burned.\n\n18:40\nSirens.",
            "burned",
            "2021-05-05",
        ),
        ("Kelp live\n\nTUESDAY\n\n19:20\nShells hit the port.\n\n19:05\nA bridge burned.", "burned", "2021-05-04"),
        ("Head\n\nShells hit the port on Tuesday.\n\nA bridge burned at about 19:05.", "burned", "2021-05-04"),
        ("Head\n\nShells hit a port on Tuesday and a mill on Monday.\n\nA bridge burned at 19:05.", "burned", None),
        ("Head\n\nShells hit the port on Tuesday.\n\nA bridge burned.", "burned", None),
        ("Head\n\nShells hit the port on Tuesday.\n\nA bridge burned overnight.", "burned", None),
    ],
)
def test_an_hour_belongs_to_the_day_of_its_page(reader: Reader, text: str, event: str, expected: str | None) -> None:
    made = parsing.parse(make_report(text), layout.blocks(text), PUBLISHED, reader)
    sentence = made.sentence_at(text.index(event))
    assert sentence is not None
    timex, basis = times.when_for(made, times.find(made), sentence.start, sentence.end, text.index(event))
    assert (str(timex.when.from_) if timex and timex.when else None) == expected
    assert basis == (expected and "context")


@pytest.mark.parametrize("piece", ["1 ", "a ", "the ", "May ", "2020-", "last week ", "12:"])
def test_a_long_line_takes_linear_time(piece: str) -> None:
    start = time.perf_counter()
    times.find(document(piece * (60_000 // len(piece)), PUBLISHED))
    assert time.perf_counter() - start < 10
