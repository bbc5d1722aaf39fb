"""The API described: OpenAPI whose schemas are those of the records and views themselves, written once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from counterclaim import __version__
from counterclaim.serve.http.problems import CODES, Envelope

REFERENCE = "#/components/schemas/{name}"
ABOUT = """Reads and reviews one ledger: who says what happened, and who says otherwise.

Show the token as `Authorization: Bearer TOKEN`. Every refusal is one envelope. Lists come in pages: `next` is the
`cursor` of the following one. Answers carry an ETag; with `If-None-Match` an unchanged one is 304.
Offsets count Unicode code points of the report's text.
"""
REFUSALS = (400, 401, 404, 413, 414, 421, 422, 503)
"""What any request may be refused with."""


def answered_with(
    form: Any = None, *, media_type: str = "application/json", also: tuple[int, ...] = ()
) -> dict[int | str, dict[str, Any]]:
    """The answers of a route: 200 with a `form`, and the refusals."""
    schema = schema_of(form) if form is not None else {"type": "string"}
    if media_type == "application/geo+json":
        schema = {"type": "object"}
    envelope = {"application/json": {"schema": schema_of(Envelope)}}
    found: dict[int | str, dict[str, Any]] = {
        200: {"description": "what was asked for", "content": {media_type: {"schema": schema}}},
        304: {"description": "unchanged"},
    }
    for status in (*REFUSALS, *also):
        found[status] = {"description": CODES[status].replace("_", " "), "content": envelope}
    return found


def schema_of(form: Any) -> dict[str, Any]:
    """The JSON Schema of a type; types with names are referred to."""
    (schema,), _ = msgspec.json.schema_components([form], ref_template=REFERENCE)
    return schema


def describe(application: FastAPI, forms: Sequence[Any]) -> dict[str, Any]:
    """The OpenAPI document of the application, made once; `forms` are the types that its routes take and give."""
    if application.openapi_schema is None:
        found = get_openapi(title="Counterclaim", version=__version__, description=ABOUT, routes=application.routes)
        _, components = msgspec.json.schema_components([*forms, Envelope], ref_template=REFERENCE)
        bearer = {"type": "http", "scheme": "bearer"}
        found["components"] = {"schemas": components, "securitySchemes": {"token": bearer}}
        found["security"] = [{"token": []}]
        application.openapi_schema = found
    return application.openapi_schema
