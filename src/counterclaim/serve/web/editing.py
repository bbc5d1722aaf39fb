"""A field of a claim as inputs of a form, and a form as the values that an edit puts in fields.

What may stand in a field is what its type in records.py says; nothing is told here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from counterclaim.errors import InputError
from counterclaim.records import Actor, Base, Claim, Event, Place, When

CHARACTERS = ("start", "end")
GROUPS = (("1", "who", "speaker"), ("2", "what", "events"), ("3", "when", "when"), ("4", "where", "place"))
"""The keys of the review page, what they choose, and what the paths that they lead to begin or end with."""
NEW: Mapping[str, Any] = {
    "addressee": Actor(name=""),
    "when": When(precision="day", basis="stated"),
    "said_on": When(precision="day", basis="stated"),
    "place": Place(name="", precision="exact"),
}
"""What a field that holds nothing begins with when somebody fills it."""
HIDDEN = frozenset({"id", "geonameid", "repaired"})
"""Fields that people do not fill in."""


class Field(NamedTuple):
    """A field that may be edited: its path, what it holds, what is below it as inputs; `group` is its key."""

    path: str
    name: str
    value: Any
    group: str
    start: int | None
    end: int | None


class Input(NamedTuple):
    """One input. `kind` is text, number, date, choice or check; `choices` are those of a choice."""

    name: str
    label: str
    kind: str
    value: Any
    choices: tuple[str, ...] = ()
    optional: bool = False


def fields(claim: Claim) -> list[Field]:
    """The fields of `claim` that may be edited, in the order of the claim."""
    return list(_fields(claim))


def _fields(claim: Claim) -> Iterator[Field]:
    yield _field("speaker", "speaker", claim.speaker)
    for at, actor in enumerate(claim.via):
        yield _field(f"via.{at}", "via", actor)
    yield _field("stance", "stance", claim.stance, claim.cue or claim.content)
    yield _field("addressee", "addressee", claim.addressee)
    yield _field("hedged", "hedged", claim.hedged, claim.cue)
    yield _field("said_on", "said on", claim.said_on)
    for at, event in enumerate(claim.events):
        yield from _of_event(f"events.{at}", event)


def _of_event(path: str, event: Event) -> Iterator[Field]:
    yield _field(f"{path}.type", "type", event.type, event)
    yield _field(f"{path}.status", "status", event.status, event)
    for at, figure in enumerate(event.figures):
        yield _field(f"{path}.figures.{at}", figure.effect, figure)
    for role in ("agents", "targets"):
        for at, actor in enumerate(getattr(event, role)):
            yield _field(f"{path}.{role}.{at}", role.removesuffix("s"), actor)
    yield _field(f"{path}.when", "when", event.when)
    yield _field(f"{path}.place", "where", event.place)


def _field(path: str, name: str, value: Any, on: Any = None) -> Field:
    where = value if isinstance(value, Base) else on
    return Field(path, name, value, _group(path), getattr(where, "start", None), getattr(where, "end", None))


def _group(path: str) -> str:
    """The key that leads to a field; an empty text for those that have none."""
    parts = path.split(".")
    for key, _, name in reversed(GROUPS):
        if parts[0] == name or parts[-1] == name:
            return key
    return ""


def inputs(field: Field) -> list[Input]:
    """The inputs that fill `field`: one for a plain value, one a member for others. Characters are chosen apart."""
    value = _begun(field)
    if isinstance(value, Base):
        members = msgspec.structs.fields(type(value))
        return [
            _input(member.encode_name, member.type, getattr(value, member.name))
            for member in members
            if member.name not in HIDDEN and member.name not in CHARACTERS and not _is_list(member.type)
        ]
    owner = Event if field.path.startswith("events.") else Claim
    name = field.path.rpartition(".")[2]
    (member,) = (one for one in msgspec.structs.fields(owner) if one.encode_name == name)
    return [_input("value", member.type, value)]


def changes(field: Field, form: Mapping[str, str]) -> dict[str, Any]:
    """What `form` changes of `field`, by path; `none` in it takes the value away. InputError where that is nothing."""
    if form.get("none"):
        return {field.path: None}
    filled = {one.name: _filled(one, form.get(one.name, "")) for one in inputs(field)}
    for name in CHARACTERS:
        if form.get(name, "").isdigit():
            filled[name] = int(form[name])
    if not isinstance(_begun(field), Base):
        found = {field.path: filled["value"]} if filled["value"] != field.value else {}
    elif field.value is None:
        found = {field.path: {**msgspec.to_builtins(_begun(field)), **filled}}
    else:
        was = msgspec.to_builtins(field.value)
        found = {f"{field.path}.{name}": value for name, value in filled.items() if value != was.get(name)}
    if not found:
        raise InputError(f"{field.name}: nothing was changed; change a value or choose other characters")
    return found


def _begun(field: Field) -> Any:
    return NEW.get(field.path.rpartition(".")[2]) if field.value is None else field.value


def _is_list(kind: Any) -> bool:
    return isinstance(inspect.type_info(kind), inspect.VarTupleType)


def _input(name: str, kind: Any, value: Any) -> Input:
    info = inspect.type_info(kind)
    optional = isinstance(info, inspect.UnionType)
    if isinstance(info, inspect.UnionType):
        info = next(one for one in info.types if not isinstance(one, inspect.NoneType))
    label = name.replace("_", " ")
    match info:
        case inspect.LiteralType():
            return Input(name, label, "choice", value, tuple(map(str, info.values)), optional)
        case inspect.BoolType():
            return Input(name, label, "check", value)
        case inspect.IntType() | inspect.FloatType():
            return Input(name, label, "number", value, (), optional)
        case inspect.DateType():
            return Input(name, label, "date", value, (), optional)
    return Input(name, label, "text", value, (), optional)


def _filled(one: Input, given: str) -> Any:
    """What was filled in, as JSON has it; InputError where it is no such value."""
    given = given.strip()
    if one.kind == "check":
        return given == "1"
    if not given and one.optional:
        return None
    if one.kind != "number":
        return given
    try:
        return int(given) if given.lstrip("-").isdigit() else float(given)
    except ValueError as error:
        raise InputError(f"{one.label}: {given!r} is no number") from error
