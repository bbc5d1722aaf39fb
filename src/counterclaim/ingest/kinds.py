"""What kind of thing bytes are: by how they begin, what their carrier calls them, their name, and their looks."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

Kind = Literal[
    "text", "markdown", "html", "pdf", "mail", "mbox", "feed", "jsonl", "csv", "parquet", "zip", "tar", "gzip", "warc"
]  # fmt: skip
SUFFIXES: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".pdf": "pdf",
    ".eml": "mail", ".mbox": "mbox", ".rss": "feed", ".atom": "feed", ".xml": "feed",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
    ".zip": "zip", ".wacz": "zip", ".tar": "tar", ".tgz": "gzip", ".gz": "gzip", ".warc": "warc", ".arc": "warc",
}  # fmt: skip
MEDIA: dict[str, Kind] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown", "text/x-markdown": "markdown",
    "application/pdf": "pdf", "message/rfc822": "mail", "application/mbox": "mbox", "application/rss+xml": "feed",
    "application/atom+xml": "feed", "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "text/csv": "csv",
    "application/zip": "zip", "application/x-tar": "tar", "application/warc": "warc",
}  # fmt: skip
BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gzip"),
    (b"WARC/", "warc"), (b"filedesc://", "warc"), (b"PAR1", "parquet"),
)  # fmt: skip
LOOK = 2048
"""Bytes that the look of a thing is judged by."""
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,1000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MARKED_UP = re.compile(rb"<(?:p|div|br|span|a|h[1-6]|article|section|ul|table)\b[^>]{0,200}>", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_MBOX = re.compile(rb"From \S+.*\d{4}\r?\n[\w-]+: ")
_HEADER = re.compile(
    rb"(?:Received|From|To|Subject|Date|Message-ID|MIME-Version|Return-Path|Delivered-To): ", re.IGNORECASE
)


def kind_of(name: str, beginning: bytes, media: str = "") -> Kind:
    """What the part called `name` is, by its first bytes and by the media type that its carrier gives it."""
    beginning = beginning[:LOOK]
    for mark, kind in BEGINNINGS:
        if beginning.startswith(mark):
            return kind
    if beginning[257:262] == b"ustar":
        return "tar"
    bare = beginning.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(bare):
        return "html"
    suffix = PurePosixPath(name.split("?")[0].removesuffix(".gz")).suffix.lower()
    told = MEDIA.get(media.partition(";")[0].strip().lower())
    if told and told not in ("zip", "tar", "warc"):
        return "feed" if told == "html" and _is_feed(bare) else told
    by_name = SUFFIXES.get(suffix)
    if by_name and by_name not in ("feed", "zip", "tar", "gzip", "warc", "pdf"):
        return by_name
    return _by_look(bare)


def _by_look(bare: bytes) -> Kind:
    if _is_feed(bare):
        return "feed"
    if _MBOX.match(bare):
        return "mbox"
    if _HEADER.match(bare) and len(_HEADER.findall(bare)) >= 3:
        return "mail"
    if bare.lstrip().startswith(b"<") and len(_MARKED_UP.findall(bare)) >= 2:
        return "html"
    return "text"


def _is_feed(bare: bytes) -> bool:
    return bare.lstrip().startswith(b"<") and bool(_FEED.search(bare))
