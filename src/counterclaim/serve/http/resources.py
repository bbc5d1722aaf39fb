"""What can be read: each thing declared once, served under /api/v1 and, as JSON, CSV or GeoJSON, beside its page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from counterclaim.export.table import Table
from counterclaim.serve.http import answers
from counterclaim.serve.http.description import answered_with

View = Callable[..., Any]
API = "/api/v1"


@dataclass(frozen=True)
class Resource:
    """One thing to read. `page` is the path of its page, `api` that under /api/v1; `view` gives a `form`.

    `table` and `rows` make it CSV, `geo` the features of GeoJSON, where it can be that.
    """

    page: str
    api: str
    view: View
    form: Any
    table: Table[Any] | None = None
    rows: Callable[[Any], Iterable[Any]] = lambda value: value.items
    geo: Callable[[Any], Iterable[dict[str, Any]]] | None = None

    def add_to(self, router: APIRouter) -> None:
        """Adds its routes; those with an ending before those of the pages, whose ids would take the ending in."""
        of, name = self.view, self.view.__name__
        described = answered_with(self.form)
        _add(router, API + self.api, f"api_{name}", of, self._json, described)
        _add(router, f"{self.page}.json", f"{name}_json", of, self._json, described, listed=False)
        if self.table:
            _add(router, f"{self.page}.csv", f"{name}_csv", of, self._csv, answered_with(media_type="text/csv"))
        if self.geo:
            form = answered_with(media_type=answers.GEOJSON)
            _add(router, f"{self.page}.geojson", f"{name}_geojson", of, self._geojson, form)

    def _json(self, request: Request, value: Any) -> Response:
        return answers.json(request, value)

    def _csv(self, request: Request, value: Any) -> Response:
        assert self.table
        response = answers.table(request, self.table, self.rows(value))
        following = getattr(value, "next", None)
        if following:
            response.headers["X-Next"] = following
        return response

    def _geojson(self, request: Request, value: Any) -> Response:
        assert self.geo
        return answers.geojson(request, self.geo(value))


def _add(
    router: APIRouter,
    path: str,
    name: str,
    view: View,
    write: Callable[[Request, Any], Response],
    described: dict[int | str, dict[str, Any]],
    *,
    listed: bool = True,
) -> None:
    router.add_api_route(
        path,
        _endpoint(view, write),
        methods=["GET"],
        name=name,
        operation_id=name,
        description=inspect.getdoc(view),
        response_model=None,
        response_class=Response,
        responses=described,
        include_in_schema=listed,
    )


def _endpoint(view: View, write: Callable[[Request, Any], Response]) -> Callable[..., Response]:
    """`view` as a route: what it gives is written as an answer."""

    def endpoint(request: Request, **given: Any) -> Response:
        return write(request, view(**given))

    endpoint.__doc__ = view.__doc__
    asked = inspect.signature(view, eval_str=True)
    own = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in asked.parameters.values()]
    endpoint.__signature__ = asked.replace(parameters=[own, *named])  # type: ignore[attr-defined]
    return endpoint
