"""Mail: one message, or the messages of an mbox, each as its own text and its attachments."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from counterclaim.ingest import dates
from counterclaim.ingest.html.metadata import clean
from counterclaim.ingest.kinds import SUFFIXES
from counterclaim.ingest.parts import WITHIN, About, Expanded, Inner, Part, Refused, printable, too_long
from counterclaim.ingest.streams import Budget, bounded
from counterclaim.settings import Settings

Found = Part | Refused | Inner
FACTOR = 4
"""Times the bytes of a report that a message with its attachments may have."""
LEAST = 200
"""Characters from which a message's plain text is preferred to its HTML."""
_START = re.compile(rb"From \S+.*\d{4}\r?\n\Z")


def message(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """The text of one message, and its attachments."""
    limit = FACTOR * settings.max_report_bytes
    data = bounded(stream, limit, too_long(printable(name), settings))
    yield from _message(name, data, budget)


def mailbox(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """Each message of an mbox in turn."""
    limit = FACTOR * settings.max_report_bytes
    number, lines, size = 0, list[bytes](), 0
    while line := stream.readline(limit):
        if _START.match(line):
            if number:
                yield from _bounded_message(f"{name}{WITHIN}{number}", lines, size, settings, budget)
            number, lines, size = number + 1, [], 0
            continue
        size += len(line)
        if size <= limit:
            lines.append(line[1:] if line.startswith(b">From ") else line)
    if number:
        yield from _bounded_message(f"{name}{WITHIN}{number}", lines, size, settings, budget)


def _bounded_message(name: str, lines: list[bytes], size: int, settings: Settings, budget: Budget) -> Iterator[Found]:
    if size > FACTOR * settings.max_report_bytes:
        yield Refused(printable(name), str(too_long(printable(name), settings)))
    else:
        yield from _message(name, b"".join(lines), budget)


def _message(name: str, data: bytes, budget: Budget) -> Iterator[Found]:
    try:
        leaves = [leaf for leaf in message_from_bytes(data).walk() if not leaf.is_multipart()]
        head = message_from_bytes(data[:262_144])
        plain = [leaf for leaf in leaves if leaf.get_content_type() == "text/plain" and not leaf.get_filename()]
        rich = [leaf for leaf in leaves if leaf.get_content_type() == "text/html" and not leaf.get_filename()]
        body = _body(plain, rich)
        about = _about(head)
        if body is not None:
            yield Part(name, _payload(body), body.get_content_type(), _charset(body), about)
        for leaf in leaves:
            attached = _decoded(leaf.get_filename() or "")
            if attached and any(attached.lower().endswith(suffix) for suffix in SUFFIXES):
                payload = _payload(leaf)
                budget.spend(len(payload))
                yield Inner(f"{name}{WITHIN}{attached}", io.BytesIO(payload), leaf.get_content_type(), "", _of(about))
    except (MessageError, RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError) as error:
        where = printable(name)
        said = " ".join(str(error).split())[:200]
        yield Refused(where, f"{where}: not a message that can be read ({said}); save its text as a .txt file")


def _body(plain: list[Message], rich: list[Message]) -> Message | None:
    """The part of a message that is its text: the plain one, unless it only points to the other."""
    if plain and (not rich or len(_payload(plain[0])) >= LEAST):
        return plain[0]
    return rich[0] if rich else None


def _payload(leaf: Message) -> bytes:
    found = leaf.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _charset(leaf: Message) -> str:
    return str(leaf.get_content_charset() or "")


def _about(head: Message) -> About:
    name, address = parseaddr(_decoded(str(head.get("From", ""))))
    return About(
        title=clean(_decoded(str(head.get("Subject", "")))),
        author=clean(name or address),
        published=dates.parse(str(head.get("Date", ""))),
    )


def _of(about: About) -> About:
    """What a message says of its attachments: when they were sent, and by whom."""
    return About(author=about.author, published=about.published)


def _decoded(header: str) -> str:
    try:
        return str(make_header(decode_header(header)))
    except (ValueError, LookupError):
        return header
