"""Plain text: bytes in, a Report out. Its text is what the bytes say, decoded and otherwise unaltered; CRLF stays CRLF.

An encoding is taken, in this order: the one the user names; a byte order mark; UTF-16 by its zeros; UTF-8; UTF-8 with a
few damaged bytes; windows-1252 for what is nearly all ASCII; what charset-normalizer finds most likely. What was only
assumed is said in `Ingested.note`.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from counterclaim.errors import InputError
from counterclaim.ingest.offsets import Offsets, Run
from counterclaim.ingest.parts import Ingested, Part, ingested
from counterclaim.settings import Settings

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
"""Byte order marks: the mark, the name that Report.encoding gets, the codec for what follows. UTF-32 before UTF-16."""
FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
"""How files that are no plain text begin."""
SAMPLE = 65_536
"""Bytes that guesses look at."""
MAX_CONTROLS = 0.02
"""Share of control characters above which bytes are no text; random bytes have 0.1, text has none or a stray one."""
MAX_DAMAGE = 0.25
"""Damaged sequences for each good one, above which bytes are taken for another encoding than UTF-8."""
MIN_ZEROS = 0.3
"""Share of zeros on one side of the byte pairs that makes UTF-16 of them; text in Latin letters has nearly all."""
MAX_WESTERN = 0.1
"""Share of bytes beyond ASCII up to which they are taken for the quotes, dashes and accents of windows-1252."""
GUESSES = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("koi8_r", "koi8_u", "iso8859_5", "iso8859_6", "mac_roman", "mac_cyrillic"),
    *("gb18030", "big5", "cp932", "euc_jp", "iso2022_jp", "cp949"),
]
"""Encodings that reports are found in; the rest of Python's would only be taken by mistake."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DAMAGED = re.compile("[\udc80-\udcff]+")
_CONTROL_BYTES = bytes(n for n in range(32) if n not in (9, 10, 11, 12, 13, 27)) + b"\x7f"


class Decoded(NamedTuple):
    """A text, the encoding it was decoded by, and what was assumed for it, empty when nothing was."""

    text: str
    encoding: str
    note: str = ""


def report(part: Part, settings: Settings) -> Ingested:
    """The plain text in `part`; InputError says why there is none."""
    decoded = decode(part.data, part.name, settings.encoding or _told(part))
    offsets = _around_damage(part.data) if "shown as \ufffd" in decoded.note else None
    return ingested(
        part, decoded.text, settings, kind="text", encoding=decoded.encoding, offsets=offsets, note=decoded.note
    )


def decode(data: bytes, path: str, encoding: str = "") -> Decoded:
    """What `data` say, by `encoding` if given; InputError, naming `path`, if they say nothing readable."""
    if not data.strip():
        raise InputError(f"{path}: the file is empty; check that it was saved or downloaded completely")
    for beginning, kind in FORMATS:
        if data.startswith(beginning):
            raise InputError(f"{path}: this is {kind}, not plain text; save its text as a .txt file and read that")
    decoded = _by_name(data, path, encoding) if encoding else _by_looks(data, path)
    _check(decoded.text, path)
    return decoded


def _told(part: Part) -> str:
    """The encoding that the carrier names, where the bytes are in it; carriers are often wrong."""
    try:
        part.data.decode(part.charset or "undefined")
    except (LookupError, UnicodeError):
        return ""
    return part.charset


def offsets(text: str, encoding: str) -> Offsets:
    """The way back of a text that is its bytes decoded as they stand."""
    mark, _, codec = next((row for row in MARKS if row[1] == encoding), (b"", "", encoding))
    skip = len(mark) if encoding == "utf-8-sig" else 0
    length = len(text.encode(codec, "surrogatepass" if codec.startswith("utf") else "strict"))
    return Offsets(encoding=codec, runs=(Run(0, len(text), skip, skip + length),))


def _around_damage(data: bytes) -> Offsets:
    """The runs of UTF-8 with damaged bytes in it."""
    source = data.decode("utf-8", "surrogateescape")
    runs: list[Run] = []
    at = first = last = 0
    for found in (*_DAMAGED.finditer(source), None):
        sound = source[last : found.start() if found else len(source)]
        if sound:
            length = len(sound.encode())
            runs.append(Run(at, at + len(sound), first, first + length))
            at, first = at + len(sound), first + length
        if found:
            bad = found[0].encode("utf-8", "surrogateescape")
            shown = len(bad.decode("utf-8", "replace"))
            runs.append(Run(at, at + shown, first, first + len(bad), True))
            at, first, last = at + shown, first + len(bad), found.end()
    return Offsets(encoding="utf-8", runs=tuple(runs))


def _by_name(data: bytes, path: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except LookupError as error:
        raise InputError(f"{path}: no encoding is called {encoding}; give one such as utf-8 or windows-1251") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: byte {error.start:,} is not {encoding}; name another encoding, or none to have it found"
        ) from error


def _by_looks(data: bytes, path: str) -> Decoded:
    sure = _by_mark(data, path) or _as_utf16(data) or _as_utf8(data)
    if sure:
        return sure
    _refuse_binary(data, path)
    return _as_damaged_utf8(data) or _as_western(data) or _by_guess(data, path)


def _by_mark(data: bytes, path: str) -> Decoded | None:
    for mark, name, codec in MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(codec), name)
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{path}: it begins as {codec}, but byte {error.start + len(mark):,} is not; save it again as UTF-8"
                ) from error
    return None


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _as_utf16(data: bytes) -> Decoded | None:
    sample = data[:SAMPLE]
    for side, codec in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros, others = sample[side::2].count(0), sample[1 - side :: 2].count(0)
        if len(data) % 2 == 0 and zeros >= MIN_ZEROS * len(sample) / 2 and others <= zeros / 10:
            try:
                return Decoded(data.decode(codec), codec, f"no byte order mark; read as {codec}")
            except UnicodeDecodeError:
                return None
    return None


def _as_damaged_utf8(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - damaged
    if damaged > MAX_DAMAGE * good:
        return None
    return Decoded(text, "utf-8", f"{damaged} damaged in it, shown as \ufffd; read as utf-8")


def _as_western(data: bytes) -> Decoded | None:
    if sum(byte > 0x7F for byte in data) > MAX_WESTERN * len(data):
        return None
    try:
        return Decoded(data.decode("cp1252"), "cp1252", "not UTF-8; read as cp1252")
    except UnicodeDecodeError:
        return None


def _by_guess(data: bytes, path: str) -> Decoded:
    from charset_normalizer import from_bytes  # only the rare report needs it

    guess = from_bytes(data[:SAMPLE], cp_isolation=GUESSES).best()
    codec = guess.encoding if guess else ""
    try:
        text = data.decode(codec)
        if codec and text.encode(codec) == data:
            return Decoded(text, codec, f"not UTF-8; read as {codec}")
    except (LookupError, UnicodeError):
        pass
    raise InputError(f"{path}: its encoding cannot be told; name it with --encoding, or save the file as UTF-8")


def _refuse_binary(data: bytes, path: str) -> None:
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    if controls > MAX_CONTROLS * len(sample):
        raise _no_text(path)


def _check(text: str, path: str) -> None:
    if "\x00" in text or len(_CONTROLS.findall(text[:SAMPLE])) > MAX_CONTROLS * len(text[:SAMPLE]):
        raise _no_text(path)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise InputError(f"{path}: nothing but blanks in it; check that it was saved or downloaded completely")


def _no_text(path: str) -> InputError:
    return InputError(f"{path}: this is binary data, not text; save the report's text as a UTF-8 .txt file")
