"""A number as it stands in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counterclaim.reading.document import Token
from counterclaim.records import Qualifier

DASHES = frozenset("-–—‒")
QUOTES = frozenset("\"“”„«»‘’'")


class Number(msgspec.Struct, frozen=True, gc=False):
    """The words `[first, last)` and what they count: at least `min`, at most `max` (null: open above).

    `core` is the first word of the number itself, after its qualifier; `article` marks "a", "another" and "no", which
    count only before a noun for people; `slip` says what a misspelt number was read as.
    """

    first: int
    last: int
    core: int
    min: int
    max: int | None
    qualifier: Qualifier = "exact"
    article: bool = False
    digits: bool = False
    after_from: bool = False
    slip: str | None = None


def is_glued(tokens: Sequence[Token], i: int) -> bool:
    """Does word `i` stand between its neighbours without a blank?"""
    if not 0 < i < len(tokens) - 1:
        return False
    return tokens[i - 1].end == tokens[i].start and tokens[i].end == tokens[i + 1].start
