"""The report sets outside the project, read in place and scored by their own scorer, against floors that only rise."""

from functools import cache

import pytest

from eval.__main__ import REPORT_METRICS, floors
from eval.benchmarks import SHARED, TOLERANCE, score_reports

pytestmark = pytest.mark.skipif(
    not (SHARED / "reports").is_dir(), reason=f"no report sets at {SHARED}; name their folder in COUNTERCLAIM_SHARED"
)


@cache
def scores() -> dict[str, float]:
    return score_reports()


@pytest.mark.parametrize("metric", REPORT_METRICS)
def test_score_is_at_its_floor_or_above(metric: str) -> None:
    floor = floors()["reports"][metric]
    assert scores()[metric] >= float(str(floor)) - TOLERANCE
