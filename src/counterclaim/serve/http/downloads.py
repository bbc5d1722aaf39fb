"""Exports as downloads: the same formats, written by the same functions as `counterclaim export`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Literal
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from counterclaim.export import FORMATS, Format, Options, format_called
from counterclaim.ledger.engine import Where
from counterclaim.ledger.store import Ledger
from counterclaim.outgoing import export
from counterclaim.records import Base
from counterclaim.serve.http import answers
from counterclaim.serve.http.description import answered_with
from counterclaim.serve.http.desk import TheDesk
from counterclaim.serve.http.problems import Refusal
from counterclaim.serve.http.views import Page

router = APIRouter()
ENDINGS = {
    "geojson": "geojson",
    "annotations": "jsonld",
    "jsonl": "jsonl",
    "xlsx": "xlsx",
    "html": "html",
    "polecat": "tsv",
}
"""What the file of a format is called behind its name, where it is no CSV; folders are zipped."""
ANY = "application/octet-stream"
Name = Annotated[str, InPath(max_length=40, description="The name of a format, as /api/v1/exports lists them.")]
Deaths = Annotated[str, Query(max_length=200, description="conservative, majority or speaker:NAME.")]
One = Annotated[str | None, Query(max_length=100, description="Only this incident (html).")]
By = Annotated[Literal["week", "month"], Query(description="The period of a row (periods, hapi).")]


class FormatView(Base, frozen=True, kw_only=True):
    """One way out: what it is, what of our records it cannot say, which of its columns stay blank, what comes."""

    name: str
    about: str
    loses: tuple[str, ...]
    blank: tuple[str, ...]
    file: str


def formats() -> Page[FormatView]:
    """Every format."""
    found = tuple(
        FormatView(name=one.name, about=one.about, loses=one.loses, blank=one.blank, file=file_of(one))
        for one in FORMATS
    )
    return Page(items=found, total=len(found))


def file_of(form: Format) -> str:
    """The name of the file that is downloaded."""
    return f"{form.name}.{'zip' if form.folder else ENDINGS.get(form.name, 'csv')}"


LIST, FILE = answered_with(Page[FormatView]), answered_with(media_type=ANY)


@router.get("/api/v1/exports", operation_id="exports", response_class=Response, responses=LIST)
def exports(request: Request) -> Response:
    """The formats that the ledger can be written in, what each loses and what stays blank."""
    return answers.json(request, formats())


@router.get("/api/v1/exports/{format}", operation_id="download", response_class=Response, responses=FILE)
@router.get("/export/{format}", include_in_schema=False)
def download(
    desk: TheDesk, format: Name, deaths: Deaths = "conservative", incident: One = None, by: By = "month"
) -> Response:
    """The ledger in a format, as a file; a format of several files comes zipped."""
    if format not in {one.name for one in FORMATS}:
        raise Refusal(404, f"there is no format {format}; /api/v1/exports lists them")
    form = format_called(format)
    room = Path(tempfile.mkdtemp(prefix="counterclaim-export-"))
    try:
        found = _written(desk.ledger.path, form, room, Options(deaths, incident, by))
    except BaseException:
        shutil.rmtree(room)
        raise
    remove = BackgroundTask(shutil.rmtree, room)
    headers = {"Cache-Control": "no-store"}
    return FileResponse(found, filename=file_of(form), media_type=ANY, headers=headers, background=remove)


def _written(ledger: Where, form: Format, room: Path, options: Options) -> Path:
    """The file, written in `room`; an export may take longer than an answer."""
    with Ledger(ledger) as whole, whole.at_once() as held:
        if not form.folder:
            out = room / file_of(form)
            export(held, form, out, options)
            return out
        written = export(held, form, room / form.name, options)
    packed = room / file_of(form)
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path in written.paths:
            archive.write(path, path.relative_to(room))
    return packed
