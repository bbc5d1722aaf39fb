from __future__ import annotations

from tests import team


def test_a_team_at_work_loses_nothing(address: str) -> None:
    worked = team.work(address, 3.0)
    assert worked.judgements == worked.done["judged"] > 0
    assert worked.reports == worked.done["reports"] + 1 > 1
    assert worked.problems == []
