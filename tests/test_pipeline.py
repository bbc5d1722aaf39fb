from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from counterclaim import pipeline
from counterclaim.errors import KnowledgeError
from counterclaim.ledger import query
from counterclaim.ledger.store import Ledger
from counterclaim.records import Record, Report
from counterclaim.settings import Settings
from tests import make

READER = pipeline.Reader(make.read, "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"Nothing new in {name}.")
    return tmp_path


def test_outcomes_come_in_order_and_one_by_one(folder: Path) -> None:
    outcomes = pipeline.read_all(pipeline.plan([str(folder), "missing.txt"]), READER, Settings())
    first = next(outcomes)
    assert isinstance(first, pipeline.Done)
    assert (first.source, first.record.report.text) == (f"{folder}/a.txt", "Nothing new in a.")
    (folder / "b.txt").unlink()
    second, third, missing = outcomes
    assert isinstance(second, pipeline.Skipped), "what vanishes after it was planned is told"
    assert isinstance(third, pipeline.Done)
    assert isinstance(missing, pipeline.Skipped)


def test_what_is_yielded_is_in_the_ledger(folder: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        for n, _ in enumerate(pipeline.open_all(pipeline.plan([str(folder)]), READER, Settings(), ledger), start=1):
            assert query.counts(ledger)["reports"] == n


def test_an_interrupted_run_goes_on_where_it_stopped(folder: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        begun = pipeline.open_all(pipeline.plan([str(folder)]), READER, Settings(), ledger)
        next(begun)
        begun.close()  # type: ignore[attr-defined]
        tally = pipeline.Tally()
        for outcome in pipeline.open_all(pipeline.plan([str(folder)]), READER, Settings(), ledger):
            tally.count(outcome)
    assert (tally.read, tally.claims, tally.known, tally.skipped) == (2, 2, 1, [])


def test_a_record_that_cannot_be_kept_does_not_stop_the_others(folder: Path, tmp_path: Path) -> None:
    def doubled(report: Report) -> Record:
        record = make.read(report)
        return Record(report=report, claims=record.claims * 2) if "b." in report.text else record

    with Ledger(tmp_path / "l.db", write=True) as ledger:
        planned = pipeline.plan([str(folder)])
        outcomes = list(pipeline.open_all(planned, pipeline.Reader(doubled, "1"), Settings(), ledger))
        assert [type(outcome) for outcome in outcomes] == [pipeline.Done, pipeline.Skipped, pipeline.Done]
        assert query.counts(ledger)["reports"] == 2
        assert query.counts(ledger)["skipped"] == 1


def test_what_changes_the_reading_changes_the_readers_version(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("actors: []")
    second.write_text("actors: [] ")

    def version(*args: object) -> str:
        return pipeline.reader(*args).version  # type: ignore[arg-type]

    day = date(2024, 3, 11)
    versions = [
        version(),
        version([str(first)]),
        version([str(second)]),
        version((), [str(first)]),
        version((), (), day),
        version([str(first)], (), day),
    ]
    assert len(set(versions)) == len(versions)
    assert versions[1] == version([str(first)])
    second.write_text("actors: []")
    assert version([str(second)]) == versions[1], "the bytes count, not the name"


def test_a_missing_actors_file_is_told() -> None:
    with pytest.raises(KnowledgeError, match=r"mine\.yaml: there is no such actors or gazetteer file; check the name"):
        pipeline.reader(["mine.yaml"])
