"""A source that a user names, opened: what it holds, part by part, through archives within archives.

source ── stream ── kind_of ──> a part
                       └──────> a container ── CONTAINERS[kind] ──> parts, refusals, and streams to open in turn
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from counterclaim.errors import InputError
from counterclaim.ingest import archives, dates, feeds, mail, remote, tables, warc
from counterclaim.ingest.addresses import is_web
from counterclaim.ingest.kinds import LOOK, Kind, kind_of
from counterclaim.ingest.parts import WITHIN, About, Expanded, Inner, Listed, Part, Refused, printable, too_long
from counterclaim.ingest.sources import STDIN
from counterclaim.ingest.streams import DAMAGE, Budget, UnpackError, beginning, counted, plain
from counterclaim.ingest.web import Fetched, Fetcher
from counterclaim.settings import Settings

Found = Part | Refused
LONG = 800
"""Bytes from which the text that a feed carries is taken for the whole story."""
RESOLUTION = timedelta(minutes=1)
"""What feeds round the times of changes to: two changes less apart may bear the same time."""
Expand = Callable[[str, io.BufferedReader, Settings, Budget], Expanded]


def expand(kind: Kind) -> Expand | None:
    """How a container of this kind is taken apart, null where it is none."""
    return {
        "zip": archives.unzip,
        "tar": archives.untar,
        "gzip": archives.gunzip,
        "warc": warc.records,
        "jsonl": tables.json_lines,
        "csv": tables.comma_separated,
        "parquet": tables.parquet,
        "mail": mail.message,
        "mbox": mail.mailbox,
        "feed": feeds.feed,
    }.get(kind)


def parts(source: str, settings: Settings) -> Iterator[Found]:
    """Every part of `source`, always in one order; InputError where it has none."""
    if is_web(source):
        yield from online(source, settings, Fetcher(settings))
        return
    with remote.stream(source) if remote.is_remote(source) else _stream(source) as raw:
        budget = Budget(printable(source), settings)
        stream = counted(raw, budget, packed=True)
        try:
            for found in contents(Inner(source, stream), settings, budget, depth=0):
                yield replace(found, at=budget.packed)
        except UnpackError as error:
            yield Refused(printable(source), str(error), budget.packed)


def online(address: str, settings: Settings, fetcher: Fetcher) -> Iterator[Found]:
    """What is at an address: a page, an archive, or the pages that a feed lists; InputError where it is not fetched."""
    fetched = fetcher.fetch(address)
    if kind_of(address, fetched.data, fetched.media) == "feed":
        yield from listed(fetched, settings, fetcher)
    else:
        yield from _of_fetched(fetched, settings, About(url=fetched.address, seen=fetched.at))


def listed(
    fetched: Fetched, settings: Settings, fetcher: Fetcher, has: Callable[[Listed], bool] = lambda _: False
) -> Iterator[Found]:
    """The pages that a feed lists, but for those that one `has`; where one cannot be had, the feed's own long text."""
    for number, entry in enumerate(feeds.entries(fetched.data, fetched.address, fetched.at), start=1):
        address = entry.about.url
        if address:
            entry = replace(entry, about=replace(entry.about, listed=_listed(address, entry.about, fetched.at)))
        if entry.about.listed and has(entry.about.listed):
            continue
        instead = feeds.part(entry, f"{fetched.address}{WITHIN}{number}")
        try:
            page = fetcher.fetch(address) if address else None
        except InputError as error:
            yield instead if len(instead.data) >= LONG else Refused(str(address), str(error))
            continue
        if page is None:
            yield instead
        else:
            yield from _of_fetched(page, settings, replace(entry.about, weak=True))


def _listed(address: str, about: About, at: datetime | None) -> Listed:
    changed = dates.utc(about.modified)
    settled = changed is None or at is None or changed + RESOLUTION <= at
    return Listed(address, changed.isoformat() if changed else "", settled)


def _of_fetched(page: Fetched, settings: Settings, about: About) -> Iterator[Found]:
    yield from of_bytes(page.address, page.data, settings, page.media, about, page.charset)


def outline(source: str, settings: Settings) -> Iterator[tuple[str, str]]:
    """The kind and the name of each part of `source`, looked at and not read."""
    try:
        for found in parts(source, settings):
            if isinstance(found, Part):
                yield kind_of(found.name, found.data, found.media), found.name
            else:
                yield "refused", found.reason
    except InputError as error:
        yield "refused", str(error)


def contents(inner: Inner, settings: Settings, budget: Budget, depth: int) -> Iterator[Found]:
    """What `inner` turns out to be: one part, or the parts of all that is in it."""
    stream = inner.stream if isinstance(inner.stream, io.BufferedReader) else plain(inner.stream)
    kind = kind_of(inner.name, beginning(stream, LOOK), inner.media)
    take_apart = expand(kind)
    if take_apart is None:
        yield whole(inner, stream, settings)
        return
    if depth > settings.max_depth:
        yield Refused(
            printable(inner.name),
            f"{printable(inner.name)}: more than {settings.max_depth} archives within each other; unpack some of them, "
            "or raise COUNTERCLAIM_MAX_DEPTH",
        )
        return
    with closing(take_apart(inner.name, stream, settings, budget)) as found:
        for one in found:
            if isinstance(one, Inner):
                yield from _safely(one, settings, budget, depth + 1)
            else:
                yield one


def _safely(inner: Inner, settings: Settings, budget: Budget, depth: int) -> Iterator[Found]:
    """The contents of one part of a container; what is wrong with it does not concern the others."""
    try:
        yield from contents(inner, settings, budget, depth)
    except UnpackError:
        raise
    except InputError as error:
        yield Refused(printable(inner.name), str(error))
    except (*DAMAGE, OSError) as error:
        name = printable(inner.name)
        kind = "gzip file" if isinstance(error, EOFError) else "archive"
        yield Refused(name, f"{name}: a damaged {kind} ({error}); check that it was downloaded completely")


def whole(inner: Inner, stream: IO[bytes], settings: Settings) -> Found:
    """All of the stream as one part, refused where it is longer than a report may be."""
    data = stream.read(settings.max_report_bytes + 1)
    if len(data) > settings.max_report_bytes:
        name = printable(inner.name)
        return Refused(name, str(too_long(name, settings)))
    return Part(inner.name, data, inner.media, inner.charset, inner.about)


def of_bytes(
    name: str, data: bytes, settings: Settings, media: str = "", about: About | None = None, charset: str = ""
) -> Iterator[Found]:
    """The parts of what came as `data`, from the network or from memory."""
    budget = Budget(printable(name), settings)
    budget.packed = len(data)
    inner = Inner(name, io.BytesIO(data), media, charset, about or About())
    try:
        yield from contents(inner, settings, budget, depth=0)
    except UnpackError as error:
        yield Refused(printable(name), str(error))


@contextmanager
def _stream(source: str) -> Iterator[IO[bytes]]:
    if source == STDIN:
        yield sys.stdin.buffer
        return
    try:
        with Path(source).open("rb") as file:
            yield file
    except OSError as error:
        name = printable(source)
        raise InputError(
            f"{name}: cannot be read ({error.strerror or error}); check that it exists and that you may read it"
        ) from error
