"""Bytes as they flow out of files and archives, counted, so that no source costs more than its size allows."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
from typing import IO, Any

from counterclaim.errors import InputError
from counterclaim.settings import Settings

FREE = 64 * 1024 * 1024
"""Bytes that any source may unpack to, however small it is."""
SPOOL = 16 * 1024 * 1024
"""Bytes of a nested archive that are held in memory before a temporary file takes them."""
CHUNK = 1024 * 1024
DAMAGE = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, lzma.LZMAError, struct.error)
"""What the unpackers of the standard library raise for what is damaged or cut off."""


class UnpackError(InputError):
    """A source unpacks to more than its size allows; all of it that is left is given up."""


class Budget:
    """What one source, with all that is packed in it, may still cost."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name, self.settings = name, settings
        self.packed = self.unpacked = 0

    def spend(self, unpacked: int) -> None:
        self.unpacked += unpacked
        if self.unpacked > FREE + self.settings.max_ratio * self.packed:
            raise UnpackError(
                f"{self.name}: unpacks to more than {self.settings.max_ratio} times its size, as no archive of reports "
                "does; the rest of it was left out; unpack it yourself, or raise COUNTERCLAIM_MAX_RATIO"
            )


class Counted(io.RawIOBase):
    """The bytes of `stream`; what is read of it counts as packed, or against the budget as unpacked."""

    def __init__(self, stream: IO[bytes], budget: Budget, *, packed: bool = False) -> None:
        self.stream, self.budget, self.packed = stream, budget, packed

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        if self.packed:
            self.budget.packed += len(data)
        else:
            self.budget.spend(len(data))
        return len(data)


def counted(stream: IO[bytes], budget: Budget, *, packed: bool = False) -> io.BufferedReader:
    return io.BufferedReader(Counted(stream, budget, packed=packed), 65_536)


def plain(stream: IO[bytes]) -> io.BufferedReader:
    """`stream` with a look ahead, its bytes uncounted."""
    return io.BufferedReader(_Plain(stream), 65_536)


class _Plain(io.RawIOBase):
    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def beginning(stream: io.BufferedReader, length: int) -> bytes:
    """The next bytes of `stream`, which stay in it; fewer than `length` only where it ends."""
    seen = 0
    while True:
        found = stream.peek(length)
        if len(found) >= length or len(found) == seen:
            return found[:length]
        seen = len(found)


def bounded(stream: IO[bytes], limit: int, problem: InputError) -> bytes:
    """All of `stream`; `problem` is raised where it holds more than `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise problem
    return data


def seekable(stream: io.BufferedReader, name: str, settings: Settings, budget: Budget) -> IO[bytes]:
    """`stream` as a file that can be moved about in: the file it comes from, or else a copy of bounded length."""
    raw = stream.raw
    if isinstance(raw, Counted) and raw.packed and raw.stream.seekable():
        budget.packed += raw.stream.seek(0, io.SEEK_END)
        raw.stream.seek(0)
        return raw.stream
    held: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - closed by who asked for it
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > settings.max_nested_bytes:
            held.close()
            raise InputError(
                f"{name}: an archive of more than {settings.max_nested_bytes:,} bytes within another; unpack the outer "
                "one yourself, or raise COUNTERCLAIM_MAX_NESTED_BYTES"
            )
        held.write(chunk)
    held.seek(0)
    return held
