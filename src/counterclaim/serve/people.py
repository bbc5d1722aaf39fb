"""`counterclaim people`: who may come to a ledger's desk with a key of their own, and what for."""

from __future__ import annotations

from typing import Annotated

import typer

from counterclaim.serve.common import LedgerFile, complain, opened

app = typer.Typer(help="Say who may come to the desk with a key of their own, and what for.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that the log keeps.")]


@app.command("list")
def list_people(ledger: LedgerFile = None) -> None:
    """List who has a key, as what, and since when."""
    from counterclaim.ledger import people

    with opened(ledger) as store, store.transaction() as connection:
        found = people.everyone(connection)
    for person in found:
        typer.echo(f"{person.name}\t{person.role}\t{person.since:%Y-%m-%d %H:%M}Z")
    if not found:
        complain("nobody has a key of their own; counterclaim people add makes one")


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, reviewer or admin.")] = "reviewer",
    ledger: LedgerFile = None,
) -> None:
    """Let somebody come: prints their token, this once; they open the desk's address with ?token= and it.

    A reader looks; a reviewer also judges, and takes back what they judged; an admin also takes back what others
    judged, and says who may come. Who has a key signs with its name alone.
    """
    from counterclaim.ledger import people
    from counterclaim.serve.http.access import key_of, new_token

    token = new_token()
    with opened(ledger, write=True) as store, store.transaction() as connection:
        person = people.add(connection, name, role, key_of(token))
    complain(f"{person.name} may come as {person.role}; this is the token, and it is kept nowhere")
    typer.echo(token)


@app.command()
def remove(name: Name, ledger: LedgerFile = None) -> None:
    """End somebody's key at once; what they judged stays, under their name."""
    from counterclaim.ledger import people

    with opened(ledger, write=True) as store, store.transaction() as connection:
        people.remove(connection, name)
    complain(f"{name} has no key any more")
