"""Commands that take reports in, and that tell what came in, from where, and what did not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.serve.common import Json, LedgerFile, complain, opened, settings_now, wants_json
from counterclaim.serve.serving import NoBrowser, Port, Token, beside

if TYPE_CHECKING:
    from counterclaim.errors import InputError
    from counterclaim.ledger.engine import Where
    from counterclaim.ledger.store import Ledger
    from counterclaim.pipeline import Outcome, Tally
    from counterclaim.serve.serving import Beside
    from counterclaim.settings import Settings

Moved = Callable[[str, int], None]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Files (text, Markdown, HTML, PDF, mail, feeds, WARC, JSON lines, CSV, ZIP, tar), folders of them, "
        "addresses on the web, or - for standard input.",
    ),
]
Actors = Annotated[
    list[str] | None, typer.Option("--actors", metavar="FILE", help="Actors of your own (YAML); may be repeated.")
]
Gazetteers = Annotated[
    list[str] | None, typer.Option("--gazetteer", metavar="FILE", help="A list of places of your own; may be repeated.")
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="The encoding of the files, where it is not found rightly."),
]
Columns = Annotated[
    str | None,
    typer.Option("--columns", metavar="LIST", help="Columns of tables: text=body,title=headline,published=day ..."),
]
KeepAll = Annotated[bool, typer.Option("--keep-all", help="Keep reports that have nothing to do with a conflict, too.")]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes that read at the same time.")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command()(read)
    app.command("open")(open_)
    app.command()(watch)
    app.command()(sources)
    app.command()(skipped)
    app.command()(where)


def read(
    paths: Sources,
    as_json: Json = None,
    published: Annotated[
        datetime | None, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="The day the reports appeared.")
    ] = None,
    actors: Actors = None,
    gazetteer: Gazetteers = None,
    encoding: Encoding = None,
    columns: Columns = None,
    jobs: Jobs = None,
) -> None:
    """Read reports and show what each says: one record a report."""
    from counterclaim import pipeline
    from counterclaim.serve.jsonl import JsonLines
    from counterclaim.serve.show import Tables

    settings = settings_now(encoding=encoding, columns=columns, jobs=jobs)
    reader = pipeline.reader(actors or (), gazetteer or (), published.date() if published else None, settings)
    tally = pipeline.Tally()
    show = JsonLines() if wants_json(as_json) else Tables()
    for outcome in pipeline.read_all(pipeline.plan(paths), reader, settings):
        tally.count(outcome)
        tell(outcome)
        if isinstance(outcome, pipeline.Foreign):
            complain(f"{outcome.source}: in another language ({outcome.language}); only English is read")
        if isinstance(outcome, pipeline.Done):
            show.record(outcome.record)
    leave(tally)


def open_(
    paths: Sources,
    ledger: LedgerFile = None,
    actors: Actors = None,
    gazetteer: Gazetteers = None,
    encoding: Encoding = None,
    columns: Columns = None,
    jobs: Jobs = None,
    keep_all: KeepAll = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be read: every source, what it is, how much of it.")
    ] = False,
    desk: Annotated[
        bool, typer.Option("--desk", help="Serve the desk meanwhile and afterwards; see counterclaim serve.")
    ] = False,
    port: Port = None,
    token: Token = None,
    no_browser: NoBrowser = False,
) -> None:
    """Read reports into a ledger; what it knows already is not read again. Your own files stay with it.

    Interrupted or killed, the same command goes on where it stopped, within an archive too. With --desk the browser
    opens as soon as the first report is in.
    """
    from counterclaim import pipeline

    settings = settings_now(ledger=ledger, encoding=encoding, columns=columns, jobs=jobs, port=port, token=token)
    planned = pipeline.plan(paths)
    if dry_run:
        _foretell(planned, settings)
        return
    tally = pipeline.Tally()
    with opened(ledger, settings, write=True) as store, beside(settings, wanted=desk, browser=not no_browser) as shown:
        own = {"actors": _own(store, "actors", actors), "gazetteers": _own(store, "gazetteers", gazetteer)}
        reader = pipeline.reader(own["actors"], own["gazetteers"], None, settings)
        try:
            with _progress(planned) as moved:
                outcomes = pipeline.open_all(planned, reader, settings, store, keep_all=keep_all, moved=moved)
                for outcome in outcomes:
                    tally.count(outcome)
                    tell(outcome)
                    if shown and isinstance(outcome, pipeline.Done):
                        _show(shown, store, tally.read)
        finally:
            if tally.read or tally.known:
                store.remember(own)
            summarise(tally, store.path)
        if shown:
            shown.show()
            shown.wait()
    leave(tally)


def _show(desk: Beside, store: Ledger, read: int) -> None:
    """Lays what was read beside the rest each time that there is twice as much of it, so that the desk shows it."""
    from counterclaim.crosscheck import settle

    if read.bit_count() == 1:
        settle(store)
        desk.show()


def watch(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED", help="Addresses of RSS or Atom feeds.")],
    ledger: LedgerFile = None,
    keep_all: KeepAll = False,
    once: Annotated[bool, typer.Option("--once", help="Look once and end, as a scheduler wants it.")] = False,
) -> None:
    """Keep a ledger current: look at feeds again and again, and read what is new or has changed.

    Pages are fetched one at a time, as robots.txt allows. COUNTERCLAIM_WATCH_SECONDS sets the time between two looks.
    """
    import time

    from counterclaim import pipeline

    settings = settings_now()
    with opened(ledger, settings, write=True) as store:
        own = {name: store.remembered(name) for name in ("actors", "gazetteers")}
        reader = pipeline.reader(own["actors"], own["gazetteers"], None, settings)
        while True:
            news, tally = pipeline.News(store, settings), pipeline.Tally()
            planned = pipeline.plan(feeds)
            for outcome in pipeline.open_all(planned, reader, settings, store, keep_all=keep_all, parts=news.parts):
                tally.count(outcome)
                tell(outcome)
            news.note({skipped.given for skipped in tally.skipped})
            summarise(tally, store.path)
            if once:
                break
            time.sleep(settings.watch_seconds)
    leave(tally)


def sources(
    ledger: LedgerFile = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only addresses at which several versions were found, and what changed.")
    ] = False,
    as_json: Json = None,
) -> None:
    """List where the reports of a ledger were found, and what is known of each place."""
    from counterclaim.ledger.intake import changes, places

    with opened(ledger) as store:
        if changed:
            _rows((change._asdict() for change in changes(store)), as_json, ("change", "old", "new"))
            return
        _rows((place._asdict() for place in places(store)), as_json, ("report_id", "published", "kind", "language"))


def skipped(ledger: LedgerFile = None, as_json: Json = None) -> None:
    """List what was given to a ledger and became no record, each with the reason."""
    from counterclaim.ledger.intake import left_out

    with opened(ledger) as store:
        _rows((left._asdict() for left in left_out(store)), as_json, ("kind",))


def where(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id or its beginning.")],
    ledger: LedgerFile = None,
    as_json: Json = None,
) -> None:
    """Show where the words of a claim stand: for each finding place its bytes, or its pages and boxes."""
    from counterclaim.ingest import offsets, text
    from counterclaim.ledger.intake import offsets_of
    from counterclaim.ledger.query import find_claim

    with opened(ledger) as store:
        record, found = find_claim(store, claim)
        words = record.report.text
        rows: list[dict[str, object]] = []
        for place, kept in offsets_of(store, record.report.id):
            back = offsets.from_json(kept) if kept else text.offsets(words, place.encoding)
            pieces = back.pieces(words, found.start, found.end)
            boxes = [box._asdict() for box in back.on_pages(found.start, found.end)]
            at = {"path": place.path, "url": place.url, "sha256": place.sha256}
            rows.append({**at, "bytes": pieces, "boxes": boxes})
        _rows(rows, as_json, ("bytes", "boxes"))


def tell(outcome: Outcome) -> None:
    """What the user should know of one report: that it was skipped, or what was assumed to read it."""
    reason = getattr(outcome, "reason", "")
    note = getattr(outcome, "note", "")
    if reason or note:
        complain(reason or f"{outcome.source}: {note}")


def summarise(tally: Tally, ledger: Where) -> None:
    """How the run ended."""
    from counterclaim.words import plural

    read = f"{plural(tally.read, 'report')} read, {plural(tally.claims, 'claim')}"
    foreign = ", ".join(f"{number:,} {code}" for code, number in sorted(tally.foreign.items()))
    more = [f"{tally.aside:,} without a conflict"] if tally.aside else []
    more += [f"{sum(tally.foreign.values()):,} in other languages ({foreign})"] if foreign else []
    rest = "".join(f", {one}" for one in more)
    typer.echo(f"{ledger}: {read}, {tally.known:,} already known, {len(tally.skipped):,} skipped{rest}")


def leave(tally: Tally) -> None:
    if tally.skipped:
        raise typer.Exit(1)


def _own(store: Ledger, name: str, given: list[str] | None) -> tuple[str, ...]:
    """The user's own files: those given now, or else those that stayed with the ledger."""
    return tuple(str(Path(file).absolute()) for file in given) if given else store.remembered(name)


