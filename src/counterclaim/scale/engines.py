"""Who reads shards: processes of this machine, or Ray's actors. Each gives every shard back once, in any order."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import Any

import msgspec

from counterclaim.processes import in_order
from counterclaim.scale.manifest import Shard
from counterclaim.scale.shards import KILLED, Job, Lost, Staged, read
from counterclaim.scale.stores import required

Result = Staged | Lost
Engine = Callable[[Job, Sequence[Shard], int], Iterator[tuple[Shard, Result]]]


def local(job: Job, shards: Sequence[Shard], workers: int) -> Iterator[tuple[Shard, Result]]:
    """As many processes of this machine."""
    pairs: Iterator[tuple[Shard, Result | None]] = ((shard, None) for shard in shards)
    work: Callable[[Shard], Result] = partial(read, job=job)
    results: Generator[tuple[Shard, Result], None, None] = in_order(work, pairs, workers, _nothing, _killed)
    with closing(results):
        yield from results


def on_ray(job: Job, shards: Sequence[Shard], workers: int) -> Iterator[tuple[Shard, Result]]:
    """As many actors of the Ray cluster that RAY_ADDRESS names, else of one that is started here."""
    ray, data = required("ray"), required("ray.data")
    if not ray.is_initialized():
        here = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers, "include_dashboard": False}
        ray.init(log_to_driver=False, logging_level="error", **here)
    data.DataContext.get_current().enable_progress_bars = False
    by_id = {shard.id: shard for shard in shards}
    rows = [{"shard": msgspec.json.encode(shard)} for shard in shards]
    read_by_actors = data.from_items(rows, override_num_blocks=len(rows)).map_batches(
        Reader,
        batch_size=1,
        compute=data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2),
        fn_constructor_args=(job,),
        num_cpus=1,
    )
    for row in read_by_actors.iter_rows():
        kind: type[Lost] | type[Staged] = Lost if row["lost"] else Staged
        result = msgspec.json.decode(row["result"], type=kind)
        yield by_id[result.shard], result


class Reader:
    """An actor: it loads the model once and reads the shards that it is handed."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[object]]:
        shard = msgspec.json.decode(bytes(batch["shard"][0]), type=Shard)
        result = read(shard, self.job)
        return {"lost": [isinstance(result, Lost)], "result": [msgspec.json.encode(result)]}


ENGINES: dict[str, Engine] = {"local": local, "ray": on_ray}


def _nothing(_: Shard) -> int:
    return 0


def _killed(shard: Shard) -> Result:
    return Lost(shard.id, KILLED)
