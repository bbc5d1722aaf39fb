"""Each format is written, and read again by readers that are not ours."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import geojson
import pytest

from counterclaim.errors import ExportError
from counterclaim.export import FORMATS, Archive, Options, format_called
from counterclaim.export.files import guarded, plain
from counterclaim.export.gdelt import COLUMNS as GDELT
from counterclaim.export.gdelt import MENTIONS
from counterclaim.export.ged import COLUMNS as GED
from counterclaim.export.ged import priogrid
from counterclaim.export.polecat import COLUMNS as POLECAT
from counterclaim.export.table import Column
from counterclaim.export.tables import TABLES
from counterclaim.records import Record
from tests.export.conftest import contested


def written(archive: Archive, name: str, folder: Path, **options: Any) -> Path:
    out = folder / name
    format_called(name).write(archive, out, Options(**options))
    return out


def rows(path: Path, columns: tuple[Column, ...] = (), *, tab: bool = False) -> list[dict[str, Any]]:
    """The rows of a delimited file, each cell of its column's type; without a header the columns name the cells."""
    with path.open(encoding="utf-8", newline="") as stream:
        names = [column.name for column in columns] if columns else None
        found = list(csv.DictReader(stream, fieldnames=names, delimiter="\t" if tab else ",", strict=True))
    types = {column.name: column.type for column in columns}
    return [{name: _cell(cell, types.get(name, str)) for name, cell in row.items()} for row in found]


def _cell(text: str, kind: type) -> Any:
    if text == "":
        return None
    return {int: int, float: float, bool: {"true": True, "false": False}.__getitem__, date: date.fromisoformat}.get(
        kind, plain
    )(text)


def test_ged_has_the_49_columns_in_the_publishers_order(archive: Archive, tmp_path: Path) -> None:
    (row,) = rows(written(archive, "ged", tmp_path))
    assert len(row) == 49
    order = list(row)
    assert order[:3] == ["id", "relid", "year"]
    assert order[order.index("best") :] == ["best", "high", "low", "gwnoa", "gwnob"]


def test_ged_gives_deaths_by_party_and_invents_no_id(archive: Archive, tmp_path: Path) -> None:
    path = written(archive, "ged", tmp_path)
    with path.open(encoding="utf-8", newline="") as stream:
        next(stream)
        (row,) = rows_of(stream, GED)
    assert (row["best"], row["high"], row["low"]) == (15, 15, 15)
    assert (row["deaths_civilians"], row["deaths_unknown"]) == (12, 3)
    assert (row["where_prec"], row["date_prec"], row["year"]) == (1, 1, 2024)
    assert (row["id"], row["country_id"], row["gwnoa"]) == (None, None, None)
    assert (row["country"], row["number_of_sources"]) == ("Ukraine", 2)


