"""The same reports and the same version: the same bytes of claims, incidents, links and exports, everywhere.

Every run compares two surroundings that differ in everything at once; with COUNTERCLAIM_EXAMPLES=1 each difference by
itself is tried, too.
"""

from __future__ import annotations

import hashlib
import locale
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from counterclaim.export import FORMATS
from counterclaim.reading import load, segment
from counterclaim.serve.demo import DATA
from tests.process import ROOT
from tests.reliability.fuzzing import ASKED

WORK = """
import sys
from counterclaim.serve.cli import main

def run(*words):
    sys.argv = ["counterclaim", *words]
    try:
        main()
    except SystemExit as left:
        assert not left.code, words

if __name__ == "__main__":
    data, out, formats = sys.argv[1:]
    own = ("--actors", f"{data}/actors.yaml", "--gazetteer", f"{data}/gazetteer.csv")
    run("open", f"{data}/reports", "--ledger", f"{out}/l.db", *own)
    for table in ("claims", "incidents", "disputes"):
        sys.stdout = open(f"{out}/{table}.jsonl", "w", encoding="utf-8")
        run(table, "--ledger", f"{out}/l.db", "--json")
    sys.stdout = sys.__stdout__
    for name in formats.split(","):
        run("export", "--ledger", f"{out}/l.db", "--format", name, "--out", f"{out}/exported.{name}")
"""
USUAL = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "COUNTERCLAIM_JOBS": "1"}
ELSEWHERE = {"PYTHONHASHSEED": "4242", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "COUNTERCLAIM_JOBS": "2"}
ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""With LC_ALL=C: a system that knows no letters but ASCII's."""
ONE_BY_ONE = [{name: value} for name, value in ELSEWHERE.items()] if ASKED else []
LOCALES = ("tr_TR.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8")
FEW = 5
PYTHONS = ("3.11", "3.12", "3.13")


def made(out: Path, cwd: Path, python: str = sys.executable, **around: str) -> dict[str, str]:
    """The hash of every file that those commands make in such surroundings; the ledger itself holds times."""
    out.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERCLAIM_")}
    environment = {
        **kept,
        **USUAL,
        **around,
        "COUNTERCLAIM_KNOWLEDGE": str(out / "own"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [python, "-c", WORK, str(reports()), str(out), ",".join(sorted(one.name for one in FORMATS))]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    files = sorted(path for path in out.rglob("*") if path.is_file() and not path.name.startswith("l.db"))
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@cache
def reports() -> Path:
    """The demonstration; of its reports a few in the short form."""
    if ASKED:
        return DATA
    folder = Path(tempfile.mkdtemp()) / "demo"
    shutil.copytree(DATA, folder)
    for path in sorted((folder / "reports").iterdir())[FEW:]:
        path.unlink()
    return folder


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    found = made(tmp_path_factory.mktemp("usual") / "out", ROOT)
    assert len(found) > len(FORMATS)
    return found


@pytest.mark.parametrize(
    "around", [ELSEWHERE | ASCII, *ONE_BY_ONE], ids=lambda around: " ".join(map("=".join, around.items()))
)
def test_surroundings_change_no_byte(around: dict[str, str], usual: dict[str, str], tmp_path: Path) -> None:
    assert made(tmp_path / "out", tmp_path, **around) == usual


@pytest.mark.parametrize("name", LOCALES)
def test_no_locale_changes_a_byte(name: str, usual: dict[str, str], tmp_path: Path) -> None:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        pytest.skip(f"the locale {name} is not installed here")
    finally:
        locale.setlocale(locale.LC_ALL, before)
    assert made(tmp_path / "out", tmp_path, LC_ALL=name) == usual


@pytest.mark.parametrize("version", PYTHONS)
def test_no_python_changes_a_byte(version: str, usual: dict[str, str], tmp_path: Path) -> None:
    python = with_dependencies(version)
    if python is None:
        pytest.skip(f"no Python {version} with Counterclaim's dependencies is here")
    if python == sys.executable:
        pytest.skip("these tests run with it")
    assert made(tmp_path / "out", tmp_path, python) == usual


@cache
def with_dependencies(version: str) -> str | None:
    """A Python of that version that can read and export: this one, or the one that PYTHON3_12 or its like names."""
    if sys.version.startswith(f"{version}."):
        return sys.executable
    python = os.environ.get(f"PYTHON{version.replace('.', '_')}") or shutil.which(f"python{version}")
    needed = "import onnxruntime, sqlalchemy, typer, rapidfuzz, pyarrow, xlsxwriter"
    if not python or subprocess.run([python, "-c", needed], capture_output=True, check=False).returncode:
        return None
    return python


def test_what_is_read_beside_a_sentence_changes_nothing_of_it() -> None:
    reader = load().reader
    text = (DATA / "reports" / "0311-courier-corvane.txt").read_text(encoding="utf-8")
    sentences = [[text[a:b] for a, b in segment.words(text, *span)] for span in segment.sentences(text)]
    sentences = [words for words in sentences if words]
    together = reader.analyse(sentences)
    assert len(together) > 5
    assert reader.analyse(sentences[::-1])[::-1] == together
    assert [reader.analyse([words])[0] for words in sentences] == together
