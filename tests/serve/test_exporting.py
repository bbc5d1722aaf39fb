from __future__ import annotations

import csv
from pathlib import Path

import pytest

from counterclaim.export import FORMATS
from tests import make
from tests.serve.conftest import Command


@pytest.fixture
def opened(command: Command, folder: Path) -> Command:
    assert command("open", folder).code == 0
    return command


@pytest.mark.parametrize("name", [form.name for form in FORMATS])
def test_every_format_is_written(opened: Command, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    said = opened("export", "--format", name, "--out", out)
    assert said.code == 0, said.err
    assert out.exists()
    assert not list(tmp_path.glob(".counterclaim-*")), "nothing half written is left"


def test_an_export_replaces_what_was_there(opened: Command, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old", "utf-8")
    assert opened("export", "--format", "acled", "--out", out).code == 0
    with out.open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream))[0] == "event_id_cnty"


@pytest.mark.parametrize(
    ("asked", "code", "why"),
    [
        (("--format", "excel", "--out", "x"), 1, "use one of ged, acled"),
        (("--format", "ged"), 2, "name a --format and the --out"),
        (("--format", "ged", "--out", "no/such/folder/x"), 1, "there is no folder no/such/folder"),
        (("--format", "ged", "--out", "reports"), 1, "this is a folder and ged writes a file"),
        (("--format", "csv", "--out", "reports/corvane.txt"), 1, "writes a folder of files"),
        (("--format", "ged", "--out", "x", "--deaths", "mean"), 1, "there is no such rule"),
        (("--format", "periods", "--out", "x", "--by", "year"), 2, "year is none of week, month"),
        (("--format", "html", "--out", "x", "--incident", "zzz"), 1, "no incident so called"),
    ],
)
def test_what_cannot_be_written_is_told(opened: Command, asked: tuple[str, ...], code: int, why: str) -> None:
    said = opened("export", *asked)
    assert said.code == code
    assert why in " ".join(said.err.replace("│", " ").split())


def test_a_failed_export_leaves_what_was_there(opened: Command, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    out.write_text("old", "utf-8")
    assert opened("export", "--format", "html", "--out", out, "--incident", "zzz").code == 1
    assert out.read_text("utf-8") == "old"


def test_explain_tells_what_a_format_loses(command: Command) -> None:
    said = command("export", "--format", "ged", "--explain").out
    assert said.startswith("ged: UCDP")
    assert "loses: who says what" in said
    assert "blank: id, relid" in said
    every = command("export", "--explain").out
    assert [line.split(":")[0] for line in every.splitlines() if not line.startswith(" ")] == [f.name for f in FORMATS]


def test_the_quotes_of_a_claim_come_out_as_they_are(opened: Command, tmp_path: Path) -> None:
    opened("export", "--format", "csv", "--out", tmp_path / "tables")
    with (tmp_path / "tables" / "claims.csv").open(encoding="utf-8", newline="") as stream:
        quotes = {row["quote"] for row in csv.DictReader(stream)}
    assert make.denial().quote in quotes
