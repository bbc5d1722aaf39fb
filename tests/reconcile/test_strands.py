"""Which claims of one report speak of one happening."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.reconcile.anchors import anchors
from counterclaim.reconcile.localities import own_ground
from counterclaim.reconcile.strands import Thread, features, strands, table
from tests.accounts import event, killed, on, report, said

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "strands.yaml").read_text("utf-8"))


def saying(case: dict[str, Any]) -> dict[str, Any]:
    """A saying as the case writes it; `day` is of March, `dead` a count."""
    fields = dict(case)
    quote, stance = fields.pop("quote"), fields.pop("stance", "asserts")
    if not fields:
        return said(quote, stance=stance)
    if "day" in fields:
        fields["when"] = on(fields.pop("day"))
    if "dead" in fields:
        fields["figures"] = [killed(fields.pop("dead"), victims=fields.pop("victims", "person"))]
    return said(quote, event(fields.pop("type", "shelling"), **fields), stance=stance)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_strands(case: dict[str, Any]) -> None:
    record = report("A", 12, *(saying(one) for one in case["claims"]))
    number = {claim.id: at for at, claim in enumerate(record.claims, 1)}
    assert [[number[claim] for claim in strand.claims] for strand in strands(record)] == case["strands"]


def test_every_feature_has_its_weight() -> None:
    record = report("A", 12, said("On 11 March shells hit Corvane.", event(at="Corvane", when=on(11))))
    (anchor,) = anchors(record)
    assert features(anchor, Thread(None), None, None).keys() <= table().keys()


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Shells fell on Ilmet, 9 km north-west of Corvane.", "Shells fell on Ilmet,  ."),
        ("Shells fell on Ilmet, some forty kilometres from Corvane.", "Shells fell on Ilmet, some  ."),
        ("Shells fell on the market of Corvane.", "Shells fell on the market of Corvane."),
        ("They drove 9 km and reached Corvane.", "They drove 9 km and reached Corvane."),
    ],
)
def test_a_place_that_tells_where_another_lies_is_none_of_the_deed_s(text: str, own: str) -> None:
    assert own_ground(text) == own
