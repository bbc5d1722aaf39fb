"""docs/cli.md, written from the commands themselves: `python -m counterclaim.serve.reference > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import typer

from counterclaim import settings
from counterclaim.serve.cli import app

HEAD = """# The command line

Written by `python -m counterclaim.serve.reference > docs/cli.md`; a test keeps it current.

Results go to standard output, everything else to standard error: notes and errors, one line each, as
`counterclaim: FILE: cause; next step`. Other files go on when one cannot be read. A table is printed on a terminal,
JSON lines in a pipe or with `--json`; docs/record.md explains the JSON.

| exit code | meaning |
|---|---|
| 0 | all well |
| 1 | an input could not be read, a ledger could not be used, or `verify` found a problem |
| 2 | the command was not understood |
| 130 | interrupted; what was read into a ledger until then is kept |
"""


def write() -> str:
    """The whole page."""
    group: Any = typer.main.get_command(app)
    parts = [HEAD, "## counterclaim\n", *_options(group)]
    for name, command in commands(group):
        parts += [
            f"## counterclaim {name}\n",
            f"{command.help}\n",
            f"    {_usage(name, command)}\n",
            *_options(command),
        ]
    return "\n".join([*parts, "## Settings\n", *_settings()])


def commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its full name, those of a group after the group itself."""
    for name, command in group.commands.items():
        yield above + name, command
        if hasattr(command, "commands"):
            yield from commands(command, f"{above}{name} ")


def _usage(name: str, command: Any) -> str:
    arguments = [
        f"{p.metavar}{'...' if p.nargs < 0 else ''}" for p in command.params if p.param_type_name == "argument"
    ]
    if hasattr(command, "commands"):
        arguments = ["COMMAND"]
    return " ".join(["counterclaim", name, *arguments, "[OPTIONS]"])


def _options(command: Any) -> Iterator[str]:
    rows = [_row(p) for p in command.params]
    if rows:
        yield "\n".join(["| | |", "|---|---|", *rows]) + "\n"


def _row(parameter: Any) -> str:
    help_text = getattr(parameter, "help", None) or ""
    if parameter.param_type_name == "argument":
        return f"| `{parameter.metavar}` | {help_text} |"
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return f"| `{names}{f' {parameter.metavar}' if parameter.metavar else ''}` | {help_text} |"


def _settings() -> Iterator[str]:
    yield "Environment variables; an option of the same name wins.\n"
    yield "| variable | default | sets |\n|---|---|---|"
    for field in msgspec.structs.fields(settings.Settings):
        yield f"| `{settings.variable(field.name)}` | {field.default or ''} | {settings.DOCS[field.name]} |"
    yield ""


if __name__ == "__main__":
    print(write(), end="")
