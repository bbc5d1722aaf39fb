"""`counterclaim actors`: a user's own actors and conflicts, kept in the folder of their own knowledge."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from counterclaim.knowledge.actors import Match
    from counterclaim.knowledge.actors.own import Listed

app = typer.Typer(
    help="Actors and conflicts of your own, used before the bundled ones by every command.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="JSON lines instead of text.")]


@app.command()
def add(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="YAML with rows under actors: or conflicts: (see CONTRIBUTING.md).")
    ],
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call the file; else its own name.")] = "",
) -> None:
    """Add a file of actors, or replace the one of its name. What it holds is checked row by row first."""
    from counterclaim.knowledge.actors import own

    typer.echo(_in_words(own.add(_folder(), Path(file), name=name)))


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List your files of actors, each with its version and what it holds."""
    from counterclaim.knowledge.actors import own

    for each in own.listed(_folder()):
        typer.echo(_as_json(each) if as_json else _in_words(each))


@app.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Words for an actor, as a text may have them.")],
    on: Annotated[
        datetime | None,
        typer.Option("--on", metavar="DAY", formats=["%Y-%m-%d"], help="The day of the text; offices change hands."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Look words up in your actors and in the bundled ones, best first."""
    import msgspec

    from counterclaim.knowledge.actors import load_actors
    from counterclaim.settings import load, own_files

    actors = load_actors(tuple(map(Path, own_files(load(), "actors"))))
    for match in actors.lookup(name, on=on.date() if on else None)[:20]:
        typer.echo(msgspec.json.encode(match.entry).decode() if as_json else _actor(match))


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The file's name, as actors list shows it.")],
) -> None:
    """Remove one of your files of actors; ledgers keep what was read with it."""
    from counterclaim.knowledge.actors import own

    typer.echo(f"removed {own.remove(_folder(), name)}")


def _folder() -> Path:
    from counterclaim.settings import knowledge_folder, load

    return knowledge_folder(load()) / "actors"


def _in_words(listed: Listed) -> str:
    from counterclaim.words import one_line, plural

    held = [plural(listed.actors, "actor")] if listed.actors else []
    held += [plural(listed.conflicts, "conflict")] if listed.conflicts else []
    return one_line(f"{listed.name} {listed.version}: {', '.join(held)}")


def _as_json(listed: Listed) -> str:
    return json.dumps({**listed._asdict(), "path": str(listed.path)}, ensure_ascii=False)


def _actor(match: Match) -> str:
    from counterclaim.words import one_line

    entry = match.entry
    side = f", speaks for {entry.side}" if entry.side and entry.side != entry.name else ""
    return one_line(f"{entry.name} ({entry.id}): {entry.type.replace('_', ' ')}{side}; by {match.how}")
