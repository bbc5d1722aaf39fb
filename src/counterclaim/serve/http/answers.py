"""The forms of an answer: JSON, CSV, GeoJSON, each with a tag by which an asker learns that nothing has changed."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from counterclaim.export.files import cell_text
from counterclaim.export.table import Row, Table

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
GEOJSON = "application/geo+json"


def json(request: Request, value: Any, *, status: int = 200, media_type: str = JSON) -> Response:
    """`value` as JSON."""
    return tagged(request, msgspec.json.encode(value), media_type, status)


def geojson(request: Request, features: Iterable[dict[str, Any]]) -> Response:
    """A FeatureCollection (RFC 7946)."""
    return json(request, {"type": "FeatureCollection", "features": list(features)}, media_type=GEOJSON)


def delimited(request: Request, names: Sequence[str], rows: Iterable[Row], name: str) -> Response:
    """Rows as CSV that a browser saves as `name`.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(map(cell_text, row) for row in rows)
    response = tagged(request, text.getvalue().encode("utf-8", "replace"), CSV, 200)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def table(request: Request, of: Table[Any], things: Iterable[Any]) -> Response:
    """Things as the rows of a table, as CSV."""
    return delimited(request, [c.name for c in of.columns], (row for one in things for row in of.rows(one)), of.name)


def tagged(request: Request, body: bytes, media_type: str, status: int) -> Response:
    """The answer, or that it is what the asker has already. The tag is of the bytes themselves."""
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    headers = {"ETag": tag}
    if status == 200 and (tag in known or known == ["*"]):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type)
