"""How two claims of one incident stand to each other, and when they do not."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.reconcile.linking import links
from counterclaim.reconcile.told import Told
from tests.accounts import MOVEMENT, ORVESSIA, event, killed, report, said

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "links.yaml").read_text("utf-8"))


def told(number: int, saying: dict[str, Any]) -> list[Told]:
    """The claims of one report, as the case writes them."""
    sayings = [
        said(
            one["quote"],
            *(event(**fields) for fields in one.get("events", [])),
            by=one.get("by", "Ministry"),
            side=one.get("side", ORVESSIA),
            **{key: one[key] for key in ("stance", "kind") if key in one},
        )
        for one in saying["claims"]
    ]
    record = report(saying.get("outlet", f"Outlet {number}"), saying.get("day", 11), *sayings)
    return [Told(claim, record.report, paragraph=at) for at, claim in enumerate(record.claims)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_links(case: dict[str, Any]) -> None:
    accounts = [one for number, saying in enumerate(case["reports"]) for one in told(number, saying)]
    names = {one.id: number for number, one in enumerate(accounts, 1)}
    found = [[names[k.from_], k.relation, names[k.to], k.field] for k in links(accounts)]
    assert sorted(map(ordered, found)) == sorted(map(ordered, case["links"]))


def ordered(link: list[Any]) -> list[Any]:
    """A link with the lower number first, where it does not matter which end is which."""
    a, relation, b, field = link
    return [min(a, b), relation, max(a, b), field] if relation in ("agrees", "contradicts") else link


def crowd() -> list[Told]:
    """Thirty reports that each blame, deny and count, so that not every claim is laid beside every other."""
    reports = [
        {
            "day": 11 + number % 3,
            "claims": [
                {"quote": f"The Movement killed {9 + number % 7} people ({number}).", "by": f"Body {number % 11}",
                 "events": [{"by": [MOVEMENT], "figures": [killed(9 + number % 7)]}]},
                {"quote": f"It was denied ({number}).", "by": "Spokesman", "side": MOVEMENT, "stance": "denies"},
            ],
        }
        for number in range(30)
    ]  # fmt: skip
    return [one for number, saying in enumerate(reports) for one in told(number, saying)]


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_arrival_changes_no_link_of_a_crowd(order: random.Random) -> None:
    accounts = crowd()
    shuffled = list(accounts)
    order.shuffle(shuffled)
    assert links(shuffled) == links(accounts)


def test_a_crowd_has_few_links_a_claim() -> None:
    accounts = crowd()
    found = links(accounts)
    assert {"denies", "agrees", "repeats"} <= {link.relation for link in found}
    assert len(found) < 8 * len(accounts)
