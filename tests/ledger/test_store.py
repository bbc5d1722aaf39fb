from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from counterclaim.errors import RecordError
from counterclaim.ledger import query, schema
from counterclaim.ledger.store import Ledger, Skip
from counterclaim.ledger.verify import verify
from counterclaim.records import Actor, Claim, Event, Figure, Place, Record, Report, Span, When, make_report
from tests import make
from tests.process import run, start


@pytest.fixture
def path(address: str, tmp_path: Path) -> str:
    return address if "://" in address else str(tmp_path / "the ledger?.db")


@pytest.fixture
def ledger(path: str) -> Iterator[Ledger]:
    with Ledger(path, write=True) as opened:
        yield opened


def test_a_record_comes_back_as_it_was(ledger: Ledger) -> None:
    record = make.record()
    assert ledger.add(record, ledger.start("1")) == "added"
    (found,) = query.records(ledger)
    assert found == record
    assert found.to_json() == record.to_json()


def test_reading_a_report_again_adds_nothing(ledger: Ledger) -> None:
    ledger.add(make.record(), ledger.start("1"))
    before = query.counts(ledger)
    again = ledger.start("1")
    assert ledger.knows(make.report(), again)
    assert ledger.add(make.record(), again) == "known"
    assert query.counts(ledger) == {**before, "runs": 2}


def test_the_same_text_elsewhere_is_one_report_with_two_sources(ledger: Ledger) -> None:
    ledger.add(make.record(), ledger.start("1"))
    assert ledger.knows(make.report(path="copy.txt"), ledger.start("1"))
    assert query.counts(ledger)["sources"] == 2
    assert query.counts(ledger)["reports"] == 1


def test_another_version_of_the_reader_keeps_the_old_reading(ledger: Ledger) -> None:
    old, new = make.record(), make.record(claims=[make.denial()])
    ledger.add(old, ledger.start("1"))
    assert not ledger.knows(make.report(), ledger.start("2"))
    assert ledger.add(new, ledger.start("2")) == "added"
    assert list(query.records(ledger)) == [new]
    assert query.counts(ledger)["claims"] == 3
    assert query.find_claim(ledger, make.toll().id)[0] == old, "an old claim can still be looked up"
    ledger.knows(make.report(), ledger.start("1"))
    assert list(query.records(ledger)) == [old], "asked for again, the old reading is the current one"
    assert verify(ledger).problems == []


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (Record(report=make_report("half \ud83d a character")), "half a character at 5"),
        (Record(report=make_report("a zero \x00 character")), "a zero character at 7"),
    ],
)
def test_a_record_that_cannot_be_kept_is_refused(ledger: Ledger, record: Record, cause: str) -> None:
    run = ledger.start("1")
    with pytest.raises(RecordError, match=cause):
        ledger.add(record, run)
    assert query.counts(ledger)["reports"] == 0
    assert ledger.add(make.record(), run) == "added"


def test_skipped_sources_and_times_are_noted(ledger: Ledger) -> None:
    run = ledger.start("1")
    ledger.skip(run, Skip("a.txt", "a.txt: empty"))
    ledger.finish(run)
    with ledger.transaction() as connection:
        assert connection.execute(select(schema.skipped.c.source, schema.skipped.c.reason)).one() == (
            "a.txt",
            "a.txt: empty",
        )
        row = connection.execute(select(schema.runs)).one()
    assert row.started_at <= row.finished_at


def test_a_users_files_stay_with_the_ledger(ledger: Ledger, path: str) -> None:
    assert ledger.remembered("actors") == ()
    ledger.remember({"actors": ["/a.yaml"]})
    ledger.remember({"actors": ["/b.yaml", "/c.yaml"]})
    with Ledger(path) as again:
        assert again.remembered("actors") == ("/b.yaml", "/c.yaml")


def test_two_ledgers_of_the_same_reports_hold_the_same(tmp_path: Path) -> None:
    def dump(path: Path) -> list[Any]:
        with Ledger(path, write=True) as ledger:
            ledger.add(make.record(), ledger.start("1"))
            with ledger.transaction() as connection:
                timeless = [table for table in schema.metadata.sorted_tables if table.name != "runs"]
                return [list(connection.execute(select(table))) for table in timeless]

    assert dump(tmp_path / "a.db") == dump(tmp_path / "b.db")


# Other processes


READ = """
import sys
from counterclaim.ledger import query
from counterclaim.ledger.store import Ledger
with Ledger(sys.argv[1]) as ledger:
    print(len(list(query.records(ledger))))
"""
WRITE = """
import sys
from counterclaim.ledger.store import Ledger
from tests import make
with Ledger(sys.argv[1], write=True) as ledger:
    run = ledger.start("1")
    for n in range(int(sys.argv[3])):
        ledger.add(make.record(f"{sys.argv[2]} {n}"), run)
"""
HALF = """
import sys
from counterclaim.ledger import store
from tests import make
ledger = store.Ledger(sys.argv[1], write=True)
run = ledger.start("2")
with ledger.transaction() as connection:
    store._write(connection, [make.record("a second report")], run, store.Source())
    print("written", flush=True)
    sys.stdin.read()
"""


