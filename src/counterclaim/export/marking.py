"""A report's text cut into pieces, so that claims can be shown in it without altering a character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from counterclaim.records import Claim, Record, Span


class Piece(NamedTuple):
    """Characters `[start, end)` of a report: the innermost claim they stand in, and how they are shown."""

    start: int
    end: int
    text: str
    claim: Claim | None
    content: bool
    discarded: bool
    target: bool


def pieces(record: Record, targets: Sequence[tuple[int, int]] = ()) -> Iterator[Piece]:
    """The whole text in order, cut wherever a claim, its content, a passage left out or a target begins or ends."""
    text = record.report.text
    spans: list[tuple[int, int]] = [*targets]
    nodes: list[Span] = [*record.claims, *(claim.content for claim in record.claims), *record.discarded]
    spans += [(node.start, node.end) for node in nodes]
    cuts = sorted({0, len(text), *(at for span in spans for at in span if 0 <= at <= len(text))})
    for start, end in pairwise(cuts):
        claim = _innermost(record.claims, start, end)
        yield Piece(
            start,
            end,
            text[start:end],
            claim,
            claim is not None and claim.content.start <= start and end <= claim.content.end,
            any(left.start <= start and end <= left.end for left in record.discarded),
            any(first <= start and end <= last for first, last in targets),
        )


def _innermost(claims: Iterable[Claim], start: int, end: int) -> Claim | None:
    around = [claim for claim in claims if claim.start <= start and end <= claim.end]
    return min(around, key=lambda claim: claim.end - claim.start, default=None)
