"""What joins the rooms: sources to parts, parts to reports, reports to records, records to the ledger.

    plan ── sources ── items: one part at a time ──> outcomes: read here or in other processes, in order ──> ledger

Generators throughout: no more is held than is being read just now.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counterclaim.errors import CounterclaimError, InputError, KnowledgeError, RecordError
from counterclaim.ingest import language, limits, opening, reports, sources
from counterclaim.ingest.addresses import is_web
from counterclaim.ingest.parts import VERSION, Ingested, Listed, Part, Refused, printable
from counterclaim.ingest.web import Fetcher
from counterclaim.processes import in_order
from counterclaim.records import Record, Report, Source
from counterclaim.settings import Settings, own_files

if TYPE_CHECKING:
    from counterclaim.ledger.intake import Cursor, Feed
    from counterclaim.ledger.store import Also, Ledger, Run

Read = Callable[[Report], Record]
Parts = Callable[[str, Settings], Iterator[Part | Refused]]


@dataclass(frozen=True)
class Reader:
    """How reports are read, and the name of that way: two readers of one version make the same record of a report.

    `conflict` tells whether a report that makes no claim is about a conflict at all; without it, all are.
    """

    read: Read
    version: str
    places: tuple[str, ...] = ()
    """Which places it reads with: the name and the version of each file of them."""
    conflict: Callable[[Report], bool] | None = None


@dataclass(frozen=True)
class Done:
    """A report that was read. `note` says what had to be assumed to read it, empty when nothing was."""

    source: str
    record: Record
    note: str = ""
    found: Source = field(default_factory=Source)


@dataclass(frozen=True)
class Known:
    """A report that the ledger has from the same reader already."""

    source: str
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """A part whose bytes are in the ledger; it only has to be found out which report it is. Nobody is told of it."""

    source: str


@dataclass(frozen=True)
class Unchanged:
    """A source of which `parts` reports were taken in by an earlier run, which need not be looked at again."""

    source: str
    parts: int
    note: str = ""


@dataclass(frozen=True)
class Foreign:
    """A report in another language: kept with its text, without claims."""

    source: str
    record: Record
    language: str
    found: Source = field(default_factory=Source)


@dataclass(frozen=True)
class Aside:
    """A report that has nothing to do with a conflict; `sha256` is of its bytes."""

    source: str
    sha256: str


@dataclass(frozen=True)
class Skipped:
    """A source that gave no record; `reason` is one line that begins with its name and ends with the next step.

    `given` is the source that the user named and that it is part of.
    """

    source: str
    reason: str
    given: str = ""


Outcome = Done | Known | Seen | Unchanged | Foreign | Aside | Skipped


@dataclass
class Tally:
    """What one run did."""

    read: int = 0
    claims: int = 0
    known: int = 0
    aside: int = 0
    foreign: dict[str, int] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        match outcome:
            case Done():
                self.read += 1
                self.claims += len(outcome.record.claims)
            case Known():
                self.known += 1
            case Unchanged():
                self.known += outcome.parts
            case Foreign():
                self.foreign[outcome.language] = self.foreign.get(outcome.language, 0) + 1
            case Aside():
                self.aside += 1
            case Skipped():
                self.skipped.append(outcome)


@dataclass(frozen=True)
class Item:
    """The part with the given number of a source, counted from 1, and whether it is the last."""

    source: str
    number: int
    part: Part | Refused
    last: bool


@dataclass(frozen=True)
class Way:
    """How parts are taken in: what of it may be different in another run, beside the reader."""

    settings: Settings
    keep_all: bool = False

    def name(self, reader: Reader) -> str:
        """Two ways of one name make the same of the same bytes."""
        said = f"{reader.version} {VERSION} {self.settings.encoding} {self.settings.columns} {self.keep_all}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Shipped:
    """The shipped reader over a user's own files; it can be sent to another process, which then loads its own model."""

    actors: tuple[str, ...]
    gazetteers: tuple[str, ...]
    published: date | None

    def __call__(self, report: Report) -> Record:
        from counterclaim import reading

        known = reading.load(tuple(map(Path, self.actors)), tuple(map(Path, self.gazetteers)))
        return reading.read(report, published=self.published, resources=known)


