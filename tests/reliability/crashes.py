"""Work on ledgers that is cut off: killed at any moment, out of room, or met by another process at the same work.

Each `Scenario` is one command's work over a small ledger, done by the product's own functions in a forked process. The
kernel kills that process (SIGKILL) when it has used a drawn amount of processor time, so that a point hits the same
stretch of work however busy the machine is. Then the ledger is opened and verified, all that was acknowledged is looked
for, the same work is done again, and what is there in the end is compared with what undisturbed work leaves.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import random
import resource
import shutil
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from counterclaim import crosscheck, export, outgoing, pipeline
from counterclaim.errors import CounterclaimError, InputError
from counterclaim.ledger import schema
from counterclaim.ledger.query import records
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from counterclaim.settings import Settings
from tests import intake, make
from tests.ingest.server import answer, serving
from tests.ledger.test_migrate import EARLIER, as_of
from tests.reconcile.test_incidents import shelling

Say = Callable[[object], None]
"""Tells the one who started a process what is acknowledged."""
READER = pipeline.Reader(make.read, "1")
TWICE = 1 / 3
"""Of the points, how many are killed again as they go on."""
BUSY = 60.0
"""Seconds that a process waits for another that writes."""
VARIES = {
    "key", "run_key", "report_key", "reading_key", "claim_key", "event_key", "strand_key", "a_key", "b_key", "act",
    "at", "undoes", "changed", "seen_at", "started_at", "finished_at", "checked_at", "changed_at",
}  # fmt: skip
"""Columns that may be different after an interruption: numbers of rows, and times."""


class Ended(NamedTuple):
    """A process that has ended: with which status, after how much processor time, having said what."""

    status: int
    seconds: float
    said: list[Any]


class Scenario(NamedTuple):
    """A command's work in a folder. `work` goes on where it was cut off; what it says is acknowledged.

    `missing` tells what of the acknowledged is not there, in a folder that was left at any moment.
    """

    name: str
    begin: Callable[[Path], None]
    work: Callable[[Path, Say], None]
    state: Callable[[Path], Any]
    missing: Callable[[Path, list[Any]], list[str]] = lambda _, __: []


@dataclass
class Survived:
    """What came of it: how often it was cut off and how, and what went wrong."""

    done: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    """The errors that users were told, without the folder."""

    def __iadd__(self, other: Survived) -> Survived:
        self.done += other.done
        self.problems += other.problems
        self.told |= other.told
        return self


def in_child(job: Callable[[Say], Any], *, seconds: float | None = None, most_bytes: int | None = None) -> Ended:
    """Does a job in a process of its own, killed after so much processor time, or with files no longer than this.

    The last that was said is what the job gave, or the error it ended with.
    """
    return _wait(_start(job, seconds, most_bytes))


def _start(job: Callable[[Say], Any], seconds: float | None, most_bytes: int | None) -> tuple[int, int]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    try:  # from here on this is the other process; it never returns

        def say(what: object) -> None:
            os.write(writing, pickle.dumps(what))

        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        if seconds is not None:
            _die_after(seconds)
        try:
            say(("given", job(say)))
        except CounterclaimError as error:
            say(("error", str(error)))
        except BaseException:  # noqa: BLE001
            say(("fault", traceback.format_exc()))
    finally:
        os._exit(0)


def _wait(started: tuple[int, int]) -> Ended:
    pid, reading = started
    with os.fdopen(reading, "rb") as told:
        data = told.read()
    _, status, used = os.wait4(pid, 0)
    return Ended(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, list(_unpickled(data)))


def _unpickled(data: bytes) -> Iterator[Any]:
    """What was said; the last may have been cut off."""
    import io

    stream = io.BytesIO(data)
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(stream)


class _Event(ctypes.Structure):
    """`struct sigevent` of Linux."""

    _fields_ = (
        ("value", ctypes.c_void_p),
        ("signo", ctypes.c_int),
        ("notify", ctypes.c_int),
        ("pad", ctypes.c_char * 48),
    )


class _Times(ctypes.Structure):
    """`struct itimerspec`."""

    _fields_ = (("every_s", ctypes.c_long), ("every_ns", ctypes.c_long), ("s", ctypes.c_long), ("ns", ctypes.c_long))


CLOCK_PROCESS_CPUTIME_ID = 2


def _die_after(seconds: float) -> None:
    """Has the kernel kill this process when it has used so much processor time."""
    libc = ctypes.CDLL(None, use_errno=True)
    timer = ctypes.c_void_p()
    event = _Event(None, signal.SIGKILL, 0, b"")
    whole, rest = divmod(max(seconds, 1e-4), 1)
    times = _Times(0, 0, int(whole), int(rest * 1e9))
    if libc.timer_create(CLOCK_PROCESS_CPUTIME_ID, ctypes.byref(event), ctypes.byref(timer)) or libc.timer_settime(
        timer, 0, ctypes.byref(times), None
    ):
        raise OSError(ctypes.get_errno(), "no timer")


def killed(scenario: Scenario, folder: Path, points: int, chance: random.Random) -> Survived:
    """Kills the work at so many points, some of them twice."""
    found = Survived()
    whole, expected = _undisturbed(scenario, folder)
    seconds = whole.seconds
    for n in range(points):
        there = _fresh(folder, n)
        first = in_child(partial(scenario.work, there), seconds=chance.random() * seconds)
        while first.status != -signal.SIGKILL:  # it had all the time it needed: less is to be drawn
            shutil.rmtree(there)
            there, seconds = _fresh(folder, n), 0.8 * seconds
            first = in_child(partial(scenario.work, there), seconds=chance.random() * seconds)
        said = first.said
        found.done["killed"] += 1
        if chance.random() < TWICE:
            second = in_child(partial(scenario.work, there), seconds=chance.random() * seconds)
            said += second.said
            found.done["killed again"] += second.status == -signal.SIGKILL
        faults = [what for what in said if _is(what, "fault", "error")]
        found.problems += [f"{scenario.name}, point {n}: {what[1]}" for what in faults]
        _check(scenario, there, said, expected, f"point {n}", found)
        shutil.rmtree(there)
    return found


def without_room(scenario: Scenario, folder: Path, points: int, chance: random.Random) -> Survived:
    """Does the work where no file can grow beyond a drawn size, as on a disk that is full; then with room."""
    found = Survived()
    _, expected = _undisturbed(scenario, folder)
    before, after = _sizes(folder / "0"), _sizes(folder / "1")
    growing = [size for path, size in after.items() if size != before.get(path)]
    for n in range(points):
        there = _fresh(folder, n)
        ended = in_child(partial(scenario.work, there), most_bytes=chance.randint(0, chance.choice(growing)))
        last = ended.said[-1]
        if _is(last, "fault"):
            found.problems.append(f"{scenario.name}, without room: {last[1]}")
        elif _is(last, "error"):
            told = str(last[1]).replace(str(there), "FOLDER")
            found.told.add(told)
            found.done["told"] += 1
            if "\n" in told or "; " not in told or not told.startswith("FOLDER"):
                found.problems.append(f"{scenario.name}, without room: not clear: {told}")
        else:
            found.done["had room"] += 1
        _check(scenario, there, [one for one in ended.said if one is not last], expected, f"without room {n}", found)
        shutil.rmtree(there)
    return found


def twice(scenario: Scenario, folder: Path) -> Survived:
    """Two processes do the same work in one place at once."""
    found = Survived()
    _, expected = _undisturbed(scenario, folder)
    there = _fresh(folder, 0)
    started = [_start(lambda say: scenario.work(there, say), None, None) for _ in range(2)]
    said = [what for one in map(_wait, started) for what in one.said]
    found.problems += [f"{scenario.name}, two at once: {what[1]}" for what in said if _is(what, "fault", "error")]
    found.done["two at once"] += 1
    _check(scenario, there, said, expected, "two at once", found)
    return found


def _sizes(folder: Path) -> dict[Path, int]:
    return {path.relative_to(folder): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def _undisturbed(scenario: Scenario, folder: Path) -> tuple[Ended, Any]:
    """The work done once, from the folder `0`, in the folder `1`; and what is there then."""
    begin, whole = folder / "0", folder / "1"
    begin.mkdir(parents=True)
    _given(in_child(lambda _: scenario.begin(begin)))
    shutil.copytree(begin, whole)
    ended = in_child(lambda say: scenario.work(whole, say))
    _given(ended)
    return ended, _given(in_child(lambda _: scenario.state(whole)))


def _fresh(folder: Path, number: int) -> Path:
    there = folder / f"point {number}"
    shutil.copytree(folder / "0", there)
    return there


def _check(scenario: Scenario, there: Path, said: Sequence[Any], expected: Any, when: str, found: Survived) -> None:
    """Looks at a folder that was left behind, does the rest of the work, and compares."""

    def look(_: Say) -> Any:
        problems = [
            *_problems(there),
            *scenario.missing(there, [one for one in said if not _is(one, "given", "error")]),
        ]
        scenario.work(there, lambda _: None)
        return [*problems, *_problems(there)], scenario.state(there)

    last = in_child(look).said[-1]
    if not _is(last, "given"):
        found.problems.append(f"{scenario.name}, {when}, afterwards: {last[1]}")
        return
    problems, state = last[1]
    found.problems += [f"{scenario.name}, {when}: {problem}" for problem in problems]
    if state != expected:
        found.problems.append(f"{scenario.name}, {when}: in the end it is not the same: {_difference(expected, state)}")


def _problems(there: Path) -> list[str]:
    """What is wrong with the ledger in a folder, if it has been begun and is of this version."""
    path = there / "l.db"
    if not path.is_file():
        return []
    try:
        with Ledger(path) as ledger:
            return verify(ledger).problems
    except CounterclaimError as error:
        return [] if "older Counterclaim" in str(error) or "is empty" in str(error) else [str(error)]


def _difference(expected: Any, state: Any) -> str:
    if not isinstance(expected, dict) or not isinstance(state, dict):
        return f"{str(state)[:300]} and not {str(expected)[:300]}"
    names = [name for name in expected if expected[name] != state.get(name)]
    lacks = {name: [row for row in expected[name] if row not in state.get(name, ())][:2] for name in names}
    more = {name: [row for row in state.get(name, ()) if row not in expected[name]][:2] for name in names}
    return f"{names}: lacks {str(lacks)[:600]}, has {str(more)[:600]}"


def _given(ended: Ended) -> Any:
    assert ended.said, "it ended without a word"
    assert _is(ended.said[-1], "given"), ended.said[-1][1]
    return ended.said[-1][1]


def _is(what: Any, *kinds: str) -> bool:
    return isinstance(what, tuple) and what[0] in kinds


def tables(there: Path | str) -> dict[str, list[Any]]:
    """All that the ledger in a folder holds, in an order of its own, but for numbers of rows and times."""
    found = {}
    with Ledger(at(there)) as ledger, ledger.transaction() as connection:
        for table in schema.metadata.sorted_tables:
            if table.name == "runs":
                continue
            columns = [column for column in table.columns if column.name not in VARIES]
            rows = connection.execute(select(*columns)) if columns else ()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def at(there: Path | str) -> Path | str:
    """The ledger of a folder; an address of PostgreSQL is one itself."""
    return there / "l.db" if isinstance(there, Path) else there


def _ledger(there: Path | str) -> Ledger:
    return Ledger(at(there), write=True, busy_seconds=BUSY)


# open ---------------------------------------------------------------------------------------------------------------


def _open_begin(there: Path) -> None:
    del there
    if not SOURCES.exists():
        intake.sources(SOURCES, 4)


SOURCES = Path(os.environ.get("TMPDIR", "/tmp")) / f"counterclaim-sources-{os.getpid()}"
"""Where sources lie: at one place for every point, because a ledger remembers it."""


def _open(there: Path, say: Say) -> None:
    with _ledger(there) as ledger:
        for outcome in pipeline.open_all(pipeline.plan([str(SOURCES)]), READER, Settings(), ledger):
            read = isinstance(outcome, pipeline.Done | pipeline.Foreign)
            say(outcome.record.report.id if read else type(outcome).__name__)


def _reports_missing(there: Path, said: list[Any]) -> list[str]:
    acknowledged = {one for one in said if isinstance(one, str) and one.startswith("r")}
    if not acknowledged:
        return []
    with Ledger(there / "l.db") as ledger:
        held = [record.report.id for record in records(ledger)]
    doubled = [report for report, times in Counter(held).items() if times > 1]
    return [f"{one} is lost" for one in acknowledged - set(held)] + [f"{one} is there twice" for one in doubled]


# watch --------------------------------------------------------------------------------------------------------------

ADDRESS = ""
"""Where the site is that is watched; set by `site`."""
PAGES = 8


@contextmanager
def site() -> Iterator[None]:
    """A site with a feed, in a process of its own, because who forks must have no thread."""
    global ADDRESS
    started = _start(_serve, None, None)
    with os.fdopen(os.dup(started[1]), "rb") as told:
        ADDRESS = pickle.load(told)
    try:
        yield
    finally:
        os.kill(started[0], signal.SIGKILL)
        _wait(started)


def _serve(say: Say) -> None:
    with serving() as made:
        links = "".join(f"<item><link>{made.address}/{n}</link><title>T{n}</title></item>" for n in range(PAGES))
        feed = f"<rss version='2.0'><channel><title>F</title>{links}</channel></rss>".encode()
        made.pages["/feed"] = lambda to: answer(to, 200, feed, "application/rss+xml", ETag='"1"')
        for n in range(PAGES):
            story = f"The ministry said on Monday that {n + 3} people were killed in the shelling of Corvane."
            made.pages[f"/{n}"] = f"<article><p>{story}</p></article>".encode()
        say(made.address)
        signal.pause()


def _watch(there: Path, say: Say) -> None:
    settings = Settings(private_addresses=True, host_seconds=0)
    with _ledger(there) as ledger:
        news = pipeline.News(ledger, settings)
        for outcome in pipeline.open_all([f"{ADDRESS}/feed"], READER, settings, ledger, parts=news.parts):
            say(outcome.record.report.id if isinstance(outcome, pipeline.Done) else type(outcome).__name__)
        news.note(set())


# review -------------------------------------------------------------------------------------------------------------


def begin_review(there: Path | str) -> None:
    _unsettled(there)
    with _ledger(there) as ledger:
        crosscheck.settle(ledger)


def _unsettled(there: Path | str) -> None:
    """A dozen reports of several incidents, and one with all that a record can hold."""
    with _ledger(there) as ledger:
        run = ledger.start("1")
        ledger.add(make.record(), run)
        towns = ("Corvane", "Brakka")
        told = (shelling(f"Outlet {n}", 3 + n // 3 * 6, towns[n % 2], dead=5 + n) for n in range(12))
        ledger.add_all(told, run)


def _acts(ledger: Ledger) -> list[int]:
    """The numbers of what persons judged, in order."""
    with ledger.transaction() as connection:
        j = schema.judgements.c
        return list(connection.scalars(select(j.act).where(j.person).distinct().order_by(j.act)))


def _steps(ledger: Ledger) -> list[Callable[[], object]]:
    """What a person judges, one act after the other."""
    claims = sorted(claim.id for record in records(ledger) for claim in record.claims)
    by = {"by": "Ana"}
    toll, denial = make.toll().id, make.denial().id
    others = [claim for claim in claims if claim not in (toll, denial)]
    merged = others[0], others[5]
    return [
        lambda: crosscheck.accept(ledger, toll, **by),
        lambda: crosscheck.reject(ledger, others[1], **by),
        lambda: crosscheck.edit(ledger, toll, {"events.0.figures.0.min": 14}, **by),
        lambda: crosscheck.merge(ledger, *merged, **by),
        lambda: crosscheck.review(ledger, denial, **by),
        lambda: crosscheck.link(ledger, denial, others[2], "denies", "agents", **by),
        lambda: crosscheck.undo(ledger, _acts(ledger)[1], **by),
        lambda: crosscheck.split(ledger, merged[0], [merged[1]], **by),
        lambda: crosscheck.undo(ledger, _acts(ledger)[5], **by),
        lambda: crosscheck.edit(ledger, denial, {"stance": "asserts"}, **by),
        lambda: crosscheck.undo(ledger, _acts(ledger)[3], **by),
        lambda: crosscheck.reject(ledger, others[7], **by),
    ]


def do_review(there: Path | str, say: Say) -> None:
    with _ledger(there) as ledger:
        steps = _steps(ledger)
        for number in range(len(_acts(ledger)), len(steps)):
            steps[number]()
            say(number)


def acts_missing(there: Path | str, said: list[Any]) -> list[str]:
    """Acts are done in order: as many are there as were acknowledged, or one more that nobody was told of."""
    numbers = [one for one in said if isinstance(one, int)]
    with Ledger(at(there)) as ledger:
        held = len(_acts(ledger))
    least = max(numbers, default=-1) + 1
    return [] if held >= least else [f"{least} acts were acknowledged, {held} are there"]


# reconcile, export, migration ---------------------------------------------------------------------------------------


def _settle(there: Path, _: Say) -> None:
    with _ledger(there) as ledger:
        crosscheck.settle(ledger, chunk=2)


FORMATS = ("jsonl", "csv", "ged", "geojson", "parquet")
BEFORE = b"what was there before"


def _export_begin(there: Path) -> None:
    begin_review(there)
    for name in FORMATS:
        form = export.format_called(name)
        if not form.folder:
            (there / f"out.{name}").write_bytes(BEFORE)


def _export(there: Path, say: Say) -> None:
    with Ledger(there / "l.db") as ledger:
        for name in FORMATS:
            outgoing.export(ledger, export.format_called(name), there / f"out.{name}", export.Options())
            say(name)


def _exported(there: Path) -> dict[str, list[Any]]:
    return {path.name: [path.read_bytes()] for path in sorted(there.rglob("*")) if path.is_file() and _is_output(path)}


def _is_output(path: Path) -> bool:
    return "l.db" not in path.name and not any(part.startswith(".counterclaim-") for part in path.parts)


def _exports_missing(there: Path, said: list[Any]) -> list[str]:
    """Each file is the one before or a whole new one; those that were acknowledged are new."""
    whole = _exported(there.parent / "1")
    found = []
    for name, (data,) in _exported(there).items():
        acknowledged = name.removeprefix("out.") in said
        if data != whole[name][0] and (acknowledged or data != BEFORE):
            found.append(f"{name} is neither old nor new")
    return found


def _migrating(revision: str) -> Scenario:
    def begin(there: Path) -> None:
        new = there / "new.db"
        there_new = there / "n"
        there_new.mkdir()
        begin_review(there_new)
        (there_new / "l.db").rename(new)
        shutil.rmtree(there_new)
        as_of(there / "l.db", revision, new)
        new.unlink()

    def work(there: Path, say: Say) -> None:
        with _ledger(there) as ledger:
            say(len(list(records(ledger))))
            crosscheck.settle(ledger)

    def state(there: Path) -> dict[str, list[Any]]:
        found = tables(there)
        assert len(found["reports"]) == 13, "all is kept"
        return found

    return Scenario(f"migration from {revision}", begin, work, state)


# cluster run --------------------------------------------------------------------------------------------------------


def _cluster_begin(there: Path) -> None:
    from tests.scale import shards

    pipeline.reader = shards.reader
    if not (SOURCES.parent / f"{SOURCES.name}.jsonl").exists():
        shards.documents(SOURCES.parent / f"{SOURCES.name}.jsonl")
    shards.planned(there / "m.jsonl", SOURCES.parent / f"{SOURCES.name}.jsonl", records=3, keep_all=True)


def _cluster(there: Path, say: Say) -> None:
    from counterclaim.scale import loading, manifest, output, running
    from tests.scale import shards

    pipeline.reader = shards.reader
    out = str(there / "out")
    plan = manifest.load(there / "m.jsonl")
    for progress in running.run(plan, out, Settings(), engine="local", workers=1):
        if progress.reason:
            raise InputError(f"{out}: {progress.reason}")
        say(("shard", progress.shard.id))
    with _ledger(there) as ledger:
        loading.load(output.find(out), ledger)


def _cluster_state(there: Path) -> dict[str, list[Any]]:
    from tests.scale import shards

    return {"documents": [str(row) for row in shards.content(there / "out")], **tables(there)}


def _shards_missing(there: Path, said: list[Any]) -> list[str]:
    from counterclaim.scale import output

    wanted = [one[1] for one in said if _is(one, "shard")]
    if not wanted:
        return []
    left = {shard.id for shard in output.find(str(there / "out")).left()}
    return [f"shard {one} is lost" for one in wanted if one in left]


OPEN = Scenario("open", _open_begin, _open, tables, _reports_missing)
WATCH = Scenario("watch", lambda _: None, _watch, tables, _reports_missing)
REVIEW = Scenario("review", begin_review, do_review, tables, acts_missing)
RECONCILE = Scenario("reconcile", _unsettled, _settle, tables)
EXPORT = Scenario("export", _export_begin, _export, _exported, _exports_missing)
CLUSTER = Scenario("cluster run", _cluster_begin, _cluster, _cluster_state, _shards_missing)
MIGRATIONS = tuple(_migrating(revision) for revision in sorted(EARLIER))
SCENARIOS = (OPEN, WATCH, REVIEW, RECONCILE, EXPORT, CLUSTER, *MIGRATIONS)

OFTEN = {"open": 9, "watch": 5, "review": 8, "reconcile": 6, "export": 4, "cluster run": 2}
"""Of forty points, how many fall on each; the rest on migrations."""


def shared(points: int) -> Iterator[tuple[Scenario, int]]:
    """Every scenario, the migrations by turns, with its share of so many points; each has one at least."""
    left = points
    for scenario in SCENARIOS[: -len(MIGRATIONS)]:
        own = max(1, points * OFTEN[scenario.name] // 40)
        left -= own
        yield scenario, own
    for number, scenario in enumerate(MIGRATIONS):
        own = max(left, 0) // len(MIGRATIONS) + (number < left % len(MIGRATIONS))
        if own:
            yield scenario, own


def survive(points: int, folder: Path, seed: int = 0, told: Callable[[str], None] = lambda _: None) -> Survived:
    """Kills at so many points in all."""
    found, chance = Survived(), random.Random(seed)
    with site():
        for scenario, own in shared(points):
            one = killed(scenario, folder / scenario.name, own, chance)
            kills = one.done["killed"] + one.done["killed again"]
            told(f"{scenario.name}: {own} points, {kills} kills, {len(one.problems)} problems")
            found += one
            shutil.rmtree(folder / scenario.name)
    return found
