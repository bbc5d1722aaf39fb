"""What people make of claims and incidents, over HTTP: accept, edit, reject, look at, merge, split, link, undo.

Everybody signs with a name and, where they name the `version` that they looked at, nothing is lost: what somebody else
did in the meantime is a conflict, which shows what they did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from counterclaim import crosscheck
from counterclaim.errors import ConflictError
from counterclaim.ledger import judgements
from counterclaim.ledger.people import LONGEST_NAME
from counterclaim.ledger.store import Ledger
from counterclaim.records import Base, Judgement, Relation
from counterclaim.serve.http import answers, views
from counterclaim.serve.http.asking import Act, Id, body
from counterclaim.serve.http.description import answered_with, schema_of
from counterclaim.serve.http.desk import Desk, TheDesk
from counterclaim.serve.http.guard import Visitor, visitor
from counterclaim.serve.http.problems import Detail, Refusal

T = TypeVar("T")


class Word(Base, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A judgement: who judges (else the name of the visitor), why, and the version of what they looked at."""

    by: str = ""
    why: str = ""
    version: int | None = None


class Edit(Word, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Other values for fields of a claim, by paths as docs/record.md has them; null takes a member of a list out."""

    values: dict[str, Any]


class Merge(Word, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The incident that is the same as this one."""

    other: str


class Split(Word, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The claims that are of another incident."""

    claims: tuple[str, ...]


class Tie(Word, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this claim stands to another on one field."""

    other: str
    relation: Relation
    field: str


class Untie(Word, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The claim that this one is not linked to, on one field or, where it is null, on any."""

    other: str
    field: str | None = None


class Done(Base, frozen=True, kw_only=True):
    """What was done: the number by which it is undone, and the claim or the incidents as they are now."""

    act: int
    claim: views.ClaimView | None = None
    incidents: tuple[views.IncidentView, ...] = ()


class Meanwhile(Base, frozen=True, kw_only=True):
    """In a conflict: what others did since, the newest last, and the version that is now."""

    version: int
    lines: tuple[Judgement, ...]


def accept(desk: Desk, claim: str, word: Word) -> Done:
    """Hold that a claim is what its report says, with its edits."""
    return _of_claim(desk, claim, word, lambda ledger, said: crosscheck.accept(ledger, claim, **said))


def reject(desk: Desk, claim: str, word: Word) -> Done:
    """Hold that a claim is not what its report says; it stays in the ledger and leaves its incident."""
    return _of_claim(desk, claim, word, lambda ledger, said: crosscheck.reject(ledger, claim, **said))


def edit(desk: Desk, claim: str, word: Edit) -> Done:
    """Put other values in fields of a claim; the characters that they stand on must be in the report."""
    return _of_claim(desk, claim, word, lambda ledger, said: crosscheck.edit(ledger, claim, word.values, **said))


def look_at_claim(desk: Desk, claim: str, word: Word) -> Done:
    """Note that somebody looked at a claim."""
    return _of_claim(desk, claim, word, lambda ledger, said: crosscheck.review(ledger, claim, **said))


def look_at_incident(desk: Desk, incident: str, word: Word) -> Done:
    """Note that somebody looked at an incident."""

    def judge(ledger: Ledger, said: dict[str, Any]) -> list[str]:
        crosscheck.review(ledger, incident, **said)
        return [incident]

    return _of_incidents(desk, (incident,), word, judge)


def merge(desk: Desk, incident: str, word: Merge) -> Done:
    """Hold two incidents to be one, whatever is read later."""
    ends = (incident, word.other)
    return _of_incidents(desk, ends, word, lambda ledger, said: [crosscheck.merge(ledger, *ends, **said).id])


def split(desk: Desk, incident: str, word: Split) -> Done:
    """Hold some claims of an incident to be of another one."""

    def judge(ledger: Ledger, said: dict[str, Any]) -> list[str]:
        return [one.id for one in crosscheck.split(ledger, incident, word.claims, **said)]

    return _of_incidents(desk, (incident,), word, judge)


def link(desk: Desk, claim: str, word: Tie) -> Done:
    """Hold that a claim agrees with another, contradicts, denies, revises or repeats it."""

    def judge(ledger: Ledger, said: dict[str, Any]) -> None:
        crosscheck.link(ledger, claim, word.other, word.relation, word.field, **said)

    return _of_claim(desk, claim, word, judge, word.other)


def unlink(desk: Desk, claim: str, word: Untie) -> Done:
    """Take the link between two claims away."""

    def judge(ledger: Ledger, said: dict[str, Any]) -> None:
        crosscheck.unlink(ledger, claim, word.other, word.field, **said)

    return _of_claim(desk, claim, word, judge, word.other)


def undo(desk: Desk, act: int, word: Word) -> Done:
    """Take back what a person judged; the log keeps both. Undoing an undo puts the first back."""
    with desk.writing() as ledger:
        undone = _said(ledger, word, (), lambda said: crosscheck.undo(ledger, act, **said))
        claim = undone.lines[0].a
        return Done(act=_last_act(ledger, claim), claim=views.claim_view(ledger, claim))


def may_undo(desk: Desk, act: int, asker: Visitor) -> None:
    """Refusal where `asker` would take back what somebody else judged, and is no admin."""
    if asker.overrules:
        return
    with desk.ledger.transaction() as connection:
        by = judgements.act(connection, act).lines[0].by
    if by != asker.name:
        raise Refusal(403, f"judgement {act} is by {by}; only they and an admin take it back")


def _of_claim(desk: Desk, claim: str, word: Word, judge: Callable[[Ledger, dict[str, Any]], Any], *more: str) -> Done:
    with desk.writing() as ledger:
        _said(ledger, word, (claim, *more), lambda said: judge(ledger, said))
        return Done(act=_last_act(ledger, claim), claim=views.claim_view(ledger, claim))


def _of_incidents(
    desk: Desk, ends: tuple[str, ...], word: Word, judge: Callable[[Ledger, dict[str, Any]], list[str]]
) -> Done:
    with desk.writing() as ledger:
        found = _said(ledger, word, ends, lambda said: judge(ledger, said))
        return Done(act=_last_act(ledger, found[0]), incidents=tuple(views.incident_view(ledger, one) for one in found))


def _said(ledger: Ledger, word: Word, about: tuple[str, ...], judge: Callable[[dict[str, Any]], T]) -> T:
    """Judges under a name; Refusal where there is none, or where somebody else judged in the meantime."""
    by = " ".join(word.by.split())
    if not by or len(by) > LONGEST_NAME:
        message = f"a judgement needs the name of who judges, {LONGEST_NAME} characters at most; give it as `by`"
        raise Refusal(422, message, details=[Detail(where="body.by", message=message)])
    try:
        return judge({"by": by, "why": word.why, "version": word.version})
    except ConflictError as error:
        lines = [line for one in about for line in crosscheck.history(ledger, one) if line.key > (word.version or 0)]
        own = tuple(line for line in lines if not line.by.startswith("reconcile "))
        raise Refusal(409, str(error), now=Meanwhile(version=max(line.key for line in own), lines=own)) from error


def _last_act(ledger: Ledger, about: str) -> int:
    """The number of the newest act of a person on a claim or an incident."""
    return max((one.act for one in crosscheck.history(ledger, about) if not one.by.startswith("reconcile ")), default=0)


@dataclass(frozen=True)
class Deed:
    """One way to judge, as a route: `act` does it with a `word` of its kind."""

    path: str
    act: Callable[[Desk, Any, Any], Done]
    word: type[Word]

    def add_to(self, of: APIRouter) -> None:
        """Adds its route."""
        numbered = "{act}" in self.path
        name = self.act.__name__

        async def by_id(request: Request, desk: TheDesk, id: Id) -> Response:
            return await self._judged(request, desk, id)

        async def by_number(request: Request, desk: TheDesk, act: Act) -> Response:
            await run_in_threadpool(may_undo, desk, act, visitor(request))
            return await self._judged(request, desk, act)

        endpoint = by_number if numbered else by_id
        endpoint.__doc__ = self.act.__doc__
        of.add_api_route(
            self.path,
            endpoint,
            methods=["POST"],
            name=name,
            operation_id=name,
            description=self.act.__doc__,
            response_model=None,
            response_class=Response,
            responses=answered_with(Done, also=(403, 409, 415)),
            openapi_extra={
                "requestBody": {"required": True, "content": {"application/json": {"schema": schema_of(self.word)}}}
            },
        )

    async def _judged(self, request: Request, desk: Desk, about: str | int) -> Response:
        asker = visitor(request)
        word = _signed(await body(request, self.word), asker)
        done = await run_in_threadpool(self.act, desk, about, word)
        return answers.json(request, done)


def _signed(word: Word, asker: Visitor) -> Word:
    """`word` under a name: whose key it came with, else as it says, else as the visitor is called."""
    if asker.known and word.by not in ("", asker.name):
        raise Refusal(403, f"this key signs as {asker.name}; leave `by` out")
    return word if word.by else msgspec.structs.replace(word, by=asker.name)


DEEDS = (
    Deed("/api/v1/claims/{id}/accept", accept, Word),
    Deed("/api/v1/claims/{id}/reject", reject, Word),
    Deed("/api/v1/claims/{id}/edit", edit, Edit),
    Deed("/api/v1/claims/{id}/review", look_at_claim, Word),
    Deed("/api/v1/claims/{id}/link", link, Tie),
    Deed("/api/v1/claims/{id}/unlink", unlink, Untie),
    Deed("/api/v1/incidents/{id}/review", look_at_incident, Word),
    Deed("/api/v1/incidents/{id}/merge", merge, Merge),
    Deed("/api/v1/incidents/{id}/split", split, Split),
    Deed("/api/v1/acts/{act}/undo", undo, Word),
)
"""Every way to judge."""
