"""What every test has: no knowledge of the person's own who runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.settings import variable


@pytest.fixture(autouse=True)
def no_own_knowledge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Own places and actors are looked for in a folder that nobody has filled."""
    monkeypatch.setenv(variable("knowledge"), str(tmp_path / "own knowledge"))
