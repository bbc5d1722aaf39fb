"""Quotations, each case a row of tests/cases/quotations.yaml."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.reading import layout, quotation

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "quotations.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_quotations(case: dict[str, Any]) -> None:
    text = case["text"]
    quotes = quotation.find(text, layout.blocks(text))
    assert [text[q.start : q.end] for q in quotes] == case["quotes"]
    assert all(q.start <= q.inner_start < q.inner_end <= q.end for q in quotes)
    if "speech" in case:
        assert all(quotation.speech_of(quotes, i) == range(case["speech"]) for i in range(len(quotes)))


def test_speeches_apart_are_two() -> None:
    text = 'Head\n\n"One.\n\n"Two," he said.\n\n"Three," she said.'
    quotes = quotation.find(text, layout.blocks(text))
    assert [quotation.speech_of(quotes, i) for i in range(3)] == [range(0, 2), range(0, 2), range(2, 3)]


@pytest.mark.parametrize("piece", ['"', "'a ", "‘a’ ", "“a "])
def test_a_line_of_nothing_but_marks_is_no_prose(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    assert quotation.find(text, layout.blocks(text)) == ()
    assert time.perf_counter() - start < 5
