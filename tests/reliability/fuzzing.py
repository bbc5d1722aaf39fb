"""Inputs that nobody would write: whole ones, damaged at a few places. Every run of the tests makes the same few.

With COUNTERCLAIM_EXAMPLES=N a test makes N of them, other ones each time. What fails is kept as a row of a file in
`corpus/`, (name or kind, text, why), and tried first from then on.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

CORPUS = Path(__file__).parent / "corpus"
ASKED = os.environ.get("COUNTERCLAIM_EXAMPLES", "")
Text = TypeVar("Text", str, bytes)


def bounded(examples: int) -> settings:
    """So many examples, always the same; as many as were asked for, by chance, in a long run."""
    return settings(
        max_examples=int(ASKED or examples),
        derandomize=not ASKED,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def rows(name: str) -> list[dict[str, Any]]:
    """What failed once; `text`, `base64` where it is no text, or `deep` for so many lists within each other."""
    found: list[dict[str, Any]] = yaml.safe_load((CORPUS / f"{name}.yaml").read_text(encoding="utf-8")) or []
    return found


def data_of(row: dict[str, Any]) -> bytes:
    if "deep" in row:
        return b"[" * int(row["deep"]) + b"]" * int(row["deep"])
    return base64.b64decode(row["base64"]) if "base64" in row else str(row["text"]).encode()


def pieces() -> list[str]:
    """What is put into texts."""
    held = _pieces()
    return [*held["text"], *(str(words) * times for words, times in held["repeated"])]


def pieces_of_files() -> list[bytes]:
    """What is put into files."""
    held = _pieces()
    return [piece.encode("latin-1") for piece in held["bytes"]] + [piece.encode() for piece in pieces()]


def _pieces() -> dict[str, Any]:
    held: dict[str, Any] = yaml.safe_load((CORPUS / "pieces.yaml").read_text(encoding="utf-8"))
    return held


@st.composite
def damaged(draw: st.DrawFn, seeds: Sequence[Text], pieces: Sequence[Text], at_most: int = 4) -> Text:
    """One of `seeds` with up to `at_most` stretches cut out, doubled, moved, or with one of `pieces` put in."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, at_most))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.sampled_from((0, 1, 2, 7, 40, 400))))
        before, middle, after = data[:at], data[at:to], data[to:]
        way = draw(st.sampled_from(("cut", "put", "put", "instead", "double", "move", "cross")))
        if way == "cut":
            data = before + after
        elif way in ("put", "instead"):
            data = before + draw(st.sampled_from(pieces)) + (after if way == "instead" else middle + after)
        elif way == "double":
            data = before + middle * draw(st.sampled_from((2, 3, 30))) + after
        elif way == "move":
            data = after + middle + before
        else:
            other = draw(st.sampled_from(seeds))
            data = before + other[draw(st.integers(0, len(other))) :]
    return data
