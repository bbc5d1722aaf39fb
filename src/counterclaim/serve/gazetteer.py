"""`counterclaim gazetteer`: a user's own lists of places, kept in the folder of their own knowledge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from counterclaim.knowledge.gazetteer import Entry
    from counterclaim.knowledge.gazetteer.own import Listed

app = typer.Typer(
    help="Lists of places of your own, used beside the bundled places by every command.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The list's name, as gazetteer list shows it.")]
Json = Annotated[bool, typer.Option("--json", help="JSON lines instead of text.")]


@app.command()
def add(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A GeoNames country dump (.txt, .zip), a list with a header (.csv), or GeoJSON."
        ),
    ],
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call the list; else the file's name.")] = "",
    country: Annotated[
        str | None, typer.Option(metavar="XX", help="Country of the rows that name none, as ISO 3166-1 letters.")
    ] = None,
    first: Annotated[
        bool | None,
        typer.Option(
            "--first/--beside",
            help="Whether its places go before others of their name; a CSV in our own columns does, others do not.",
        ),
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Leave out rows with mistakes instead of refusing the file.")
    ] = False,
    credit: Annotated[str, typer.Option(metavar="TEXT", help="Whom to name where its places are shown.")] = "",
) -> None:
    """Add a list of places, or replace the one of its name. What it holds is checked row by row first."""
    from counterclaim.knowledge.gazetteer import own
    from counterclaim.knowledge.gazetteer.lists import read_list

    read = read_list(Path(file), country=country, first=first, lenient=leave_out, credit=credit)
    added = own.add(_folder(), read, name=name, source=Path(file).name)
    for line in read.left_out:
        typer.echo(f"counterclaim: left out: {line}", err=True)
    typer.echo(_in_words(added))


@app.command("list")
def list_(
    as_json: Json = False,
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="FILE", help="Show the lists that this ledger was read with.")
    ] = None,
) -> None:
    """List the bundled places and your own lists, each with its version; or those that a ledger was read with."""
    from counterclaim.knowledge.gazetteer import own

    if ledger is not None:
        _of_ledger(ledger)
        return
    for each in (own.one(_folder(), "bundled"), *own.listed(_folder())):
        typer.echo(_as_json(each) if as_json else _in_words(each))


@app.command()
def info(name: Name = "bundled", as_json: Json = False) -> None:
    """Tell what one list holds, where it lies, and whom to credit; without a name the bundled places."""
    from counterclaim.knowledge.gazetteer import own

    found = own.one(_folder(), name)
    if as_json:
        typer.echo(_as_json(found))
        return
    typer.echo(_in_words(found))
    for label, value in (("countries", found.countries), ("from", found.source), ("credit", found.credit)):
        if value:
            typer.echo(f"{label}: {value}")
    typer.echo(f"file: {found.path}")


@app.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place's name in any spelling or script.")],
    as_json: Json = False,
) -> None:
    """Look a name up in your lists and in the bundled places, best first."""
    import msgspec

    from counterclaim.knowledge.gazetteer import open_gazetteer
    from counterclaim.settings import load, own_files

    with open_gazetteer(tuple(map(Path, own_files(load(), "places")))) as gazetteer:
        for entry in gazetteer.lookup(name)[:20]:
            typer.echo(msgspec.json.encode(entry).decode() if as_json else _place(entry))


@app.command()
def remove(name: Name) -> None:
    """Remove one of your lists; ledgers keep what was placed with it."""
    from counterclaim.knowledge.gazetteer import own

    typer.echo(f"removed {own.remove(_folder(), name)}")


def _folder() -> Path:
    from counterclaim.settings import knowledge_folder, load

    return knowledge_folder(load()) / "places"


def _of_ledger(path: str) -> None:
    """The versions of the reader that a ledger holds readings of, each with the files of places it read with."""
    from counterclaim.ledger.query import reader_versions
    from counterclaim.ledger.store import Ledger
    from counterclaim.words import plural

    with Ledger(path) as store:
        for version, reports in reader_versions(store):
            files = ", ".join(store.remembered(f"places of {version}")) or "not remembered"
            typer.echo(f"reader {version}, {plural(reports, 'report')}: {files}")


def _in_words(listed: Listed) -> str:
    from counterclaim.words import one_line

    form = {"geonames": "GeoNames", "geojson": "GeoJSON", "table": "a list", "own": "a list"}.get(listed.form, "")
    about = [f"{listed.places:,} places", *([form] if form else []), *(["before all others"] if listed.first else [])]
    return one_line(f"{listed.name} {listed.version}: {', '.join(about)}")


def _as_json(listed: Listed) -> str:
    return json.dumps({**listed._asdict(), "path": str(listed.path)}, ensure_ascii=False)


def _place(entry: Entry) -> str:
    from counterclaim.words import one_line

    where = ", ".join(filter(None, (entry.admin2, entry.admin1, entry.country)))
    people = f", {entry.population:,} people" if entry.population else ""
    known = f", from {entry.source}" if entry.source else ""
    return one_line(f"{entry.name} ({where}) {entry.lat:.4f}, {entry.lon:.4f}: {entry.kind}{people}{known}")
