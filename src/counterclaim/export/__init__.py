"""Ways out: the same records projected to the columns that other people's scripts read. One file a format.

Each format says what it loses and what stays blank; nothing is invented to fill a column, and "not stated" is blank,
never 0.
"""

from __future__ import annotations

from counterclaim.errors import ExportError
from counterclaim.export import acled, gdelt, ged, geojson, html, periods, polecat, tables, web_annotations
from counterclaim.export.archive import Archive, Said
from counterclaim.export.form import Format, Options, Written

FORMATS: tuple[Format, ...] = (
    ged.FORMAT,
    acled.FORMAT,
    polecat.FORMAT,
    gdelt.FORMAT,
    periods.HAPI_FORMAT,
    periods.FORMAT,
    geojson.FORMAT,
    web_annotations.FORMAT,
    tables.CSV,
    tables.PARQUET,
    tables.XLSX,
    tables.JSONL,
    html.FORMAT,
)
"""Every format, those of other people's datasets first."""

__all__ = ["FORMATS", "Archive", "Format", "Options", "Said", "Written", "format_called"]


def format_called(name: str) -> Format:
    """The format `name`; ExportError lists those there are."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise ExportError(f"--format {name}: there is no such format; use one of {', '.join(f.name for f in FORMATS)}")
