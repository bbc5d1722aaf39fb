"""What is looked for by its words, and where it was found. Each database has an index of its own for it.

The index follows the table `searched` by itself, so that whoever writes there need not know of it. It holds the claim's
words, its report's title, and tags, which are words that nobody writes (see `searching.tag`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Select

BEGIN, END = "\x01", "\x02"
"""What the database puts around a hit; no text of a claim holds these characters, or its hits are not marked."""


@dataclass(frozen=True)
class Term:
    """Words that stand side by side; `prefix` where the last may go on, `barred` where they must not occur."""

    words: str
    prefix: bool = False
    barred: bool = False


@dataclass(frozen=True)
class Sought:
    """What is looked for: every term, and of each group of tags one."""

    terms: Sequence[Term] = ()
    tags: Sequence[Sequence[str]] = ()


class Index(Protocol):
    """An index of words: `sqlite.Words` or `postgresql.Words`."""

    key: Any

    def create(self, connection: Connection) -> None: ...

    def matching(self, sought: Sought) -> Select[Any]: ...

    def marked(self, sought: Sought) -> Select[Any]: ...


def spans(marked: str, plain: str) -> list[tuple[int, int]]:
    """Where the hits stand in `plain`, of which `marked` is the text with marks; none where they do not agree."""
    found, at, start = [], 0, 0
    parts = re.split(f"([{BEGIN}{END}])", marked)
    if "".join(part for part in parts if part not in (BEGIN, END)) != plain:
        return []
    for part in parts:
        if part == BEGIN:
            start = at
        elif part == END:
            found.append((start, at))
        else:
            at += len(part)
    return found
