"""What people make of single claims: accepted, rejected, edited. It is laid over the claim, which stays as it was read.

An edit names a field by its path in the claim, as docs/record.md has it: `speaker`, `events.0.figures.1.min`. Members
of a list are counted as they were read: one that is taken out keeps its number, one that is added comes behind them.
An edit remembers what was read there; when a newer reading of the report says something else there, it is laid over
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import Connection

from counterclaim.errors import InputError
from counterclaim.ledger import judgements
from counterclaim.records import Claim, Judgement, Record, span_problems

State = Literal["none", "reviewed", "accepted", "edited", "rejected"]
STATES: Mapping[str, State] = {"accept": "accepted", "reject": "rejected", "edit": "edited"}
EDITABLE = frozenset({"speaker", "via", "stance", "direct", "hedged", "condition", "addressee", "said_on", "events"})
"""Fields of a claim that may be edited, with all below them. Its id, quote and characters are what it is."""


class Reviewed(NamedTuple):
    """A claim as people see it, and as it was read; `version` is what the next judgement of it should name."""

    claim: Claim
    as_read: Claim
    state: State
    version: int
    lines: tuple[Judgement, ...]


def lines_of(connection: Connection, claims: Iterable[str]) -> dict[str, list[Judgement]]:
    """The lines that stand for each claim that was reviewed, accepted, rejected or edited, the oldest first."""
    wanted, found = set(claims), defaultdict(list)
    for line in judgements.standing(connection, wanted):
        if line.a in wanted and line.verdict in ("review", "accept", "reject", "edit"):
            found[line.a].append(line)
    return dict(found)


def state_of(lines: Iterable[Judgement]) -> State:
    """What the last of `lines` that decides makes of their claim."""
    state: State = "none"
    for line in lines:
        state = STATES.get(line.verdict, "reviewed" if state == "none" else state)
    return state


def seen(claim: Claim, lines: Sequence[Judgement]) -> Claim:
    """`claim` with the edits among `lines` laid over it; one that does not fit it any more is left out."""
    fitting = _fitting(claim, lines)
    return _with(claim, fitting) if fitting else claim


def numbered(claim: Claim, lines: Sequence[Judgement]) -> dict[str, Any]:
    """`seen` as plain JSON types, members of lists numbered as they were read: one that was taken out is null."""
    return _laid_over(claim, _fitting(claim, lines))


def _fitting(claim: Claim, lines: Sequence[Judgement]) -> list[Judgement]:
    """The edits among `lines` that fit `claim`, one after the other."""
    kept: list[Judgement] = []
    for line in lines:
        if line.verdict != "edit":
            continue
        try:
            _with(claim, [*kept, line])
        except (InputError, msgspec.ValidationError):
            continue
        kept.append(line)
    return kept


def seen_record(record: Record, lines: Mapping[str, Sequence[Judgement]]) -> Record:
    """`record` as people see it: without the claims that were rejected, the others with their edits."""
    if not any(claim.id in lines for claim in record.claims):
        return record
    claims = [
        seen(one, lines.get(one.id, ())) for one in record.claims if state_of(lines.get(one.id, ())) != "rejected"
    ]
    return record.with_claims(tuple(claims))


def edits(claim: Claim, values: Mapping[str, Any], lines: Sequence[Judgement], text: str) -> list[dict[str, Any]]:
    """The lines that put `values` (plain JSON types) in the fields of `claim` that they are named by.

    `lines` are those that stand for it, `text` is its report's. InputError where the claim would be none, or would name
    characters that the report does not have.
    """
    if not values:
        raise InputError(f"{claim.id}: no field is named; give a field and its value")
    as_read = _raw(claim)
    rows = [
        {
            "verdict": "edit",
            "a": claim.id,
            "field": field,
            "was": _json(_at(as_read, field.split("."))),
            "to": _json(value),
        }
        for field, value in values.items()
    ]
    new = [_Edit(row["field"], row["was"], row["to"]) for row in rows]
    standing = [line for line in lines if line.verdict == "edit"]
    try:
        changed = _with(claim, [*standing, *new])
    except msgspec.ValidationError as error:
        raise InputError(f"{claim.id}: this cannot stand there: {error}; see docs/record.md") from error
    for problem in span_problems(text, changed):
        raise InputError(f"{claim.id}: {problem}; choose other characters")
    return rows


class _Edit(NamedTuple):
    """What of a line of the log an edit needs."""

    field: str
    was: str
    to: str
    by: str = ""
    why: str = ""


def _with(claim: Claim, lines: Iterable[Any]) -> Claim:
    """`claim` with all edits laid over it; InputError or ValidationError where they do not fit."""
    return msgspec.convert(_without_gaps(_laid_over(claim, lines)), Claim, strict=False)


def _laid_over(claim: Claim, lines: Iterable[Any]) -> dict[str, Any]:
    """The same as plain JSON types, with null for what was taken out of a list."""
    as_read: dict[str, Any] = _raw(claim)
    raw: dict[str, Any] = _raw(claim)
    for line in lines:
        path = line.field.split(".")
        if path[0] not in EDITABLE:
            raise InputError(f"{claim.id}.{line.field} cannot be edited; {', '.join(sorted(EDITABLE))} can")
        if _json(_at(as_read, path)) != line.was:
            raise InputError(f"{claim.id}.{line.field} was read otherwise since")
        _put(raw, path, msgspec.json.decode(line.to), line.field)
        named = _reason_name(raw, path)
        raw["reasons"] = {k: v for k, v in raw["reasons"].items() if not f"{k}.".startswith(f"{named}.")}
        raw["reasons"][named] = f"edited by {line.by}{': ' if line.why else ''}{line.why}"
    return raw


def _at(node: Any, path: Sequence[str]) -> Any:
    """What stands at the end of `path`, None where nothing does."""
    for name in path:
        if isinstance(node, Mapping):
            node = node.get(name)
        elif isinstance(node, Sequence) and not isinstance(node, str) and name.isdigit() and int(name) < len(node):
            node = node[int(name)]
        else:
            return None
    return node


def _put(node: Any, path: Sequence[str], value: Any, field: str) -> None:
    *way, last = path
    for name in way:
        node = _at(node, [name])
    if isinstance(node, dict) and last in node:
        node[last] = value
    elif isinstance(node, list) and last.isdigit() and int(last) < len(node):
        node[int(last)] = value
    elif isinstance(node, list) and last.isdigit() and int(last) == len(node):
        node.append(value)
    else:
        raise InputError(f"{field}: there is no such field here; members of lists are counted from 0")


def _reason_name(raw: Any, path: Sequence[str]) -> str:
    """The name that the reason for a field has: figures keep theirs by effect."""
    figure = _at(raw, path[:4]) if len(path) > 3 and path[2] == "figures" else None
    return ".".join([*path[:2], figure["effect"]] if figure else path)


def _without_gaps(node: Any) -> Any:
    """`node` without the members of lists that were taken out."""
    if isinstance(node, dict):
        return {name: _without_gaps(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_without_gaps(value) for value in node if value is not None]
    return node


def _raw(claim: Claim) -> Any:
    """The claim as plain JSON types."""
    return msgspec.json.decode(msgspec.json.encode(claim))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode("utf-8")
