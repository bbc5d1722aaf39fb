"""Our own tables as CSV, Parquet and a workbook, and the records themselves as JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from counterclaim.export.archive import Archive
from counterclaim.export.files import Sink, delimited, parquet, workbook
from counterclaim.export.form import Format, Options, Written, into_folder
from counterclaim.export.own import INCIDENT_TABLES, RECORD_TABLES
from counterclaim.export.table import Table

TABLES: tuple[Table[Any], ...] = (*RECORD_TABLES, *INCIDENT_TABLES)
_LOSES = ("reasons: counterclaim why shows them", "passages that were left out of a report", "the report's text")


def fill(archive: Archive, sink: Sink) -> None:
    """Everything in `archive` into the tables of `sink`, each record and each incident once."""
    for record in archive.records():
        for table in RECORD_TABLES:
            sink.add(table, table.rows(record))
    for incident in archive.incidents():
        for of_incident in INCIDENT_TABLES:
            sink.add(of_incident, of_incident.rows(incident))


def _csv(archive: Archive, out: Path, options: Options) -> Written:  # noqa: ARG001
    paths = [into_folder(out) / f"{table.name}.csv" for table in TABLES]
    with delimited(TABLES, paths) as sink:
        fill(archive, sink)
    return Written(paths)


def _parquet(archive: Archive, out: Path, options: Options) -> Written:  # noqa: ARG001
    folder = into_folder(out)
    with parquet(TABLES, folder) as sink:
        fill(archive, sink)
    return Written([folder / f"{table.name}.parquet" for table in TABLES])


def _xlsx(archive: Archive, out: Path, options: Options) -> Written:  # noqa: ARG001
    with workbook(TABLES, out) as sink:
        fill(archive, sink)
    return Written((out,))


def _jsonl(archive: Archive, out: Path, options: Options) -> Written:  # noqa: ARG001
    with out.open("wb") as stream:
        for record in archive.records():
            stream.write(record.to_json().encode() + b"\n")
        for incident in archive.incidents():
            stream.write(msgspec.json.encode({"incident": incident}) + b"\n")
    return Written((out,))


CSV = Format(
    name="csv",
    about="our tables as CSV in a folder: reports, claims, events, figures, actors, incidents, accounts, tolls, links",
    write=_csv,
    folder=True,
    loses=(*_LOSES, "a text that begins like a formula gets an apostrophe before it, so that no spreadsheet runs it"),
)
PARQUET = Format(
    name="parquet",
    about="our own tables as Parquet in a folder; needs the extra [parquet]",
    write=_parquet,
    folder=True,
    loses=_LOSES,
)
XLSX = Format(
    name="xlsx",
    about="our own tables as the sheets of a workbook; needs the extra [xlsx]",
    write=_xlsx,
    loses=(*_LOSES, "characters beyond 32,767 of one cell; more than 1,048,575 rows of a sheet are refused"),
)
JSONL = Format(
    name="jsonl",
    about="one JSON object a line: every report's record as docs/record.md lays it down, then every incident",
    write=_jsonl,
    loses=("the report's text: spans point into it",),
)
