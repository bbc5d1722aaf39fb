"""A field of a claim as inputs of a form, and a form as the values that an edit puts in fields.

What may stand in a field is what its type in records.py says; nothing is told here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from counterclaim.errors import InputError
from counterclaim.records import Actor, Base, Claim, Event, Figure, Place, When

CHARACTERS = ("start", "end")
GROUPS = (("1", "speaker"), ("2", "figures"), ("3", "when"), ("4", "place"))
"""The keys of the review page, and the name in the paths that they lead to."""
NEW: Mapping[str, Base] = {
    "addressee": Actor(name=""),
    "when": When(precision="day", basis="stated"),
    "said_on": When(precision="day", basis="stated"),
    "place": Place(name="", precision="exact"),
}
"""What a field that holds nothing begins with when somebody fills it."""
HIDDEN = frozenset({"id", "geonameid", "repaired", *CHARACTERS})
"""Members that people do not fill in."""
FOLLOW: Mapping[str, Mapping[str, Any]] = {
    "Actor": {"id": None},
    "Place": {"geonameid": None, "lat": None, "lon": None, "country": None, "names": []},
}
"""What was known of a name and does not hold for another one, as it is when nothing is known."""


class Field(NamedTuple):
    """A field that may be edited: its path, what people call it, what it holds; `key` leads to it.

    `start` and `end` are the characters that it stands on, None where it stands on none of its own.
    """

    path: str
    name: str
    value: Any
    key: str
    start: int | None
    end: int | None

    @property
    def removable(self) -> bool:
        """Whether it may be that there is none."""
        *_, before, last = ("", *self.path.split("."))
        return self.value is not None and (last in NEW or (last.isdigit() and before != "events"))


class Input(NamedTuple):
    """One input. `kind` is text, number, date, choice or check; `choices` are those of a choice."""

    name: str
    label: str
    kind: str
    value: Any
    choices: tuple[str, ...] = ()
    optional: bool = False


def fields(numbered: Mapping[str, Any]) -> list[Field]:
    """The fields of a claim that may be edited, in its order; `numbered` is what ledger.review gives of it."""
    return list(_fields(numbered))


def _fields(claim: Mapping[str, Any]) -> Iterator[Field]:
    yield _field("speaker", "speaker", _as(Actor, claim["speaker"]))
    for at, actor in _present(claim["via"]):
        yield _field(f"via.{at}", "via", _as(Actor, actor))
    yield _field("stance", "stance", claim["stance"], claim["cue"] or claim["content"])
    yield _field("addressee", "addressee", _as(Actor, claim["addressee"]))
    yield _field("hedged", "hedged", claim["hedged"])
    yield _field("said_on", "said on", _as(When, claim["said_on"]))
    for at, event in _present(claim["events"]):
        yield from _of_event(f"events.{at}", event)


def _of_event(path: str, event: Mapping[str, Any]) -> Iterator[Field]:
    yield _field(f"{path}.type", "type", event["type"], event)
    yield _field(f"{path}.status", "status", event["status"], event)
    for at, figure in _present(event["figures"]):
        yield _field(f"{path}.figures.{at}", figure["effect"], _as(Figure, figure))
    for role, name in (("agents", "who did it"), ("targets", "who was hit")):
        for at, actor in _present(event[role]):
            yield _field(f"{path}.{role}.{at}", name, _as(Actor, actor))
    yield _field(f"{path}.when", "when", _as(When, event["when"]))
    yield _field(f"{path}.place", "where", _as(Place, event["place"]))


def _present(members: list[Any]) -> Iterator[tuple[int, Any]]:
    """The members that nobody has taken out, with the numbers that they were read under."""
    return ((at, member) for at, member in enumerate(members) if member is not None)


def _as(kind: type[Base], value: Any) -> Any:
    return None if value is None else msgspec.convert(value, kind, strict=False)


def _field(path: str, name: str, value: Any, on: Mapping[str, Any] | None = None) -> Field:
    stands = msgspec.structs.asdict(value) if isinstance(value, Base) else on or {}
    key = next((key for key, part in GROUPS if part in path.split(".")), "")
    return Field(path, name, value, key, stands.get("start"), stands.get("end"))


def inputs(field: Field) -> list[Input]:
    """The inputs that fill `field`: one for a plain value, one a member for others. Characters are chosen apart."""
    value = _begun(field)
    if isinstance(value, Base):
        every = msgspec.structs.fields(type(value))
        members = (one for one in every if one.name not in HIDDEN and not _is_list(one.type))
        return [_input(one.encode_name, one.type, getattr(value, one.name)) for one in members]
    owner = Event if field.path.startswith("events.") else Claim
    name = field.path.rpartition(".")[2]
    return [_input("value", one.type, value) for one in msgspec.structs.fields(owner) if one.encode_name == name]


def changes(field: Field, form: Mapping[str, str]) -> dict[str, Any]:
    """What `form` changes of `field`, by path; `none` in it takes the value away. InputError where that is nothing."""
    if form.get("none"):
        return {field.path: None}
    filled = {one.name: _filled(one, form.get(one.name, "")) for one in inputs(field)}
    begun = _begun(field)
    if not isinstance(begun, Base):
        found = {field.path: filled["value"]} if filled["value"] != field.value else {}
    else:
        filled |= {name: int(form[name]) for name in CHARACTERS if form.get(name, "").isdigit()}
        was = msgspec.to_builtins(begun)
        changed = {name: value for name, value in filled.items() if value != was.get(name)}
        if "name" in changed:
            changed = {**FOLLOW.get(type(begun).__name__, {}), **changed}
        whole = field.value is None and changed
        found = {field.path: {**was, **changed}} if whole else {f"{field.path}.{k}": v for k, v in changed.items()}
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
