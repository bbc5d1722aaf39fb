"""The command line. Each command is a few lines over the rooms below; what a command needs is imported when it runs.

Results go to standard output, everything else to standard error. Exit codes: 0 all well; 1 some input could not be
read, or verify found a problem; 2 the command was not understood; 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim import __version__
from counterclaim.errors import CounterclaimError
from counterclaim.serve import actors as actors_commands
from counterclaim.serve import cluster as cluster_commands
from counterclaim.serve import db as db_commands
from counterclaim.serve import exporting, serving
from counterclaim.serve import gazetteer as gazetteer_commands
from counterclaim.serve import incidents as incident_commands
from counterclaim.serve import intake as intake_commands
from counterclaim.serve import people as people_commands
from counterclaim.serve.common import Json, LedgerFile, complain, opened, settings_now, wants_json

if TYPE_CHECKING:
    from counterclaim.pipeline import Outcome
    from counterclaim.serve.jsonl import JsonLines
    from counterclaim.serve.show import Tables

app = typer.Typer(
    name="counterclaim",
    help="A ledger of who says what happened in an armed conflict, and who says otherwise.",
    epilog="Exit codes: 0 all well; 1 an input could not be read or verify found a problem; 2 usage; 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.add_typer(gazetteer_commands.app, name="gazetteer")
app.add_typer(actors_commands.app, name="actors")
app.add_typer(cluster_commands.app, name="cluster")
app.add_typer(db_commands.app, name="db")
app.add_typer(people_commands.app, name="people")
intake_commands.add_to(app)
incident_commands.add_to(app)
exporting.add_to(app)
serving.add_to(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"counterclaim {__version__}")
        raise typer.Exit


@app.callback()
def _counterclaim(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def claims(
    ledger: LedgerFile = None,
    side: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is said for this side.")] = None,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this speaker says; a name or an id.")
    ] = None,
    stance: Annotated[str | None, typer.Option(metavar="STANCE", help="Only asserts, denies, demands ...")] = None,
    type: Annotated[str | None, typer.Option(metavar="TYPE", help="Only about shelling, talks, killing ...")] = None,
    as_json: Json = None,
) -> None:
    """List the claims of a ledger; in JSON lines each with its report's header."""
    from typing import get_args

    from counterclaim.ledger.query import Filter, find_claims
    from counterclaim.records import EventType, Stance

    _one_of("--stance", stance, get_args(Stance))
    _one_of("--type", type, get_args(EventType))
    with opened(ledger) as store:
        found = find_claims(store, Filter(side=side, speaker=speaker, stance=stance, type=type))
        _json_or_table(as_json).claims(found)


@app.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="A report's or a claim's id, or its beginning.")],
    ledger: LedgerFile = None,
    as_json: Json = None,
) -> None:
    """Show one report or one claim of a ledger."""
    from counterclaim.ledger.query import find_claim, find_record

    with opened(ledger) as store:
        if id.startswith("r"):
            _json_or_table(as_json).record(find_record(store, id))
        else:
            _json_or_table(as_json).claim(*find_claim(store, id))


@app.command()
def why(
    claim_field: Annotated[str, typer.Argument(metavar="CLAIM.FIELD", help="Such as c3f0a.speaker or c3f0a.killed.")],
    ledger: LedgerFile = None,
) -> None:
    """Show the characters that a field of a claim stands on, and the reason for its value.

    Fields are those of the record: speaker, cue, content, stance, addressee, condition, said_on, events.0.type,
    events.0.when, events.0.place, events.0.figures.0 ...; when, place, type, killed, injured and so on stand for every
    event's.
    """
    from counterclaim.ledger.query import find_claim
    from counterclaim.serve.show import Tables
    from counterclaim.serve.why import answers

    claim_id, _, field = claim_field.partition(".")
    with opened(ledger) as store:
        record, claim = find_claim(store, claim_id)
    tables = Tables()
    for answer in answers(claim, field or "content"):
        tables.answer(record, claim, answer)


@app.command()
def verify(
    ledger: LedgerFile = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Also read every report again, as long as that takes, and compare the records."),
    ] = False,
) -> None:
    """Check a ledger: hash every report again, check every span and seal, compare every column with its record."""
    from counterclaim import pipeline
    from counterclaim.ledger.verify import verify as check
    from counterclaim.words import plural

    settings = settings_now()
    with opened(ledger, settings) as store:
        if again:
            reader = pipeline.reader(store.remembered("actors"), store.remembered("gazetteers"), None, settings)
            verdict = check(store, pipeline.again(reader), reader.version)
        else:
            verdict = check(store)
    for problem in verdict.problems:
        complain(problem)
    checked = ", ".join(plural(number, what.removesuffix("s")) for what, number in verdict.checked.items())
    typer.echo(
        f"{store.path}: checked {checked or 'nothing, it holds no report'}; {plural(len(verdict.problems), 'problem')}"
    )
    if verdict.problems:
        raise typer.Exit(1)


@app.command()
def demo(ledger: LedgerFile = None) -> None:
    """Read the bundled example, an invented conflict, into a ledger and show who says what."""
    from counterclaim import pipeline
    from counterclaim.serve import demo as example

    settings = settings_now()
    path = Path(ledger) if ledger else example.fresh_ledger()
    tally = pipeline.Tally()
    with opened(str(path), settings, write=True) as store:
        outcomes = example.read_into(store, settings)
        for outcome in _with_progress(outcomes, example.size()):
            tally.count(outcome)
        example.summarise(store)
    intake_commands.summarise(tally, path)
    example.next_steps(path)
    intake_commands.leave(tally)


def main() -> None:
    """The program `counterclaim`."""
    try:
        app()
    except CounterclaimError as error:
        complain(str(error))
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.ENOSPC):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that nothing is flushed into it at exit
        if error.errno == errno.ENOSPC:
            complain("standard output: no space left to write to; free some and run the same command again")
        sys.exit(1)


def _json_or_table(as_json: bool | None) -> JsonLines | Tables:
    if wants_json(as_json):
        from counterclaim.serve.jsonl import JsonLines

        return JsonLines()
    from counterclaim.serve.show import Tables

    return Tables()


def _with_progress(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """Passes `outcomes` on, with a bar on a terminal; what they have to tell is printed above it."""
    if not sys.stderr.isatty():
        for outcome in outcomes:
            intake_commands.tell(outcome)
            yield outcome
        return
    from counterclaim.serve.progress import bar

    with bar(total) as advance:
        for outcome in outcomes:
            intake_commands.tell(outcome)
            advance()
            yield outcome


def _one_of(option: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise typer.BadParameter(f"{value} is none of {', '.join(allowed)}", param_hint=option)
