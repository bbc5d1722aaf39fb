"""The API described: OpenAPI whose schemas are those of the records and views themselves, written once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

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


class Parameter(NamedTuple):
    """One thing that may be asked with: `within` is query, path or body."""

    name: str
    within: str
    kind: str
    about: str


class Operation(NamedTuple):
    """One route as people read it; `answers` are types of what it gives."""

    id: str
    method: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]
    answers: tuple[str, ...]


def operations(document: dict[str, Any]) -> list[Operation]:
    """The routes of an OpenAPI document, in order."""
    return [
        Operation(
            id=found["operationId"],
            method=method.upper(),
            path=path,
            about=" ".join(found.get("description", "").split()),
            parameters=(*_parameters(found), *_body(document, found)),
            answers=tuple(_answers(found)),
        )
        for path, methods in document["paths"].items()
        for method, found in methods.items()
    ]


def _parameters(operation: dict[str, Any]) -> Iterator[Parameter]:
    for one in operation.get("parameters", ()):
        required = " (required)" if one.get("required") else ""
        yield Parameter(one["name"], one["in"], kind(one["schema"]), one.get("description", "") + required)


def _body(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[Parameter]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        schema = document["components"]["schemas"].get(name, {})
        required = schema.get("required", ())
        about = schema.get("description", "")
        for field, of in schema.get("properties", {}).items():
            yield Parameter(field, "body", kind(of), about if field in required else "")


def _answers(operation: dict[str, Any]) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        for media_type, content in answer.get("content", {}).items():
            if status.startswith("2"):
                yield f"{status} {kind(content['schema'])} as {media_type}"


def kind(schema: dict[str, Any]) -> str:
    """A schema in a word or two: "string", "list of Claim", "integer or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(kind, schema["anyOf"])))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items') or {})}"
    return str(schema.get("format") or schema.get("type") or "anything")
