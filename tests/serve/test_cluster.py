from __future__ import annotations

import json
from pathlib import Path

from tests.scale.shards import documents
from tests.serve.conftest import Command


def test_from_sources_to_a_ledger(command: Command, tmp_path: Path) -> None:
    documents(tmp_path / "docs.jsonl")
    planned = command("cluster", "plan", "docs.jsonl", "none.txt", "-o", "m.jsonl", "--records", "8", "--keep-all")
    assert (planned.code, planned.out) == (1, "m.jsonl: 2 shards, 0.0 MB\n")
    assert "none.txt: there is no such file" in planned.err
    ran = command("cluster", "run", "m.jsonl", "--out", "out", "--workers", "1")
    assert ran.code == 0
    summary = "out: 2 of 2 shards, 9 reports read, 0 without a conflict, 3 in other languages, 1 failed\n"
    assert ran.out == command("cluster", "status", "out", "--table").out == summary
    status = json.loads(command("cluster", "status", "out").out)
    assert status == {"shards": 2, "left": 0, "read": 9, "foreign": 3, "aside": 0, "failed": 1}
    assert "not JSON" in command("cluster", "failed", "out", "--table").out
    assert json.loads(command("cluster", "failed", "out").out)["part"] == 13
    loaded = command("cluster", "load", "out", "--ledger", "l.db")
    assert loaded.out == "l.db: 12 reports, 9 claims, 0 already known, 1 without a record\n"
    assert command("verify", "--ledger", "l.db").code == 0


def test_what_is_not_read_yet_is_told(command: Command, tmp_path: Path) -> None:
    documents(tmp_path / "docs.jsonl")
    command("cluster", "plan", "docs.jsonl", "-o", "m.jsonl")
    (tmp_path / "docs.jsonl").write_text("changed")
    ran = command("cluster", "run", "m.jsonl", "--out", "out", "--workers", "1")
    assert (ran.code, "plan anew" in ran.err) == (1, True)
    assert "1 shard not read yet" in command("cluster", "load", "out", "--ledger", "l.db").err


def test_what_is_not_there_is_told(command: Command) -> None:
    assert "cannot be read" in command("cluster", "run", "none.jsonl", "--out", "out").err
    assert "no documents of a cluster run here" in command("cluster", "status", "out").err
    assert command("cluster", "run", "none.jsonl", "--out", "out", "--engine", "spark").code == 2
