"""What sources are made of: parts, each of which may become one report, and reasons where there is none."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, NamedTuple

from counterclaim.errors import InputError
from counterclaim.ingest import addresses, dates
from counterclaim.ingest.offsets import Offsets
from counterclaim.records import Report, Source, make_report
from counterclaim.settings import Settings

VERSION = "1"
"""Of the way from bytes to text: raised whenever the same bytes may give another text."""
WITHIN = "!"
"""Between the name of an archive and the name of what is in it."""


class Listed(NamedTuple):
    """An entry of a feed: its address, and when the feed says that it was last changed, empty where it does not.

    `settled` tells that this was so long before it was fetched that no later change can bear the same time.
    """

    address: str
    stated: str
    settled: bool


@dataclass(frozen=True, slots=True)
class About:
    """What a carrier (an archive, a feed, a server, a row of a table) or a page itself says of a report."""

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    seen: datetime | None = None
    weak: bool | None = None
    """That a page itself knows better."""
    listed: Listed | None = None

    def over(self, other: About) -> About:
        """What this says, and what `other` says where this is silent."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return replace(other, **{name: value for name, value in said.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes that may be a report. `media` and `charset` are what the carrier calls them, empty where it is silent.

    `at` is how many bytes of the source had been read by then.
    """

    name: str
    data: bytes = field(repr=False)
    media: str = ""
    charset: str = ""
    about: About = field(default_factory=About)
    at: int = 0


@dataclass(frozen=True, slots=True)
class Inner:
    """A stream found in a container; what it is, one part or a container in turn, is still to be seen."""

    name: str
    stream: IO[bytes]
    media: str = ""
    charset: str = ""
    about: About = field(default_factory=About)


@dataclass(frozen=True, slots=True)
class Refused:
    """A part that cannot be a report; `reason` is one line that begins with its name and ends with the next step."""

    name: str
    reason: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Ingested:
    """A report, where it was found, and what had to be assumed to read it, empty when nothing was."""

    report: Report
    source: Source
    note: str = ""


Expanded = Generator[Part | Refused | Inner, None, None]
"""What a container gives."""


def ingested(
    part: Part,
    text: str,
    settings: Settings,
    *,
    kind: str,
    encoding: str = "",
    offsets: Offsets | None = None,
    about: About | None = None,
    note: str = "",
) -> Ingested:
    """The report that `part` turned out to be; InputError where it is longer than the settings allow."""
    if len(text) > settings.max_report_chars:
        raise too_long(part.name, settings)
    about = about or part.about
    report = make_report(
        text,
        data=part.data,
        path=None if addresses.is_web(part.name) else printable(part.name),
        url=addresses.canonical(about.url) if about.url else None,
        title=about.title,
        outlet=about.outlet,
        published=about.published.date() if about.published else None,
        language=about.language,
        encoding=encoding or (offsets.encoding if offsets else "utf-8"),
    )
    source = Source(
        kind=kind,
        offsets=offsets.to_json() if offsets else None,
        author=about.author,
        published_at=dates.utc(about.published),
        modified_at=dates.utc(about.modified),
        seen_at=dates.utc(about.seen),
        way=VERSION,
    )
    return Ingested(report, source, note)


def too_long(name: str, settings: Settings) -> InputError:
    return InputError(
        f"{name}: longer than {settings.max_report_chars:,} characters, too long for one report; "
        "split it into one file a report, or raise COUNTERCLAIM_MAX_REPORT_CHARS"
    )


def printable(name: str) -> str:
    """`name` as characters that can be stored and shown, whatever bytes its folder has it under; no password in it."""
    return addresses.without_secrets(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
