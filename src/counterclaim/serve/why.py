"""Why a field holds what it holds: the characters it stands on, in their sentence, and the reader's reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

import msgspec

from counterclaim.errors import InputError
from counterclaim.records import Base, Claim, Effect

EFFECTS = frozenset(get_args(Effect))
OF_EVENTS = frozenset({"type", "status", "background", "agents", "targets", "means", "when", "place", "figures"})
"""Fields of an event that may be named without saying of which; then of each."""


class Answer(NamedTuple):
    """One value: its full name in the claim, the value, the characters it stands on, and why it was taken so."""

    field: str
    value: Any
    start: int | None
    end: int | None
    reason: str


def answers(claim: Claim, field: str) -> list[Answer]:
    """What `field` of `claim` holds; several where it names several values. InputError where there is no such field."""
    found = [answer for full in _full_names(claim, field) for answer in _walk(claim, full, claim, "", field)]
    return found or [Answer(field, None, None, None, _reason(claim, field))]


def _full_names(claim: Claim, field: str) -> list[list[str]]:
    """The paths that `field` stands for: itself, or that of each event or figure it is short for."""
    first, *rest = field.split(".")
    numbers = [str(n) for n in range(len(claim.events))]
    if first in EFFECTS:
        return [
            ["events", number, "figures", str(n), *rest]
            for number in numbers
            for n, figure in enumerate(claim.events[int(number)].figures)
            if figure.effect == first
        ]
    if first in OF_EVENTS:
        return [["events", number, first, *rest] for number in numbers]
    return [field.split(".")]


def _walk(claim: Claim, path: list[str], node: Any, name: str, asked: str) -> Iterator[Answer]:
    """Follows `path` below `node`; `name` is the way so far. A list without an index stands for each of its members."""
    if isinstance(node, tuple):
        if path and path[0].isdigit():
            wanted, path = [int(path[0])], path[1:]
        else:
            wanted = list(range(len(node)))
        for n in wanted:
            if n >= len(node):
                raise InputError(f"{claim.id}.{asked}: there are only {len(node)} {name}; they are counted from 0")
            yield from _walk(claim, path, node[n], f"{name}.{n}", asked)
    elif path and isinstance(node, Base):
        child = _child(claim, node, path[0], asked)
        full = f"{name}.{path[0]}".lstrip(".")
        if isinstance(child, (tuple, Base)):
            yield from _walk(claim, path[1:], child, full, asked)
        elif len(path) > 1 and child is not None:
            raise InputError(f"{claim.id}.{asked}: {full} is a plain value, nothing is below it; ask for {full}")
        else:
            stands = (None, None) if child is None else _characters(node)
            yield Answer(full, child, *stands, _reason(claim, full))
    elif node is not claim:
        yield Answer(name, node, *_characters(node), _reason(claim, name))


def _child(claim: Claim, node: Base, name: str, asked: str) -> Any:
    fields = {field.encode_name: field.name for field in msgspec.structs.fields(node)}
    if name not in fields:
        raise InputError(f"{claim.id}.{asked}: there is no field {name}; there are {', '.join(fields)}")
    return getattr(node, fields[name])


def _characters(node: Any) -> tuple[int | None, int | None]:
    """Where `node` stands in the report; a claim's own plain fields stand on its cue, or else on its content."""
    if isinstance(node, Claim):
        node = node.cue or node.content
    return getattr(node, "start", None), getattr(node, "end", None)


def _reason(claim: Claim, field: str) -> str:
    """The reason kept for `field`, or for the nearest thing that it is a part of; figures keep theirs by effect."""
    parts = field.split(".")
    if len(parts) > 3 and parts[2] == "figures":
        parts = [*parts[:2], claim.events[int(parts[1])].figures[int(parts[3])].effect]
    while parts:
        reason = claim.reasons.get(".".join(parts))
        if reason:
            return reason
        parts.pop()
    return ""
