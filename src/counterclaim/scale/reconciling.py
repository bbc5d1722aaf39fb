"""Incidents of a whole table, worked out in shards; the same as `reconcile.reconcile` makes of its records in memory.

    files of the table ──strands────> each report's strands, filed by the region that their keys lie in
    regions ────────────ties────────> pairs of strands that are held to be of one incident
    all of them ────────bundles─────> neighbourhoods, strands that chains of ties join, in bundles (here, by ids alone)
    files of strands ───sorted──────> strands with their claims, filed by bundle
    bundles ────────────incidents───> incidents

What meets in a block meets in one region, and what is tied is in one bundle, so that no shard needs another. Every step
writes files that the next one reads; one that is there is not made again, so that a run that was killed goes on.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec

from counterclaim.reconcile.accounts import incident, told_of
from counterclaim.reconcile.blocking import filed, looked, region
from counterclaim.reconcile.comparing import Tie, tie
from counterclaim.reconcile.grouping import incidents, neighbourhoods
from counterclaim.reconcile.strands import strands
from counterclaim.reconcile.traits import Strand
from counterclaim.records import Claim, record_from_json, report_from_header
from counterclaim.scale.engines import ENGINES
from counterclaim.scale.output import Output
from counterclaim.scale.stores import Store

FOLDER = "_incidents"
SHARDS = 64
"""Regions, and bundles: so many that a large cluster is busy, so few that a laptop does not drown in files."""
NAMES = tuple(f"{n:03d}" for n in range(SHARDS))

Row = dict[str, Any]


def run(table: Output, *, engine: str, workers: int) -> Iterator[tuple[str, int, int]]:
    """Works the incidents out; tells of each step how many of its files are done, and of how many.

    They are then in the files `_incidents/incidents` of the table's folder; `found` reads them.
    """
    store = table.store
    sources = {f"{n:06d}": path for n, path in enumerate(table.paths("read"))}
    files = tuple(sources)

    def step(name: str, work: Any, wanted: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        left = [one for one in wanted if not store.exists(_path(name, one))]
        for done, _ in enumerate(ENGINES[engine](work, left, workers, _killed), start=1):
            yield name, len(wanted) - len(left) + done, len(wanted)

    yield from step("strands", partial(_strands, where=store.where, sources=sources), files)
    yield from step("ties", partial(_ties, where=store.where, files=files), NAMES)
    if not store.exists(_path("bundles", "ties")):
        _bundle(store, files)
    yield from step("sorted", partial(_sorted, where=store.where), files)
    yield from step("incidents", partial(_incidents, where=store.where, files=files), NAMES)


def found(table: Output) -> Iterator[str]:
    """The JSON of each incident, in no order that means anything."""
    for name in NAMES:
        yield from (row["json"] for row in table.store.rows(_path("incidents", name)))


def _strands(name: str, where: str, sources: dict[str, str]) -> None:
    """The strands of one file of the table: once for each region with the keys that lie there, and once to be told."""
    store = Store(where)
    keyed: list[Row] = []
    told: list[Row] = []
    for row in store.rows(sources[name]):
        record = record_from_json(row["record"], row["text"])
        order = f"{row['source']} {row['part']:012d}"
        for strand in strands(record):
            kept = {"id": strand.id, "order": order, "strand": msgspec.json.encode(strand).decode()}
            own = [claim for claim in record.claims if claim.id in strand.claims]
            claims = msgspec.json.encode(own).decode()
            told.append({**kept, "report": msgspec.json.encode(record.report.header()).decode(), "claims": claims})
            for shard, keys in _by_region(strand).items():
                keyed.append({**kept, "shard": shard, **keys})
    store.put(_path("told", name), told)
    store.put(_path("strands", name), keyed)


def _by_region(strand: Strand) -> dict[int, dict[str, list[str]]]:
    """{shard: {"filed": the keys there, "looked": those}}."""
    keys: defaultdict[int, dict[str, list[str]]] = defaultdict(lambda: {"filed": [], "looked": []})
    for kind, every in (("filed", filed(strand)), ("looked", looked(strand))):
        for key in sorted(every):
            keys[_shard(region(key))][kind].append(key)
    return keys


def _ties(name: str, where: str, files: Sequence[str]) -> None:
    """The ties above nought of one region."""
    store = Store(where)
    rows = _first(store.shard(_path("strands", file), int(name)) for file in files)
    index: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows.values():
        for key in row["filed"]:
            index[key].append(row["id"])
    met = {(min(a, b), max(a, b)) for a, row in rows.items() for key in row["looked"] for b in index.get(key, ())}
    held = {one: _strand(rows[one]) for one in {one for pair in met for one in pair}}
    ties = (tie(held[a], held[b]) for a, b in sorted(met) if held[a].report != held[b].report)
    store.put(_path("ties", name), [{"a": t.a, "b": t.b, "value": t.value} for t in ties if t.value > 0])


def _bundle(store: Store, files: Sequence[str]) -> None:
    """Which bundle each strand and each tie is in: the one that its neighbourhood's smallest id leads to."""
    ids = {file: [row["id"] for row in store.rows(_path("told", file), ["id"])] for file in files}
    ties = {(row["a"], row["b"]): row["value"] for name in NAMES for row in store.rows(_path("ties", name))}
    parts = neighbourhoods({one for own in ids.values() for one in own}, map(frozenset, ties))
    bundle = {one: _shard(part[0]) for part in parts for one in part}
    for file, own in ids.items():
        store.put(_path("bundles", file), [{"bundle": bundle[one]} for one in own])
    rows = [{"shard": bundle[a], "a": a, "b": b, "value": value} for (a, b), value in sorted(ties.items())]
    store.put(_path("bundles", "ties"), rows)


