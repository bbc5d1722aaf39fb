"""Web archives of generated pages, as crawlers write them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from tests.ingest import pages

HEAD = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-03-12T10:00:00Z\r\n"
    "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
    "Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
)


def record(number: int, address: str, media: str, data: bytes) -> bytes:
    body = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data
    head = HEAD.format(address=address, number=number, length=len(body))
    return head.encode() + body + b"\r\n\r\n"


def records(count: int, packed: bool = True) -> Iterator[bytes]:
    """The records of an archive of `count` pages, a picture behind each, one gzip member a record where `packed`."""
    for number in range(count):
        made = pages.page(number)
        address = f"https://site.invalid/{number}"
        for found in (
            record(2 * number, address, f"text/html; charset={made.charset}", made.data),
            record(2 * number + 1, f"{address}.png", "image/png", b"png"),
        ):
            yield gzip.compress(found, 1) if packed else found


def warc(count: int, packed: bool = True) -> bytes:
    return b"".join(records(count, packed))
