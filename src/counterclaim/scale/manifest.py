"""A manifest: sources cut into shards, and how they are read; a file of JSON lines, the plan and then each shard."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from counterclaim import pipeline
from counterclaim.errors import InputError
from counterclaim.ingest import sources
from counterclaim.settings import Settings, own_files, replace

SHARD_BYTES = 64_000_000
"""Bytes of sources that a shard holds at least: minutes of one core, so that little is lost where one is killed."""
FORMAT = 1


class Piece(msgspec.Struct, frozen=True):
    """Parts `first` to `last` of a source, counted from 1, or to its end; `size` is of the source, in bytes."""

    source: str
    size: int
    first: int = 1
    last: int | None = None


class Shard(msgspec.Struct, frozen=True):
    """What one worker reads at a time; the id comes from the pieces."""

    id: str
    pieces: tuple[Piece, ...]


class Plan(msgspec.Struct, frozen=True):
    """How all shards are read: two plans that are equal make the same of the same bytes."""

    reader_version: str
    actors: tuple[str, ...] = ()
    gazetteers: tuple[str, ...] = ()
    encoding: str = ""
    columns: str = ""
    keep_all: bool = False
    format: int = FORMAT

    def reader(self) -> pipeline.Reader:
        """The reader of this plan; InputError where the one that is installed here is another."""
        found = pipeline.reader(self.actors, self.gazetteers)
        if found.version != self.reader_version:
            raise InputError(
                f"the manifest was planned for reader {self.reader_version}, here is {found.version}; install the same "
                "version of counterclaim everywhere with the same files of actors and places, or plan anew"
            )
        return found

    def way(self, settings: Settings) -> pipeline.Way:
        return pipeline.Way(replace(settings, encoding=self.encoding, columns=self.columns), self.keep_all)


class Manifest(msgspec.Struct, frozen=True):
    """A plan and its shards."""

    plan: Plan
    shards: tuple[Shard, ...]

    @property
    def digest(self) -> str:
        """The same for two manifests of the same shards and the same plan."""
        said = msgspec.json.encode((self.plan, [shard.id for shard in self.shards]))
        return hashlib.sha256(said).hexdigest()[:16]


def make(
    paths: Iterable[str],
    settings: Settings,
    *,
    actors: Sequence[str] = (),
    gazetteers: Sequence[str] = (),
    keep_all: bool = False,
    shard_bytes: int = SHARD_BYTES,
    records: int = 0,
) -> tuple[Manifest, list[InputError]]:
    """A manifest of all that `paths` hold, and what of them cannot be read.

    With `records`, a source of more parts than that is cut after each so many; it is looked through to count them.
    """
    actors = (*own_files(settings, "actors"), *actors)
    gazetteers = (*own_files(settings, "places"), *gazetteers)
    version = pipeline.reader(actors, gazetteers).version
    plan = Plan(version, tuple(actors), tuple(gazetteers), settings.encoding, settings.columns, keep_all)
    problems: list[InputError] = []
    pieces = _pieces(_readable(paths, problems), settings, records)
    return Manifest(plan, tuple(_shards(pieces, shard_bytes))), problems


def write(manifest: Manifest) -> bytes:
    """The manifest as JSON lines."""
    lines = (manifest.plan, *manifest.shards)
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def load(path: Path) -> Manifest:
    """The manifest in a file; InputError where there is none."""
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); make it with counterclaim cluster plan"
        ) from error


def parse(data: bytes, name: str) -> Manifest:
    """The manifest that `data` is; InputError with `name` where it is none."""
    lines = data.splitlines()
    try:
        plan = msgspec.json.decode(lines[0], type=Plan)
        shards = tuple(msgspec.json.decode(line, type=Shard) for line in lines[1:])
    except (IndexError, msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{name}: not a manifest ({error}); make it with counterclaim cluster plan") from error
    if plan.format != FORMAT:
        raise InputError(f"{name}: a manifest of format {plan.format}, this version reads {FORMAT}; plan anew")
    return Manifest(plan, shards)


def _readable(paths: Iterable[str], problems: list[InputError]) -> Iterator[str]:
    for found in pipeline.plan(paths):
        if isinstance(found, InputError):
            problems.append(found)
        elif found == sources.STDIN:
            problems.append(InputError(f"{found}: standard input cannot be read twice; give a file by its path"))
        elif "://" in found[:20] or not Path(found).is_file():
            yield found
        else:
            yield str(Path(found).absolute())


def _pieces(found: Iterable[str], settings: Settings, records: int) -> Iterator[Piece]:
    for source in found:
        size = sources.size(source)
        parts = sum(1 for _ in pipeline.items(source, settings)) if records else 1
        if parts <= max(records, 1):
            yield Piece(source, size)
            continue
        for first in range(1, parts + 1, records):
            yield Piece(source, size, first, min(first + records - 1, parts))


def _shards(pieces: Iterable[Piece], shard_bytes: int) -> Iterator[Shard]:
    """Pieces in their order, as many in a shard as make `shard_bytes`; a part of a source is a shard of its own."""
    waiting: list[Piece] = []
    for piece in pieces:
        if piece.last and waiting:
            yield _shard(waiting)
            waiting = []
        waiting.append(piece)
        if piece.last or sum(one.size for one in waiting) >= shard_bytes:
            yield _shard(waiting)
            waiting = []
    if waiting:
        yield _shard(waiting)


def _shard(pieces: Sequence[Piece]) -> Shard:
    return Shard(hashlib.sha256(msgspec.json.encode(pieces)).hexdigest()[:16], tuple(pieces))
