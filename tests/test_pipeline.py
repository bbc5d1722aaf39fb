from __future__ import annotations

import os
import signal
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from counterclaim import pipeline
from counterclaim.errors import KnowledgeError
from counterclaim.ledger import intake as taken_in
from counterclaim.ledger import query
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from counterclaim.records import Record, Report
from counterclaim.settings import Settings
from tests import intake, make
from tests.ingest.server import answer, serving

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


def test_an_archive_goes_on_at_the_record(tmp_path: Path) -> None:
    folder = intake.sources(tmp_path / "in")
    planned = pipeline.plan([str(folder / "b.warc.gz")])
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        begun = pipeline.open_all(planned, READER, Settings(), ledger)
        for _ in range(5):
            next(begun)
        begun.close()  # type: ignore[attr-defined]
        again, *rest = pipeline.open_all(planned, READER, Settings(), ledger)
        assert again == pipeline.Unchanged(str(folder / "b.warc.gz"), 5)
        assert [type(outcome) for outcome in rest] == [pipeline.Done] * 7
        (last,) = pipeline.open_all(planned, READER, Settings(), ledger)
        assert last == pipeline.Unchanged(str(folder / "b.warc.gz"), 12)


def test_a_killed_run_leaves_what_an_uninterrupted_one_does(tmp_path: Path) -> None:
    assert intake.killed(intake.sources(tmp_path / "in", 6), tmp_path, times=5) == 0


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    folder = intake.sources(tmp_path / "in", 6)
    for jobs in (1, 2):
        intake.opened(tmp_path / f"{jobs}.db", folder, jobs=jobs)
    assert intake.content(tmp_path / "1.db") == intake.content(tmp_path / "2.db")
    assert verify(Ledger(tmp_path / "2.db")).problems == []


def die(report: Report) -> Record:
    """A reader that a certain report kills."""
    if report.text == "Die.":
        os.kill(os.getpid(), signal.SIGKILL)
    return make.read(report)


def test_a_report_that_kills_its_reader_is_skipped_alone(tmp_path: Path) -> None:
    for name, words in (("a", "One."), ("b", "Die."), ("c", "Three.")):
        (tmp_path / f"{name}.txt").write_text(words)
    planned = pipeline.plan([str(tmp_path)])
    first, second, third = pipeline.read_all(planned, pipeline.Reader(die, "1"), Settings(jobs=2))
    assert isinstance(first, pipeline.Done)
    assert isinstance(second, pipeline.Skipped)
    assert "died of it" in second.reason
    assert isinstance(third, pipeline.Done)


def test_a_report_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    def slow(report: Report) -> Record:
        while "slow" in report.text:
            pass
        return make.read(report)

    for name in ("slow", "quick"):
        (tmp_path / f"{name}.txt").write_text(f"This is {name}.")
    planned = pipeline.plan([str(tmp_path)])
    quick, given_up = pipeline.read_all(planned, pipeline.Reader(slow, "1"), Settings(max_seconds=0.2))
    assert isinstance(quick, pipeline.Done)
    assert isinstance(given_up, pipeline.Skipped)
    assert "took longer than 0.2 seconds" in given_up.reason


FRENCH = "Quatre soldats ont été tués lundi à Corvane, a annoncé le ministère de la Défense dans un communiqué. " * 3


def outcomes_of(ledger: Ledger, *paths: Path, keep_all: bool = False) -> list[type]:
    def nothing(report: Report) -> Record:
        return make.read(report) if "killed" in report.text else Record(report=report)

    reader = pipeline.Reader(nothing, "1", conflict=lambda report: "killed" in report.text)
    planned = pipeline.plan(map(str, paths))
    return [type(one) for one in pipeline.open_all(planned, reader, Settings(), ledger, keep_all=keep_all)]


def test_other_languages_are_kept_and_other_matters_set_aside(tmp_path: Path) -> None:
    french, sport, war = (tmp_path / f"{name}.txt" for name in ("french", "sport", "war"))
    french.write_text(FRENCH)
    sport.write_text("The striker scored twice.")
    war.write_text("Four were killed.")
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        assert outcomes_of(ledger, french, sport, war) == [pipeline.Foreign, pipeline.Aside, pipeline.Done]
        assert [(place.language, place.claims) for place in taken_in.places(ledger)] == [("fr", 0), (None, 1)]
        assert [left.kind for left in taken_in.left_out(ledger)] == ["no conflict"]
        assert verify(ledger).problems == []
        copy = tmp_path / "copy.txt"
        copy.write_bytes(sport.read_bytes())
        assert outcomes_of(ledger, copy) == [pipeline.Aside]
        assert outcomes_of(ledger, sport, keep_all=True) == [pipeline.Done]


