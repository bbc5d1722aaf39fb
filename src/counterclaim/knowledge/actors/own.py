"""A user's own actors: files of the format of the shipped ones, checked, then kept in the folder of their knowledge."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.actors.entries import Knowledge, read_files
from counterclaim.knowledge.actors.lookup import joined

SUFFIX = ".yaml"
SHORT = 12
"""Characters of a version that are shown."""
_NAME = re.compile(r"[\w-][\w. -]{0,60}")


class Listed(NamedTuple):
    """A file that was added: its name, the version of its contents, what it holds."""

    name: str
    version: str
    actors: int
    conflicts: int
    path: Path


def add(folder: Path, file: Path, *, name: str = "") -> Listed:
    """Check a file beside the shipped actors and those in `folder`, and keep a copy there, in place of one so named.

    KnowledgeError tells file, line, cause and next step; then nothing is kept.
    """
    name = name or re.sub(r"[^\w. -]", "-", file.stem).strip("-. ")
    if not _NAME.fullmatch(name):
        raise KnowledgeError(f"{name!r} is no name for a file of actors; give letters, digits, hyphens with --name")
    path = folder / (name + SUFFIX)
    others = tuple(each.path for each in listed(folder) if each.path != path)
    own = read_files((file,))
    if not own.entries and not own.conflicts:
        raise KnowledgeError(f"{file}: holds no actors; write rows under `actors:` or `conflicts:` at its top")
    joined((*others, file))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.read_bytes())
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be written ({error.strerror}); set COUNTERCLAIM_KNOWLEDGE") from error
    return _described(path, own)


def remove(folder: Path, name: str) -> Path:
    """Delete the file of that name from `folder`; KnowledgeError where there is none, or where others need it."""
    path = folder / (name + SUFFIX)
    known = {each.name: each.path for each in listed(folder)}
    if name not in known:
        there = ", ".join(known) or "none"
        raise KnowledgeError(f"{folder}: has no actors {name!r} (there are: {there}); see counterclaim actors list")
    try:
        joined(tuple(other for other in known.values() if other != path))
    except KnowledgeError as error:
        raise KnowledgeError(f"{name} is needed by another file ({error}); change that file first") from error
    try:
        path.unlink()
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be removed ({error.strerror}); check who may write there") from error
    return path


def listed(folder: Path) -> Iterator[Listed]:
    """The files in `folder` by their names."""
    for path in sorted(folder.glob("*" + SUFFIX)):
        yield _described(path, read_files((path,)))


def _described(path: Path, own: Knowledge) -> Listed:
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:SHORT]
    return Listed(path.stem, version, len(own.entries), len(own.conflicts), path)
