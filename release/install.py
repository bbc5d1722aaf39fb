"""A wheel as a stranger gets it: a fresh environment, core dependencies only, and what every command does there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

LARGEST_MB = 300
"""Megabytes (millions of bytes) that installing the core may put on a disk: its files and those of everything that it
needs, with the bytecode that pip makes of them."""
_PYTHON = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
_SIZE = """
import json, os
from importlib.metadata import distributions
sizes = {}
for one in distributions():
    for path in one.files or ():
        try:
            sizes[one.name] = sizes.get(one.name, 0) + os.stat(path.locate()).st_size
        except FileNotFoundError:  # bytecode that was not made
            pass
print(json.dumps(sizes))
"""
_OF_THE_ENVIRONMENT = ("pip", "setuptools", "wheel")
REPORT = "The ministry said on Monday that four soldiers were killed in the shelling of Corvane.\n"
SCRIPT = """
import counterclaim as cc
ledger = cc.open("demo.db")
assert ledger.claims().to_records()
assert cc.read(open("report.txt").read(), published="2024-03-12").claims
for to in ("to_arrow", "to_polars", "to_pandas"):
    try:
        getattr(ledger.claims(), to)()
    except cc.CounterclaimError as told:
        print(told)
try:
    next(iter(ledger.incidents())).plot()
except cc.CounterclaimError as told:
    print(told)
"""


class Try(NamedTuple):
    """A command, what it has to end with, and what has to be in what it prints."""

    arguments: str
    code: int = 0
    says: str = ""


TRIES = (
    Try("--version", says="counterclaim"),
    Try("demo --ledger demo.db", says="16 reports read"),
    Try("read report.txt", says="four"),
    Try("open report.txt --ledger own.db", says="1 report read"),
    Try("open report.txt --ledger own.db", says="1 already known"),
    Try("claims --ledger demo.db"),
    Try("sources --ledger demo.db"),
    Try("skipped --ledger demo.db"),
    Try("incidents --ledger demo.db"),
    Try("disputes --ledger demo.db"),
    Try("verify --ledger demo.db"),
    *(
        Try(f"export --ledger demo.db --format {name} --out out.{name}", says="written")
        for name in ("ged", "acled", "polecat", "gdelt", "hapi", "geojson", "annotations", "csv", "jsonl", "html")
    ),
    Try("export --ledger demo.db --format parquet --out p", 1, "pip install 'counterclaim[parquet]'"),
    Try("export --ledger demo.db --format xlsx --out p.xlsx", 1, "pip install 'counterclaim[xlsx]'"),
    Try("open table.parquet --ledger own.db", 1, "pip install 'counterclaim[parquet]'"),
    Try("open s3://bucket/reports --ledger own.db", 1, "pip install 'counterclaim[cluster]'"),
    Try("claims --ledger postgresql://somewhere/ledger", 1, "pip install 'counterclaim[postgresql]'"),
    Try("db copy demo.db postgresql://somewhere/ledger", 1, "pip install 'counterclaim[postgresql]'"),
    Try("gazetteer list"),
    Try("actors list"),
    Try("cluster plan report.txt --out plan.jsonl", says="1 shard"),
    Try("cluster run plan.jsonl --out table", 1, "pip install 'counterclaim[cluster]'"),
    Try("cluster status table", 1, "pip install 'counterclaim[cluster]'"),
    Try("cluster load table --ledger own.db", 1, "pip install 'counterclaim[cluster]'"),
)
"""Every command that ends by itself and needs nothing found first; `serve` and `watch` do not end."""


def fresh(folder: Path, what: str) -> Path:
    """The Python of an environment made at `folder` with nothing in it but `what` and its needs."""
    venv.create(folder, with_pip=True)
    python = folder / _PYTHON
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", what], check=True)
    return python


def sizes(python: Path) -> dict[str, int]:
    """Bytes of the files of each package that was installed into an environment, the largest first."""
    printed = subprocess.run([python, "-c", _SIZE], check=True, capture_output=True, text=True).stdout
    found: dict[str, int] = json.loads(printed)
    kept = {name: size for name, size in found.items() if name.lower() not in _OF_THE_ENVIRONMENT}
    return dict(sorted(kept.items(), key=lambda one: -one[1]))


def tried(python: Path, folder: Path) -> list[str]:
    """What the commands did otherwise than they must, one line each; they work in `folder`."""
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "table.parquet").write_bytes(b"PAR1")
    own = {**os.environ, "COUNTERCLAIM_KNOWLEDGE": str(folder / "knowledge")}
    own.pop("PYTHONPATH", None)
    program = python.with_name("counterclaim")
    wrong = []
    for each in TRIES:
        command = [str(program), *each.arguments.split()]
        done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=False, timeout=300)
        printed = done.stdout + done.stderr
        if done.returncode != each.code or each.says not in printed or "Traceback" in printed:
            wrong.append(
                f"counterclaim {each.arguments}: {done.returncode}, not {each.code}: {each.says}: {printed[-300:]}"
            )
    done = subprocess.run([python, "-c", SCRIPT], cwd=folder, env=own, capture_output=True, text=True, check=False)
    hints = [f"counterclaim[{extra}]" for extra in ("parquet", "polars", "pandas", "plot")]
    wrong += [
        f"in Python nothing says to install {hint}: {done.stderr[-300:]}" for hint in hints if hint not in done.stdout
    ]
    return wrong


def main(wheel: Path, folder: Path) -> tuple[Path, int]:
    """Installs `wheel` into `folder`; its Python, and how many things are wrong, each of them printed."""
    python = fresh(folder / "venv", str(wheel))
    found = sizes(python)
    total = sum(found.values()) / 1e6
    print(f"installed: {total:.0f} MB in {len(found)} packages (at most {LARGEST_MB}), the largest:")
    for name, size in list(found.items())[:6]:
        print(f"  {size / 1e6:5.1f} MB  {name}")
    wrong = tried(python, folder)
    if total > LARGEST_MB:
        wrong.append(f"{total:.1f} MB is more than {LARGEST_MB}: find what grew above")
    for line in wrong:
        print(line)
    print(f"{len(TRIES)} commands and the Python names tried with core dependencies only: {len(wrong)} problems")
    return python, len(wrong)