def _progress(planned: Iterable[str | InputError]) -> AbstractContextManager[Moved]:
    """Bars on a terminal; what they are told is how many bytes of a source are read."""
    if not sys.stderr.isatty():
        return nullcontext(lambda _, __: None)
    from counterclaim.ingest.sources import size
    from counterclaim.serve.progress import bars

    return bars({source: size(source) for source in planned if isinstance(source, str)})


def _foretell(planned: Iterable[str | InputError], settings: Settings) -> None:
    """What `open` would read, source by source."""
    from counterclaim.ingest import opening
    from counterclaim.words import one_line, plural

    files = found = 0
    for source in planned:
        if not isinstance(source, str):
            complain(str(source))
            continue
        files += 1
        held = list(opening.outline(source, settings))
        found += len(held)
        kinds = ", ".join(sorted({kind for kind, _ in held}))
        typer.echo(f"{one_line(source)}: {plural(len(held), 'part')} ({kinds})")
    typer.echo(f"{plural(files, 'source')}, {plural(found, 'part')}; nothing was read into a ledger")


def _rows(rows: Iterable[dict[str, object]], as_json: bool | None, short: tuple[str, ...]) -> None:
    """One line of JSON a row, or on a terminal its short columns and what it is about."""
    import msgspec

    from counterclaim.words import one_line

    for row in rows:
        if wants_json(as_json):
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
            sys.stdout.buffer.flush()
        else:
            about = row.get("quote") or row.get("reason") or row.get("path") or row.get("url") or row.get("source")
            typer.echo(one_line("  ".join([*(str(row[name] or "-") for name in short), str(about)])))