def test_another_process_reads_while_one_writes(ledger: Ledger, path: str) -> None:
    ledger.add(make.record(), ledger.start("1"))
    with ledger.transaction() as connection:
        connection.execute(schema.reports.update().values(text="unfinished"))
        assert run(READ, path) == "1\n", "it sees the state before the open transaction"


def test_two_processes_write_to_one_ledger(path: str) -> None:
    both = [start(WRITE, path, name, 20) for name in ("one", "other")]
    for process in both:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    with Ledger(path) as ledger:
        assert query.counts(ledger)["reports"] == 40
        assert verify(ledger).problems == []


def test_a_killed_writer_leaves_whole_reports_only(ledger: Ledger, path: str) -> None:
    ledger.add(make.record(), ledger.start("1"))
    process = start(HALF, path)
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()
    assert list(query.records(ledger)) == [make.record()]
    assert verify(ledger).problems == []
    assert ledger.add(make.record("a second report"), ledger.start("2")) == "added", "and no lock"


# Any record at all


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60)
DATES = st.none() | st.dates()
VERSIONS = count()
LONG_COUNTS = st.integers(0, 10**30)


@st.composite
def records(draw: st.DrawFn) -> Record:
    text = draw(TEXTS)

    def where() -> dict[str, int]:
        start = draw(st.integers(0, len(text) - 1))
        return {"start": start, "end": draw(st.integers(start + 1, len(text)))}

    def event() -> Event:
        return Event(
            type=draw(st.sampled_from(["clash", "talks"])),
            **where(),
            agents=tuple(
                make.actor(text, text, draw(TEXTS), side=draw(st.none() | TEXTS))
                for _ in range(draw(st.integers(0, 2)))
            ),
            when=draw(
                st.none() | st.builds(When, from_=DATES, to=DATES, precision=st.just("day"), basis=st.just("stated"))
            ),
            place=draw(st.none() | st.builds(Place, name=TEXTS, lat=st.floats(-90, 90), precision=st.just("exact"))),
            figures=tuple(
                Figure(effect="killed", min=draw(LONG_COUNTS), max=draw(st.none() | LONG_COUNTS), **where())
                for _ in range(draw(st.integers(0, 2)))
            ),
        )

    def claim(n: int) -> Claim:
        at = where()
        return Claim(
            **at,
            id=f"c{n}",
            speaker=Actor(name=draw(TEXTS), kind="unnamed"),
            quote=text[at["start"] : at["end"]],
            content=Span(**where()),
            events=tuple(event() for _ in range(draw(st.integers(0, 2)))),
            reasons=draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
        )

    report = make_report(text, title=draw(st.none() | TEXTS), published=draw(DATES))
    return Record(report=report, claims=tuple(claim(n) for n in range(draw(st.integers(0, 3)))))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("shared") / "l.db", write=True) as opened:
        yield opened


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=records())
def test_any_record_comes_back_as_it_was(shared: Ledger, record: Record) -> None:
    assert shared.add(record, shared.start(f"version {next(VERSIONS)}")) == "added"
    assert query.find_record(shared, record.report.id) == record


def test_and_all_of_them_verify(shared: Ledger) -> None:
    verdict = verify(shared)
    assert verdict.problems == []
    assert verdict.checked["readings"] >= 60


def test_a_report_has_its_header(ledger: Ledger) -> None:
    origin: dict[str, Any] = {"title": "T", "outlet": "O", "url": "http://x.invalid", "language": "en"}
    record = Record(report=Report(**{**msgspec.structs.asdict(make.report()), **origin, "published": date(2024, 3, 1)}))
    ledger.add(record, ledger.start("1"))
    with ledger.transaction() as connection:
        row = connection.execute(select(schema.readings)).one()
        assert (row.title, row.outlet, row.language, row.published) == ("T", "O", "en", date(2024, 3, 1))
        assert connection.scalar(select(schema.sources.c.url)) == "http://x.invalid"


# Many at once


def test_many_at_once_are_written_as_one_by_one(tmp_path: Path) -> None:
    read_before, other = make.record("read before by another version"), make.record("read before by this one")
    batch = [make.record(), make.record("a second report"), read_before, other, make.record()]
    kept = []
    for name, at_once in (("one.db", False), ("many.db", True)):
        with Ledger(tmp_path / name, write=True) as ledger:
            ledger.add(read_before, ledger.start("1"))
            run = ledger.start("2")
            ledger.add(other, run)
            added = ledger.add_all(batch, run) if at_once else sum(ledger.add(r, run) == "added" for r in batch)
            kept.append((added, query.counts(ledger), sorted(r.to_json() for r in query.records(ledger))))
            assert verify(ledger).problems == []
    assert kept[0] == kept[1]


def test_a_batch_with_a_record_that_cannot_be_kept_is_not_kept_at_all(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        with pytest.raises(RecordError):
            ledger.add_all([make.record(), make.record("half a \ud800 character")], ledger.start("1"))
        assert list(query.records(ledger)) == []
