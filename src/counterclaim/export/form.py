"""What every format is: a name, what it writes, what it loses and leaves blank, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from counterclaim.export.archive import Archive
from counterclaim.export.deaths import Rule, rule_called
from counterclaim.export.files import delimited
from counterclaim.export.occurrences import Occurrence, occurrences
from counterclaim.export.table import Table


@dataclass(frozen=True)
class Options:
    """How the user wants it: the rule for deaths, by its name, the one incident that is wanted, or all, and
    the period of tables by period."""

    deaths: str = "conservative"
    incident: str | None = None
    by: Literal["week", "month"] = "month"

    @property
    def rule(self) -> Rule:
        return rule_called(self.deaths)


@dataclass(frozen=True)
class Written:
    """What was written, and what the user should know of it: rows that were left out, and why."""

    paths: Sequence[Path]
    notes: Sequence[str] = ()


Write = Callable[[Archive, Path, Options], Written]


@dataclass(frozen=True)
class Format:
    """One way out. `about` tells what it is and whose, `loses` what of our records it cannot say, `blank` which of its
    columns stay blank; `folder` tells that it is several files."""

    name: str
    about: str
    write: Write
    loses: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    folder: bool = False


def into_folder(out: Path) -> Path:
    """The folder `out`, made where it is not there."""
    out.mkdir(parents=True, exist_ok=True)
    return out


def occurrence_file(table: Table[Occurrence], *, tab: bool = False, header: bool = True) -> Write:
    """Writes one delimited file with the rows that each incident becomes."""

    def write(archive: Archive, out: Path, options: Options) -> Written:
        with delimited((table,), (out,), tab=tab, header=header) as sink:
            for occurrence in occurrences(archive, options.rule):
                sink.add(table, table.rows(occurrence))
        return Written((out,))

    return write


def json_list(out: Path, head: bytes, items: Iterable[Any]) -> Written:
    """Writes one JSON object whose last member is a list, an item a line; `head` is all up to the list's bracket."""
    with out.open("wb") as stream:
        stream.write(head + b"[")
        before = b"\n"
        for item in items:
            stream.write(before + msgspec.json.encode(item))
            before = b",\n"
        stream.write(b"\n]}\n")
    return Written((out,))


def joined(values: Iterable[Any], by: str = "; ") -> str | None:
    """The values that are there as one cell; null where none is."""
    return by.join(str(value) for value in values if value) or None
