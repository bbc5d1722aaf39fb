"""A user's own actors at the command line, and what the reader takes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counterclaim.pipeline import reader as real_reader
from counterclaim.settings import Settings
from tests.serve.conftest import Command

OWN = """actors:
- {name: Quillmar Republic, type: state, country: XQ, demonyms: [Quillmarian], metonyms: [Sel]}
- {name: Quillmar Front, type: armed_group, aliases: [QF]}
conflicts:
- {name: Quillmar war, sides: [[Quillmar Republic], [Quillmar Front]], from: 2021-03-01}
"""


def test_a_file_is_added_shown_found_and_removed(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(OWN, encoding="utf-8")
    added = command("actors", "add", "mine.yaml")
    assert (added.code, added.err) == (0, "")
    assert added.out.startswith("mine ")
    assert added.out.endswith(": 2 actors, 1 conflict\n")
    assert command("actors", "list").out == added.out
    assert json.loads(command("actors", "list", "--json").out)["actors"] == 2
    found = command("actors", "find", "the Quillmarian army").out
    assert found.startswith(
        "Armed Forces of Quillmar Republic (armed-forces-of-quillmar-republic): military, speaks for"
    )
    assert json.loads(command("actors", "find", "QF", "--json").out.splitlines()[0])["name"] == "Quillmar Front"
    assert "removed" in command("actors", "remove", "mine").out
    gone = command("actors", "remove", "mine")
    assert gone.code == 1
    assert "has no actors 'mine' (there are: none)" in gone.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("actors:\n- {name: A Front, type: army}\n", "mine.yaml:2 (A Front): Invalid enum value 'army'"),
        ("actors:\n- {name: A Front, type: armed_group}\n\n- {nam: B}\n", "mine.yaml:4 (no name): Object"),
        (
            "actors:\n- name: A Front\n  type: armed_group\n  side: Nowhere\n",
            "mine.yaml:2: 'A Front' has the side 'Nowhere'",
        ),
        (
            "conflicts:\n- {name: A war, sides: [[Ukraine], [Nobody]]}\n",
            "mine.yaml:2: the conflict 'A war' names 'Nobody'",
        ),
        ("actors:\n- {name: [\n", "is not YAML"),
        ("actors: []\n", "holds no actors; write rows"),
        ("- A Front\n", "holds no lists; it needs `actors:`"),
    ],
)
def test_a_mistake_is_told_by_file_and_line_and_nothing_is_kept(
    command: Command, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    told = command("actors", "add", "mine.yaml")
    assert told.code == 1
    assert said in told.err
    assert command("actors", "list").out == ""


def test_a_file_that_another_needs_stays(command: Command, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("actors:\n- {name: Quillmar Front, type: armed_group}\n", encoding="utf-8")
    (tmp_path / "more.yaml").write_text(
        "actors:\n- {name: Ira Sel, type: person, side: Quillmar Front}\n", encoding="utf-8"
    )
    assert command("actors", "add", "base.yaml").code == 0
    assert command("actors", "add", "more.yaml").code == 0
    refused = command("actors", "remove", "base")
    assert refused.code == 1
    assert "base is needed by another file" in refused.err
    assert len(command("actors", "list").out.splitlines()) == 2


def test_every_read_takes_what_was_added(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(OWN, encoding="utf-8")
    assert command("actors", "add", "mine.yaml").code == 0
    settings = Settings(knowledge=str(tmp_path / "own knowledge"))
    plain, with_own = real_reader((), (), None, None), real_reader((), (), None, settings)
    assert with_own.version != plain.version
    assert [Path(file).name for file in with_own.read.actors] == ["mine.yaml"]  # type: ignore[attr-defined]
