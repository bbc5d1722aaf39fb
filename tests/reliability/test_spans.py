"""No corruption of a record goes unnoticed; the long form is `python -m eval soak spans`."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim import pipeline
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from counterclaim.serve import demo
from counterclaim.settings import Settings
from tests.reliability import spans


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in a ledger."""
    folder = tmp_path_factory.mktemp("spans")
    with Ledger(folder / "demo.db", write=True) as ledger:
        for _ in demo.read_into(ledger, Settings(knowledge=str(folder / "own"))):
            pass
    return folder / "demo.db"


def reader(path: Path) -> pipeline.Reader:
    with Ledger(path) as ledger:
        return pipeline.reader(ledger.remembered("actors"), ledger.remembered("gazetteers"))


def test_a_record_refuses_every_corruption(example: Path) -> None:
    found = spans.unnoticed_in_records(example)
    assert found.pop("unnoticed") == 0
    assert set(found) == {way.__name__ for way in spans.CORRUPTIONS}
    assert found.total() > 500


def test_a_ledger_does_not_hide_one(example: Path, tmp_path: Path) -> None:
    found = spans.unnoticed_in_ledgers(example, tmp_path, rounds=1)
    assert found.pop("unnoticed") == 0
    assert set(found) == {way.__name__ for way in spans.CORRUPTIONS}


def test_a_ledger_that_is_corrupted_throughout_is_told_by_reading_it_again(example: Path, tmp_path: Path) -> None:
    known = reader(example)
    with Ledger(example) as ledger:
        verdict = verify(ledger, pipeline.again(known), known.version)
    assert verdict.problems == []
    assert verdict.checked["rereadings"] == 16
    found = spans.unnoticed_when_sealed(example, tmp_path, pipeline.again(known), known.version)
    assert found.pop("unnoticed") == 0
    assert set(found) == {way.__name__ for way in spans.CORRUPTIONS}
