"""Runs of `cluster run` in processes of their own, killed or left alone, and what their table holds."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from counterclaim import pipeline
from counterclaim.records import Record, Report
from counterclaim.scale import manifest, output
from counterclaim.scale.shards import OUTCOMES
from counterclaim.settings import Settings
from tests import make
from tests.process import ROOT

SAID = (
    "The ministry said that {n} soldiers were killed in shelling near Corvane on 12 March 2024.",
    "Orvessia denied on Tuesday that its army had shelled the town, where {n} civilians were wounded.",
    "The weather in Corvane will be mild, with {n} degrees at noon.",
    "Quatre soldats ont été tués lundi, a annoncé le ministère de la Défense, {n} autres ont été blessés. " * 3,
)
"""Reports about a conflict, one about none, one in another language."""
Victim = Literal["driver", "worker"]


def documents(path: Path, count: int = 12) -> Path:
    """A file of JSON lines with so many reports and one line that is none."""
    lines = [json.dumps({"text": SAID[n % len(SAID)].format(n=n + 2), "title": f"Nr. {n}"}) for n in range(count)]
    path.write_text("\n".join([*lines, "{broken"]) + "\n", "utf-8")
    return path


def planned(path: Path, *sources: Path, records: int = 2, keep_all: bool = False) -> Path:
    """The file of a manifest of these sources."""
    made, problems = manifest.make(map(str, sources), Settings(), records=records, keep_all=keep_all)
    assert not problems
    path.write_bytes(manifest.write(made))
    return path


def content(out: Path) -> list[dict[str, Any]]:
    """All rows of a table, with their outcome, in the order of their sources and parts."""
    table = output.find(str(out))
    rows = [{"outcome": outcome, **row} for outcome in OUTCOMES for row in table.rows(outcome)]
    return sorted(rows, key=lambda row: (row["source"], row["part"]))


def start(plan: Path, out: Path, *, engine: str = "local", workers: int = 2) -> subprocess.Popen[str]:
    """`counterclaim cluster run` with the shipped reader."""
    words = ["cluster", "run", str(plan), "--out", str(out), "--engine", engine, "--workers", str(workers)]
    return subprocess.Popen(
        [sys.executable, "-c", "from counterclaim.serve.cli import main; main()", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(plan: Path, out: Path, *, engine: str = "local", workers: int = 2, code: int = 0) -> str:
    """What such a run prints; AssertionError where it ends with another code."""
    process = start(plan, out, engine=engine, workers=workers)
    said, err = process.communicate(timeout=300)
    assert process.returncode == code, err
    return said


def incidents(out: Path, *, engine: str) -> None:
    """`counterclaim cluster incidents`; AssertionError where it fails."""
    words = ["cluster", "incidents", str(out), "--engine", engine, "--table"]
    done = subprocess.run(
        [sys.executable, "-c", "from counterclaim.serve.cli import main; main()", *words], cwd=ROOT, capture_output=True
    )
    assert done.returncode == 0, done.stderr


def killed(
    plan: Path, folder: Path, expected: Sequence[dict[str, Any]], victim: Victim, times: int, engine: str = "local"
) -> int:
    """Kills a driver or a worker at a random point, `times` times, goes on, and compares; how many tables differ."""
    chance = random.Random(times)
    differ = 0
    for n in range(times):
        out = folder / f"{engine}-{victim}-{n}"
        process = start(plan, out, engine=engine)
        time.sleep(chance.uniform(0.5, 6.0 if engine == "local" else 25.0))
        alive = [process.pid] if victim == "driver" else readers(process.pid)
        if alive and process.poll() is None:
            os.kill(chance.choice(alive), signal.SIGKILL)
        process.communicate(timeout=300)
        run(plan, out, engine=engine)
        differ += content(out) != list(expected)
    return differ


def readers(pid: int) -> list[int]:
    """The processes below a driver that read: those of its pool, or Ray's actors."""
    forking = [below for below in _below(pid) if b"multiprocessing.forkserver" in _command(below)]
    pool = [below for server in forking for below in _below(server)]
    return pool + [below for below in _below(pid) if b"ray::MapWorker" in _command(below)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _below(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        parents.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def deadly(report: Report) -> Record:
    """A reader that does not survive one report."""
    if "deadly" in report.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return make.read(report)


def reader(*_: object) -> pipeline.Reader:
    """The reader of tests/make.py."""
    return pipeline.Reader(make.read, "by hand")


def deadly_reader(*_: object) -> pipeline.Reader:
    """A reader of the same name that is not of the same constitution."""
    return pipeline.Reader(deadly, "by hand")
