"""docs/cli.md is what the program has, and all of it says what it is for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer

from counterclaim.serve.cli import app
from counterclaim.serve.reference import commands, write
from counterclaim.settings import DOCS, Settings

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
COMMANDS: dict[str, Any] = dict(commands(typer.main.get_command(app)))


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == write(), "run: python -m counterclaim.serve.reference > docs/cli.md"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_what_it_is_for(name: str) -> None:
    assert COMMANDS[name].help
    for parameter in COMMANDS[name].params:
        assert parameter.help, f"{name} {parameter.opts} is not documented"


def test_every_setting_is_documented() -> None:
    assert list(DOCS) == [field.name for field in msgspec.structs.fields(Settings)]
