from __future__ import annotations

import sys
from pathlib import Path

import pytest

from counterclaim.errors import InputError
from counterclaim.settings import Settings, knowledge_folder, load


def test_without_an_environment_the_defaults_hold() -> None:
    assert load({}) == Settings()


def test_the_environment_sets() -> None:
    found = load(
        {"COUNTERCLAIM_LEDGER": "/x.db", "COUNTERCLAIM_BUSY_SECONDS": "0.5", "COUNTERCLAIM_DEBUG": "1", "PATH": "x"}
    )
    assert found == Settings(ledger="/x.db", busy_seconds=0.5, debug=True)


@pytest.mark.parametrize(
    ("name", "value"), [("MAX_REPORT_CHARS", "-1"), ("MAX_REPORT_CHARS", "many"), ("DEBUG", "perhaps")]
)
def test_a_value_that_does_not_fit_is_named(name: str, value: str) -> None:
    with pytest.raises(InputError, match=f"COUNTERCLAIM_{name}={value}: .*; it sets"):
        load({f"COUNTERCLAIM_{name}": value})


def test_own_knowledge_has_a_folder(tmp_path: Path) -> None:
    assert knowledge_folder(Settings(knowledge=str(tmp_path))) == tmp_path
    assert knowledge_folder(Settings(knowledge="~/mine")) == Path.home() / "mine"
    if sys.platform == "linux":
        assert knowledge_folder(Settings(), {"XDG_DATA_HOME": "/data"}) == Path("/data/counterclaim")
        assert knowledge_folder(Settings(), {}) == Path.home() / ".local" / "share" / "counterclaim"
