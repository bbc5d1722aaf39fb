"""The tree of the shipped model with a date before the subject, each case a row of tests/cases/fronted_dates.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from counterclaim.reading.model import Analysis, load
from counterclaim.reading.segment import words

LEAST = 50
"""Sentences of the 50 that the shipped weights must read right: all."""

CASES: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "fronted_dates.yaml").read_text(encoding="utf-8")
)


class Reading(NamedTuple):
    """A sentence read: its words, how many of them are the date, and the model's analysis."""

    words: list[str]
    date: int
    analysis: Analysis


def _cut(text: str) -> list[str]:
    return [text[a:b] for a, b in words(text)]


@cache
def readings() -> tuple[Reading, ...]:
    """Every case through the model, in order."""
    dates = [_cut(case["date"]) for case in CASES]
    sentences = [_cut(f"{case['date']} {case['rest']}") for case in CASES]
    return tuple(
        Reading(sentence, len(date), analysis)
        for sentence, date, analysis in zip(sentences, dates, load().analyse(sentences), strict=True)
    )


def _subjects(analysis: Analysis) -> list[int]:
    """The words that are the subject of the main verb."""
    root = analysis.head.index(-1)
    return [i for i, dep in enumerate(analysis.dep) if dep.startswith("nsubj") and analysis.head[i] == root]


def _is_wrong(case: dict[str, str], reading: Reading) -> str:
    """What the tree takes for the subjects and the subject words of the date, empty where it is right."""
    found = [reading.words[i] for i in _subjects(reading.analysis)]
    dated = [reading.words[i] for i in range(reading.date) if reading.analysis.dep[i].startswith("nsubj")]
    if found == [case["subject"]] and not dated:
        return ""
    return f"{case['date']} {case['rest']}: {found or 'none'}, not {case['subject']}; of the date {dated or 'none'}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["date"])
def test_a_case_tells_one_word(case: dict[str, str]) -> None:
    assert _cut(case["rest"]).count(case["subject"]) == 1
    assert case["subject"] not in _cut(case["date"])


def test_a_date_before_the_subject_is_not_the_subject() -> None:
    wrong = [w for case, reading in zip(CASES, readings(), strict=True) if (w := _is_wrong(case, reading))]
    print(*wrong, sep="\n")
    assert len(CASES) == 50
    assert len(CASES) - len(wrong) >= LEAST, "\n".join(wrong)
