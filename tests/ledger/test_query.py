from __future__ import annotations

from collections.abc import Iterator

import pytest

from counterclaim.errors import LedgerError
from counterclaim.ledger.query import Filter, find_claim, find_claims, find_record
from counterclaim.ledger.store import Ledger
from tests import make

TOLL, DENIAL = make.toll().id, make.denial().id


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger(address, write=True) as opened:
        opened.add(make.record(), opened.start("1"))
        yield opened


@pytest.mark.parametrize(
    ("wanted", "expected", "why"),
    [
        (Filter(), [TOLL, DENIAL], "all, in the report's order"),
        (Filter(speaker="interior MINISTRY"), [TOLL], "by name, whatever its case"),
        (Filter(speaker="demo:interior"), [TOLL], "by id"),
        (Filter(speaker="Orvessia"), [], "the side is not the speaker, nor is the addressee"),
        (Filter(speaker="Meridian"), [], "who passes it on is not the speaker"),
        (Filter(side="orvessia"), [TOLL], "by side"),
        (Filter(stance="denies"), [DENIAL], "by stance"),
        (Filter(type="shelling"), [TOLL], "by what is said to have happened"),
        (Filter(type="shelling", stance="denies"), [], "all conditions at once"),
        (Filter(speaker="%"), [], "no pattern"),
    ],
)
def test_claims_are_found(ledger: Ledger, wanted: Filter, expected: list[str], why: str) -> None:
    assert [found.claim.id for found in find_claims(ledger, wanted)] == expected, why


def test_a_claim_comes_with_its_reports_header(ledger: Ledger) -> None:
    (found, _) = find_claims(ledger)
    assert found.report == make.report().header() | {"published": "2024-03-12"}
    assert found.claim == make.toll()


def test_ids_may_be_cut_short(ledger: Ledger) -> None:
    assert find_record(ledger, make.report().id[:5]) == make.record()
    record, claim = find_claim(ledger, TOLL)
    assert (record, claim) == (make.record(), make.toll())


@pytest.mark.parametrize(
    ("wanted", "cause"),
    [("c00000000", "several ids begin with"), ("c9", "nothing in it is called c9"), ("", "several"), ("%", "nothing")],
)
def test_an_id_that_is_not_one_claims_is_refused(ledger: Ledger, wanted: str, cause: str) -> None:
    with pytest.raises(LedgerError, match=cause):
        find_claim(ledger, wanted)
