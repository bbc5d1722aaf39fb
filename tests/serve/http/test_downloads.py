from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from counterclaim.export import FORMATS, Options, format_called
from counterclaim.ledger.store import Ledger
from counterclaim.outgoing import export


@pytest.mark.parametrize("name", ["ged", "geojson", "jsonl", "annotations"])
def test_a_download_is_what_the_command_writes(desk: httpx.Client, example: Path, tmp_path: Path, name: str) -> None:
    answer = desk.get(f"/export/{name}")
    with Ledger(example) as ledger:
        export(ledger, format_called(name), tmp_path / "out", Options())
    assert answer.content == (tmp_path / "out").read_bytes()
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}.')


def test_several_files_come_zipped(desk: httpx.Client) -> None:
    names = ZipFile(io.BytesIO(desk.get("/export/csv").content)).namelist()
    assert {"csv/claims.csv", "csv/incidents.csv", "csv/links.csv"} <= set(names)


def test_one_incident_is_a_page_to_mail(desk: httpx.Client) -> None:
    incident = desk.get("/incidents.json").json()["items"][0]["id"]
    page = desk.get("/api/v1/exports/html", params={"incident": incident}).text
    assert page.count("<article") == 1


def test_every_format_is_listed_with_what_it_loses(desk: httpx.Client) -> None:
    listed = {one["name"]: one for one in desk.get("/api/v1/exports").json()["items"]}
    assert set(listed) == {one.name for one in FORMATS}
    assert listed["ged"]["loses"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/export/nothing", 404),
        ("/export/ged?deaths=most", 422),
        ("/export/html?incident=i0", 422),
        ("/export/periods?by=day", 422),
    ],
)
def test_what_cannot_be_written_is_said(desk: httpx.Client, path: str, status: int) -> None:
    assert desk.get(path).status_code == status
