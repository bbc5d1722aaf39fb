"""How the desk itself stands: health, metrics, and its API described."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from counterclaim import __version__
from counterclaim.ledger.query import counts
from counterclaim.records import Base
from counterclaim.serve.http import answers
from counterclaim.serve.http.description import answered_with, operations
from counterclaim.serve.http.desk import Reading, TheDesk
from counterclaim.serve.web.rendering import html

router = APIRouter()


class Health(Base, frozen=True, kw_only=True):
    """That the desk and its ledger answer."""

    status: str
    version: str


@router.get("/health", operation_id="health", response_class=Response, responses=answered_with(Health))
def health(request: Request, ledger: Reading) -> Response:
    """Whether the desk can read its ledger. Needs no token and tells nothing of what the ledger holds."""
    with ledger.transaction() as connection:
        connection.exec_driver_sql("SELECT 1")
    return answers.json(request, Health(status="ok", version=__version__))


METRICS = answered_with(media_type="text/plain")


@router.get("/metrics", operation_id="metrics", response_class=Response, responses=METRICS)
def metrics(desk: TheDesk, ledger: Reading) -> Response:
    """Answers, how long they took, and rows of the ledger, in the text format of Prometheus."""
    text = desk.meter.text(counts(ledger))
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})


@router.get("/api/v1/openapi.json", operation_id="openapi", response_class=Response, include_in_schema=False)
def openapi(request: Request) -> Response:
    """This API, described in OpenAPI 3.1."""
    return answers.json(request, request.app.openapi())


@router.get("/api/docs", include_in_schema=False, response_class=Response)
def documentation(request: Request) -> Response:
    """The API as a page: every route with what it takes and gives."""
    document = request.app.openapi()
    about = document["info"]["description"].split("\n\n")
    return html(request, "api.html", about=about, operations=operations(document))