def test_the_same_bytes_and_the_same_text_come_once(tmp_path: Path) -> None:
    first, copy, marked = (tmp_path / f"{name}.txt" for name in "abc")
    first.write_bytes(b"Four were killed.")
    copy.write_bytes(b"Four were killed.")
    marked.write_bytes(b"\xef\xbb\xbfFour were killed.")
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        assert outcomes_of(ledger, first, copy, marked) == [pipeline.Done, pipeline.Known, pipeline.Known]
        assert [place.path for place in taken_in.places(ledger)] == [str(first), str(copy), str(marked)]
        assert query.counts(ledger)["reports"] == 1
        assert verify(ledger).problems == []


def test_a_page_that_was_changed_is_kept_beside_its_older_version(tmp_path: Path) -> None:
    page = "<html><head><link rel=canonical href=https://lonn.invalid/a></head><body><article><p>{}</p></article></body></html>"
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        for number in ("four", "nine"):
            file = tmp_path / f"{number}.html"
            file.write_text(
                page.format(f"The ministry said on Monday that {number} people were killed in the shelling.")
            )
            assert outcomes_of(ledger, file) == [pipeline.Done]
        found = [(change.url, change.change, change.quote.split()[6]) for change in taken_in.changes(ledger)]
    assert found == [("https://lonn.invalid/a", "gone", "four"), ("https://lonn.invalid/a", "new", "nine")]


PAGE = "<article><p>The ministry said on Monday that {} people were killed in the shelling of Corvane.</p></article>"


def look(ledger: Ledger, address: str) -> list[type]:
    """One look at the feed of a site: what comes of each page that it lists anew."""
    settings = Settings(private_addresses=True, host_seconds=0)
    news = pipeline.News(ledger, settings)
    planned = pipeline.plan([f"{address}/feed"])
    found = list(pipeline.open_all(planned, READER, settings, ledger, parts=news.parts))
    news.note({one.given for one in found if isinstance(one, pipeline.Skipped)})
    return [type(one) for one in found]


def test_feeds_are_watched(tmp_path: Path) -> None:
    def listing(path: str) -> bytes:
        item = f"<item><link>{site.address}{path}</link><title>T</title></item>"
        return f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>".encode()

    def feed(to: BaseHTTPRequestHandler) -> None:
        if to.headers.get("If-None-Match") == '"1"':
            answer(to, 304)
        else:
            answer(to, 200, listing("/a"), "application/rss+xml", ETag='"1"')

    with serving() as site, Ledger(tmp_path / "l.db", write=True) as ledger:
        site.pages["/feed"] = feed
        assert look(ledger, site.address) == [pipeline.Skipped], "the page is not there yet"
        site.pages["/a"] = PAGE.format("four").encode()
        assert look(ledger, site.address) == [pipeline.Done], "so the feed is read in full again"
        assert look(ledger, site.address) == []
        assert taken_in.feed(ledger, f"{site.address}/feed").status == "unchanged"
        site.pages |= {"/feed": listing("/b"), "/b": PAGE.format("nine").encode()}
        assert look(ledger, site.address) == [pipeline.Done]
        assert site.asked.count("/a") == 2


def test_a_page_that_changes_twice_within_what_its_feed_rounds_to_is_read_twice(tmp_path: Path) -> None:
    def listing(changed: datetime) -> bytes:
        entry = f"<entry><link href='{site.address}/a'/><title>T</title><updated>{changed:%Y-%m-%dT%H:%MZ}</updated>"
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>{entry}</entry></feed>".encode()

    now = datetime.now(UTC)
    with serving() as site, Ledger(tmp_path / "l.db", write=True) as ledger:
        site.pages |= {"/feed": listing(now), "/a": PAGE.format("four").encode()}
        assert look(ledger, site.address) == [pipeline.Done]
        site.pages["/a"] = PAGE.format("nine").encode()
        assert look(ledger, site.address) == [pipeline.Done], "the feed is the same, to the minute"
        for changed, found in ((now - timedelta(hours=1), [pipeline.Known]), (now - timedelta(hours=1), [])):
            site.pages["/feed"] = listing(changed)
            assert look(ledger, site.address) == found, (
                "whatever our clock says, another time is another version; but once"
            )
