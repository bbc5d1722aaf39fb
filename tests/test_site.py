"""The documentation builds, what is generated in it is current, and its Python runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from tests.process import ROOT

DOCS = ROOT / "docs"


def script(name: str) -> Any:
    """A script of docs/ as a module."""
    spec = spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_current() -> None:
    for name, page in script("make_tables").PAGES.items():
        assert (DOCS / name).read_text(encoding="utf-8") == page(), f"run: python docs/make_tables.py ({name})"


@pytest.mark.skipif(find_spec("mkdocs") is None, reason="mkdocs is not installed")
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "index.html").exists()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration's ledger."""
    folder = tmp_path_factory.mktemp("demonstration")
    command = [sys.executable, "-c", "from counterclaim.serve.cli import main; main()", "demo", "--ledger", "demo.db"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=240)
    return folder


@pytest.mark.parametrize("page", ["python.md"])
def test_the_python_of_a_page_runs(page: str, demonstration: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed").use("agg")
    monkeypatch.chdir(demonstration)
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), names)
    assert len(blocks) > 4
    assert names["reading"].claims[0].stance == "asserts"


def test_the_notebook_runs(demonstration: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed").use("agg")
    monkeypatch.chdir(demonstration)
    cells = json.loads((ROOT / "examples" / "ledger.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
            assert not cell["outputs"], "commit the notebook without outputs"
    assert len(names["incident"].incident.reports) > 2
