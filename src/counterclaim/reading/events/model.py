"""The values of this room: a trigger, as others take it, and the candidate that it grows from."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.reading.events.patterns import Hit
from counterclaim.records import EventType, Means, Status

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event as a sentence names it. `start`, `end` are the characters of the words that name it, `token` their head."""

    type: EventType
    start: int
    end: int
    token: int
    agents: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    means: tuple[Means, ...] = ()
    status: Status = "happened"
    background_hint: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A typed hit. `agents` are set where a word tells them that does not name the event; `tolls` are heads of its toll's words."""

    type: EventType
    first: int
    last: int
    head: int
    nominal: bool
    section: str
    means: tuple[Hit, ...] = ()
    agents: list[int] | None = None
    tolls: tuple[int, ...] = ()
    reason: str = ""
