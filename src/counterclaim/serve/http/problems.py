"""Every refusal in one envelope, `{"error": {"code", "message", "details"}}`; a page where a person asked for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from counterclaim.errors import CounterclaimError, ExportError, InputError, LedgerError, NotFoundError, TooSlowError
from counterclaim.records import Base

CODES = {
    400: "bad_request",
    401: "no_token",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    414: "too_long",
    415: "not_understood",
    421: "other_host",
    422: "not_understood",
    500: "fault",
    503: "busy",
}
"""A word for each status that the desk refuses with."""


class Detail(Base, frozen=True, kw_only=True):
    """What is wrong with one part of a request: `where` is its path, such as query.limit."""

    where: str
    message: str


class Problem(Base, frozen=True, kw_only=True):
    """A refusal: a word for programs, a sentence for people, what is wrong where, and in a conflict what is now."""

    code: str
    message: str
    details: tuple[Detail, ...] = ()
    now: Any = None


class Envelope(Base, frozen=True, kw_only=True):
    """What every refusal is written as."""

    error: Problem


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """An answer other than the one that was asked for."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        details: Sequence[Detail] = (),
        now: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.problem = Problem(code=CODES.get(status, "refused"), message=message, details=tuple(details), now=now)
        self.headers = dict(headers or {})


Page = Callable[[Request, int, Problem], Response]
"""Shows a problem to a person."""


def respond(request: Request, refusal: Refusal) -> Response:
    """`refusal` in the form that the asker reads."""
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        refusal.headers.setdefault("WWW-Authenticate", "Bearer")
    page: Page | None = getattr(request.app.state, "problem_page", None) if wants_page(request) else None
    if page:
        response = page(request, refusal.status, refusal.problem)
    else:
        body = msgspec.json.encode(Envelope(error=refusal.problem))
        response = Response(body, refusal.status, media_type="application/json")
    response.headers.update({"Cache-Control": "no-store", **refusal.headers})
    return response


def wants_page(request: Request) -> bool:
    """Whether a person asks: somewhere that pages are, and with a program that shows them."""
    path = request.url.path
    if path.startswith(("/api/", "/static/")) or path.endswith((".json", ".csv", ".geojson")):
        return False
    return "text/html" in request.headers.get("accept", "")


def add_to(application: FastAPI) -> None:
    """Has every exception answered by an envelope."""
    application.add_exception_handler(Refusal, lambda request, error: respond(request, _as(error, Refusal)))
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(RequestValidationError, _invalid)
    application.add_exception_handler(CounterclaimError, _ours)
    application.add_exception_handler(Exception, _fault)


def _as(error: Exception, kind: type[Any]) -> Any:
    assert isinstance(error, kind)
    return error


def _http(request: Request, error: Exception) -> Response:
    found: HTTPException = _as(error, HTTPException)
    messages = {
        404: f"there is nothing at {request.url.path}; /api/docs lists what there is",
        405: f"{request.method} is not done at {request.url.path}; /api/docs lists what is",
    }
    message = messages.get(found.status_code, str(found.detail))
    return respond(request, Refusal(found.status_code, message, headers=found.headers))


def _invalid(request: Request, error: Exception) -> Response:
    found: RequestValidationError = _as(error, RequestValidationError)
    details = [Detail(where=".".join(map(str, one["loc"])), message=one["msg"]) for one in found.errors()]
    named = "; ".join(f"{one.where}: {one.message}" for one in details)
    return respond(request, Refusal(422, f"this was not understood: {named}", details=details))


def _ours(request: Request, error: Exception) -> Response:
    return respond(request, refusal_of(request, error))


def refusal_of(request: Request, error: Exception) -> Refusal:
    """What one of our errors is to somebody who asked; the place of the ledger on this machine is not told."""
    desk = getattr(request.app.state, "desk", None)
    message = str(error).replace(f"{desk.ledger.path}: ", "") if desk else str(error)
    match error:
        case NotFoundError():
            return Refusal(404, message)
        case TooSlowError():
            return Refusal(503, message)
        case LedgerError():
            return Refusal(422 if request.method == "POST" else 503, message)
        case InputError() | ExportError():
            return Refusal(422, message)
    return Refusal(500, message)


def _fault(request: Request, _: Exception) -> Response:
    """A fault of ours; the server writes it out with its place."""
    return respond(request, Refusal(500, "the desk failed at this; its terminal says where. Please report it"))
