"""Whole runs, in processes of their own and with the shipped reader."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterclaim.ledger.query import Filter, find_claims
from counterclaim.ledger.store import Ledger
from counterclaim.reconcile import reconcile
from counterclaim.records import record_from_json
from counterclaim.scale import engines, loading, output, reconciling, running
from counterclaim.scale import manifest as manifests
from counterclaim.scale.manifest import Shard
from counterclaim.scale.shards import Lost
from counterclaim.serve.demo import DATA
from counterclaim.settings import Settings
from tests.scale import shards


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def plan(folder: Path) -> Path:
    return shards.planned(folder / "m.jsonl", shards.documents(folder / "docs.jsonl"))


@pytest.fixture(scope="module")
def expected(folder: Path, plan: Path) -> list[dict[str, Any]]:
    """What one process makes of one shard after the other."""
    shards.run(plan, folder / "alone", workers=1)
    return shards.content(folder / "alone")


def test_every_part_has_one_row(expected: list[dict[str, Any]]) -> None:
    assert [row["part"] for row in expected] == list(range(1, 14))
    outcomes = [row["outcome"] for row in expected]
    assert outcomes == ["read", "read", "aside", "foreign"] * 3 + ["failed"]
    assert expected[-1]["reason"].endswith(":13: not JSON; mend the line, the others are read")
    assert expected[0]["claims"] == 1


def test_neither_workers_nor_shards_change_a_byte(folder: Path, plan: Path, expected: list[dict[str, Any]]) -> None:
    shards.run(plan, folder / "two")
    assert shards.content(folder / "two") == expected
    other = shards.planned(folder / "other.jsonl", folder / "docs.jsonl", records=5)
    shards.run(other, folder / "other")
    assert shards.content(folder / "other") == expected


def test_ray_makes_the_same(folder: Path, plan: Path, expected: list[dict[str, Any]]) -> None:
    shards.run(plan, folder / "ray", engine="ray")
    assert shards.content(folder / "ray") == expected


@pytest.mark.parametrize("victim", ["driver", "worker"])
def test_killed_it_goes_on(folder: Path, plan: Path, expected: list[dict[str, Any]], victim: shards.Victim) -> None:
    assert shards.killed(plan, folder, expected, victim, times=1) == 0


def test_two_drivers_at_once_do_not_double(folder: Path, plan: Path, expected: list[dict[str, Any]]) -> None:
    both = [shards.start(plan, folder / "both") for _ in range(2)]
    for process in both:
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
    assert shards.content(folder / "both") == expected


def test_what_another_driver_committed_is_not_lost(
    folder: Path, plan: Path, expected: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = manifests.parse(plan.read_bytes(), str(plan))

    def beaten(work: Any, given: Sequence[Shard], *_: object) -> Iterator[tuple[Shard, Lost]]:
        other = output.find(str(folder / "beaten"))
        for shard in given:
            other.commit(shard, work(shard), "the other")
            yield shard, Lost(shard.id, "its file is gone, for the other has tidied")

    monkeypatch.setitem(engines.ENGINES, "beaten", beaten)
    made = list(running.run(manifest, str(folder / "beaten"), Settings(), engine="beaten", workers=1))
    assert [(step.done, step.reason) for step in made] == [(n, "") for n in range(1, len(manifest.shards) + 1)]
    assert shards.content(folder / "beaten") == expected


def test_a_ledger_takes_a_table_in_once(folder: Path, expected: list[dict[str, Any]]) -> None:
    table = output.find(str(folder / "alone"))
    with Ledger(folder / "l.db", write=True) as ledger:
        first, again = loading.load(table, ledger), loading.load(table, ledger)
        claims = [claim.quote for _, claim in find_claims(ledger, Filter())]
    assert (first.reports, first.skipped, again.reports, again.known) == (9, 4, 0, 9)
    assert len(claims) == first.claims == sum(row["claims"] or 0 for row in expected)


@pytest.mark.parametrize("engine", ["local", "ray"])
def test_incidents_in_shards_are_those_of_one_memory(folder: Path, engine: str, told: Path) -> None:
    table = output.find(str(told))
    shutil.rmtree(told / reconciling.FOLDER, ignore_errors=True)
    shards.incidents(told, engine=engine)
    records = [record_from_json(row["record"], row["text"]) for row in table.rows("read")]
    expected = sorted(msgspec.json.encode(one).decode() for one in reconcile(records))
    assert sorted(reconciling.found(table)) == expected
    assert len(expected) > 3
    assert any(len(msgspec.json.decode(one)["reports"]) > 2 for one in expected)
    assert folder.is_dir()


@pytest.fixture(scope="module")
def told(folder: Path) -> Path:
    """The demonstration's reports, read."""
    shards.run(shards.planned(folder / "demo.jsonl", DATA / "reports"), folder / "demo")
    return folder / "demo"
