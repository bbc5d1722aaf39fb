"""Review in a browser: the page with a claim, its report and the claims in line, and the forms that judge.

A form leads back to the page by an address that names what was done, so that it can be undone from there. What somebody
else did in the meantime is shown instead, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, NamedTuple
from urllib.parse import parse_qsl

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from counterclaim.crosscheck import reviewed
from counterclaim.errors import CounterclaimError, InputError, LedgerError, NotFoundError
from counterclaim.ledger import judgements
from counterclaim.ledger.people import LONGEST_NAME
from counterclaim.ledger.review import numbered
from counterclaim.ledger.searching import Search
from counterclaim.ledger.store import Ledger
from counterclaim.serve.http import reviewing, views
from counterclaim.serve.http.asking import Cursor, Number, Size, Wanted
from counterclaim.serve.http.desk import Desk, Reading, TheDesk
from counterclaim.serve.http.guard import remember, visitor
from counterclaim.serve.http.problems import Refusal
from counterclaim.serve.http.reviewing import Done
from counterclaim.serve.http.views.reports import record_seen
from counterclaim.serve.web import editing, reader
from counterclaim.serve.web.rendering import address, html, is_machine, with_query

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

LONGEST_FORM = 200
"""Fields of the longest form: the claims of an incident that is split."""
WORDS = {
    "accept": "accepted",
    "reject": "rejected",
    "edit": "edited",
    "review": "looked at",
    "undo": "undone",
    "same": "merged",
    "apart": "split",
    "link": "linked",
    "unlink": "unlinked",
}
Chosen = Annotated[str | None, Query(max_length=100)]
Path = Annotated[str | None, Query(max_length=100)]
Characters = Annotated[str | None, Query(alias="c", max_length=24)]
Form = list[tuple[str, str]]


class Act(NamedTuple):
    """What was just done, as the page tells it."""

    act: int
    words: str
    by: str
    at: datetime


class Trouble(NamedTuple):
    """Why a form was not taken: somebody was faster, or it holds what cannot stand."""

    status: int
    conflict: str = ""
    mistake: str = ""


TAKEN = Trouble(200)
"""No trouble at all."""


async def _form(request: Request) -> Form:
    """What a form holds."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return parse_qsl(body, keep_blank_values=True, max_num_fields=LONGEST_FORM)
    except ValueError as error:
        raise Refusal(422, "the form has too many fields; send fewer at once") from error


Filled = Annotated[Form, Depends(_form)]


@router.get("/review")
def review(
    request: Request,
    ledger: Reading,
    wanted: Wanted,
    size: Size,
    cursor: Cursor = None,
    claim: Chosen = None,
    field: Path = None,
    c: Characters = None,
    done: Number = None,
) -> HTMLResponse:
    """The claim to be judged, with those in line and the report that it stands in."""
    return _page(request, ledger, wanted, size=size, cursor=cursor, claim=claim, field=field, characters=c, done=done)


@router.post("/review/name")
def name(request: Request, form: Filled) -> Response:
    """Keeps the name under which somebody judges."""
    given = " ".join(dict(form).get("name", "").split())[:LONGEST_NAME]
    if not given:
        raise Refusal(422, "a judgement needs a name; give one")
    if visitor(request).known:
        raise Refusal(403, f"this key signs as {visitor(request).name}")
    response = RedirectResponse(with_query(request, to="/review"), HTTPStatus.SEE_OTHER)
    remember(request, response, given)
    return response


@router.post("/review/undo")
def undo(request: Request, desk: TheDesk, form: Filled) -> Response:
    """Takes an act back, and shows the claim that it was about."""
    fields = dict(form)
    act = fields.get("act", "")
    if not act.isdecimal() or len(act) > len(str(2**62)):
        raise Refusal(422, "an act is undone by its number; the history lists them")
    reviewing.may_undo(desk, int(act), visitor(request))
    done = reviewing.undo(desk, int(act), reviewing.Word(by=visitor(request).name))
    if fields.get("back") == "history":
        return RedirectResponse("/history", HTTPStatus.SEE_OTHER)
    if fields.get("incident"):
        return RedirectResponse(address(f"/incident/{fields['incident']}", done=done.act), HTTPStatus.SEE_OTHER)
    return _to_review(request, claim=done.claim.claim.id if done.claim else None, act=done.act)


@router.post("/review/{id}/{deed}")
def judge(
    request: Request,
    desk: TheDesk,
    wanted: Wanted,
    size: Size,
    form: Filled,
    id: str,
    deed: str,
    cursor: Cursor = None,
) -> Response:
    """Accepts, rejects or edits a claim, and goes on to the next."""
    fields = dict(form)
    if deed not in DEEDS:
        raise Refusal(404, f"claims are not judged by {deed}; accept, reject or edit them")
    try:
        done = DEEDS[deed](desk, id, fields, visitor(request).name)
    except (Refusal, CounterclaimError) as error:
        trouble, field = _trouble(error), fields.get("field")
        with desk.ledger.at_once() as ledger:
            return _page(request, ledger, wanted, size=size, cursor=cursor, claim=id, field=field, trouble=trouble)
    return _to_review(request, claim=fields.get("next") or id, act=done.act)


def _accept(desk: Desk, id: str, form: Mapping[str, str], by: str) -> Done:
    return reviewing.accept(desk, id, reviewing.Word(by=by, why=form.get("why", ""), version=_version(form)))


def _reject(desk: Desk, id: str, form: Mapping[str, str], by: str) -> Done:
    return reviewing.reject(desk, id, reviewing.Word(by=by, why=form.get("why", ""), version=_version(form)))


