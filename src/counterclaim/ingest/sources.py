"""Which sources the user means: paths and addresses in, one name a source out, in an order that never changes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from counterclaim.errors import InputError
from counterclaim.ingest import remote
from counterclaim.ingest.addresses import is_web
from counterclaim.ingest.kinds import SUFFIXES

STDIN = "-"


def find(paths: Iterable[str]) -> Iterator[str | InputError]:
    """Every file that `paths` name, a folder's own in order of their paths, hidden ones left out.

    What cannot be read is an InputError in its place, so that the rest goes on. A file that is named twice comes once.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _below(path):
            if isinstance(found, InputError):
                yield found
            elif found not in seen:
                seen.add(found)
                yield found


def _below(path: str) -> Iterator[str | InputError]:
    if path == STDIN or is_web(path):
        yield path
    elif remote.is_remote(path):
        yield from _in_store(path)
    elif Path(path).is_dir():
        yield from _in_folder(path)
    elif not os.path.lexists(path):
        yield InputError(f"{path}: there is no such file or folder; check the name, or list the folder it should be in")
    else:
        yield path


def _in_store(address: str) -> Iterator[str | InputError]:
    try:
        yield from remote.find(address)
    except InputError as error:
        yield error


def _in_folder(folder: str) -> Iterator[str | InputError]:
    problems: list[InputError] = []
    found = False
    for name in _walk(folder, problems):
        found = True
        yield name
    yield from problems
    if not found and not problems:
        kinds = ", ".join(sorted(SUFFIXES))
        yield InputError(f"{folder}: nothing readable in this folder ({kinds} are); name the files themselves")


def _walk(folder: str, problems: list[InputError]) -> Iterator[str]:
    def unreadable(error: OSError) -> None:
        problems.append(
            InputError(
                f"{error.filename}: the folder cannot be listed ({error.strerror}); ask for the right to read it"
            )
        )

    for here, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(here, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and path.is_file():
                yield str(path)


def size(source: str) -> int:
    """Bytes of a file, 0 for what has no size before it is read."""
    if remote.is_remote(source):
        return remote.size(source)
    try:
        return Path(source).stat().st_size if not is_web(source) and source != STDIN else 0
    except OSError:
        return 0


def fingerprint(source: str) -> str | None:
    """What changes when a file changes, null for what is no file."""
    if source == STDIN or "://" in source[:20]:
        return None
    try:
        found = Path(source).stat()
    except OSError:
        return None
    return f"{found.st_size}:{found.st_mtime_ns}"
