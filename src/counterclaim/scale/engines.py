"""Who works on shards: processes of this machine, or Ray's actors. Each gives every shard back once, in any order."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Protocol, TypeVar

from counterclaim.processes import in_order
from counterclaim.scale.stores import required

Shard = TypeVar("Shard")
Result = TypeVar("Result")


class Engine(Protocol):
    """Hands `shards` out to `workers`, who do `work`; `died` gives the result of one that kills who works on it."""

    def __call__(
        self,
        work: Callable[[Shard], Result],
        shards: Sequence[Shard],
        workers: int,
        died: Callable[[Shard], Result],
    ) -> Iterator[tuple[Shard, Result]]: ...


def local(
    work: Callable[[Shard], Result], shards: Sequence[Shard], workers: int, died: Callable[[Shard], Result]
) -> Iterator[tuple[Shard, Result]]:
    """As many processes of this machine."""
    pairs: Iterator[tuple[Shard, Result | None]] = ((shard, None) for shard in shards)
    results: Generator[tuple[Shard, Result], None, None] = in_order(work, pairs, workers, _nothing, died)
    with closing(results):
        yield from results


def on_ray(
    work: Callable[[Shard], Result], shards: Sequence[Shard], workers: int, died: Callable[[Shard], Result]
) -> Iterator[tuple[Shard, Result]]:
    """As many actors of the Ray cluster that RAY_ADDRESS names, else of one that is started here.

    Ray starts an actor that died again and hands its shard out anew, so that nothing is `died` of.
    """
    del died
    if not shards:
        return
    ray, data = required("ray"), required("ray.data")
    if not ray.is_initialized():
        here = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers, "include_dashboard": False}
        ray.init(log_to_driver=False, logging_level="error", **here)
    data.DataContext.get_current().enable_progress_bars = False
    rows = [{"number": n, "shard": pickle.dumps(shard)} for n, shard in enumerate(shards)]
    worked = data.from_items(rows, override_num_blocks=len(rows)).map_batches(
        Actor,
        batch_size=1,
        compute=data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2),
        fn_constructor_args=(work,),
        num_cpus=1,
    )
    for row in worked.iter_rows():
        yield shards[row["number"]], pickle.loads(row["result"])


class Actor:
    """It loads what its work needs once, and works on the shards that it is handed."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[object]]:
        result = self.work(pickle.loads(bytes(batch["shard"][0])))
        return {"number": [int(batch["number"][0])], "result": [pickle.dumps(result)]}


ENGINES: Mapping[str, Engine] = {"local": local, "ray": on_ray}


def _nothing(_: object) -> int:
    return 0
