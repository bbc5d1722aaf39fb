"""What joins the rooms: files to reports, reports to records, records to the ledger. Generators, a report at a time."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.errors import CounterclaimError, InputError, KnowledgeError, RecordError
from counterclaim.ingest import sources, text
from counterclaim.records import Record, Report
from counterclaim.settings import Settings, own_files

if TYPE_CHECKING:
    from counterclaim.ledger.store import Ledger, Run

Read = Callable[[Report], Record]


@dataclass(frozen=True)
class Reader:
    """How reports are read, and the name of that way: two readers of one version make the same record of a report."""

    read: Read
    version: str
    places: tuple[str, ...] = ()
    """Which places it reads with: the name and the version of each file of them."""


@dataclass(frozen=True)
class Done:
    """A report that was read. `note` says what had to be assumed to read it, empty when nothing was."""

    source: str
    record: Record
    note: str = ""


@dataclass(frozen=True)
class Known:
    """A report that the ledger has from the same reader already."""

    source: str
    report: Report
    note: str = ""


@dataclass(frozen=True)
class Skipped:
    """A source that gave no record; `reason` is one line that begins with its name and ends with the next step."""

    source: str
    reason: str


Outcome = Done | Known | Skipped


@dataclass
class Tally:
    """What one run did."""

    read: int = 0
    claims: int = 0
    known: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        match outcome:
            case Done():
                self.read += 1
                self.claims += len(outcome.record.claims)
            case Known():
                self.known += 1
            case Skipped():
                self.skipped.append(outcome)


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

    def read(report: Report) -> Record:
        from counterclaim import reading

        known = reading.load(tuple(map(Path, actors)), tuple(map(Path, gazetteers)))
        return reading.read(report, published=published, resources=known)

    return Reader(read, _version(actors, gazetteers, published), _places(gazetteers))


def plan(paths: Iterable[str]) -> list[str | InputError]:
    """Every report that `paths` hold, in the order in which they will be read."""
    return list(sources.find(paths))


def read_all(
    planned: Iterable[str | InputError],
    reader: Reader,
    settings: Settings,
    known: Callable[[Report], bool] = lambda _: False,
) -> Iterator[Outcome]:
    """One outcome for each report of the plan, in order; reports that are `known` are not read again."""
    for source in planned:
        if isinstance(source, InputError):
            yield Skipped(str(source).partition(": ")[0], str(source))
        else:
            yield _outcome(source, reader, settings, known)


def open_all(
    planned: Iterable[str | InputError], reader: Reader, settings: Settings, ledger: Ledger
) -> Iterator[Outcome]:
    """As `read_all`, and each outcome is in the ledger when it is yielded."""
    run = ledger.start(reader.version)
    ledger.remember({f"places of {reader.version}": reader.places})
    for outcome in read_all(planned, reader, settings, lambda report: ledger.knows(report, run)):
        if isinstance(outcome, Done):
            outcome = _kept(outcome, ledger, run)
        if isinstance(outcome, Skipped):
            ledger.skip(run, outcome.source, outcome.reason)
        yield outcome
    ledger.finish(run)


def _outcome(source: str, reader: Reader, settings: Settings, known: Callable[[Report], bool]) -> Outcome:
    try:
        report, note = text.read(source, settings)
        if known(report):
            return Known(source, report, note)
        return Done(source, reader.read(report), note)
    except InputError as error:
        return Skipped(source, str(error))
    except RecordError as error:
        return Skipped(source, f"{source}: {error}")
    except CounterclaimError:
        raise
    except Exception as fault:  # a fault of ours in one report must not lose the others
        if settings.debug:
            raise
        return Skipped(source, f"{source}: {_fault(fault)}")


def _kept(done: Done, ledger: Ledger, run: Run) -> Done | Skipped:
    """`done`, when it is in the ledger."""
    try:
        ledger.add(done.record, run)
    except RecordError as error:
        return Skipped(done.source, f"{done.source}: {error}")
    return done


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
