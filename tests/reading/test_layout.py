"""The lines of a report, each case a row of tests/cases/layout.yaml."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.reading import layout

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "layout.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_blocks(case: dict[str, Any]) -> None:
    text = case["text"]
    found = layout.blocks(text)
    assert [b.kind for b in found] == [kind for kind, _ in case["blocks"]]
    for block, (_, opening) in zip(found, case["blocks"], strict=True):
        assert text[block.start : block.end].startswith(opening)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_nothing_but_separators_lies_between_blocks(case: dict[str, Any]) -> None:
    text, at = case["text"], 0
    for block in layout.blocks(text):
        assert at <= block.start < block.end <= len(text)
        assert not any(c.isalnum() for c in text[at : block.start])
        at = block.end
    assert not text[at:].strip()


def test_title_and_outlet() -> None:
    text = CASES[0]["text"]
    found = layout.blocks(text)
    assert layout.title(text, found) == "Shells fall on Port Vale, council says"
    assert layout.outlet(text, found) == "Kelp Wire"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strait Mail | World\nNine die in the Reef\n\nPORT VALE (Kelp Wire) - Nine died.", "Strait Mail"),
        ("Nine die in the Reef\nRadio Kelp, Monday 3 May 2021\n\nNine died, it says.", "Radio Kelp"),
        ("Nine die in the Reef\nPort Vale, Monday 3 May 2021\n\nNine died, it says.", None),
        ("Nine die\nThe Reef Post | Updated Monday 3 May 2021, 18:40\n\nNine died, it says.", "The Reef Post"),
        ("Statement\nPort Vale, 3 May 2021\n\nNine died.\n\nBroadcast by Radio Kelp, 97 MHz", "Radio Kelp"),
        ("Statement\nPort Vale, 3 May 2021\n\nNine died.\n\nReprinted by The Reef Courier", "The Reef Courier"),
    ],
)
def test_who_carries_a_report(text: str, expected: str | None) -> None:
    assert layout.outlet(text, layout.blocks(text)) == expected


def test_what_is_discarded_says_why() -> None:
    text = CASES[0]["text"]
    whys = [d.why for d in layout.discarded(layout.blocks(text))]
    assert whys == ["byline", "page furniture"]


@pytest.mark.parametrize("text", ["", "\n \n\t\r\n", "\ufeff"])
def test_nothing_has_no_blocks(text: str) -> None:
    assert layout.blocks(text) == ()


@pytest.mark.parametrize("piece", ["a", "a b ", "- ", '"', "(", "1 May 2021 ", "By ", "GAZA, "])
def test_a_long_line_takes_linear_time(piece: str) -> None:
    start = time.perf_counter()
    assert len(layout.blocks(piece * (3_000_000 // len(piece)))) <= 2
    assert time.perf_counter() - start < 5
