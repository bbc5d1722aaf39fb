"""What a row of the actor files holds, and the reading of the files, with errors that say where and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, NoReturn

import msgspec
import yaml

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.actors.names import key

EntryType = Literal[
    "state", "region", "government", "ministry", "office", "military", "police", "armed_group", "party", "person",
    "body", "ngo", "agency", "outlet", "company", "group",
]  # fmt: skip


class Dated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that held from a day to a day, inclusive; null is open."""

    from_: date | None = msgspec.field(name="from", default=None)
    to: date | None = None

    def holds(self, on: date | None) -> bool:
        """Did it hold on that day? An unknown day rules nothing out."""
        return on is None or ((self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to))


class Role(Dated, frozen=True, kw_only=True):
    """An office that a person held: "President of Ukraine"."""

    title: str


class Entry(Dated, frozen=True, kw_only=True):
    """An actor. `name` is canonical; `side` the canonical name of the party it speaks or acts for (a state: itself)."""

    name: str
    id: str = ""
    type: EntryType
    side: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


class Conflict(Dated, frozen=True, kw_only=True):
    """A conflict: `sides[i]` are the canonical names of a party and of those who fight on its side."""

    name: str
    sides: tuple[tuple[str, ...], ...]
    places: tuple[str, ...] = ()


class Subject(msgspec.Struct, frozen=True):
    """What a ministry is for, and the words for it; `local` as for an institution."""

    subject: str
    words: tuple[str, ...]
    local: bool = False


class Institution(msgspec.Struct, frozen=True):
    """A kind of body that many owners have; `local` if it speaks for where the people are, whoever rules: hospitals."""

    name: str
    type: EntryType
    words: tuple[str, ...]
    local: bool = False


class Office(msgspec.Struct, frozen=True):
    """An office that a person holds for an owner; `national` if its bare title means a state's: "President X".

    `head`: who holds it may be called the owner's leader or chief.
    """

    title: str
    words: tuple[str, ...]
    national: bool = True
    head: bool = False


class Patterns(msgspec.Struct, frozen=True):
    """institutions.yaml: how bodies and offices are called, whoever owns them."""

    ministries: tuple[Subject, ...]
    institutions: tuple[Institution, ...]
    offices: tuple[Office, ...]
    with_article: frozenset[str]
    owner_prefixes: tuple[str, ...]
    owner_suffixes: tuple[str, ...]
    fillers: tuple[str, ...]


class Knowledge(msgspec.Struct, frozen=True):
    """All rows of some files, in order."""

    entries: tuple[Entry, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def read_files(paths: Iterable[Path]) -> Knowledge:
    """The rows of the files; KnowledgeError names file, row, cause and what to do."""
    entries: list[Entry] = []
    conflicts: list[Conflict] = []
    for path in paths:
        content = _load(path)
        entries += _rows(content, "actors", Entry, path)
        conflicts += _rows(content, "conflicts", Conflict, path)
    return Knowledge(tuple(entries), tuple(conflicts))


def read_patterns(path: Path) -> Patterns:
    """institutions.yaml as values."""
    try:
        return msgspec.convert(_load(path), Patterns)
    except msgspec.ValidationError as error:
        raise KnowledgeError(f"{path}: {error}; compare it with the comments at its top") from error


def checked(knowledge: Knowledge, *, source: str, files: Sequence[Path] = ()) -> Knowledge:
    """The same rows if no two have one id and every side is itself an actor; KnowledgeError otherwise.

    `source` says whose rows they are; where a row stands in one of `files`, the error names its line there.
    """
    names = {entry.name for entry in knowledge.entries}
    seen: dict[str, str] = {}
    for entry in knowledge.entries:
        if other := seen.get(entry.id):
            said = f"{other!r} and {entry.name!r} have the one id {entry.id!r}"
            raise KnowledgeError(f"{_at(entry.name, files) or source}: {said}; merge the rows or give one another id")
        seen[entry.id] = entry.name
        if entry.side is not None and entry.side not in names:
            _no_actor(_at(entry.name, files) or source, f"{entry.name!r} has the side {entry.side!r}, which")
    for conflict in knowledge.conflicts:
        for name in (name for side in conflict.sides for name in side):
            if name not in names:
                where = _at(conflict.name, files) or source
                _no_actor(where, f"the conflict {conflict.name!r} names {name!r}, which")
    return knowledge


def _no_actor(where: str, said: str) -> NoReturn:
    raise KnowledgeError(f"{where}: {said} is no actor's name; add that actor or mend the spelling")


def _load(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise KnowledgeError(
            f"{path}: cannot be read ({error.strerror}); check the path and its permissions"
        ) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KnowledgeError(f"{path}: is not YAML ({' '.join(str(error).split())}); mend that line") from error
    if not isinstance(content, dict):
        raise KnowledgeError(f"{path}: holds no lists; it needs `actors:` or `conflicts:` at its top")
    return content


def _rows(content: dict[str, Any], name: str, kind: type[Any], path: Path) -> Iterator[Any]:
    defaults = content.get("defaults", {}) if name == "actors" else {}
    rows = content.get(name, [])
    if not isinstance(rows, list) or not isinstance(defaults, dict):
        raise KnowledgeError(
            f"{path}: `{name}` is no list or `defaults` no mapping; write one row a line, each from `- `"
        )
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise KnowledgeError(
                f"{_line(path, name, number)}: {row!r} is no row; write it as {{name: ..., type: ...}}"
            )
        try:
            yield _row(defaults | row, kind)
        except (msgspec.ValidationError, ValueError) as error:
            where = f"{_line(path, name, number)} ({row.get('name', 'no name')})"
            raise KnowledgeError(f"{where}: {error}; mend that field or leave it out") from error


def _line(path: Path, name: str, number: int) -> str:
    """Where row `number` of the list stands: the file and the line."""
    rows = _nodes(path, name)
    return f"{path}:{rows[number].start_mark.line + 1}" if number < len(rows) else str(path)


def _at(name: str, files: Sequence[Path]) -> str | None:
    """File and line of the row with that name; null where no file has one."""
    for path in files:
        for node in (*_nodes(path, "actors"), *_nodes(path, "conflicts")):
            fields = node.value if isinstance(node, yaml.MappingNode) else ()
            if any(field.value == "name" and value.value == name for field, value in fields):
                return f"{path}:{node.start_mark.line + 1}"
    return None


def _nodes(path: Path, name: str) -> Sequence[yaml.Node]:
    """The rows of a list as they stand in the file."""
    top = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    fields = top.value if isinstance(top, yaml.MappingNode) else ()
    rows = next((value for field, value in fields if field.value == name), None)
    return rows.value if isinstance(rows, yaml.SequenceNode) else ()


def _row(row: dict[str, Any], kind: type[Any]) -> Any:
    made = msgspec.convert(row, kind)
    if not isinstance(made, Entry):
        return made
    if not made.name.strip():
        raise ValueError("the name is empty: give the canonical English name")
    side = made.side or (made.name if made.type in ("state", "region", "armed_group") else None)
    return msgspec.structs.replace(made, id=made.id or identifier(made.name), side=side)


def identifier(name: str) -> str:
    """The id of a name that was given none: its words in small letters, joined by hyphens."""
    return "-".join(key(name).replace("§", "").split())


def data_files() -> Sequence[Path]:
    """The files of actors and conflicts that ship with this module."""
    here = Path(__file__).parent
    return sorted(path for path in here.glob("*.yaml") if path.name not in ("institutions.yaml", "words.yaml"))
