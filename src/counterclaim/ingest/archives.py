"""ZIP (and so WACZ), tar and gzip. Nothing is ever written where an archive says: its names are labels."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import PurePosixPath
from typing import IO, cast

from counterclaim.errors import InputError
from counterclaim.ingest.kinds import SUFFIXES
from counterclaim.ingest.parts import WITHIN, Expanded, Inner, Refused, printable
from counterclaim.ingest.streams import DAMAGE, Budget, UnpackError, counted, seekable
from counterclaim.settings import Settings

UNREADABLE = (*DAMAGE, NotImplementedError, RuntimeError, ValueError, OSError, UnicodeError)
"""What zipfile raises for what is damaged, locked with a password, or packed in a way of its own."""
OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/manifest.xml", "META-INF/container.xml"})
"""What is in a ZIP archive that is one document and no archive of reports."""
MEMBER_BYTES = 400
"""Bytes of a ZIP directory that one member may take on average."""
TAIL = 65_557
"""Bytes at the end of a ZIP archive in which its directory is announced."""
CUT = "check that it was downloaded completely; what was read of it is kept"


def unzip(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """The members of a ZIP archive that may be reports."""
    with seekable(stream, name, settings, budget) as file:
        try:
            _check_directory(file, name, settings)
            archive = zipfile.ZipFile(file)
        except DAMAGE as error:
            raise InputError(f"{printable(name)}: a damaged ZIP archive ({_said(error)}); {CUT}") from error
        with archive:
            if OFFICE & set(archive.namelist()[:20]):
                raise InputError(f"{printable(name)}: an office document or a book; save its text as .txt or .pdf")
            for member in archive.infolist():
                inside = f"{name}{WITHIN}{member.filename}"
                if member.is_dir() or not _wanted(member.filename):
                    continue
                refused = _unsafe(inside, member.filename)
                if refused:
                    yield refused
                    continue
                try:
                    with archive.open(member) as opened:
                        yield Inner(inside, counted(opened, budget))
                except UnpackError:
                    raise
                except UNREADABLE as error:
                    yield _refused(inside, error)


def untar(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """The members of a tar archive that may be reports; it is read as it flows."""
    del settings
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                inside = f"{name}{WITHIN}{member.name}"
                archive.members = []  # type: ignore[attr-defined]  # else every member's header stays in memory
                if member.isdir() or not _wanted(member.name):
                    continue
                refused = _unsafe(inside, member.name) or (None if member.isfile() else _no_file(inside))
                if refused:
                    yield refused
                    continue
                opened = archive.extractfile(member)
                if opened is not None:
                    yield Inner(inside, counted(opened, budget))
    except DAMAGE as error:
        yield Refused(printable(name), f"{printable(name)}: a damaged tar archive ({_said(error)}); {CUT}")


def gunzip(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """What a gzip file holds, under the same name."""
    del settings
    try:
        with gzip.GzipFile(fileobj=stream) as opened:
            yield Inner(name, counted(cast("IO[bytes]", opened), budget))
    except DAMAGE as error:
        yield Refused(printable(name), f"{printable(name)}: a damaged gzip file ({_said(error)}); {CUT}")


def _check_directory(file: IO[bytes], name: str, settings: Settings) -> None:
    """InputError where the archive announces more members than are read, before all their names are held."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    found = tail.rfind(b"PK\x05\x06")
    if found >= 0 and len(tail) >= found + 20:
        entries, length = struct.unpack("<HL", tail[found + 10 : found + 16])
        wide = tail.rfind(b"PK\x06\x06")
        if wide >= 0 and len(tail) >= wide + 56:
            entries, length = struct.unpack("<QQ", tail[wide + 32 : wide + 48])
        if entries > settings.max_members or length > settings.max_members * MEMBER_BYTES:
            raise InputError(
                f"{printable(name)}: a ZIP archive of more than {settings.max_members:,} files; unpack it yourself, "
                "or raise COUNTERCLAIM_MAX_MEMBERS"
            )
    file.seek(0)


def _wanted(path: str) -> bool:
    """Whether a member may be a report or hold some: by its suffix, as in a folder; hidden ones are left out."""
    pure = PurePosixPath(path.replace("\\", "/"))
    hidden = any(part.startswith(".") and part not in (".", "..") for part in pure.parts)
    return not hidden and "__MACOSX" not in pure.parts and pure.suffix.lower() in SUFFIXES


def _unsafe(inside: str, path: str) -> Refused | None:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if ".." in parts or path.startswith(("/", "\\")) or path[1:2] == ":" or "\x00" in path:
        name = printable(inside)
        return Refused(name, f"{name}: its name leads out of the archive; ask who made the archive what it is")
    return None


def _no_file(inside: str) -> Refused:
    name = printable(inside)
    return Refused(name, f"{name}: a link or a device, not a file; ask who made the archive what it is")


def _refused(inside: str, error: Exception) -> Refused:
    name = printable(inside)
    return Refused(name, f"{name}: cannot be unpacked ({_said(error)}); {CUT}")


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
