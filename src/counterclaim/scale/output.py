"""The table of documents: a Delta table with one commit a shard, however many drivers and workers tried.

A commit carries the shard as an application transaction of the Delta protocol, so that a second commit of one shard is
refused by the table itself, whoever sends it and however close to the first.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from counterclaim.errors import InputError
from counterclaim.scale import manifest as manifests
from counterclaim.scale.manifest import Manifest, Shard
from counterclaim.scale.shards import OUTCOMES, Row, Staged, columns
from counterclaim.scale.stores import Store, required

MANIFEST = "_manifest.jsonl"
COLOURS = re.compile("\x1b\\[[0-9;]*m")
"""What deltalake marks its errors up with."""
COMMITTED = 1
"""The version of a shard's transaction; a shard has no second one."""


@contextmanager
def usable(where: str) -> Iterator[None]:
    """Turns what goes wrong with the table's files into an InputError that names them and the next step."""
    try:
        yield
    except (OSError, required("deltalake").exceptions.DeltaError) as error:
        said = " ".join(COLOURS.sub("", str(error)).split())
        raise InputError(
            f"{where}: cannot be written ({said}); free some space or ask for the right to write there, "
            "and run the same command again, what was read is kept"
        ) from error


class Output:
    """The table in a folder, of one manifest."""

    def __init__(self, where: str, manifest: Manifest, table: Any, store: Store) -> None:
        self.where, self.manifest, self._table, self.store = where, manifest, table, store

    def has(self, shard: Shard) -> bool:
        """Whether the shard was committed when the table was last looked at."""
        return self._table.transaction_version(_transaction(shard.id)) is not None

    def left(self) -> list[Shard]:
        """The shards that are not committed, in order."""
        self._table.update_incremental()
        return [shard for shard in self.manifest.shards if not self.has(shard)]

    def commit(self, shard: Shard, staged: Staged, run: str) -> bool:
        """Makes the files of a shard part of the table, all or none; false where another driver was first."""
        deltalake = required("deltalake")
        self._table.update_incremental()
        if not self.has(shard):
            named = {"run": run, "batch": shard.id}
            properties = deltalake.CommitProperties(
                custom_metadata=named, app_transactions=[deltalake.Transaction(_transaction(shard.id), COMMITTED)]
            )
            try:
                self._table.create_write_transaction(
                    _added(staged), "append", self._table.schema(), ["outcome"], commit_properties=properties
                )
            except deltalake.exceptions.CommitFailedError:
                self._table.update_incremental()
                if not self.has(shard):
                    raise
            else:
                self.store.forget(shard.id)
                return True
        for file in staged.files:
            self.store.remove(file.path)
        return False

    def tidy(self) -> None:
        """Removes what attempts left that did not get as far as their commit, where the shard is committed now."""
        self._table.update_incremental()
        done = {shard.id for shard in self.manifest.shards if self.has(shard)}
        kept = {row["path"] for row in self._files()}
        for outcome in OUTCOMES:
            for path in self.store.below(f"outcome={outcome}"):
                if path not in kept and path.rpartition("/")[2].partition("-")[0] in done:
                    self.store.remove(path)

    def counts(self) -> dict[str, int]:
        """How many parts of sources have each outcome."""
        found: Counter[str] = Counter()
        for row in self._files():
            found[row["partition.outcome"]] += row["num_records"]
        return {outcome: found[outcome] for outcome in OUTCOMES}

    def rows(self, outcome: str) -> Iterator[Row]:
        """The rows of one outcome, in the order of sources and parts within each file of the table."""
        for path in self.paths(outcome):
            yield from self.store.rows(path)

    def paths(self, outcome: str) -> list[str]:
        """The files of one outcome, in order."""
        return sorted(str(row["path"]) for row in self._files() if row["partition.outcome"] == outcome)

    def _files(self) -> list[dict[str, Any]]:
        found = required("pyarrow").table(self._table.get_add_actions(flatten=True))
        return [dict(row) for row in found.to_pylist()]


def create(where: str, manifest: Manifest) -> Output:
    """The table of `manifest`, made where it is not there yet; InputError where another's is there."""
    deltalake = required("deltalake")
    store = Store(where)
    kept = store.read(MANIFEST)
    if kept is not None and manifests.parse(kept, f"{where}/{MANIFEST}").digest != manifest.digest:
        raise InputError(f"{where}: holds the documents of another manifest; give another folder")
    if kept is None:
        store.write(MANIFEST, manifests.write(manifest))
    schema = columns().append(required("pyarrow").field("outcome", "string"))
    deltalake.DeltaTable.create(
        store.where, schema, mode="ignore", partition_by=["outcome"], name="documents", description=manifest.digest
    )
    return _of(where, store, manifest)


def find(where: str) -> Output:
    """The table in a folder; InputError where there is none."""
    store = Store(where)
    kept = store.read(MANIFEST)
    if kept is None:
        raise InputError(f"{where}: no documents of a cluster run here; make some with counterclaim cluster run")
    return _of(where, store, manifests.parse(kept, f"{where}/{MANIFEST}"))


def _of(where: str, store: Store, manifest: Manifest) -> Output:
    table = required("deltalake").DeltaTable(store.where)
    if table.metadata().description != manifest.digest:
        raise InputError(f"{where}: holds the documents of another manifest; give another folder")
    return Output(where, manifest, table, store)


def _added(staged: Staged) -> list[Any]:
    action = required("deltalake.transaction").AddAction
    now = int(time.time() * 1000)
    return [
        action(file.path, file.size, {"outcome": file.outcome}, now, True, json.dumps({"numRecords": file.rows}))
        for file in staged.files
    ]


def _transaction(shard: str) -> str:
    return f"counterclaim shard {shard}"