def reader(
    actors: Sequence[str] = (),
    gazetteers: Sequence[str] = (),
    published: date | None = None,
    settings: Settings | None = None,
) -> Reader:
    """The shipped reader, with a user's own actor and gazetteer files; the model is loaded with the first report.

    With `settings`, what the user has added to their own knowledge is read with too. What changes its reading changes
    its version: the files' bytes, and a day of publication that is set from outside.
    """
    _require(actors, gazetteers)
    if settings is not None:
        gazetteers = (*own_files(settings, "places"), *gazetteers)
        actors = (*own_files(settings, "actors"), *actors)
    read = _Shipped(tuple(actors), tuple(gazetteers), published)
    version = _version(actors, gazetteers, published)
    return Reader(read, version, _places(gazetteers), _about_conflict)


def again(reader: Reader) -> Callable[[Report], Record | None]:
    """How `verify` reads a report once more; null where its language was none to be read."""

    def read(report: Report) -> Record | None:
        return None if report.language and report.language not in language.READ else reader.read(report)

    return read


def plan(paths: Iterable[str]) -> list[str | InputError]:
    """Every source that `paths` hold, in the order in which they will be read."""
    return list(sources.find(paths))


def read_all(
    planned: Iterable[str | InputError], reader: Reader, settings: Settings, parts: Parts = opening.parts
) -> Iterator[Outcome]:
    """One outcome for each report of the plan, in order."""
    wanted = (item for source in planned for item in items(source, settings, parts))
    for _, outcome in read_items(wanted, reader, Way(settings, keep_all=True)):
        yield outcome


def read_items(wanted: Iterable[Item], reader: Reader, way: Way) -> Iterator[tuple[Item, Outcome]]:
    """Each item with what it turned out to be, in order; nothing of a ledger is asked."""
    read: Callable[[Item], Outcome] = partial(_outcome, reader=reader, way=way)
    pairs: Iterator[tuple[Item, Outcome | None]] = ((item, None) for item in wanted)
    outcomes: Generator[tuple[Item, Outcome], None, None] = in_order(read, pairs, way.settings.jobs, _size, _died)
    with closing(outcomes):
        yield from outcomes


def open_all(
    planned: Iterable[str | InputError],
    reader: Reader,
    settings: Settings,
    ledger: Ledger,
    *,
    keep_all: bool = False,
    parts: Parts = opening.parts,
    moved: Callable[[str, int], None] = lambda _, __: None,
) -> Iterator[Outcome]:
    """As `read_all`, and each outcome is in the ledger when it is yielded; what is in it already is not read again.

    `moved` is told how many bytes of a source have been read so far. In the end all is laid side by side.
    """
    from counterclaim import crosscheck

    way = Way(settings, keep_all)
    intake = _Intake(ledger, ledger.start(reader.version), way, way.name(reader))
    ledger.remember({f"places of {reader.version}": reader.places})
    read: Callable[[Item], Outcome] = partial(
        _outcome, reader=reader, way=way, known=intake.knows if settings.jobs == 1 else None
    )
    pairs: Iterator[tuple[Item, Outcome | None]] = (pair for one in planned for pair in intake.new(one, parts))
    outcomes: Generator[tuple[Item, Outcome], None, None] = in_order(read, pairs, settings.jobs, _size, _died)
    with closing(outcomes):
        for item, outcome in outcomes:
            kept = intake.keep(item, outcome)
            yield replace(kept, given=item.source) if isinstance(kept, Skipped) else kept
            moved(item.source, item.part.at)
    crosscheck.settle(ledger)
    ledger.finish(intake.run)