def _edit(desk: Desk, id: str, form: Mapping[str, str], by: str) -> Done:
    with desk.ledger.at_once() as ledger:
        found = next((one for one in _fields(ledger, id) if one.path == form.get("field")), None)
    if found is None:
        raise InputError("that field is not there any more; look at the claim again")
    values = editing.changes(found, form)
    return reviewing.edit(
        desk, id, reviewing.Edit(values=values, by=by, why=form.get("why", ""), version=_version(form))
    )


DEEDS: dict[str, Callable[[Desk, str, Mapping[str, str], str], Done]] = {
    "accept": _accept,
    "reject": _reject,
    "edit": _edit,
}


@router.post("/incident/{id}/{deed}")
def correct(request: Request, desk: TheDesk, form: Filled, id: str, deed: str) -> Response:
    """Merges an incident with another, splits it, links or unlinks its claims, or notes that somebody looked at it."""
    fields, by = dict(form), visitor(request).name
    why, version = fields.get("why", ""), _version(fields)
    match deed:
        case "merge":
            other = fields.get("other", "").strip().rsplit("/", 1)[-1].partition("?")[0]
            done = reviewing.merge(desk, id, reviewing.Merge(other=other, by=by, why=why, version=version))
        case "split":
            claims = tuple(value for name, value in form if name == "claim")
            done = reviewing.split(desk, id, reviewing.Split(claims=claims, by=by, why=why, version=version))
        case "look":
            done = reviewing.look_at_incident(desk, id, reviewing.Word(by=by, why=why, version=version))
        case "link":
            tie = _tie(fields, by)
            done = reviewing.link(desk, fields.get("claim", ""), tie)
        case "unlink":
            claim, other, field = (*fields.get("link", "").split(), "", "", "")[:3]
            done = reviewing.unlink(desk, claim, reviewing.Untie(other=other, field=field or None, by=by, why=why))
        case _:
            raise Refusal(404, f"incidents are not judged by {deed}")
    there = done.incidents[0].incident.id if done.incidents else id
    return RedirectResponse(address(f"/incident/{there}", done=done.act), HTTPStatus.SEE_OTHER)


def _tie(form: Mapping[str, str], by: str) -> reviewing.Tie:
    try:
        asked = {name: form.get(name, "") for name in ("other", "relation", "field", "why")}
        return msgspec.convert({**asked, "by": by}, reviewing.Tie)
    except msgspec.ValidationError as error:
        raise InputError(f"this is no link: {error}") from error


def _version(form: Mapping[str, str]) -> int | None:
    given = form.get("version", "")
    return int(given) if given.isdecimal() else None


def _trouble(error: Exception) -> Trouble:
    match error:
        case Refusal(status=409):
            return Trouble(409, conflict=str(error))
        case Refusal():
            return Trouble(error.status, mistake=str(error))
        case NotFoundError():
            raise error
    return Trouble(422, mistake=str(error))


def _to_review(request: Request, *, claim: str | None, act: int) -> Response:
    """To the page again, narrowed down as it was."""
    there = with_query(request, to="/review", claim=claim, done=act, field=None, c=None)
    return RedirectResponse(there, HTTPStatus.SEE_OTHER)


def act_of(ledger: Ledger, number: int | None) -> Act | None:
    """The act of this number in words; None where there is none by a person."""
    if number is None:
        return None
    try:
        with ledger.transaction() as connection:
            lines = judgements.act(connection, number).lines
    except LedgerError:
        return None
    return Act(number, WORDS[lines[0].verdict], lines[0].by, lines[0].at)


def _fields(ledger: Ledger, id: str) -> list[editing.Field]:
    seen = reviewed(ledger, id)
    return editing.fields(numbered(seen.as_read, seen.lines))


def _page(
    request: Request,
    ledger: Ledger,
    wanted: Search,
    *,
    size: int,
    cursor: str | None = None,
    claim: str | None = None,
    field: str | None = None,
    characters: str | None = None,
    done: int | None = None,
    trouble: Trouble = TAKEN,
) -> HTMLResponse:
    queue = views.review_view(ledger, wanted, size=size, cursor=cursor)
    waiting = not (wanted.facets or {}).get("review")
    line = [row.claim.id for row in queue.items]
    chosen = claim or next(iter(line), None)
    context: dict[str, Any] = {
        "queue": queue,
        "waiting": waiting,
        "done": act_of(ledger, done),
        "conflict": trouble.conflict,
        "mistake": trouble.mistake,
        "one": views.claim_view(ledger, chosen) if chosen else None,
    }
    if context["one"] is not None:
        context |= _of_claim(ledger, context["one"], line, field, characters)
    return html(request, "review.html", trouble.status, **context)


def _of_claim(
    ledger: Ledger, one: views.ClaimView, line: list[str], field: str | None, characters: str | None
) -> dict[str, Any]:
    """What the page shows of the claim that is judged."""
    found = _fields(ledger, one.claim.id)
    edited = next((each for each in found if each.path == field), None)
    at = line.index(one.claim.id) if one.claim.id in line else -1
    chosen = reader.characters(characters) or (one.claim.start, one.claim.end)
    if edited is not None and edited.start is not None and edited.end is not None and not characters:
        chosen = edited.start, edited.end
    return {
        "fields": found,
        "editing": edited,
        "inputs": editing.inputs(edited) if edited else (),
        "before": line[at - 1] if at > 0 else None,
        "following": line[at + 1] if at + 1 < len(line) else None,
        "judged": [line for line in one.history if not is_machine(line.by)],
        "reading": reader.reading(record_seen(ledger, one.report["id"]), chosen),
    }
