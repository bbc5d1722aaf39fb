"""The folder that a table stands in, on a disk or in any store that fsspec reaches."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from counterclaim import extras
from counterclaim.errors import InputError
from counterclaim.ingest.parts import printable

ATTEMPTS = "_attempts"
"""The folder of marks; what begins with a line is no part of a Delta table."""


def required(module: str) -> Any:
    """A module of the extra [cluster]; InputError where that is not installed."""
    return extras.required(module, "cluster", "cluster")


class Store:
    """The files below one folder, by their paths in it."""

    def __init__(self, where: str) -> None:
        self.where = where if "://" in where else str(Path(where).absolute())
        try:
            self._fs, self._root = required("fsspec.core").url_to_fs(self.where)
        except (ImportError, ValueError) as error:
            raise InputError(f"{printable(where)}: {error}; install that, or give a folder") from error

    def create(self, path: str) -> IO[bytes]:
        """A new file, with the folders that it needs."""
        name = self._name(path)
        self._fs.makedirs(name.rpartition("/")[0], exist_ok=True)
        return cast("IO[bytes]", self._fs.open(name, "wb"))

    def open(self, path: str) -> IO[bytes]:
        """A file to read, from any place in it."""
        return cast("IO[bytes]", self._fs.open(self._name(path), "rb"))

    def read(self, path: str) -> bytes | None:
        """All of a file, null where it is not there."""
        try:
            return cast("bytes", self._fs.cat_file(self._name(path)))
        except FileNotFoundError:
            return None

    def exists(self, path: str) -> bool:
        return bool(self._fs.exists(self._name(path)))

    def write(self, path: str, data: bytes) -> None:
        """Writes a file that is there whole or not at all."""
        unfinished = f"{path}.{secrets.token_hex(4)}"
        try:
            with self.create(unfinished) as file:
                file.write(data)
            self._fs.mv(self._name(unfinished), self._name(path))
        except OSError:
            self.remove(unfinished)
            raise

    def put(self, path: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Writes rows as a Parquet file that is there whole or not at all, by their `shard` where they have one."""
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        groups: dict[int, list[Mapping[str, Any]]] = {}
        for row in rows:
            groups.setdefault(row.get("shard", 0), []).append(row)
        whole = pa.Table.from_pylist(list(rows))
        unfinished = f"{path}.{secrets.token_hex(4)}"
        with self.create(unfinished) as file, ParquetWriter(file, whole.schema, compression="zstd") as writer:
            for _, group in sorted(groups.items()):
                writer.write_table(pa.Table.from_pylist(group, whole.schema))
        self._fs.mv(self._name(unfinished), self._name(path))

    def rows(self, path: str, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of a Parquet file, some hundreds held at a time."""
        from pyarrow.parquet import ParquetFile

        with self.open(path) as file:
            for batch in ParquetFile(file).iter_batches(256, columns=columns):
                yield from batch.to_pylist()

    def shard(self, path: str, number: int) -> list[dict[str, Any]]:
        """Those rows of a file that `put` has written whose `shard` is `number`; the others are not read."""
        from pyarrow.parquet import ParquetFile

        with self.open(path) as file:
            table = ParquetFile(file)
            at = {table.schema_arrow.names.index("shard")} if "shard" in table.schema_arrow.names else set()
            groups = range(table.num_row_groups)
            wanted = [n for n in groups for c in at if table.metadata.row_group(n).column(c).statistics.min == number]
            return list(table.read_row_groups(wanted).to_pylist()) if wanted else []

    def size(self, path: str) -> int:
        return int(self._fs.size(self._name(path)))

    def remove(self, path: str) -> None:
        """Removes a file; nothing where it is gone already."""
        try:
            self._fs.rm_file(self._name(path))
        except FileNotFoundError:
            return

    def below(self, folder: str) -> list[str]:
        """The paths of the files below a folder, in order."""
        found = self._fs.find(self._name(folder))
        return sorted(name[len(self._root) + 1 :] for name in found)

    def attempt(self, shard: str) -> int:
        """How often somebody has begun to read a shard, now included; `forget` starts anew."""
        begun = len(self._marks(shard))
        self.create(f"{ATTEMPTS}/{shard}-{secrets.token_hex(4)}").close()
        return begun + 1

    def forget(self, shard: str) -> None:
        """Removes the marks of those who began to read a shard."""
        for mark in self._marks(shard):
            self.remove(mark)

    def _marks(self, shard: str) -> list[str]:
        return [mark for mark in self.below(ATTEMPTS) if mark.startswith(f"{ATTEMPTS}/{shard}-")]

    def _name(self, path: str) -> str:
        return f"{self._root}/{path}"
