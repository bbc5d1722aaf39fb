"""Rows of tests/cases/claims.yaml: short reports read from characters to claims."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim import reading
from counterclaim.records import Claim, Record, make_report
from tests.checks import assert_traceable

ROWS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "claims.yaml").read_text(encoding="utf-8"))


def shown(record: Record, claim: Claim) -> dict[str, Any]:
    """A claim's fields as the rows write them."""
    text = record.report.text
    return {
        "speaker": claim.speaker.name,
        "stance": claim.stance,
        "content": text[claim.content.start : claim.content.end],
        "direct": claim.direct,
        "hedged": claim.hedged,
        "condition": text[claim.condition.start : claim.condition.end] if claim.condition else None,
        "addressee": claim.addressee.name if claim.addressee else None,
        "via": [actor.name for actor in claim.via],
        "types": [event.type for event in claim.events],
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_claims_of_a_short_report(row: dict[str, Any]) -> None:
    record = reading.read(make_report(row["text"]))
    assert_traceable(record, record.report)
    found = [shown(record, claim) for claim in record.claims]
    assert len(found) == len(row["claims"]), found
    for want, got in zip(row["claims"], found, strict=True):
        assert {field: got[field] for field in want} == want


def test_reading_twice_gives_the_same_bytes() -> None:
    text = " ".join(row["text"] for row in ROWS)
    once, again = reading.read(make_report(text)), reading.read(make_report(text, path="other.txt"))
    assert once.to_json() == reading.read(make_report(text)).to_json()
    assert once.claims == again.claims


def test_a_report_without_conflict_has_no_claims() -> None:
    record = reading.read(make_report("The council opened a library on Monday. The mayor said it holds 40,000 books."))
    assert record.claims == ()
