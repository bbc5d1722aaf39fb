"""`counterclaim db`: a ledger as a whole, between a file and a team's database."""

from __future__ import annotations

from typing import Annotated

import typer

from counterclaim.serve.common import complain, opened

app = typer.Typer(help="Move a ledger between a file and a team's database.", no_args_is_help=True)


@app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A ledger: a file, or postgresql://user@host/name.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="One that nothing is in yet.")],
) -> None:
    """Copy a ledger with all that people have judged into an empty one, from a file to PostgreSQL or back."""
    from counterclaim.ledger.copying import copy as copied

    rows = 0
    with opened(source) as old, opened(target, write=True) as new:
        for table, count in copied(old, new):
            rows += count
            complain(f"{table}: {count:,}")
        typer.echo(f"{new.path}: {rows:,} rows copied from {old.path}; counterclaim verify checks them")
