"""Processes that work is handed out to: their order, and what they share."""

from __future__ import annotations

import os
import sys

import pytest

from counterclaim.processes import in_order
from counterclaim.reading import model


def loaded(_: int) -> tuple[int, int]:
    """The process, and how many models it holds."""
    return os.getpid(), model.load.cache_info().currsize


def nothing(_: int) -> int:
    return 0


def test_results_come_in_the_order_of_items_and_ready_ones_are_not_worked_on() -> None:
    given = [(n, -n if n % 3 == 0 else None) for n in range(20)]
    found = list(in_order(abs, iter(given), 2, nothing, nothing))
    assert found == [(n, -n if n % 3 == 0 else n) for n in range(20)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere each process loads its own")
def test_the_model_is_there_before_the_first_report() -> None:
    found = list(in_order(loaded, ((n, None) for n in range(8)), 2, nothing, lambda _: (0, 0)))
    assert {models for _, (_, models) in found} == {1}
    assert os.getpid() not in {pid for _, (pid, _) in found}
