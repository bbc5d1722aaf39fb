"""Who may come to the desk with a key of their own: for admins alone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from counterclaim.ledger import people
from counterclaim.ledger.people import LONGEST_NAME, Role
from counterclaim.records import Base
from counterclaim.serve.http import answers
from counterclaim.serve.http.access import key_of, new_token
from counterclaim.serve.http.asking import body
from counterclaim.serve.http.description import answered_with, schema_of
from counterclaim.serve.http.desk import Admin, Desk, Reading, TheDesk
from counterclaim.serve.http.views import Page

router = APIRouter()
Name = Annotated[str, Path(max_length=LONGEST_NAME, description="The name of whom a key is of.")]


class PersonView(Base, frozen=True, kw_only=True):
    """Somebody with a key, as what they come, and since when (UTC)."""

    name: str
    role: Role
    since: datetime


class Invitation(Base, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is to have a key, and what for."""

    name: str
    role: Role


class Invited(Base, frozen=True, kw_only=True):
    """A new key: the token is told this once, and kept nowhere."""

    name: str
    role: Role
    token: str


INVITED = answered_with(Invited, also=(403, 415))
EVERYONE = answered_with(Page[PersonView], also=(403,))
SENT = {"requestBody": {"required": True, "content": {"application/json": {"schema": schema_of(Invitation)}}}}


@router.get("/api/v1/people", operation_id="list_people", response_class=Response, responses=EVERYONE)
def list_people(request: Request, ledger: Reading, _: Admin) -> Response:
    """Who may come with a key of their own."""
    return answers.json(request, _everyone(ledger))


@router.post(
    "/api/v1/people", operation_id="add_person", response_class=Response, responses=INVITED, openapi_extra=SENT
)
async def add_person(request: Request, desk: TheDesk, _: Admin) -> Response:
    """Let somebody come, as a reader, a reviewer or an admin; answers with their token, this once."""
    invited = await run_in_threadpool(_invite, desk, await body(request, Invitation))
    return answers.json(request, invited)


@router.post("/api/v1/people/{name}/remove", operation_id="remove_person", response_class=Response, responses=EVERYONE)
def remove_person(request: Request, desk: TheDesk, _: Admin, name: Name) -> Response:
    """End somebody's key at once; what they judged stays, under their name."""
    with desk.writing() as ledger:
        with ledger.transaction() as connection:
            people.remove(connection, name)
        return answers.json(request, _everyone(ledger))


def _invite(desk: Desk, wanted: Invitation) -> Invited:
    token = new_token()
    with desk.writing() as ledger, ledger.transaction() as connection:
        person = people.add(connection, wanted.name, wanted.role, key_of(token))
    return Invited(name=person.name, role=person.role, token=token)


def _everyone(ledger: Reading) -> Page[PersonView]:
    with ledger.transaction() as connection:
        found = tuple(PersonView(**person._asdict()) for person in people.everyone(connection))
    return Page(items=found, total=len(found))