def _sorted(name: str, where: str) -> None:
    """The strands of one file by their bundles."""
    store = Store(where)
    rows = zip(store.rows(_path("told", name)), store.rows(_path("bundles", name)), strict=True)
    store.put(_path("sorted", name), [told | {"shard": bundled["bundle"]} for told, bundled in rows])


def _incidents(name: str, where: str, files: Sequence[str]) -> None:
    """The incidents of one bundle."""
    store = Store(where)
    rows = _first(store.shard(_path("sorted", file), int(name)) for file in files)
    held = {one: _strand(row) for one, row in rows.items()}
    ties = [Tie(row["a"], row["b"], row["value"], "") for row in store.shard(_path("bundles", "ties"), int(name))]
    made = []
    for group in incidents(held, ties):
        told = [
            one
            for strand in group
            for one in told_of(held[strand], report_from_header(rows[strand]["report"]), _claims(rows[strand]))
        ]
        made.append(incident([held[strand] for strand in group], told))
    store.put(_path("incidents", name), [{"id": one.id, "json": msgspec.json.encode(one).decode()} for one in made])


def _first(files: Iterable[Iterable[Row]]) -> dict[str, Row]:
    """{id: row}, of copies of one report the first."""
    rows: dict[str, Row] = {}
    for row in (row for rows_of in files for row in rows_of):
        if row["id"] not in rows or row["order"] < rows[row["id"]]["order"]:
            rows[row["id"]] = row
    return rows


def _strand(row: Row) -> Strand:
    return msgspec.json.decode(row["strand"], type=Strand)


def _claims(row: Row) -> list[Claim]:
    return msgspec.json.decode(row["claims"], type=list[Claim], strict=False)


def _shard(of: str) -> int:
    return int.from_bytes(hashlib.sha256(of.encode()).digest()[:4]) % SHARDS


def _path(step: str, name: str) -> str:
    return f"{FOLDER}/{step}/{name}.parquet"


def _killed(name: str) -> None:
    raise MemoryError(f"the process that worked on {name} was killed; see that there is memory enough")
