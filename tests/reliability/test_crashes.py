"""Work that is cut off loses nothing; the long form is `python -m eval soak crashes`."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

import pytest

from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from tests import postgresql
from tests.reliability import crashes, power

BRIEF = (crashes.OPEN, crashes.WATCH, crashes.REVIEW, crashes.RECONCILE, crashes.EXPORT, *crashes.MIGRATIONS[-1:])


@pytest.mark.parametrize("scenario", BRIEF, ids=lambda scenario: scenario.name)
def test_killed_it_goes_on_as_if_nothing_had_been(scenario: crashes.Scenario, tmp_path: Path) -> None:
    with crashes.site():
        found = crashes.killed(scenario, tmp_path, 1, random.Random(scenario.name))
    assert found.problems == []


def test_killed_at_a_database_it_goes_on_too(postgresql_server: postgresql.Server) -> None:
    whole = postgresql_server.fresh()
    crashes.begin_review(whole)
    ended = crashes.in_child(partial(crashes.do_review, whole))
    chance = random.Random(2)
    for _ in range(2):
        address = postgresql_server.fresh()
        crashes.begin_review(address)
        left = crashes.in_child(partial(crashes.do_review, address), seconds=chance.random() * ended.seconds)
        assert crashes.acts_missing(address, left.said) == []
        with Ledger(address) as ledger:
            assert verify(ledger).problems == []
        crashes.do_review(address, lambda _: None)
        assert crashes.tables(address) == crashes.tables(whole)


def test_nothing_is_acknowledged_before_it_is_kept(tmp_path: Path) -> None:
    """The check of the checks: a review whose acts were never written is told to be missing."""
    crashes.in_child(lambda _: crashes.REVIEW.begin(tmp_path))
    assert crashes.REVIEW.missing(tmp_path, [0, 1]) == ["2 acts were acknowledged, 0 are there"]


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    found = crashes.without_room(crashes.REVIEW, tmp_path, 1, random.Random(3))
    assert found.problems == []
    assert found.told


def test_two_processes_do_the_same_work_once(tmp_path: Path) -> None:
    assert crashes.twice(crashes.RECONCILE, tmp_path).problems == []


def test_a_ledger_is_forced_to_the_disk_at_every_commit(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", write=True) as ledger, ledger.transaction() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("synchronous", "journal_mode")
        }
    assert asked == {"synchronous": 2, "journal_mode": "wal"}, "2 is FULL"


def test_the_power_is_cut(tmp_path: Path) -> None:
    acknowledged = power.written(tmp_path)
    assert len(acknowledged) == 12
    assert list(power.cuts(tmp_path, acknowledged, 2, random.Random(5))) == []
