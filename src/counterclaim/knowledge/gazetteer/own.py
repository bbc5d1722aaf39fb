"""A user's lists of places: compiled into the folder of their own knowledge, listed, removed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.gazetteer.file import BUNDLED, COMPILED, File
from counterclaim.knowledge.gazetteer.lists import Imported
from counterclaim.knowledge.gazetteer.writing import write

_NAME = re.compile(r"[\w-][\w. -]{0,60}")
SHORT = 12
"""Characters of a version that are shown."""


class Listed(NamedTuple):
    """The bundled places, with an empty `form`, or a list that was added; `version` is of its contents."""

    name: str
    version: str
    places: int
    countries: str
    form: str
    first: bool
    credit: str
    source: str
    path: Path


def add(folder: Path, read: Imported, *, name: str = "", source: str = "") -> Listed:
    """Compile the places that were read into `folder`, in place of the list of that name, if there is one.

    `source` is said where the list is shown. KnowledgeError where the name or the folder cannot be used.
    """
    name = name or re.sub(r"[^\w. -]", "-", read.name).strip("-. ")
    if not _NAME.fullmatch(name):
        raise KnowledgeError(f"{name!r} is no name for a list; give one of letters, digits and hyphens with --name")
    path = folder / (name + COMPILED)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write(path, read.sites, read.units, (), {**read.meta(), "name": name, "source": source})
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be written ({error.strerror}); set COUNTERCLAIM_KNOWLEDGE") from error
    return described(path)


def remove(folder: Path, name: str) -> Path:
    """Delete a list from `folder`; KnowledgeError where there is none of that name."""
    path = _path(folder, name)
    try:
        path.unlink()
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be removed ({error.strerror}); check who may write there") from error
    return path


def listed(folder: Path) -> Iterator[Listed]:
    """The lists in `folder` by their names."""
    for path in sorted(folder.glob("*" + COMPILED)):
        yield described(path)


def one(folder: Path, name: str) -> Listed:
    """The list of that name, or the bundled places; KnowledgeError where there is neither."""
    return described(BUNDLED if name == "bundled" else _path(folder, name))


def described(path: Path) -> Listed:
    """What a compiled file says of itself."""
    file = File(path)
    try:
        return Listed(
            file.name or "bundled", file.digest[:SHORT], file.size, file.meta("countries"), file.meta("form"),
            file.first, file.credit, file.meta("source"), path,
        )  # fmt: skip
    finally:
        file.close()


def named(path: Path | None) -> str:
    """The name and the version of a file of places, null for the bundled one."""
    if path is None or path.suffix == COMPILED:
        about = described(path or BUNDLED)
        return f"{about.name} {about.version}"
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:SHORT]}"


def _path(folder: Path, name: str) -> Path:
    path = folder / (name + COMPILED)
    if not path.is_file() or not _NAME.fullmatch(name):
        known = ", ".join(p.stem for p in sorted(folder.glob("*" + COMPILED))) or "none"
        raise KnowledgeError(f"{folder}: has no list {name!r} (there are: {known}); see counterclaim gazetteer list")
    return path
