"""RSS and Atom: what a feed lists, each entry with its own text or an address at which it stands in full."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from counterclaim.errors import InputError
from counterclaim.ingest import dates
from counterclaim.ingest.addresses import canonical
from counterclaim.ingest.html.metadata import clean
from counterclaim.ingest.parts import WITHIN, About, Expanded, Part, printable, too_long
from counterclaim.ingest.streams import Budget, bounded
from counterclaim.settings import Settings

MAX_ENTRIES = 2000
"""Entries of one feed that are looked at; feeds list some dozens."""


@dataclass(frozen=True)
class Entry:
    """One entry: what the feed says of it, and the longest text that it carries, as HTML, empty where it has none."""

    about: About
    content: str


def entries(data: bytes, name: str, seen: datetime | None = None) -> Iterator[Entry]:
    """The entries of a feed; InputError where it is none. A date later than `seen` is not believed."""
    import feedparser

    try:
        feed: Any = feedparser.parse(io.BytesIO(data))  # bytes, never an address: it fetches nothing
    except (ValueError, RecursionError, LookupError, AttributeError, TypeError) as error:
        raise InputError(f"{name}: not a feed that can be read ({type(error).__name__}); check its address") from error
    if not feed.get("version") and not feed.entries:
        raise InputError(f"{name}: no feed; give the address of an RSS or Atom feed, or of a page")
    outlet = clean(feed.feed.get("title"))
    for entry in feed.entries[:MAX_ENTRIES]:
        texts = [one.get("value") or "" for one in entry.get("content") or ()] + [entry.get("summary") or ""]
        about = About(
            url=canonical(str(entry.get("link") or "")),
            title=clean(entry.get("title")),
            outlet=outlet,
            author=clean(entry.get("author")),
            published=_moment(entry.get("published_parsed"), seen),
            modified=_moment(dict.get(entry, "updated_parsed"), seen),
            seen=seen,
        )
        yield Entry(about, max(texts, key=len))


def feed(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """The entries of a feed that was saved as a file, each with the text that it carries; nothing is fetched."""
    del budget
    data = bounded(stream, settings.max_report_bytes, too_long(printable(name), settings))
    for number, entry in enumerate(entries(data, printable(name)), start=1):
        yield part(entry, f"{name}{WITHIN}{number}")


def part(entry: Entry, name: str) -> Part:
    """An entry with the text that the feed carries."""
    data = entry.content.encode("utf-8", "replace")
    return Part(name, data, "text/html" if "<" in entry.content else "text/plain", "utf-8", entry.about)


def _moment(parsed: Any, seen: datetime | None) -> datetime | None:
    """A time as feedparser gives it (UTC), where it can be true."""
    try:
        moment = datetime(*parsed[:6]).replace(tzinfo=UTC) if parsed else None
    except (ValueError, TypeError):
        return None
    if moment is None or moment.year < dates.EARLIEST or (seen and not dates.believable(moment, seen)):
        return None
    return moment
