"""A report as people read it: its own text, cut so that claims can be marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from counterclaim.export.marking import pieces
from counterclaim.ledger.query import find_record
from counterclaim.ledger.review import lines_of, seen_record
from counterclaim.ledger.store import Ledger
from counterclaim.records import Base, Claim, Discarded, Record


class PieceView(Base, frozen=True, kw_only=True):
    """Characters `[start, end)` of a report, the innermost claim that they stand in, and how they are shown."""

    start: int
    end: int
    text: str
    claim: str | None
    speaker: str | None
    side: str | None
    stance: str | None
    content: bool
    discarded: bool
    target: bool


class ReportView(Base, frozen=True, kw_only=True):
    """All that the page of a report shows; the pieces in order are its text, to the character."""

    report: dict[str, Any]
    pieces: tuple[PieceView, ...]
    claims: tuple[Claim, ...]
    discarded: tuple[Discarded, ...]


def record_seen(ledger: Ledger, wanted: str) -> Record:
    """The record of a report as people see it: without the claims that were rejected, the others with their edits."""
    record = find_record(ledger, wanted)
    with ledger.transaction() as connection:
        return seen_record(record, lines_of(connection, [claim.id for claim in record.claims]))


def report_view(ledger: Ledger, wanted: str, targets: Sequence[tuple[int, int]] = ()) -> ReportView:
    """The report of this id, or beginning of one; `targets` are spans that get pieces of their own."""
    record = record_seen(ledger, wanted)
    return ReportView(
        report=record.report.header(),
        pieces=tuple(
            PieceView(
                start=piece.start,
                end=piece.end,
                text=piece.text,
                claim=piece.claim.id if piece.claim else None,
                speaker=piece.claim.speaker.name if piece.claim else None,
                side=piece.claim.speaker.side if piece.claim else None,
                stance=piece.claim.stance if piece.claim else None,
                content=piece.content,
                discarded=piece.discarded,
                target=piece.target,
            )
            for piece in pieces(record, targets)
        ),
        claims=record.claims,
        discarded=record.discarded,
    )