class _Intake:
    """One run that writes to a ledger: what it need not read, and what it keeps."""

    def __init__(self, ledger: Ledger, run: Run, way: Way, name: str) -> None:
        self.ledger, self.run, self.way, self.name = ledger, run, way, name
        self.cursors: dict[str, Cursor] = {}
        self.read_here: Callable[[Item], Outcome] | None = None

    def new(self, source: str | InputError, parts: Parts) -> Iterator[tuple[Item, Outcome | None]]:
        """The items of a source that have not been taken in; with an outcome those that have."""
        from counterclaim.ledger import intake

        mark = None if isinstance(source, InputError) else sources.fingerprint(source)
        done = 0
        if mark is not None and not isinstance(source, InputError):
            known = intake.cursor(self.ledger, intake.Cursor(printable(str(Path(source).absolute())), mark, self.name))
            self.cursors[source], done = known, known.done
            if done:
                nothing = Refused(source, "", sources.size(source) if known.finished else 0)
                yield Item(source, 0, nothing, known.finished), Unchanged(source, done)
            if known.finished:
                return
        for item in items(source, self.way.settings, parts, skip=done):
            yield item, self.seen(item)

    def seen(self, item: Item) -> Seen | None:
        """That the part's very bytes are in the ledger, so that no other process need read them."""
        from counterclaim.ledger import intake

        if self.read_here is None or isinstance(item.part, Refused):
            return None
        sha256 = hashlib.sha256(item.part.data).hexdigest()
        return Seen(item.source) if intake.knows_bytes(self.ledger, sha256, self.run, self.name) else None

    def also(self, item: Item) -> Also:
        """Writes how far the item's source is read, with whatever is kept of the item."""
        from counterclaim.ledger import intake
        from counterclaim.ledger.store import nothing

        if listed := _listed(item):
            return intake.moved(replace(_entry(listed), done=1, finished=listed.settled))
        known = self.cursors.get(item.source)
        if known is None or not item.number:
            return nothing
        return intake.moved(replace(known, done=item.number, finished=item.last))

    def knows(self, ingested: Ingested) -> bool:
        return self.ledger.knows(ingested.report, self.run, self.marked(ingested.source))

    def marked(self, found: Source) -> Source:
        return msgspec.structs.replace(found, way=self.name)

    def keep(self, item: Item, outcome: Outcome) -> Outcome:
        """`outcome`, when it is in the ledger, and with it how far its source is read."""
        from counterclaim.ledger.intake import ASIDE
        from counterclaim.ledger.store import Skip, nothing

        also = self.also(item)
        match outcome:
            case Done() | Foreign():
                try:
                    added = self.ledger.add(outcome.record, self.run, self.marked(outcome.found), also)
                except RecordError as error:
                    return self.keep(item, Skipped(outcome.source, f"{outcome.source}: {error}"))
                return Known(outcome.source) if added == "known" else outcome
            case Aside():
                reason = f"{outcome.source}: nothing about a conflict in it; counterclaim open --keep-all keeps it too"
                self.ledger.skip(self.run, Skip(outcome.source, reason, ASIDE, outcome.sha256, self.name), also)
            case Skipped():
                alone = item.number == 1 and item.last  # a file is tried again, a record of an archive is not
                again = alone or _listed(item)
                self.ledger.skip(self.run, Skip(outcome.source, outcome.reason), nothing if again else also)
            case Known() if item.number:
                self.ledger.write(also)
            case Seen() if self.read_here:
                return self.keep(item, self.read_here(item))
        return outcome


def _listed(item: Item) -> Listed | None:
    """The entry of a feed that an item is."""
    return item.part.about.listed if isinstance(item.part, Part) else None


def _entry(listed: Listed) -> Cursor:
    """How a ledger remembers that an entry of a feed was taken in."""
    from counterclaim.ledger.intake import Cursor

    return Cursor(listed.address, listed.stated, "entry")


class News:
    """The parts of watched feeds: only what a ledger does not have, or has in an older version.

    What a server said of its feed is kept by `note`, once all of it is in the ledger.
    """

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self.ledger, self.fetcher = ledger, Fetcher(settings)
        self.seen: dict[str, Feed] = {}

    def parts(self, address: str, settings: Settings) -> Iterator[Part | Refused]:
        from counterclaim.ledger import intake

        known = intake.feed(self.ledger, address)
        since = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        fetched = self.fetcher.fetch(address, {name: value for name, value in since.items() if value})
        if fetched.status == 304:
            self.seen[address] = known._replace(checked_at=fetched.at, status="unchanged")
            return
        seen = intake.Feed(address, fetched.etag, fetched.last_modified, fetched.at, fetched.at, "read")
        self.seen[address] = seen
        for found in opening.listed(fetched, settings, self.fetcher, self.has):
            if isinstance(found, Part) and found.about.listed and not found.about.listed.settled:
                self.seen[address] = seen._replace(etag=None, last_modified=None)  # so that it is looked at again
            yield found

    def has(self, listed: Listed) -> bool:
        """Whether an entry was taken in as it was when its feed says that it was changed last; no clock is trusted."""
        from counterclaim.ledger import intake

        return intake.cursor(self.ledger, _entry(listed)).finished

    def note(self, failed: set[str]) -> None:
        """Keeps what is known of each feed, but of the `failed` nothing, so that they are read again in full."""
        from counterclaim.ledger import intake

        for address, seen in self.seen.items():
            if address not in failed:
                intake.note_feed(self.ledger, seen)


