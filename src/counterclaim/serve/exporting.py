"""`counterclaim export`: a ledger in the columns that other people's scripts read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from counterclaim.serve.common import LedgerFile, complain, opened

By = Literal["week", "month"]


def add_to(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(export)


def export(
    format: Annotated[
        str, typer.Option("--format", metavar="NAME", help="Which; --explain without one lists them.")
    ] = "",
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="PATH", help="The file or folder to write; replaces what is there."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell what the format is, what it loses and what stays blank.")
    ] = False,
    deaths: Annotated[
        str,
        typer.Option(
            metavar="RULE",
            help="Which number of deaths goes into a column for one: conservative, majority or speaker:NAME.",
        ),
    ] = "conservative",
    incident: Annotated[str | None, typer.Option(metavar="ID", help="Only this incident (html).")] = None,
    by: Annotated[str, typer.Option(metavar="PERIOD", help="week or month (periods).")] = "month",
    ledger: LedgerFile = None,
) -> None:
    """Write a ledger in another format. Nothing is invented to fill a column: what is not stated stays blank."""
    from counterclaim.export import FORMATS, Options, format_called
    from counterclaim.outgoing import export as write
    from counterclaim.words import plural

    if explain:
        for one in [format_called(format)] if format else FORMATS:
            _explain(one.name, one.about, one.loses, one.blank)
        return
    if not format or out is None:
        raise typer.BadParameter("name a --format and the --out to write; --explain lists the formats")
    if by not in get_args(By):
        raise typer.BadParameter(f"{by} is none of {', '.join(get_args(By))}", param_hint="--by")
    options = Options(deaths, incident, by)  # type: ignore[arg-type]
    with opened(ledger) as store:
        written = write(store, format_called(format), Path(out), options)
    for note in written.notes:
        complain(note)
    typer.echo(f"{out}: {plural(len(written.paths), 'file')} written")


def _explain(name: str, about: str, loses: tuple[str, ...], blank: tuple[str, ...]) -> None:
    typer.echo(f"{name}: {about}")
    for what, lines in (("loses", loses), ("blank", blank)):
        for line in lines:
            typer.echo(f"  {what}: {line}")
