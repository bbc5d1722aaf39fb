"""The desk put together."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from counterclaim import settings as configuration
from counterclaim.ledger.store import Ledger
from counterclaim.serve.http import description, problems
from counterclaim.serve.http.access import access
from counterclaim.serve.http.desk import Desk
from counterclaim.serve.http.downloads import FormatView
from counterclaim.serve.http.downloads import router as downloads
from counterclaim.serve.http.guard import Guard
from counterclaim.serve.http.reading import RESOURCES
from counterclaim.serve.http.reviewing import DEEDS, Done, Meanwhile
from counterclaim.serve.http.standing import Health
from counterclaim.serve.http.standing import router as standing
from counterclaim.serve.http.team import Invitation, Invited, PersonView
from counterclaim.serve.http.team import router as team
from counterclaim.serve.http.views import Page
from counterclaim.serve.web import pages
from counterclaim.settings import Settings

STATIC = Path(__file__).parent.parent / "web" / "static"
TYPES = {".mjs": "text/javascript", ".geojson": "application/geo+json", ".woff2": "font/woff2"}
FOR_EVER = "public, max-age=31536000, immutable"
"""For files whose address names their version."""


FORMS = (
    *(resource.form for resource in RESOURCES),
    *(deed.word for deed in DEEDS),
    Done,
    Meanwhile,
    Health,
    Page[FormatView],
    Page[PersonView],
    Invitation,
    Invited,
)
"""The types that routes take and give."""


def app(ledger: str | Path, settings: Settings | None = None) -> FastAPI:
    """The desk of the ledger at a path, as an ASGI application; LedgerError where it cannot be opened."""
    settings = settings or configuration.load()
    held = Ledger(
        ledger,
        busy_seconds=settings.busy_seconds,
        answer_seconds=settings.answer_seconds,
        readers=settings.readers,
        cache_mb=settings.cache_mb,
    )
    desk = Desk(held, settings, access(settings, held))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        held.close()

    application = with_routes(FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None))
    application.state.desk = desk
    application.state.problem_page = pages.problem_page
    problems.add_to(application)
    application.include_router(pages.router, include_in_schema=False)
    application.mount("/static", _Files(directory=STATIC), name="static")
    application.add_middleware(Guard, access=desk.access, settings=settings, meter=desk.meter)
    return application


def with_routes(application: FastAPI) -> FastAPI:
    """Adds the routes of the API, and its description."""
    application.openapi = partial(description.describe, application, FORMS)  # type: ignore[method-assign]
    for resource in RESOURCES:
        resource.add_to(application.router)
    for deed in DEEDS:
        deed.add_to(application.router)
    application.include_router(standing)
    application.include_router(downloads)
    application.include_router(team)
    return application


class _Files(StaticFiles):
    """The desk's own files; those whose address names a version never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        suffix = Path(path).suffix
        kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix)
        if kind:
            response.headers["Content-Type"] = kind if not kind.startswith("text/") else f"{kind}; charset=utf-8"
        if b"v=" in scope["query_string"]:
            response.headers["Cache-Control"] = FOR_EVER
        return response
