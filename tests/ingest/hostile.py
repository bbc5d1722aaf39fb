"""Files made to break who reads them, each with what has to become of it.

`python -m tests.ingest.hostile FOLDER` makes them.

`REFUSED`: a reason that has to be given. `None`: it may be read, or refused for any reason, but must do no harm.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from counterclaim.settings import Settings

SETTINGS = Settings(max_ratio=20, max_members=1000, max_seconds=20, max_nested_bytes=50_000_000)
"""Bounds that these files break without taking long."""
TEXT = b"The ministry said on Monday that four soldiers were killed in the shelling of the market.\n"
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://site.invalid/%d\r\n"
    b"WARC-Date: 2024-03-12T10:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000%d>\r\nContent-Type: application/http\r\n"
    b"Content-Length: %d\r\n\r\nHTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"
)
HTTP = len(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return out.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.size, made.linkname = kind, size, link
    return made


def nested(depth: int) -> bytes:
    data = zipped({"in.txt": TEXT})
    for _ in range(depth):
        data = zipped({"in.zip": data})
    return data


def crowded() -> bytes:
    """A ZIP archive that announces more members than it has."""
    data = bytearray(zipped({"a.txt": TEXT}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", 60_000, 60_000)
    return bytes(data)


def locked() -> bytes:
    data = bytearray(zipped({"a.txt": TEXT}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def record(number: int, body: bytes, length: int | None = None) -> bytes:
    return WARC % (number, number, HTTP + len(body) if length is None else length) + body + b"\r\n\r\n"


def mail_in_mail(depth: int) -> bytes:
    heads = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return b"From: a@b.invalid\r\nTo: c@d.invalid\r\nSubject: x\r\nMIME-Version: 1.0\r\n" + heads + TEXT


def feed(inside: bytes, head: bytes = b"") -> bytes:
    item = b"<item><title>Shells</title><description>" + inside + b"</description></item>"
    return (
        b"<?xml version='1.0'?>" + head + b"<rss version='2.0'><channel><title>F</title>" + item + b"</channel></rss>"
    )


LAUGHS = b"<!DOCTYPE r [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9)
) + b"]>"  # fmt: skip
OUTSIDE = b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"

REFUSED: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "zip-bomb.zip": (lambda: zipped({"a.txt": bytes(60_000_000)}), "too long for one report"),
    "zip-crowd.zip": (lambda: zipped({f"{n}.txt": b"a" * 7_900_000 for n in range(14)}), "times its size"),
    "zip-many.zip": (crowded, "more than 1,000 files"),
    "zip-deep.zip": (lambda: nested(6), "archives within each other"),
    "zip-cut.zip": (lambda: zipped({"a.txt": TEXT * 50})[:-30], "damaged ZIP"),
    "zip-locked.zip": (locked, "cannot be unpacked"),
    "zip-out.zip": (lambda: zipped({"../../a.txt": TEXT, "/b.txt": TEXT, "C:\\c.txt": TEXT}), "leads out of"),
    "zip-name.zip": (lambda: zipped({"\x1b[2J\u202egnp\n.txt": TEXT}), None),
    "gzip-bomb.txt.gz": (lambda: gzip.compress(bytes(60_000_000)), "too long for one report"),
    "gzip-cut.txt.gz": (lambda: gzip.compress(TEXT * 5000)[:-200], "damaged gzip"),
    "tar-link.tar": (lambda: tarred(member("a.txt", tarfile.SYMTYPE, link="/etc/passwd")), "a link or a device"),
    "tar-hard.tar": (lambda: tarred(member("a.txt", tarfile.LNKTYPE, link="../../etc/passwd")), "a link or a device"),
    "tar-device.tar": (lambda: tarred(member("zero.txt", tarfile.CHRTYPE)), "a link or a device"),
    "tar-out.tar": (lambda: tarred(member("../a.txt", size=9)), "leads out of the archive"),
    "tar-cut.tar": (lambda: tarred(member("a.txt", size=9000))[:3000], "damaged tar"),
    "warc-bomb.warc.gz": (lambda: gzip.compress(record(1, bytes(80_000_000)) + record(2, TEXT)), "times its size"),
    "warc-long.warc": (lambda: record(1, TEXT, 10**15), None),
    "warc-short.warc": (lambda: record(1, TEXT * 9, 60) + record(2, TEXT), None),
    "warc-negative.warc": (lambda: record(1, TEXT, -5) + record(2, TEXT), None),
    "warc-cut.warc.gz": (lambda: gzip.compress(record(1, TEXT * 999))[:-90], "damaged"),
    "feed-outside.xml": (lambda: feed(b"&x; and more of it" * 9, OUTSIDE), None),
    "feed-laughs.xml": (lambda: feed(b"&j; and more of it" * 9, LAUGHS), None),
    "line.jsonl": (lambda: b'{"text": "' + b"a" * 17_000_000 + b'"}\n', "a line of more than"),
    "deep.jsonl": (lambda: b"[" * 1_000_000, "not JSON"),
    "halves.jsonl": (lambda: json.dumps({"text": "The army \ud800 said \udfff four were killed."}).encode(), None),
    "nothing.jsonl": (lambda: b'{"a": 1}\n7\n', "no text in it"),
    "open.csv": (lambda: b'text,title\n"never closed' + b"\n,,,," * 100_000, None),
    "deep.html": (lambda: b"<div>" * 1_000_000 + TEXT, None),
    "bold.html": (lambda: b"<b>" * 1_000_000 + b"</i>" * 900_000, None),
    "less.html": (lambda: b"<html>" + b"<" * 3_000_000, None),
    "quotes.html": (lambda: b'<html><a b="' * 300_000, None),
    "equals.html": (lambda: b"<html><a " + b'="' * 1_000_000, None),
    "comments.html": (lambda: b"<html>" + b"<!--" * 1_000_000, None),
    "entities.html": (lambda: b"<html><p>" + b"&amp" * 1_000_000, None),
    "titles.html": (lambda: b"<html>" + b"<title>" * 300_000 + b"<script>" * 300_000, None),
    "zeros.html": (lambda: b"<html><p>" + TEXT.replace(b"o", b"\x00o") + b"\x00" * 100_000, None),
    "zeros.txt": (lambda: TEXT.replace(b"o", b"\x00o"), "binary data"),
    "reversed.txt": (lambda: "The army \u202edias\u202c on Monday that \u2066four\u2069 were killed.".encode(), None),
    "brackets.md": (lambda: b"[" * 200_000 + b"(" * 200_000, None),
    "stars.md": (lambda: b"*_`" * 300_000, None),
    "nested.eml": (lambda: mail_in_mail(3000), None),
    "heads.eml": (lambda: b"From: a\r\nTo: b\r\nSubject: " + b"=?utf-8?q?" * 200_000 + b"\r\n\r\n" + TEXT, None),
    "cut.pdf": (lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>", "not a PDF"),
    "loop.pdf": (
        lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>",
        None,
    ),
    "huge.txt": (lambda: b"a" * 9_000_000, "too long for one report"),
    "surrogates.txt": (lambda: b"\xed\xa0\x80" * 300 + TEXT, None),
}  # fmt: skip


def make(folder: Path) -> list[Path]:
    """Writes the whole corpus into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, (data, _) in REFUSED.items():
        (folder / name).write_bytes(data())
    return [folder / name for name in REFUSED]


if __name__ == "__main__":
    make(Path(sys.argv[1]))
