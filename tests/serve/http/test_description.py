"""The API is described: every route, every parameter, and docs/api.md says the same."""

from __future__ import annotations

from pathlib import Path

import httpx
import msgspec
import pytest
from fastapi import FastAPI

from counterclaim.serve.http import app
from counterclaim.serve.http.application import with_routes
from counterclaim.serve.http.description import Operation, operations
from counterclaim.serve.http.reading import RESOURCES
from counterclaim.serve.http.reference import listed, write

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
DOCUMENT = with_routes(FastAPI()).openapi()
OPERATIONS = operations(DOCUMENT)


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == write(), "run: python -m counterclaim.serve.http.reference > docs/api.md"


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_every_route_and_parameter_says_what_it_is_for(one: Operation) -> None:
    assert one.about
    assert one.answers
    for parameter in one.parameters:
        assert parameter.about or parameter.within == "body", parameter.name


def test_every_route_of_the_running_desk_is_described(desk: httpx.Client, example: Path) -> None:
    assert desk.get("/api/v1/openapi.json").content == msgspec.json.encode(DOCUMENT)
    served = list(listed(app(example).routes))
    assert {"/health", "/metrics", "/export/{format}", "/api/docs", "/claims", "/incident/{id}.csv"} <= {
        p for _, p, _ in served
    }
    beside = {f"{one.page}.{ending}" for one in RESOURCES for ending in ("json", "csv", "geojson")}
    told = PAGE.read_text("utf-8")
    for method, path, about in served:
        assert about, path
        assert path in beside or f"{method} {path}" in told or f"`{path}`" in told, path


def test_names_of_operations_are_unique() -> None:
    names = [one.id for one in OPERATIONS]
    assert len(set(names)) == len(names)


def test_everything_that_is_referred_to_is_there() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    def references(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {str(node["$ref"]).rpartition("/")[2]} if "$ref" in node else set()
            return own.union(*map(references, node.values()))
        return set().union(*map(references, node)) if isinstance(node, list) else set()

    assert references(DOCUMENT) <= set(schemas)


def test_the_page_of_the_api_lists_every_route_and_asks_nobody_else(desk: httpx.Client) -> None:
    page = desk.get("/api/docs").text
    for one in OPERATIONS:
        assert f"{one.method} {one.path}" in page
    assert "https://" not in page
    assert "http://" not in page.replace("http://127.0.0.1", "")
