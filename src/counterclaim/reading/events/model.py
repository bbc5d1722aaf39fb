"""The values of this room: a trigger, as others take it, and the candidate that it grows from."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.events.patterns import Hit
from counterclaim.records import EventType, Means, Status

Span = tuple[int, int]


class Trigger(msgspec.Struct, frozen=True):
    """An event as a sentence names it. `start`, `end` are the characters of its words, `token` the index of their head.

    `agents` and `targets` are characters of noun phrases, `reason` what the type and the status were read from.
    """

    type: EventType
    start: int
    end: int
    token: int
    agents: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    means: tuple[Means, ...] = ()
    status: Status = "happened"
    reason: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """A typed hit. `agents` are set where the reading tells them; `tolls` are the heads of its toll's words."""

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


class Reading(NamedTuple):
    """A type and why; `agents` where the reading itself tells who did it."""

    type: str
    why: str
    agents: list[int] | None = None


class Context(NamedTuple):
    """What a reader of one hit may look at: its sentence and report, and the weapons, the nearest first."""

    document: Document
    sentence: Sentence
    means: list[Hit]
