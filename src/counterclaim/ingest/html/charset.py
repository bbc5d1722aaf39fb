"""The encoding of a page: by its byte order mark, as UTF-8, as its carrier or its head says, or guessed."""

from __future__ import annotations

import codecs
import re

from counterclaim.ingest import text
from counterclaim.ingest.offsets import Source
from counterclaim.ingest.parts import Part
from counterclaim.settings import Settings

HEAD = 4096
"""Bytes in which a page says its encoding."""
MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
"""What the standard has browsers read in place of what is said."""
_SAID = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)


def decode(part: Part, settings: Settings) -> tuple[Source, str]:
    """The characters of the page and what was assumed for them; damaged bytes are lone surrogates."""
    data = part.data
    for mark, _, codec in text.MARKS:
        if data.startswith(mark):
            return Source(data[len(mark) :].decode(codec, "surrogateescape"), codec, len(mark)), ""
    for said in (settings.encoding, "utf-8", part.charset, _in_head(data)):
        codec = _codec(said)
        if codec and (codec != "utf-8" or _is_utf8(data)):
            return _decoded(data, codec)
    if _mostly_utf8(data):
        return _decoded(data, "utf-8")
    guessed = text.decode(data, part.name)
    return Source(data.decode(guessed.encoding, "surrogateescape"), guessed.encoding), guessed.note


def _decoded(data: bytes, codec: str) -> tuple[Source, str]:
    source = data.decode(codec, "surrogateescape")
    damaged = len(re.findall("[\udc80-\udcff]+", source)) if not source.isascii() else 0
    return Source(source, codec), f"{damaged} damaged in it, shown as \ufffd; read as {codec}" if damaged else ""


def _codec(name: str) -> str:
    """Python's name for the encoding that a page means by `name`, empty where it has none."""
    try:
        found = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    if found.startswith(("utf-16", "utf-32", "utf-7")) or found in NO_TEXT:
        return ""  # a page whose head can be read is in none of them
    return MEANT.get(found, found)


NO_TEXT = frozenset({"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "unicode_escape"}) | {
    "raw_unicode_escape", "undefined", "mbcs", "oem"
}  # fmt: skip
"""Codecs of Python that are no encodings of text."""


def _in_head(data: bytes) -> str:
    found = _SAID.search(data, 0, HEAD)
    return found[1].decode("ascii", "ignore") if found else ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes beyond ASCII are nearly all UTF-8."""
    source = data.decode("utf-8", "surrogateescape")
    damaged = sum("\udc80" <= character <= "\udcff" for character in source)
    return damaged * 10 <= sum(character > "\x7f" for character in source)
