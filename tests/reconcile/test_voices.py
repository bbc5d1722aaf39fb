"""Which claims are of one voice, however their reports call the speaker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from counterclaim.reconcile.told import Told
from counterclaim.reconcile.voices import Voices
from counterclaim.records import Actor, Span
from tests.accounts import report, said

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "voices.yaml").read_text("utf-8"))


def told(number: int, case: dict[str, Any]) -> Told:
    """A claim: `words` introduce the speaker, and stand behind what is said."""
    quote = f"9 people were killed, {case['words']} said."
    record = report(f"Outlet {number}", 11, said(quote))
    claim = record.claims[0]
    speaker = Actor(name=case["by"], side=case.get("side"), kind=case.get("kind", "actor"))
    content = Span(start=claim.start, end=claim.start + len("9 people were killed"))
    return Told(msgspec.structs.replace(claim, speaker=speaker, content=content), record.report)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_voices(case: dict[str, Any]) -> None:
    accounts = [told(number, one) for number, one in enumerate(case["claims"])]
    assert Voices(accounts).same(accounts[0], accounts[1]) is case["same"]
    assert Voices(accounts[::-1]).same(accounts[1], accounts[0]) is case["same"]
