"""The driver: hands the shards that are left to an engine and commits each as it comes back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from counterclaim.scale import output
from counterclaim.scale.engines import ENGINES
from counterclaim.scale.manifest import Manifest, Shard
from counterclaim.scale.shards import KILLED, Job, Lost, Staged, read
from counterclaim.settings import Settings


@dataclass(frozen=True)
class Progress:
    """A shard that came back: committed by this run, or by another meanwhile, or not read, for a `reason`.

    Another that commits a shard may tidy away what is half written of it here; then it is committed all the same.
    """

    shard: Shard
    done: int
    of: int
    reason: str = ""


def run(manifest: Manifest, out: str, settings: Settings, *, engine: str, workers: int) -> Iterator[Progress]:
    """Reads what is left of `manifest` into the table at `out`; one line of progress a shard.

    Killed wherever it may be, it goes on from there when it is called again; two at the same time share the result.
    """
    manifest.plan.reader()
    with output.usable(out):
        yield from _run(manifest, out, settings, engine, workers)


def _run(manifest: Manifest, out: str, settings: Settings, engine: str, workers: int) -> Iterator[Progress]:
    table = output.create(out, manifest)
    left = table.left()
    name = secrets.token_hex(8)
    done, total = len(manifest.shards) - len(left), len(manifest.shards)
    if not left:
        return
    work: Callable[[Shard], Staged | Lost] = partial(read, job=Job(manifest.plan, out, settings))
    for shard, result in ENGINES[engine](work, left, workers, _killed):
        if isinstance(result, Staged):
            table.commit(shard, result, name)
        elif shard in table.left():
            yield Progress(shard, done, total, result.reason)
            continue
        done += 1
        yield Progress(shard, done, total)
    table.tidy()


def _killed(shard: Shard) -> Staged | Lost:
    return Lost(shard.id, KILLED)
