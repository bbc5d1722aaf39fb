"""What several views share."""

from __future__ import annotations

from typing import Generic, TypeVar

from counterclaim.records import Base, Report

T = TypeVar("T")


class Page(Base, Generic[T], frozen=True, kw_only=True):
    """Some rows in a fixed order; `next` is the cursor of the rows behind them, null where there are none.

    `total` is how many rows there are in all, null where that is not counted; `complete` false where it is "or more".
    """

    items: tuple[T, ...]
    next: str | None = None
    total: int | None = None
    complete: bool = True


class End(Base, frozen=True, kw_only=True):
    """A claim as one end of a link, or as a row: who says it, where, in which words."""

    claim: str
    speaker: str
    side: str | None
    report: str
    outlet: str | None
    said_on: str | None
    start: int
    end: int
    quote: str


def without_text(report: Report) -> dict[str, object]:
    """A report's header."""
    return report.header()
