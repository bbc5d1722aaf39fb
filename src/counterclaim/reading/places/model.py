"""The values of this room: a name as the text has it, and what it was found to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from counterclaim.knowledge.gazetteer import Entry
from counterclaim.records import Place

Role = Literal["place", "goal", "object", "of", "modifier", "source", "agent", "other"]
Hint = Literal["settlement", "unit", "facility", "area", ""]


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of words `[first, last)` of one sentence that may name a place.

    `hint` is what the words beside it say it is ("town of", "district"); `text` is the name on one line, `bare` the
    name without such words; `labelled` tells that the model calls it a place, which allows spellings nobody knows.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    text: str
    bare: str
    hint: Hint = ""
    labelled: bool = False


class Decision(NamedTuple):
    """What a name means and why; `guessed` where nobody knows the name and the place is only the likeliest."""

    entry: Entry
    reason: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place where the report names it: `[start, end)` are the name's characters, words `[first, last)` of a sentence.

    `role` says how the name stands in its sentence: place ("in X"), goal ("to X"), object ("shelled X", "X was hit"),
    of, modifier ("the X strike"), source ("from X"), agent ("X said": its authorities, no place of an event), other.
    `entry` is what the gazetteer knows, with a point for countries too; `place` is what a record may say of it.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    place: Place
    role: Role
    entry: Entry
    reason: str
