"""What an event takes over from the sentences before it: rows of tests/cases/context.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.reading import read
from counterclaim.records import make_report

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "context.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_context(case: dict[str, Any]) -> None:
    text = case["text"]
    start = text.index(case["event"])
    end = start + len(case["event"])
    record = read(make_report(text), gated=False)
    events = [e for c in record.claims for e in c.events if e.start is not None and start <= e.start < end]
    assert events, [text[c.start : c.end] for c in record.claims]
    if "day" in case:
        assert {e.when.from_ if e.when else None for e in events} == {case["day"]}
    if "place" in case:
        assert {e.place.name if e.place else None for e in events} == {case["place"]}
