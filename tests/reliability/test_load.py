"""A ledger in use for some seconds; the long form, which looks at memory too, is `python -m eval soak load`."""

from __future__ import annotations

from pathlib import Path

from tests.reliability import load


def test_what_is_published_and_judged_at_once_is_kept_once(tmp_path: Path) -> None:
    found = load.soak(tmp_path, 4, pace=0.5, filled=50)
    assert (found.lost, found.doubled, found.problems) == ([], [], [])
    assert found.done["published"] > 1
    assert found.done["judgements"] > 0


def test_growth_is_that_behind_the_warm_up() -> None:
    flat = load.Soaked(memory={"desk": [50.0, 90.0, *[100.0] * 10]})
    assert flat.growth("desk") == 0
    growing = load.Soaked(memory={"desk": [50.0, 90.0, *[100.0 + n for n in range(10)]]})
    assert growing.growth("desk") > 0.05
