"""Tables with a report a row: JSON lines, JSON, CSV, Parquet. Which column is what, the user says or their names do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from counterclaim.errors import InputError
from counterclaim.extras import required
from counterclaim.ingest import dates, text
from counterclaim.ingest.html.metadata import clean
from counterclaim.ingest.kinds import kind_of
from counterclaim.ingest.parts import About, Expanded, Part, Refused, printable, too_long
from counterclaim.ingest.streams import CHUNK, Budget, seekable
from counterclaim.knowledge import lexicons
from counterclaim.settings import Settings

Row = Mapping[str, Any]
FIELDS = ("text", "title", "url", "outlet", "author", "published", "modified", "language")
DELIMITERS = ",;\t|"
ROWS = 256
"""Rows of a Parquet file that are held at once."""


def json_lines(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """A part for each object: one a line, or the objects of one list, or the one object of the file."""
    del budget
    columns = _columns(settings)
    first = True
    for number, line in _lines(name, stream, settings):
        if isinstance(line, Refused):
            yield line
            continue
        if not line.strip():
            continue
        try:
            rows = _value(line)
        except (ValueError, RecursionError):
            rest = _rest(line, stream, settings) if first else None
            if rest is None:
                yield _bad(name, number, "not JSON")
                first = False
                continue
            rows = rest
        first = False
        if isinstance(rows, list):
            for n, row in enumerate(rows, start=1):
                yield _part(f"{name}:{n}", row, columns, settings)
        else:
            yield _part(f"{name}:{number}", rows, columns, settings)


def comma_separated(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """A part for each row below the header."""
    del budget
    columns = _columns(settings)
    csv.field_size_limit(settings.max_report_bytes)
    head = stream.peek(text.SAMPLE)
    encoding = settings.encoding or text.decode(head[: head.rfind(b"\n") + 1 or len(head)], printable(name)).encoding
    written = head.decode(encoding, "replace").partition("\n")[0]
    delimiter = max(DELIMITERS, key=written.count)
    reader = csv.reader(_decoded(name, stream, settings, encoding), delimiter=delimiter)
    try:
        header = next(reader, [])
        for number, row in enumerate(reader, start=2):
            if row:
                yield _part(f"{name}:{number}", dict(zip(header, row, strict=False)), columns, settings)
    except csv.Error as error:
        yield _bad(name, reader.line_num, f"not a table ({error})")


def parquet(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """A part for each row, counted from 1; of its columns only those that may say something of a report are read."""
    required("pyarrow", "parquet", f"{printable(name)}: Parquet")
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    columns = _columns(settings)
    wanted = {column.lower() for names in columns.values() for column in names}
    number = 0
    with seekable(stream, name, settings, budget) as file:
        try:
            table = ParquetFile(file)
            held = [column for column in table.schema_arrow.names if column.strip().lower() in wanted]
            for batch in table.iter_batches(ROWS, columns=held or None):
                for row in batch.to_pylist():
                    number += 1
                    yield _part(f"{name}:{number}", row, columns, settings)
        except (ArrowException, OSError) as error:
            said = " ".join(str(error).split())[:200]
            raise InputError(
                f"{printable(name)}: a damaged Parquet file ({said}); check that it was downloaded completely"
            ) from error


def _columns(settings: Settings) -> dict[str, tuple[str, ...]]:
    """{field: the names of its column, the first that a row has is taken}; InputError where the user's are no list."""
    usual = {field: tuple(names.split()) for field, names in lexicons.load("columns").items()}
    for pair in filter(None, settings.columns.split(",")):
        field, equals, column = pair.partition("=")
        if field.strip() not in FIELDS or not equals or not column.strip():
            raise InputError(f"--columns {pair}: give FIELD=COLUMN, where FIELD is one of {', '.join(FIELDS)}")
        usual[field.strip()] = (column.strip(),)
    return usual


def _part(name: str, row: object, columns: Mapping[str, tuple[str, ...]], settings: Settings) -> Part | Refused:
    name = printable(name)
    if not isinstance(row, dict):
        return Refused(name, f"{name}: not a JSON object; give one object a report")
    lowered = {str(key).strip().lower(): value for key, value in row.items()}

    def value(field: str) -> str | None:
        found = next((lowered[c.lower()] for c in columns[field] if lowered.get(c.lower()) not in (None, "")), None)
        return found if isinstance(found, str) else str(found) if isinstance(found, (int, float, date)) else None

    words = value("text")
    if not words:
        has = " ".join(", ".join(map(str, list(row)[:20])).split())
        return Refused(name, f"{name}: no text in it; name its column with --columns text=NAME; it has {has[:300]}")
    data = words.encode("utf-8", "replace")
    if len(data) > settings.max_report_bytes:
        return Refused(name, str(too_long(name, settings)))
    about = About(
        url=value("url"),
        title=clean(value("title")),
        outlet=clean(value("outlet")),
        author=clean(value("author")),
        published=dates.parse(value("published")),
        modified=dates.parse(value("modified")),
        language=clean(value("language")),
    )
    media = "text/html" if kind_of("", data) == "html" else "text/plain"
    return Part(name, data, media, "utf-8", about)


def _lines(name: str, stream: io.BufferedReader, settings: Settings) -> Iterator[tuple[int, bytes | Refused]]:
    """The lines, counted from 1; one that is longer than any report is refused without being held."""
    limit = 2 * settings.max_report_bytes
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(CHUNK)
            yield number, _bad(name, number, f"a line of more than {limit:,} bytes")
        else:
            yield number, line


def _rest(line: bytes, stream: io.BufferedReader, settings: Settings) -> object | None:
    """The value of a file that is one JSON value over many lines; null where it is none."""
    limit = 16 * settings.max_report_bytes
    data = line + stream.read(limit + 1) if line.lstrip()[:1] in (b"[", b"{") else b""
    if not data or len(data) > limit:
        return None
    try:
        return _value(data)
    except (ValueError, RecursionError):
        return None


def _value(data: bytes) -> object:
    """A JSON value; the slower standard library reads what has halves of characters in it."""
    try:
        found: object = msgspec.json.decode(data)
    except msgspec.DecodeError:
        if b"\\ud" not in data.lower():
            raise
        found = json.loads(data)
    return found


def _decoded(name: str, stream: io.BufferedReader, settings: Settings, encoding: str) -> Iterator[str]:
    for _, line in _lines(name, stream, settings):
        if isinstance(line, Refused):
            raise csv.Error("a line that is longer than a report may be")
        yield line.decode(encoding, "replace").replace("\x00", "")


def _bad(name: str, number: int, what: str) -> Refused:
    where = f"{printable(name)}:{number}"
    return Refused(where, f"{where}: {what}; mend the line, the others are read")
