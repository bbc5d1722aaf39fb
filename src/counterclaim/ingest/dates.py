"""Times as pages, feeds and mails write them for machines."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = 1900
"""Year before which no report is dated; what says so means something else."""
AHEAD = timedelta(days=1, hours=12)
"""How far the day of the farthest time zone may be before the clock that a thing was seen by."""
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=\D|\Z)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?\Z")


def parse(text: str | None) -> datetime | None:
    """The time that `text` states, with its zone where it states one; null where it states none."""
    if not text or len(text) > 100:
        return None
    text = text.strip()
    found = _iso(text) or _mail(text) or _digits(text)
    return found if found and found.year >= EARLIEST else None


def utc(moment: datetime | None) -> datetime | None:
    """`moment` in UTC, without a zone; one without a zone is taken as it stands."""
    if moment is None or moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return moment.replace(tzinfo=None)


def believable(moment: datetime | None, seen: datetime) -> bool:
    """Whether something seen at `seen` (UTC, without a zone) can be of that time."""
    known = utc(moment)
    return known is not None and known <= seen + AHEAD


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _digits(text: str) -> datetime | None:
    found = _SLASHED.match(text) or _COMPACT.match(text)
    try:
        return datetime(*(int(part) for part in found.groups() if part)) if found else None  # type: ignore[arg-type]
    except ValueError:
        return None
