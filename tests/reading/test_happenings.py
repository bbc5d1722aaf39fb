"""Rows of tests/cases/parties.yaml: who does it to whom, read from characters to claims."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim import reading
from counterclaim.records import Actor, Event, make_report
from tests.checks import assert_traceable

ROWS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "parties.yaml").read_text(encoding="utf-8"))


def names(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.name for actor in actors))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_who_does_it_to_whom(row: dict[str, Any]) -> None:
    record = reading.read(make_report(row["text"]), gated=False)
    assert_traceable(record, record.report)
    events: list[Event] = [event for claim in record.claims for event in claim.events]
    assert events, "nothing was read"
    if "by" in row:
        assert names(a for e in events for a in e.agents) == row["by"], row["why"]
    if "to" in row:
        assert names(a for e in events for a in e.targets) == row["to"], row["why"]