def items(source: str | InputError, settings: Settings, parts: Parts = opening.parts, skip: int = 0) -> Iterator[Item]:
    """The parts of a source beyond the first `skip`, each knowing whether it is the last."""
    if isinstance(source, InputError):
        name = str(source).partition(": ")[0]
        yield Item(name, 1, Refused(name, str(source)), True)
        return
    before: Item | None = None
    number = 0
    try:
        for number, part in enumerate(parts(source, settings), start=1):
            if number <= skip:
                continue
            if before:
                yield before
            before = Item(source, number, part, False)
    except InputError as error:
        if before:
            yield before
        number += 1
        before = Item(source, number, Refused(printable(source), str(error)), False)
    if before is None and not skip and not is_web(source):
        name = printable(source)
        before = Item(source, 1, Refused(name, f"{name}: nothing in it that may be a report; look what it holds"), True)
    if before:
        yield replace(before, last=True)


def _size(item: Item) -> int:
    return len(item.part.data) if isinstance(item.part, Part) else 0


def _died(item: Item) -> Outcome:
    """Where the process that read a part did not survive it."""
    name = printable(item.part.name)
    return Skipped(name, f"{name}: the process that read it died of it; please report this, with the file if you may")


def _outcome(item: Item, reader: Reader, way: Way, known: Callable[[Ingested], bool] | None = None) -> Outcome:
    part, settings = item.part, way.settings
    if isinstance(part, Refused):
        return Skipped(part.name, part.reason)
    name = printable(part.name)
    try:
        with limits.within(settings.max_seconds, name):
            ingested = reports.report(part, settings)
            if known and known(ingested):
                return Known(name, ingested.note)
            return _read(name, ingested, reader, way)
    except InputError as error:
        return Skipped(name, str(error))
    except RecordError as error:
        return Skipped(name, f"{name}: {error}")
    except CounterclaimError:
        raise
    except Exception as fault:  # a fault of ours in one report must not lose the others
        if settings.debug:
            raise
        return Skipped(name, f"{name}: {_fault(fault)}")


def _read(name: str, ingested: Ingested, reader: Reader, way: Way) -> Outcome:
    report = ingested.report
    if report.language and report.language not in language.READ:
        return Foreign(name, Record(report=report), report.language, ingested.source)
    record = reader.read(report)
    if not record.claims and not way.keep_all and reader.conflict and not reader.conflict(report):
        return Aside(name, report.sha256)
    return Done(name, record, ingested.note, ingested.source)


def _about_conflict(report: Report) -> bool:
    from counterclaim.reading import layout, relevance

    return relevance.relevance(report.text, layout.blocks(report.text)).conflict


def _fault(fault: Exception) -> str:
    """A fault of the reader in one line that lets its writers find it."""
    at = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{Path(at.filename).name} line {at.lineno}"
    said = " ".join(f"{type(fault).__name__} {fault}".split())
    return f"the reader failed on it ({said}, {where}); please report this fault, with the file if you may share it"


def _require(*files: Sequence[str]) -> None:
    for file in (name for names in files for name in names):
        if not Path(file).is_file():
            raise KnowledgeError(f"{file}: there is no such actors or gazetteer file; check the name")


def _places(gazetteers: Sequence[str]) -> tuple[str, ...]:
    """Name and version of the bundled places and of each of these files, the first to be asked last."""
    from counterclaim.knowledge.gazetteer.own import named

    return tuple(map(named, (None, *map(Path, gazetteers))))


def _version(actors: Sequence[str], gazetteers: Sequence[str], published: date | None) -> str:
    from counterclaim.reading import VERSION

    if not actors and not gazetteers and not published:
        return VERSION
    digest = hashlib.sha256(f"published {published}\n".encode())
    for kind, files in (("actors", actors), ("gazetteer", gazetteers)):
        for file in files:
            data = Path(file).read_bytes()
            digest.update(f"{kind} {len(data)}\n".encode() + data)
    return f"{VERSION}+{digest.hexdigest()[:12]}"
