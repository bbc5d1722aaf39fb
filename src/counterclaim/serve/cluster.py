"""`counterclaim cluster`: archives that one process is too slow for, read in shards on this machine or on Ray."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.serve.common import Json, LedgerFile, complain, opened, settings_now, wants_json
from counterclaim.serve.intake import Actors, Columns, Encoding, Gazetteers, KeepAll, Sources

if TYPE_CHECKING:
    from counterclaim.scale.output import Output

app = typer.Typer(
    help="Read archives in shards, on this machine or on Ray, and bring the results into a ledger.",
    no_args_is_help=True,
)
Out = Annotated[str, typer.Argument(metavar="OUT", help="The folder of the table, on a disk or s3://... .")]


@app.command()
def plan(
    paths: Sources,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the manifest is written.")],
    shard_mb: Annotated[
        float, typer.Option("--shard-mb", metavar="N", min=0.001, help="Megabytes of sources in a shard, at least.")
    ] = 64,
    records: Annotated[
        int,
        typer.Option(
            "--records", metavar="N", min=0, help="Cut archives after each N parts, looking through them; 0: do not."
        ),
    ] = 0,
    actors: Actors = None,
    gazetteer: Gazetteers = None,
    encoding: Encoding = None,
    columns: Columns = None,
    keep_all: KeepAll = False,
) -> None:
    """List sources, cut into shards, in a manifest. They may be on a disk or in a store (s3://bucket/folder)."""
    from counterclaim.scale import manifest
    from counterclaim.words import plural

    settings = settings_now(encoding=encoding, columns=columns)
    own = {"actors": _absolute(actors), "gazetteers": _absolute(gazetteer)}
    made, problems = manifest.make(
        paths, settings, **own, keep_all=keep_all, shard_bytes=int(shard_mb * 1e6), records=records
    )
    for problem in problems:
        complain(str(problem))
    if made.shards:
        out.write_bytes(manifest.write(made))
        size = sum({piece.source: piece.size for shard in made.shards for piece in shard.pieces}.values())
        typer.echo(f"{out}: {plural(len(made.shards), 'shard')}, {size / 1e6:,.1f} MB")
    if problems:
        raise typer.Exit(1)


@app.command()
def run(
    manifest: Annotated[Path, typer.Argument(metavar="MANIFEST", help="What counterclaim cluster plan wrote.")],
    out: Annotated[str, typer.Option("--out", metavar="OUT", help="The folder of the table, on a disk or s3://... .")],
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="local: processes of this machine; ray: actors of RAY_ADDRESS, or here.")
    ] = "local",
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="Processes or actors that read.")] = 2,
) -> None:
    """Read the shards of a manifest that are left into a Delta table. Killed, the same command goes on from there."""
    from counterclaim.scale import manifest as manifests
    from counterclaim.scale import running
    from counterclaim.scale.output import find

    _known(engine)
    lost = 0
    for progress in running.run(manifests.load(manifest), out, settings_now(), engine=engine, workers=workers):
        if progress.reason:
            lost += 1
            complain(f"shard {progress.shard.id}: {progress.reason}")
        else:
            complain(f"{progress.done:,} of {progress.of:,} shards")
    _summarise(out, find(out))
    if lost:
        raise typer.Exit(1)


@app.command()
def status(out: Out, as_json: Json = None) -> None:
    """Tell how much of a manifest is read, and what became of it."""
    from counterclaim.scale.output import find

    table = find(out)
    if wants_json(as_json):
        _json({"shards": len(table.manifest.shards), "left": len(table.left()), **table.counts()})
    else:
        _summarise(out, table)


@app.command()
def failed(out: Out, as_json: Json = None) -> None:
    """List the documents that became no record, each with the reason."""
    from counterclaim.scale.output import find
    from counterclaim.words import one_line

    for row in find(out).rows("failed"):
        if wants_json(as_json):
            _json({name: row[name] for name in ("name", "source", "part", "document_id", "reason")})
        else:
            typer.echo(one_line(row["reason"]))


@app.command()
def incidents(
    out: Out,
    engine: Annotated[str, typer.Option(metavar="NAME", help="local or ray, as for run.")] = "local",
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="Processes or actors that work.")] = 2,
    as_json: Json = None,
) -> None:
    """Work out the incidents of a table in shards, as a ledger would; nobody's judgements are among them."""
    from counterclaim.scale import reconciling
    from counterclaim.scale.output import find
    from counterclaim.words import plural

    _known(engine)
    table = find(out)
    _require_whole(out, table)
    for step, done, total in reconciling.run(table, engine=engine, workers=workers):
        complain(f"{step}: {done:,} of {total:,}")
    if wants_json(as_json):
        for one in reconciling.found(table):
            sys.stdout.write(one + "\n")
    else:
        typer.echo(f"{out}: {plural(sum(1 for _ in reconciling.found(table)), 'incident')}")


@app.command()
def load(out: Out, ledger: LedgerFile = None) -> None:
    """Bring the documents of a table into a ledger, as if they had been read there."""
    from counterclaim.scale import loading
    from counterclaim.scale.output import find
    from counterclaim.words import plural

    table = find(out)
    _require_whole(out, table)
    with opened(ledger, write=True) as store:
        loaded = loading.load(table, store)
        typer.echo(
            f"{store.path}: {plural(loaded.reports, 'report')}, {plural(loaded.claims, 'claim')}, {loaded.known:,} "
            f"already known, {loaded.skipped:,} without a record"
        )


def _known(engine: str) -> None:
    from counterclaim.scale.engines import ENGINES

    if engine not in ENGINES:
        raise typer.BadParameter(f"{engine} is none of {', '.join(ENGINES)}", param_hint="--engine")


def _require_whole(out: str, table: Output) -> None:
    """Tells where something is still to be read."""
    from counterclaim.words import plural

    if left := len(table.left()):
        complain(f"{out}: {plural(left, 'shard')} not read yet; counterclaim cluster run reads the rest")


def _absolute(files: list[str] | None) -> tuple[str, ...]:
    return tuple(str(Path(file).absolute()) for file in files or ())


def _summarise(out: str, table: Output) -> None:
    from counterclaim.words import plural

    counts = table.counts()
    done, total = len(table.manifest.shards) - len(table.left()), len(table.manifest.shards)
    typer.echo(
        f"{out}: {done:,} of {plural(total, 'shard')}, {plural(counts['read'], 'report')} read, {counts['aside']:,} "
        f"without a conflict, {counts['foreign']:,} in other languages, {counts['failed']:,} failed"
    )


def _json(row: dict[str, object]) -> None:
    import msgspec

    sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
