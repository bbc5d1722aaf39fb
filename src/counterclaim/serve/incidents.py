"""Commands over what several reports say of one incident, and over the judgements that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from counterclaim.serve.common import Json, LedgerFile, opened, wants_json

if TYPE_CHECKING:
    from counterclaim.serve.sides import Sides

Incident = Annotated[
    str, typer.Argument(metavar="ID", help="An incident's id or its beginning, or the id of a claim of it.")
]
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id or its beginning.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who judges; else the name you are logged in with.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why; kept in the log.")]
Field = Annotated[
    str | None, typer.Option("--field", metavar="FIELD", help="Only on killed, injured, agents, place, when, type ...")
]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    for command in (incidents, disputes, toll, merge, split, link, unlink, review, history, undo):
        app.command()(command)


def incidents(ledger: LedgerFile = None, as_json: Json = None) -> None:
    """List the incidents of a ledger: when, where, how many claims, reports and independent origins."""
    from counterclaim.crosscheck import all_incidents

    with opened(ledger) as store:
        _shown(as_json).incidents(all_incidents(store))


def disputes(ledger: LedgerFile = None, field: Field = None, as_json: Json = None) -> None:
    """List who contradicts or denies whom, incident by incident, with the words at both ends."""
    from counterclaim.crosscheck import all_disputes

    with opened(ledger) as store:
        _shown(as_json).disputes(one for one in all_disputes(store) if field in (None, one.link.field))


def toll(id: Incident, ledger: LedgerFile = None, as_json: Json = None) -> None:
    """Show the tolls of an incident: the least and the greatest total, who stands at each end, and how they changed."""
    from counterclaim.crosscheck import find_incident

    with opened(ledger) as store:
        _shown(as_json).toll(find_incident(store, id))


def merge(
    id: Incident, other: Incident, ledger: LedgerFile = None, by: By = None, why: Why = "", as_json: Json = None
) -> None:
    """Hold two incidents to be one. It stays so, whatever is read later, until it is undone."""
    from counterclaim import crosscheck

    with opened(ledger, write=True) as store:
        _shown(as_json).incidents([crosscheck.merge(store, id, other, by=_who(by), why=why)])


def split(
    id: Incident,
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM", help="Claims that are of another incident.")],
    ledger: LedgerFile = None,
    by: By = None,
    why: Why = "",
    as_json: Json = None,
) -> None:
    """Hold some claims of an incident to be of another one. It stays so until it is undone."""
    from counterclaim import crosscheck

    with opened(ledger, write=True) as store:
        _shown(as_json).incidents(crosscheck.split(store, id, claims, by=_who(by), why=why))


def link(
    claim: Claim,
    other: Claim,
    relation: Annotated[
        str, typer.Option("--relation", metavar="RELATION", help="agrees, contradicts, denies, revises or repeats.")
    ],
    field: Annotated[
        str, typer.Option("--field", metavar="FIELD", help="What on: killed, injured, agents, place, when, type ...")
    ],
    ledger: LedgerFile = None,
    by: By = None,
    why: Why = "",
    as_json: Json = None,
) -> None:
    """Hold that one claim agrees with another, contradicts, denies, revises or repeats it."""
    from counterclaim import crosscheck
    from counterclaim.records import Relation

    if relation not in get_args(Relation):
        allowed = ", ".join(get_args(Relation))
        raise typer.BadParameter(f"{relation} is none of {allowed}", param_hint="--relation")
    checked: Any = relation
    with opened(ledger, write=True) as store:
        _shown(as_json).links([crosscheck.link(store, claim, other, checked, field, by=_who(by), why=why)])


def unlink(
    claim: Claim,
    other: Claim,
    field: Field = None,
    ledger: LedgerFile = None,
    by: By = None,
    why: Why = "",
    as_json: Json = None,
) -> None:
    """Take the link between two claims away, on one field or on all. It stays away until that is undone."""
    from counterclaim import crosscheck

    with opened(ledger, write=True) as store:
        _shown(as_json).links(crosscheck.unlink(store, claim, other, field, by=_who(by), why=why))


def review(
    id: Annotated[str, typer.Argument(metavar="ID", help="An incident's or a claim's id, or its beginning.")],
    ledger: LedgerFile = None,
    by: By = None,
    why: Why = "",
    as_json: Json = None,
) -> None:
    """Note in the log that you have looked at an incident or a claim, and what you make of it."""
    from counterclaim import crosscheck

    with opened(ledger, write=True) as store:
        claim = crosscheck.review(store, id, by=_who(by), why=why)
        _shown(as_json).log(crosscheck.history(store, claim)[-1:])


def history(
    id: Annotated[str, typer.Argument(metavar="ID", help="An incident's or a claim's id, or its beginning.")],
    ledger: LedgerFile = None,
    as_json: Json = None,
) -> None:
    """Show the log of an incident or a claim: who or which version judged what, when and why."""
    from counterclaim.crosscheck import history as log

    with opened(ledger) as store:
        _shown(as_json).log(log(store, id))


def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The number of a judgement, as history shows it.")],
    ledger: LedgerFile = None,
    by: By = None,
    why: Why = "",
    as_json: Json = None,
) -> None:
    """Take back a merge, split, link, unlink or undo. The log keeps both."""
    from counterclaim import crosscheck

    with opened(ledger, write=True) as store:
        _shown(as_json).log(crosscheck.undo(store, number, by=_who(by), why=why).lines)


def _who(by: str | None) -> str:
    """Who judges: as said, else who is logged in."""
    import getpass

    return by or getpass.getuser()


def _shown(as_json: bool | None) -> Sides:
    from counterclaim.serve.sides import Lines, Tables

    return Lines() if wants_json(as_json) else Tables()
