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
from pathlib import Path
from typing import IO

from counterclaim.errors import InputError
from counterclaim.ingest import archives, mail, tables, warc
from counterclaim.ingest.kinds import LOOK, Kind, kind_of
from counterclaim.ingest.parts import About, Expanded, Inner, Part, Refused, printable, too_long
from counterclaim.ingest.sources import STDIN
from counterclaim.ingest.streams import Budget, UnpackError, beginning, counted, plain
from counterclaim.settings import Settings

Found = Part | Refused
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
        "mail": mail.message,
        "mbox": mail.mailbox,
    }.get(kind)


def parts(source: str, settings: Settings) -> Iterator[Found]:
    """Every part of `source`, a file or standard input, always in one order; InputError where it has none."""
    with _stream(source) as raw:
        budget = Budget(printable(source), settings)
        stream = counted(raw, budget, packed=True)
        try:
            for found in contents(Inner(source, stream), settings, budget, depth=0):
                yield replace(found, at=budget.packed)
        except UnpackError as error:
            yield Refused(printable(source), str(error), budget.packed)


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
    except OSError as error:
        name = printable(inner.name)
        yield Refused(name, f"{name}: cannot be unpacked ({error}); check that the archive is complete")


def whole(inner: Inner, stream: IO[bytes], settings: Settings) -> Found:
    """All of the stream as one part, refused where it is longer than a report may be."""
    data = stream.read(settings.max_report_bytes + 1)
    if len(data) > settings.max_report_bytes:
        name = printable(inner.name)
        return Refused(name, str(too_long(name, settings)))
    return Part(inner.name, data, inner.media, inner.charset, inner.about)


def of_bytes(
    name: str, data: bytes, settings: Settings, media: str = "", about: About | None = None
) -> Iterator[Found]:
    """The parts of what came as `data`, from the network or from memory."""
    budget = Budget(printable(name), settings)
    budget.packed = len(data)
    inner = Inner(name, io.BytesIO(data), media, "", about or About())
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
