from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim import pipeline
from counterclaim.errors import InputError
from counterclaim.scale import engines, manifest, output
from counterclaim.scale import shards as reading
from counterclaim.scale.manifest import Manifest
from counterclaim.scale.shards import Job, Lost, Staged
from counterclaim.settings import Settings
from tests.scale import shards

USUAL = Settings()


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    monkeypatch.setattr(pipeline, "reader", shards.reader)
    return manifest.make([str(shards.documents(tmp_path / "docs.jsonl"))], USUAL, records=5)[0]


def job(made: Manifest, out: Path) -> Job:
    return Job(made.plan, str(out), USUAL)


def staged(made: Manifest, out: Path, number: int = 0) -> Staged:
    found = reading.read(made.shards[number], job(made, out))
    assert isinstance(found, Staged)
    return found


def files(out: Path) -> list[str]:
    return sorted(path.name for path in out.glob("outcome=*/*"))


def test_of_two_drivers_one_commits_a_shard(tmp_path: Path, made: Manifest) -> None:
    out = tmp_path / "out"
    one, two = (output.create(str(out), made) for _ in range(2))
    mine, yours = staged(made, out), staged(made, out)
    assert one.commit(made.shards[0], mine, "one")
    assert not two.commit(made.shards[0], yours, "two")
    assert [row["part"] for row in shards.content(out)] == [1, 2, 3, 4, 5]
    assert files(out) == sorted(Path(file.path).name for file in mine.files)


def test_a_commit_behind_the_back_is_seen(tmp_path: Path, made: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table itself refuses the second commit where looking first did not help."""
    out = tmp_path / "out"
    one, two = (output.create(str(out), made) for _ in range(2))
    mine, yours = staged(made, out), staged(made, out)
    has, blind = two.has, iter([False])
    monkeypatch.setattr(two, "has", lambda shard: next(blind, None) or has(shard))
    monkeypatch.setattr(two._table, "update_incremental", lambda: None)
    assert one.commit(made.shards[0], mine, "one")
    with pytest.raises(Exception, match="Concurrent transaction failed"):
        two.commit(made.shards[0], yours, "two")
    assert [row["part"] for row in shards.content(out)] == [1, 2, 3, 4, 5]


def test_what_was_written_and_not_committed_is_no_part_of_the_table(tmp_path: Path, made: Manifest) -> None:
    out = tmp_path / "out"
    table = output.create(str(out), made)
    staged(made, out)
    assert shards.content(out) == []
    assert len(table.left()) == 3
    table.commit(made.shards[0], staged(made, out), "run")
    table.tidy()
    assert len(files(out)) == len({row["outcome"] for row in shards.content(out)})


def test_a_commit_names_its_run_and_its_batch(tmp_path: Path, made: Manifest) -> None:
    table = output.create(str(tmp_path / "out"), made)
    table.commit(made.shards[0], staged(made, tmp_path / "out"), "the run")
    last = table._table.history(1)[0]
    assert (last["run"], last["batch"]) == ("the run", made.shards[0].id)


def test_a_folder_of_another_manifest_is_refused(tmp_path: Path, made: Manifest) -> None:
    output.create(str(tmp_path / "out"), made)
    other = Manifest(made.plan, made.shards[:1])
    with pytest.raises(InputError, match="holds the documents of another manifest"):
        output.create(str(tmp_path / "out"), other)
    with pytest.raises(InputError, match="no documents of a cluster run"):
        output.find(str(tmp_path))


def test_a_source_that_has_changed_is_not_read(tmp_path: Path, made: Manifest) -> None:
    (tmp_path / "docs.jsonl").write_text('{"text": "Another."}\n')
    found = reading.read(made.shards[0], job(made, tmp_path / "out"))
    assert isinstance(found, Lost)
    assert "when it was planned; plan anew" in found.reason


def test_a_part_that_kills_its_reader_is_a_failed_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs.jsonl").write_text('{"text": "One."}\n{"text": "A deadly one."}\n{"text": "Three."}\n')
    monkeypatch.setattr(pipeline, "reader", shards.deadly_reader)
    made, _ = manifest.make([str(tmp_path / "docs.jsonl")], USUAL, keep_all=True)
    out = tmp_path / "out"
    table = output.create(str(out), made)
    table.store.attempt(made.shards[0].id)  # the one that died of it
    table.commit(made.shards[0], staged(made, out), "run")
    found = {row["part"]: (row["outcome"], row["reason"]) for row in shards.content(out)}
    assert {part: outcome for part, (outcome, _) in found.items()} == {1: "read", 2: "failed", 3: "read"}
    assert "the process that read it died of it" in str(found[2][1])


def test_a_shard_that_always_kills_is_given_up(tmp_path: Path, made: Manifest) -> None:
    out = tmp_path / "out"
    store = output.create(str(out), made).store
    for _ in range(reading.ATTEMPTS):
        store.attempt(made.shards[0].id)
    assert reading.read(made.shards[0], job(made, out)) == Lost(made.shards[0].id, reading.KILLED)
    assert isinstance(reading.read(made.shards[0], job(made, out)), Staged)


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, made: Manifest) -> None:
    monkeypatch.setitem(__import__("sys").modules, "deltalake", None)
    with pytest.raises(InputError, match=r"needs deltalake; run: pip install 'counterclaim\[cluster\]'"):
        output.create(str(tmp_path / "out"), made)
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(InputError, match="needs ray"):
        next(engines.on_ray(len, made.shards, 1, len))
