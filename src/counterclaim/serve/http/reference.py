"""docs/api.md, written from the routes themselves: `python -m counterclaim.serve.http.reference > docs/api.md`."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from starlette.routing import Route

from counterclaim.records import json_schema
from counterclaim.serve.http.application import with_routes
from counterclaim.serve.http.description import Operation, kind, operations
from counterclaim.serve.http.problems import CODES
from counterclaim.serve.http.reading import RESOURCES
from counterclaim.serve.web import pages as html

HEAD = """# The HTTP API

Written by `python -m counterclaim.serve.http.reference > docs/api.md`; a test keeps it current. A running desk shows
the same at `/api/docs`, and in OpenAPI 3.1 at `/api/v1/openapi.json`.

    counterclaim serve --ledger mine.db --token SECRET --no-browser
    curl -H "Authorization: Bearer SECRET" "http://127.0.0.1:8750/api/v1/claims?q=hospital&stance=denies"

- **Token.** `Authorization: Bearer TOKEN`, or a cookie that the address with `?token=` leaves. Without one only
  `/health` answers. A desk that was started with `--no-token` is for reading only.
- **Pages.** Lists come in pages of `limit` rows; `next` is the `cursor` of the following one, null on the last. CSV has
  it in the header `X-Next`.
- **Unchanged.** Answers carry an `ETag`; with `If-None-Match` an unchanged one is 304 without a body.
- **Writing.** POST a JSON object. `by` names who judges, `version` what they looked at: where somebody else judged
  since, the answer is 409, and `error.now` shows what they did. Send the new version to judge all the same.
- **Whole exports**, of more than a page, are at `/api/v1/exports/{format}`, and for browsers at `/export/{format}`.
- **Offsets** count Unicode code points of the report's text, start inclusive, end exclusive. Dates are ISO; times UTC.

## Refusals

`{"error": {"code", "message", "details", "now"}}`, whatever went wrong. `message` is for people, `code` for programs:

| status | code |
|---|---|
"""
FORMS = """
## Other forms of the same

What has a page is there as JSON, and where it is a table or has places as CSV and GeoJSON, at the page's own address
with an ending and the same parameters:

| page | also |
|---|---|
"""


def write() -> str:
    """The whole page."""
    document = with_routes(FastAPI()).openapi()
    codes = "".join(f"| {status} | `{code}` |\n" for status, code in sorted(CODES.items()))
    pages = "".join(f"| `{one.page}` | {', '.join(_endings(one))} |\n" for one in RESOURCES)
    routes = "".join(part for one in operations(document) if not one.path.endswith(ENDINGS) for part in _route(one))
    shapes = "".join(part for name, one in _own(document).items() for part in _shape(name, one))
    shown = "".join(f"| `{method} {path}` | {about} |\n" for method, path, about in listed(html.router.routes))
    return HEAD + codes + FORMS + pages + "\n## Routes\n" + routes + SHAPES + shapes + PAGES + shown


def listed(routes: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    """Method, path and first line of what each route is for, also of routers within routers."""
    for route in routes:
        within = getattr(route, "original_router", None)
        if within is not None:
            yield from listed(within.routes)
        elif isinstance(route, Route):
            about = (inspect.getdoc(route.endpoint) or "").partition("\n\n")[0]
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, route.path, " ".join(about.split())


SHAPES = """
## What comes and goes

Claims, incidents and all that they consist of are as [the record](record.md) has them.
"""
PAGES = """
## Pages

What people open in a browser; no interface for programs. The forms want the hidden field `csrf` of the page that they
stand on, or the browser's own word that they come from the desk.

| page | what |
|---|---|
"""
CUT = "\\|"
"""What stands for a bar in a cell of a table."""
ENDINGS = (".csv", ".geojson")


def _own(document: dict[str, Any]) -> dict[str, Any]:
    """The schemas that are not the record's, by name."""
    of_record = json_schema()["$defs"]
    return {name: one for name, one in document["components"]["schemas"].items() if name not in of_record}


def _shape(name: str, one: dict[str, Any]) -> Iterator[str]:
    yield f"\n### {name}\n\n"
    if "description" in one:
        yield " ".join(one["description"].split()) + "\n\n"
    fields = [f"`{field}` {kind(of)}" for field, of in one.get("properties", {}).items()]
    yield "; ".join(fields) + ".\n"


def _endings(one: Any) -> Iterator[str]:
    yield "`.json`"
    if one.table:
        yield "`.csv`"
    if one.geo:
        yield "`.geojson`"


def _route(one: Operation) -> Iterator[str]:
    yield f"\n### {one.method} {one.path}\n\n{one.about}\n"
    if one.parameters:
        yield "\n| parameter | in | is | what |\n|---|---|---|---|\n"
        for given in one.parameters:
            cells = (f"`{given.name}`", given.within, given.kind, given.about)
            yield f"| {' | '.join(cell.replace('|', CUT) for cell in cells)} |\n"
    yield f"\nAnswers {', '.join(one.answers)}.\n"


if __name__ == "__main__":
    print(write(), end="")
