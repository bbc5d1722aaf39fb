"""What a reader of a ledger may rely on: one state for several questions, and an end to those that take too long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from counterclaim.errors import TooSlowError
from counterclaim.ledger.query import counts, find_record
from counterclaim.ledger.store import Ledger
from counterclaim.records import Record
from tests import make

ENDLESS = text("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "mine.db"
    with Ledger(found, write=True) as ledger:
        ledger.add(make.record(), ledger.start("by hand"))
    return found


def another(ledger: Ledger) -> None:
    """One more report, by somebody else."""
    ledger.add(Record(report=make.report("All quiet in Brakka.\n")), ledger.start("by hand"))


def test_several_questions_are_answered_of_one_state(path: Path) -> None:
    with Ledger(path) as reader, Ledger(path, write=True) as writer, reader.at_once() as held:
        assert counts(held)["reports"] == 1
        another(writer)
        assert counts(held)["reports"] == 1
        assert find_record(held, make.record().report.id) == make.record()
        assert counts(reader)["reports"] == 2


def test_a_question_without_end_is_given_up_and_the_next_one_answered(path: Path) -> None:
    with Ledger(path, answer_seconds=0.05) as ledger:
        with pytest.raises(TooSlowError, match="ask for less"), ledger.transaction() as connection:
            connection.execute(ENDLESS).all()
        assert counts(ledger)["reports"] == 1


def test_threads_read_side_by_side(path: Path) -> None:
    with Ledger(path, readers=4) as ledger, ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: counts(ledger)["reports"], range(40)))
    assert found == [1] * 40
