"""The demonstration read with its own knowledge files, scored against its gold, above floors that only rise."""

import json
from functools import cache
from pathlib import Path

import pytest

import counterclaim
from counterclaim import pipeline
from counterclaim.settings import Settings
from eval.claims import Scores, score_folder

DEMO = Path(counterclaim.__file__).parent / "demo"
GOLD = Path(__file__).parent / "gold" / "demo"
FLOORS: dict[str, float] = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))
TOLERANCE = 0.0005


@cache
def scores() -> Scores:
    reader = pipeline.reader([str(DEMO / "actors.yaml")], [str(DEMO / "gazetteer.csv")])
    outcomes = pipeline.read_all(pipeline.plan([str(DEMO / "reports")]), reader, Settings())
    records = [outcome.record.to_builtins() for outcome in outcomes if isinstance(outcome, pipeline.Done)]
    return score_folder(GOLD, records, DEMO / "reports")


def test_every_span_stands_in_its_report() -> None:
    assert not scores().broken


@pytest.mark.parametrize("measure", FLOORS)
def test_score_is_at_its_floor_or_above(measure: str) -> None:
    assert scores().table()[measure] >= FLOORS[measure] - TOLERANCE
