"""Which of ACLED's sub-event types a short text speaks for, by the words that stand in it, and which words those are.

The crosswalk names the sub-event of an event's type; this tells what a whole text adds: police that meet a march, a
town that changed hands. The cues and what they weigh stand in subevents.yaml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

OPENING = 1.5
"""What a cue in the first sentence weighs, to one that stands later: a report says first what it tells."""

_GAP = re.compile(r" ?~(\d+) ?")
_FIRST_SENTENCE = re.compile(r".{40,}?[.!?](?=\s+[A-Z]|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`event` and `sub_event` are ACLED's names, null where the text tells of something that is no event there.

    `about` is the name of the row that won, `reason` the words that spoke for it.
    """

    about: str
    event: str | None
    sub_event: str | None
    score: float
    reason: str


_Cue = tuple[tuple[int, re.Pattern[str]], ...]
"""The parts of a cue in order, each with how many words may stand between it and the one before."""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    event: str | None
    needs: _Cue | None
    cues: tuple[tuple[float, _Cue], ...]


def suggest(text: str) -> Suggestion | None:
    """The sub-event type that the words of `text` speak for most; null where none speaks for any."""
    best = max(ranked(text), key=lambda s: s.score, default=None)
    return best if best is not None and best.score > 0 else None


def refined(text: str, event: str, sub_event: str) -> Suggestion | None:
    """The sub-event type of `event` that the words speak for more than for `sub_event`; null where none does."""
    same = [s for s in ranked(text) if s.event == event and s.score > 0]
    told = next((s.score for s in same if s.sub_event == sub_event), 0.0)
    best = max(same, key=lambda s: s.score, default=None)
    return best if best is not None and best.score > told else None


def names() -> dict[str, list[str]]:
    """ACLED's sub-event types by event type, as far as words tell them apart."""
    found: dict[str, list[str]] = {}
    for row in _rows():
        if row.event:
            found.setdefault(row.event, []).append(row.name)
    return found


def ranked(text: str) -> list[Suggestion]:
    """Every type with what its cues sum up to in `text`, in the order of the file."""
    opening = _FIRST_SENTENCE.match(text)
    head = opening.end() if opening else len(text)
    low = text.lower()
    return [_weighed(row, low, head) for row in _rows() if row.needs is None or _first(row.needs, low)]


def _weighed(row: _Row, text: str, head: int) -> Suggestion:
    total, words = 0.0, []
    for weight, cue in row.cues:
        found = _first(cue, text)
        if found is None:
            continue
        total += weight * (OPENING if found[0] < head else 1.0)
        if weight > 0:
            words.append(" ".join(text[slice(*found)].split()))
    return Suggestion(row.name, row.event, row.name if row.event else None, total, ", ".join(words))


def _first(cue: _Cue, text: str) -> tuple[int, int] | None:
    """Characters of the first place where the cue's parts follow one another, each near enough to the last."""
    pattern, rest = cue[0][1], cue[1:]
    for found in pattern.finditer(text):
        end = _followed(rest, text, found.end())
        if end is not None:
            return found.start(), end
    return None


def _followed(rest: _Cue, text: str, at: int) -> int | None:
    if not rest:
        return at
    within, pattern = rest[0]
    for found in pattern.finditer(text, at):
        if text.count(" ", at, found.start()) > within + 1:
            return None
        end = _followed(rest[1:], text, found.end())
        if end is not None:
            return end
    return None


@cache
def _rows() -> tuple[_Row, ...]:
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    parts: dict[str, str] = data["parts"]
    sections = [*data["sub_events"].items(), *data["outside"].items()]
    return tuple(
        _Row(
            name,
            entry.get("event"),
            _compiled(entry["needs"], parts) if "needs" in entry else None,
            tuple(_cues(entry["cues"], parts)),
        )
        for name, entry in sections
    )


def _cues(cues: dict[int, list[str]], parts: dict[str, str]) -> list[tuple[float, _Cue]]:
    return [(float(weight), _compiled(cue, parts)) for weight, listed in cues.items() for cue in listed]


def _compiled(cue: str, parts: dict[str, str]) -> _Cue:
    for name, choice in parts.items():
        cue = cue.replace(f"{{{name}}}", f"(?:{choice})")
    first, *others = _GAP.split(cue)
    pairs = zip(others[::2], others[1::2], strict=True)
    return ((0, _pattern(first)), *((int(words), _pattern(part)) for words, part in pairs))


def _pattern(part: str) -> re.Pattern[str]:
    return re.compile((r"\b" if re.match(r"[\w(\[]", part) else "") + f"(?:{part})")
