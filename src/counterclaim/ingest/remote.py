"""Sources in other stores than a disk, such as s3://bucket/folder: listed and opened through fsspec, an extra."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from counterclaim.errors import InputError
from counterclaim.extras import required
from counterclaim.ingest.addresses import is_web
from counterclaim.ingest.kinds import SUFFIXES
from counterclaim.ingest.parts import printable


def is_remote(source: str) -> bool:
    """Whether `source` is the address of something in a store, and not on the web."""
    return "://" in source[:20] and not is_web(source)


def find(address: str) -> Iterator[str]:
    """The files at an address, a folder's in order of their names; InputError where there is none."""
    store, path = _store(address)
    with _teaching(address):
        found = [path] if store.isfile(path) else sorted(store.find(path))
    wanted = [name for name in found if name == path or _wanted(name.removeprefix(path))]
    if not wanted:
        raise InputError(f"{printable(address)}: nothing readable there; check the address, or list what is in it")
    yield from map(store.unstrip_protocol, wanted)


def size(address: str) -> int:
    """Bytes of a file in a store."""
    store, path = _store(address)
    with _teaching(address):
        return int(store.size(path) or 0)


@contextmanager
def stream(address: str) -> Iterator[IO[bytes]]:
    """The bytes of a file in a store; what they cannot be read for is an InputError."""
    store, path = _store(address)
    with _teaching(address):
        opened = store.open(path, "rb")
    with opened as file:
        yield file


def _store(address: str) -> tuple[Any, str]:
    fsspec = required("fsspec", "cluster", f"{printable(address)}:")
    try:
        store, path = fsspec.core.url_to_fs(address)
    except ValueError as error:
        raise InputError(f"{printable(address)}: {error}; give a file by its path, or a web address") from error
    except ImportError as error:
        raise InputError(f"{printable(address)}: {error}; install that, or give a file") from error
    return store, str(path)


@contextmanager
def _teaching(address: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{printable(address)}: cannot be read ({error.strerror or error}); check the address and your rights"
        ) from error


def _wanted(below: str) -> bool:
    """Whether a file below a folder may hold reports: by its suffix; hidden ones are left out."""
    parts = below.strip("/").split("/")
    return not any(part.startswith(".") for part in parts) and below.lower().endswith(tuple(SUFFIXES))
