"""What joins the ledger and the exports: a ledger as the archive that every format is written from."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from counterclaim.crosscheck import all_incidents
from counterclaim.errors import ExportError
from counterclaim.export import Archive, Format, Options, Said, Written
from counterclaim.ledger.query import report_of
from counterclaim.ledger.seen import find_record, records
from counterclaim.ledger.store import Ledger
from counterclaim.records import Record

HELD = 256
"""Records that are kept at hand: the claims of an incident stand in few reports, and near ones in the same."""


def archive(ledger: Ledger) -> Archive:
    """Everything in `ledger` as people see it: current readings in the order of reading, incidents by id.

    What people edited is edited, and the claims that they rejected are left out.
    """

    @lru_cache(HELD)
    def record(report: str) -> Record:
        return find_record(ledger, report)

    def said(claim: str) -> Said:
        found = record(report_of(ledger, claim))
        return Said(found, next(one for one in found.claims if one.id == claim))

    return Archive(lambda: records(ledger), lambda: all_incidents(ledger), said)


def export(ledger: Ledger, form: Format, out: Path, options: Options) -> Written:
    """Writes `ledger` to `out` as a whole or not at all: an export that fails leaves what was there before."""
    if not out.parent.is_dir():
        raise ExportError(f"{out}: there is no folder {out.parent}; make it, or name another")
    if out.is_dir() and not form.folder:
        raise ExportError(f"{out}: this is a folder and {form.name} writes a file; name a file")
    if out.is_file() and form.folder:
        raise ExportError(f"{out}: this is a file and {form.name} writes a folder of files; name a folder")
    try:
        with tempfile.TemporaryDirectory(prefix=".counterclaim-", dir=out.parent) as room:
            written = form.write(archive(ledger), Path(room) / out.name, options)
            paths = _put(written.paths, Path(room), out)
    except PermissionError as error:
        raise ExportError(f"{out}: you may not write there ({error.strerror}); name another place") from error
    except OSError as error:
        raise ExportError(f"{out}: {error.strerror or error}; free some space, or name another place") from error
    return Written(paths, written.notes)


def _put(paths: Iterable[Path], room: Path, out: Path) -> Sequence[Path]:
    """Moves what was written in `room` to its place, file by file, each when all of it is on the disk."""
    found = []
    for path in paths:
        with path.open("rb+") as written:
            os.fsync(written.fileno())
        to = out.parent / path.relative_to(room)
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)
        found.append(to)
    return found
