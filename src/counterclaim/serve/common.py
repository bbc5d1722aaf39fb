"""What several files of commands share: options, the ledger they work on, how a line reaches the user."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from counterclaim.ledger.store import Ledger
    from counterclaim.settings import Settings

LedgerFile = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="FILE",
        help="The ledger, a file or postgresql://user@host/name; else COUNTERCLAIM_LEDGER, or counterclaim.db.",
    ),
]
Json = Annotated[
    bool | None, typer.Option("--json/--table", help="JSON lines or a table; a table on a terminal, JSON in a pipe.")
]


def settings_now(**said: object) -> Settings:
    """The settings, with what the command line says instead; what it says nothing of is null."""
    from counterclaim import settings

    return settings.replace(settings.load(), **{name: value for name, value in said.items() if value is not None})


@contextmanager
def opened(path: str | None, settings: Settings | None = None, *, write: bool = False) -> Iterator[Ledger]:
    """The ledger at `path`, else the one that the settings name."""
    from counterclaim.ledger.store import Ledger

    settings = settings or settings_now()
    with Ledger(
        path or settings.ledger, write=write, busy_seconds=settings.busy_seconds, cache_mb=settings.cache_mb
    ) as store:
        yield store


def wants_json(as_json: bool | None) -> bool:
    """What was asked for; where nothing was, JSON unless a terminal reads it."""
    return not sys.stdout.isatty() if as_json is None else as_json


def complain(line: str) -> None:
    """A line for the user, beside the results."""
    from counterclaim.words import one_line

    sys.stderr.write(f"counterclaim: {one_line(line)}\n")
