"""Which party an actor is of, by what all accounts of its incident say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from counterclaim.reconcile.parties import with_parties
from counterclaim.reconcile.told import Told
from counterclaim.records import Actor
from tests.accounts import event, report, said

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "incident_parties.yaml").read_text("utf-8"))


def told(number: int, case: dict[str, Any]) -> Told:
    """An account of who shelled a town, and who says so."""
    name, side = case["did"]
    saying = said(
        "The town was shelled.", event(), by=case["by"], side=case.get("side"), kind=case.get("kind", "actor")
    )
    record = report(f"Outlet {number}", 11, saying)
    claim = record.claims[0]
    doer = msgspec.structs.replace(claim.events[0], agents=(Actor(name=name, side=side),))
    return Told(msgspec.structs.replace(claim, events=(doer,)), record.report)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_parties(case: dict[str, Any]) -> None:
    accounts = [told(number, one) for number, one in enumerate(case["accounts"])]
    found = [[one.claim.speaker.side, one.claim.events[0].agents[0].side] for one in with_parties(accounts)]
    assert found == case["parties"]
    backward = [[one.claim.speaker.side, one.claim.events[0].agents[0].side] for one in with_parties(accounts[::-1])]
    assert backward[::-1] == case["parties"]


def test_in_its_own_release_a_party_s_units_and_people_are_its_own_and_nobody_else() -> None:
    release = report(
        None,
        11,
        said("The town was not shelled by us.", event(), by="Armed Forces of Orvessia", side="Orvessia"),
        said("Our guns were silent.", event(), by="Armed Forces of Orvessia", side="Orvessia"),
        said("No shell was fired.", event(), by="Sixth Division", side=None),
        said("We were asleep.", event(), by="Otto Brenn", side=None),
        said("We shelled it.", event(), by="Coastal Council", side=None),
    )
    accounts = [Told(claim, release.report) for claim in release.claims]
    found = [one.claim.speaker.side for one in with_parties(accounts)]
    assert found == ["Orvessia", "Orvessia", "Orvessia", "Orvessia", None]
