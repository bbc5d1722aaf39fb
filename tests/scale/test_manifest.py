from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim import pipeline
from counterclaim.errors import InputError
from counterclaim.scale import manifest
from counterclaim.scale.manifest import Piece, Plan
from counterclaim.settings import Settings
from tests.scale import shards

USUAL = Settings()


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pipeline, "reader", shards.reader)
    return shards.documents(tmp_path / "docs.jsonl")


def spans(made: manifest.Manifest) -> list[list[tuple[int, int | None]]]:
    return [[(piece.first, piece.last) for piece in shard.pieces] for shard in made.shards]


def test_a_source_is_cut_after_so_many_parts(docs: Path) -> None:
    made, problems = manifest.make([str(docs)], USUAL, records=5)
    assert (spans(made), problems) == ([[(1, 5)], [(6, 10)], [(11, 13)]], [])


def test_a_source_is_whole_where_nobody_looks_through_it(docs: Path) -> None:
    made, _ = manifest.make([str(docs)], USUAL)
    (shard,) = made.shards
    assert shard.pieces == (Piece(str(docs), docs.stat().st_size),)


def test_small_sources_share_a_shard(tmp_path: Path, docs: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text("x" * 40)
    made, _ = manifest.make([str(tmp_path / f"{n}.txt") for n in range(5)], USUAL, shard_bytes=100)
    assert [len(shard.pieces) for shard in made.shards] == [3, 2]
    assert docs.is_file()


def test_ids_come_from_what_is_in_a_shard(docs: Path) -> None:
    ids = [[shard.id for shard in manifest.make([str(docs)], USUAL, records=n)[0].shards] for n in (5, 5, 6)]
    assert ids[0] == ids[1]
    assert not set(ids[0]) & set(ids[2])


def test_a_manifest_is_what_was_written(tmp_path: Path, docs: Path) -> None:
    made, _ = manifest.make([str(docs)], Settings(columns="text=text"), records=4, keep_all=True)
    (tmp_path / "m.jsonl").write_bytes(manifest.write(made))
    assert manifest.load(tmp_path / "m.jsonl") == made


def test_what_cannot_be_read_is_told_and_the_rest_planned(tmp_path: Path, docs: Path) -> None:
    made, problems = manifest.make([str(tmp_path / "none.warc"), "-", str(docs)], USUAL)
    assert len(made.shards) == 1
    missing, stdin = map(str, problems)
    assert "no such file" in missing
    assert stdin.startswith("-: standard input cannot be read twice")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a manifest"),
        (b"{}\n", "not a manifest"),
        (b'{"reader_version": "1", "format": 99}\n', "a manifest of format 99, this version reads 1"),
    ],
)
def test_what_is_no_manifest_is_told(data: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        manifest.parse(data, "m.jsonl")


def test_a_manifest_for_another_reader_is_refused() -> None:
    with pytest.raises(InputError, match="was planned for reader 0, here is"):
        Plan("0").reader()
