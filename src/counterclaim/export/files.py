"""Tables written to files: delimited text, Parquet, a workbook. Rows are taken one by one; no table is held in memory.

The two libraries that not every user needs are extras: pyarrow for Parquet, XlsxWriter for workbooks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, TextIO

from counterclaim.errors import ExportError
from counterclaim.export.table import Cell, Column, Row, Table
from counterclaim.extras import required

BATCH = 8_192
"""Rows of a Parquet row group: enough to compress well, few enough to hold."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""A text cell that begins so would be run as a formula by a spreadsheet (OWASP, "CSV Injection"), or is `guarded`."""
MOST_ROWS = 1_048_575
"""Rows of a sheet below its header: a limit of the format (ECMA-376)."""
LONGEST_CELL = 32_767
"""Characters of a cell: a limit of the format (ECMA-376)."""


class Sink(Protocol):
    """Something that takes rows of tables."""

    def add(self, table: Table[Any], rows: Iterable[Row]) -> None: ...


def guarded(text: str) -> str:
    """`text` as a spreadsheet may open it: what would run as a formula gets an apostrophe before it."""
    return "'" + text if text.startswith(FORMULA) else text


def plain(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell.startswith("'") else cell


def cell_text(cell: Cell) -> str:
    """A cell as delimited text: nothing for null, `true` and `false`, ISO dates, the shortest exact number."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(cell) if isinstance(cell, str) else repr(cell)


class Delimited:
    """One UTF-8 file a table; quoted where needed, a line feed after each row."""

    def __init__(self, stack: ExitStack, tables: Sequence[Table[Any]], paths: Sequence[Path], tab: bool, header: bool):
        self._files = {
            table.name: self._opened(stack, table, path, tab, header) for table, path in zip(tables, paths, strict=True)
        }

    @staticmethod
    def _opened(stack: ExitStack, table: Table[Any], path: Path, tab: bool, header: bool) -> Any:
        stream: TextIO = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(stream, delimiter="\t" if tab else ",", lineterminator="\n")
        if header:
            writer.writerow([column.name for column in table.columns])
        return writer

    def add(self, table: Table[Any], rows: Iterable[Row]) -> None:
        self._files[table.name].writerows(map(cell_text, row) for row in rows)


@contextmanager
def delimited(
    tables: Sequence[Table[Any]], paths: Sequence[Path], *, tab: bool = False, header: bool = True
) -> Iterator[Sink]:
    """Writes each of `tables` to the path of its place."""
    with ExitStack() as stack:
        yield Delimited(stack, tables, paths, tab, header)


def arrow_table(columns: Sequence[Column], rows: Iterable[Row]) -> Any:
    """Rows as a pyarrow.Table; ExportError says what to install where pyarrow is missing."""
    arrow = required("pyarrow", "parquet", "Arrow", ExportError)
    types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    schema = arrow.schema([(column.name, types.get(column.type, arrow.date32())) for column in columns])
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [arrow.array(column, field.type) for column, field in zip(cells, schema, strict=True)]
    return arrow.table(arrays, schema=schema)


class Parquet:
    """One Parquet file a table, in row groups of `BATCH` rows."""

    def __init__(self, stack: ExitStack, tables: Sequence[Table[Any]], folder: Path) -> None:
        files = required("pyarrow.parquet", "parquet", "Parquet", ExportError)
        self._columns = {table.name: table.columns for table in tables}
        self._waiting: dict[str, list[Row]] = {table.name: [] for table in tables}
        self._writers: dict[str, Any] = {
            name: stack.enter_context(files.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd"))
            for name, schema in ((name, arrow_table(columns, ()).schema) for name, columns in self._columns.items())
        }

    def add(self, table: Table[Any], rows: Iterable[Row]) -> None:
        waiting = self._waiting[table.name]
        for row in rows:
            waiting.append(row)
            if len(waiting) >= BATCH:
                self._write(table.name)

    def _write(self, name: str) -> None:
        rows = self._waiting[name]
        if rows:
            self._writers[name].write_table(arrow_table(self._columns[name], rows))
            rows.clear()

    def flush(self) -> None:
        """Write the rows that still wait for their row group to fill."""
        for name in self._waiting:
            self._write(name)


@contextmanager
def parquet(tables: Sequence[Table[Any]], folder: Path) -> Iterator[Sink]:
    """Writes each of `tables` to `NAME.parquet` in `folder`."""
    with ExitStack() as stack:
        sink = Parquet(stack, tables, folder)
        yield sink
        sink.flush()


class Workbook:
    """One workbook, a sheet a table; ExportError where a sheet has no room for a row."""

    def __init__(self, book: Any, tables: Sequence[Table[Any]], path: Path) -> None:
        self._path = path
        self._dates = book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheets = {table.name: self._sheet(book, table) for table in tables}
        self._next = dict.fromkeys(self._sheets, 1)

    @staticmethod
    def _sheet(book: Any, table: Table[Any]) -> Any:
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(table.columns) - 1, 18)
        bold = book.add_format({"bold": True})
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.name, bold)
        return sheet

    def add(self, table: Table[Any], rows: Iterable[Row]) -> None:
        sheet = self._sheets[table.name]
        for row in rows:
            at = self._next[table.name]
            if at > MOST_ROWS:
                raise ExportError(
                    f"{self._path}: sheet {table.name} has no room for more than {MOST_ROWS:,} rows; "
                    "export with --format parquet or csv"
                )
            for column, (cell, about) in enumerate(zip(row, table.columns, strict=True)):
                self._cell(sheet, at, column, cell, about)
            self._next[table.name] = at + 1

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, about: Column) -> None:
        if cell is None:
            return
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self._dates)
        elif isinstance(cell, str):
            self._text(sheet, row, column, cell[:LONGEST_CELL], about)
        else:
            sheet.write_number(row, column, cell)

    @staticmethod
    def _text(sheet: Any, row: int, column: int, text: str, about: Column) -> None:
        """Text as text, never as a formula; a report's web address as a link to it."""
        is_link = about.name == "url" and text.startswith(("https://", "http://"))
        if not is_link or sheet.write_url(row, column, text, string=text) < 0:
            sheet.write_string(row, column, text)


@contextmanager
def workbook(tables: Sequence[Table[Any]], path: Path) -> Iterator[Sink]:
    """Writes `tables` as the sheets of the workbook `path`; the same rows give the same bytes."""
    xlsxwriter = required("xlsxwriter", "xlsx", "a workbook", ExportError)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        yield Workbook(book, tables, path)