def rows_of(stream: Any, columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    types = {column.name: column.type for column in columns}
    names = [column.name for column in columns]
    return [{name: _cell(cell, types[name]) for name, cell in row.items()} for row in csv.DictReader(stream, names)]


def test_an_agent_that_is_denied_is_left_blank(records: tuple[Record, Record], tmp_path: Path) -> None:
    undisputed = rows(written(contested(records), "acled", tmp_path))
    assert undisputed[0]["actor1"] is None


def test_an_agent_that_nobody_disputes_is_named(archive: Archive, tmp_path: Path) -> None:
    (row,) = rows(written(archive, "acled", tmp_path))
    assert row["actor1"] == "Highland Movement"
    assert (row["event_type"], row["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    )
    assert (row["disorder_type"], row["civilian_targeting"]) == ("Political violence", "Civilian targeting")
    assert (row["iso"], row["geo_precision"], row["time_precision"]) == ("804", "1", "1")
    assert len(row) == 31


def test_polecat_has_40_columns_and_one_row_for_each_event(archive: Archive, tmp_path: Path) -> None:
    found = rows(written(archive, "polecat", tmp_path), tab=True)
    assert [len(row) for row in found] == [40, 40] == [len(POLECAT)] * 2
    assert {(row["Event Type"], row["Event Mode"], row["Quad Code"]) for row in found} == {
        ("ASSAULT", "heavy-weapons", "4")
    }
    assert found[0]["Actor Name"] == "Highland Movement"
    assert found[0]["Recipient Name Raw"] == "civilians"


def test_gdelt_has_61_and_16_columns_and_offsets_into_the_text(
    archive: Archive, records: tuple[Record, Record], tmp_path: Path
) -> None:
    out = written(archive, "gdelt", tmp_path)
    assert (len(GDELT), len(MENTIONS)) == (61, 16)
    (event,) = rows(out / "events.tsv", GDELT, tab=True)
    assert (event["EventRootCode"], event["QuadClass"], event["NumMentions"], event["Day"]) == ("19", 4, 2, 20240312)
    mentions = rows(out / "mentions.tsv", MENTIONS, tab=True)
    text = records[0].report.text
    at = mentions[0]["ActionCharOffset"]
    assert text[at : at + 6] == "killed"
    assert {mention["GLOBALEVENTID"] for mention in mentions} == {event["GLOBALEVENTID"]}


def test_geojson_is_valid_and_points_east_before_north(archive: Archive, tmp_path: Path) -> None:
    found = geojson.loads(written(archive, "geojson", tmp_path).read_text(encoding="utf-8"))
    assert found.is_valid, found.errors()
    assert [feature.geometry.coordinates for feature in found.features] == [[69.5, -49.3]] * 2


def test_annotations_quote_the_characters_that_they_point_at(
    archive: Archive, records: tuple[Record, Record], tmp_path: Path
) -> None:
    page = json.loads(written(archive, "annotations", tmp_path).read_text(encoding="utf-8"))
    texts = {record.report.url: record.report.text for record in records}
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) > 12
    for item in page["items"]:
        text = texts[item["target"]["source"]]
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text[position["start"] - len(quote["prefix"]) :].startswith(around)


def test_hapi_counts_an_incident_once(archive: Archive, tmp_path: Path) -> None:
    (row,) = rows(written(archive, "hapi", tmp_path))
    assert (row["events"], row["fatalities"], row["event_type"]) == ("1", "15", "civilian_targeting")
    assert (row["reference_period_start"], row["reference_period_end"]) == ("2024-03-01", "2024-03-31")
    assert (row["location_code"], row["resource_hdx_id"]) == ("UKR", None)


def test_periods_can_be_weeks_and_leave_blank_what_nobody_states(archive: Archive, tmp_path: Path) -> None:
    (row,) = rows(written(archive, "periods", tmp_path, by="week"))
    assert (row["period_start"], row["period_end"]) == ("2024-03-11", "2024-03-17")
    assert (row["killed_best"], row["injured_best"]) == ("15", None)
    assert (row["incidents"], row["by_nearest"], row["admin1_code"]) == ("1", "0", None)


def test_csv_is_safe_in_a_spreadsheet_and_comes_back_as_it_was(archive: Archive, tmp_path: Path) -> None:
    out = written(archive, "csv", tmp_path)
    (title,) = [row["title"] for row in rows(out / "reports.csv") if row["title"] and "Cmd" in row["title"]]
    assert title == "=Cmd"
    assert ",'=Cmd," in (out / "reports.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'quoted", "plain", ""])
def test_a_guarded_text_comes_back(text: str) -> None:
    assert plain(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def own_rows(archive: Archive, name: str) -> list[tuple[Any, ...]]:
    (table,) = [table for table in TABLES if table.name == name]
    of = archive.records() if name in ("reports", "claims", "events", "figures", "actors") else archive.incidents()
    return [tuple(row) for thing in of for row in table.rows(thing)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_csv_holds_every_cell(archive: Archive, tmp_path: Path, table: Any) -> None:
    out = written(archive, "csv", tmp_path)
    with (out / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
        next(stream)
        found = [tuple(row.values()) for row in rows_of(stream, table.columns)]
    assert found == own_rows(archive, table.name)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_parquet_is_read_by_polars_pandas_and_duckdb(archive: Archive, tmp_path: Path, table: Any) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    path = written(archive, "parquet", tmp_path) / f"{table.name}.parquet"
    expected = own_rows(archive, table.name)
    assert polars.read_parquet(path).rows() == expected
    assert duckdb.read_parquet(str(path)).fetchall() == expected
    assert len(pandas.read_parquet(path)) == len(expected)


def test_a_workbook_has_a_sheet_for_each_table_and_runs_no_formula(archive: Archive, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    path = tmp_path / "out.xlsx"
    format_called("xlsx").write(archive, path, Options())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [table.name for table in TABLES]
    for table in TABLES:
        sheet = book[table.name]
        assert sheet.freeze_panes == "B2"
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
        assert sheet.max_row - 1 == len(own_rows(archive, table.name))
    titles = [cell for cell in book["reports"]["B"] if cell.value == "=Cmd"]
    assert [cell.data_type for cell in titles] == ["s"]
    assert book["reports"]["D2"].hyperlink.target == "https://example.org/1"


def test_jsonl_gives_every_record_and_incident(archive: Archive, tmp_path: Path) -> None:
    lines = written(archive, "jsonl", tmp_path).read_text(encoding="utf-8").splitlines()
    assert lines[:2] == [record.to_json() for record in archive.records()]
    assert json.loads(lines[2])["incident"]["id"] == "i1"


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_the_same_archive_gives_the_same_bytes(archive: Archive, tmp_path: Path, known: Any) -> None:
    outs = [tmp_path / "a", tmp_path / "b"]
    paths = [known.write(archive, out, Options()).paths for out in outs]
    assert [path.read_bytes() for path in paths[0]] == [path.read_bytes() for path in paths[1]]


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(ExportError, match="use one of ged, acled, polecat"):
        format_called("excel")


def test_the_cells_of_prio_grid() -> None:
    assert priogrid(-90, -180) == 1
    assert priogrid(90, 180) == 259_200
    assert priogrid(50.45, 30.52) == 280 * 720 + 421 + 1
