"""A ledger in use: a feed watched, a desk asked, claims reviewed, all at once, in processes of their own on loopback.

A newsroom publishes and corrects pages of an invented war; `watch` reads them, `serve` shows them, reviewers judge over
HTTP and look around. In the end every page that was published and every judgement that was acknowledged is looked for.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from sqlalchemy import select

from counterclaim import crosscheck
from counterclaim.ledger import schema
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from eval.synthetic import BATCH, batches, town_name
from tests.ingest.server import Site, serving
from tests.process import ROOT

PATIENCE = 120.0
"""Seconds that anything may take on a busy machine."""
PROGRAM = "from counterclaim.serve.cli import main; main()"
TOKEN = "the token of the soak"
CACHE = 8
"""Megabytes of the ledger that a process keeps in memory: few, so that they are full long before the soak ends."""
FIRST = date(2024, 1, 1)
A_DAY = 8
"""Reports of one day of the war, so that days do not grow denser the longer it lasts."""
TOWNS = 120
LISTED = 60
"""Entries that a feed lists."""
CORRECTED = 7
"""Every so many pages an earlier one is corrected."""
PARTIES = ("Northern Army", "River Front", "Coast Militia", "Highland Union")
SENTENCES = (
    "The {party} said on {day} that {n} people were killed when shells hit a {site} in {town}.",
    "“Nothing of ours was fired at {town},” a spokesman for the {other} told reporters.",
    "At least {m} civilians were wounded, according to a hospital in {town}.",
    "The {other} denied that its fighters had shelled the {site} and accused the {party} of staging the attack.",
    "The {party} demanded that the {other} withdraw its troops from {town}.",
    "Aid workers said more than {n}0 families had fled {town} on foot.",
)
SITES = ("market", "school", "bridge", "hospital", "convoy", "station")
LOOKS = ("/", "/incidents", "/claims?q=killed", "/claims?stance=denies", "/map", "/timeline", "/history", "/sources")


@dataclass
class Soaked:
    """What was done, what of it is missing or there twice, and how much memory each process held, sample by sample."""

    done: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    memory: dict[str, list[float]] = field(default_factory=dict)
    """Megabytes of resident memory, by process."""

    def growth(self, name: str, warm_up: float = 1 / 6) -> float:
        """Growth of memory between the first and the last tenth of the time after the warm-up, as a share."""
        after = self.memory[name][int(len(self.memory[name]) * warm_up) :]
        tenth = max(1, len(after) // 10)
        return median(after[-tenth:]) / median(after[:tenth]) - 1


def soak(folder: Path, seconds: float, *, pace: float = 1.0, filled: int = 0, reviewers: int = 2) -> Soaked:
    """Lets a ledger with `filled` synthetic claims be used for so long; a page is published every `pace` seconds."""
    path, found = folder / "soak.db", Soaked()
    prepare(path, folder, filled)
    with serving() as site:
        newsroom = Newsroom(site)
        newsroom.publish()
        with _watching(path, newsroom.feed, folder) as watch, _desk(path, folder) as (desk, address):
            until = time.monotonic() + seconds
            team = [Reviewer(address, f"reviewer {n}", until, pace) for n in range(reviewers)]
            for member in team:
                member.start()
            _publish(newsroom, until, pace, {"watch": watch, "desk": desk}, found)
            for member in team:
                member.join(PATIENCE)
            _wait_for(path, newsroom)
        found.done["published"] = newsroom.published
        for member in team:
            found.problems += member.problems
            found.done += member.done
        _compare(path, newsroom, [line for member in team for line in member.acknowledged], found)
    return found


def prepare(path: Path, folder: Path, claims: int) -> None:
    """A ledger that knows the towns of the war, with so many claims about others."""
    towns = folder / "towns.csv"
    rows = (f"{town_name(n)},,{-49 - n % 10 / 10},{68 + n // 10 / 10},XO,,,town,9000" for n in range(TOWNS))
    towns.write_text("\n".join(["name,alternates,lat,lon,country,admin1,admin2,kind,population", *rows]) + "\n")
    with Ledger(path, write=True) as ledger:
        ledger.remember({"gazetteers": [str(towns)]})
        run = ledger.start("synthetic")
        for batch in batches(claims):
            ledger.add_all(batch, run)
            crosscheck.settle(ledger, chunk=BATCH)


class Newsroom:
    """Publishes pages and corrections of them, and lists the last in a feed."""

    def __init__(self, site: Site) -> None:
        self.site, self.chance = site, random.Random(1)
        self.feed = f"{site.address}/feed"
        self.versions: dict[str, list[bytes]] = {}
        self.changed: dict[str, tuple[datetime, int]] = {}
        """When each page was changed last, and how many versions there were then."""
        self.offered: dict[str, int] = {}
        """Which version of a page a feed listed last that somebody fetched; what none listed cannot be read."""
        site.pages["/feed"] = self._answer

    @property
    def published(self) -> int:
        return sum(map(len, self.versions.values()))

    def owed(self) -> dict[str, set[str]]:
        """By address the hashes of the versions of which one must have been read."""
        return {
            f"{self.site.address}{path}": {_sha256(page) for page in self.versions[path][version - 1 :]}
            for path, version in self.offered.items()
        }

    def publish(self) -> None:
        """A new page, or at times a correction of one of the last."""
        number = len(self.versions)
        if number and self.published % CORRECTED == 0:
            number = max(0, number - self.chance.randint(1, CORRECTED))
        path = f"/{number}"
        page = self._page(number, len(self.versions.get(path, ())))
        self.site.pages[path] = page
        self.versions.setdefault(path, []).append(page)
        self.changed[path] = datetime.now(UTC), len(self.versions[path])

    def _page(self, number: int, version: int) -> bytes:
        told = random.Random(number)
        town, site = town_name(told.randrange(TOWNS)), told.choice(SITES)
        party, other = told.sample(PARTIES, 2)
        day = FIRST + timedelta(days=number // A_DAY)
        words = {"party": party, "other": other, "town": town, "site": site, "day": f"{day:%A}"}
        dead, hurt = told.randint(2, 60) + version, told.randint(2, 90)
        said = told.sample(SENTENCES, 4)
        story = "".join(f"<p>{one.format(n=dead, m=hurt, **words)}</p>" for one in said)
        head = f"<title>Report {number}: {site} hit in {town}</title>"
        meta = f"<meta property='article:published_time' content='{day}T12:00:00Z'>"
        return f"<html><head>{head}{meta}</head><body><article>{story}</article></body></html>".encode()

    def _answer(self, to: Any) -> None:
        from tests.ingest.server import answer

        changes = list(self.changed.items())  # at once: pages are published meanwhile
        last = sorted(changes, key=lambda one: one[1])[-LISTED:]
        self.offered |= {path: version for path, (_, version) in last}
        entries = "".join(
            f"<entry><id>{path}</id><title>Report {path[1:]}</title><link href='{self.site.address}{path}'/>"
            f"<updated>{changed:%Y-%m-%dT%H:%M:%S.%fZ}</updated></entry>"
            for path, (changed, _) in last
        )
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Strait Telegraph</title>{entries}</feed>"
        answer(to, 200, feed.encode(), "application/atom+xml")


class Reviewer(threading.Thread):
    """Looks around at the desk and judges claims; remembers every act that the desk acknowledged."""

    def __init__(self, address: str, name: str, until: float, pace: float) -> None:
        super().__init__(name=name)
        self.address, self.until, self.pace = address, until, pace
        self.chance = random.Random(name)
        self.acknowledged: list[tuple[str, int]] = []
        self.done: Counter[str] = Counter()
        self.problems: list[str] = []

    def run(self) -> None:
        shown = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(base_url=self.address, headers=shown, timeout=PATIENCE) as desk:
            while True:
                self._look(desk, self.chance.choice(LOOKS))
                self._judge(desk)
                if time.monotonic() > self.until:
                    break
                time.sleep(self.pace * self.chance.random())

    def _look(self, desk: httpx.Client, path: str) -> httpx.Response:
        answer = desk.get(path)
        self.done["looks"] += 1
        if answer.status_code != 200:
            self.problems.append(f"{path}: {answer.status_code} {answer.text[:200]}")
        return answer

    def _judge(self, desk: httpx.Client) -> None:
        items = self._look(desk, f"/review.json?limit={self.chance.randint(1, 20)}").json()["items"]
        if not items:
            return
        claim = self.chance.choice(items)["claim"]["id"]
        view = self._look(desk, f"/claim/{claim}.json").json()
        self._look(desk, f"/report/{view['report']['id']}")
        verdict = self.chance.choice(("accept", "reject", "review"))
        act = self._post(desk, f"/claims/{claim}/{verdict}", version=view["version"])
        if act and self.chance.random() < 0.3:
            self._post(desk, f"/acts/{act}/undo")

    def _post(self, desk: httpx.Client, path: str, **word: Any) -> int | None:
        """The number of the act that was acknowledged; a conflict is none."""
        answer = desk.post(f"/api/v1{path}", json={"by": self.name, **word})
        if answer.status_code == 409:
            self.done["conflicts"] += 1
            return None
        if answer.status_code != 200:
            self.problems.append(f"{path}: {answer.status_code} {answer.text[:200]}")
            return None
        act = int(answer.json()["act"])
        self.acknowledged.append((self.name, act))
        self.done["judgements"] += 1
        return act


def _publish(
    newsroom: Newsroom, until: float, pace: float, processes: dict[str, subprocess.Popen[bytes]], found: Soaked
) -> None:
    """Publishes until it is time, and looks at the memory of the processes each time."""
    while True:
        newsroom.publish()
        for name, process in processes.items():
            found.memory.setdefault(name, []).append(resident(process.pid))
        if time.monotonic() > until:
            break
        time.sleep(pace)


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds; of one that has ended, none."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def _watching(path: Path, feed: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with _running(folder / "watch.log", "watch", feed, "--ledger", str(path), "--keep-all") as process:
        yield process


@contextmanager
def _desk(path: Path, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A desk, and the address at which it answers."""
    log = folder / "desk.log"
    with _running(log, "serve", "--ledger", str(path), "--port", "0", "--no-browser", "--token", TOKEN) as process:
        until = time.monotonic() + PATIENCE
        while not (told := re.search(r"http://127\.0\.0\.1:\d+", log.read_text())) and time.monotonic() < until:
            time.sleep(0.05)
        assert told, log.read_text()
        while time.monotonic() < until:
            try:
                httpx.get(f"{told[0]}/health")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield process, told[0]


@contextmanager
def _running(log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program with these words; it is terminated in the end, and must not have ended before."""
    said = {
        "PRIVATE_ADDRESSES": "1",
        "HOST_SECONDS": "0",
        "WATCH_SECONDS": "0.5",
        "BUSY_SECONDS": str(PATIENCE),
        "CACHE_MB": str(CACHE),
    }
    environment = {**os.environ, **{f"COUNTERCLAIM_{name}": value for name, value in said.items()}}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words], cwd=ROOT, stdout=out, stderr=out, env=environment
        )
        try:
            yield process
            assert process.poll() is None, f"{words[0]} ended by itself: {log.read_text()[-2000:]}"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_for(path: Path, newsroom: Newsroom) -> None:
    """Until every page that was listed is in the ledger as it is now, or patience ends."""
    until = time.monotonic() + PATIENCE
    with Ledger(path) as ledger:
        while time.monotonic() < until and _unread(newsroom, {sha256 for _, sha256 in _sources(ledger)}):
            time.sleep(0.5)


def _unread(newsroom: Newsroom, held: set[str]) -> list[str]:
    return [address for address, versions in newsroom.owed().items() if not versions & held]


def _sources(ledger: Ledger) -> list[tuple[str | None, str]]:
    with ledger.transaction() as connection:
        rows = connection.execute(select(schema.sources.c.url, schema.sources.c.sha256))
        return [(row.url, row.sha256) for row in rows]


def _compare(path: Path, newsroom: Newsroom, acknowledged: list[tuple[str, int]], found: Soaked) -> None:
    """What of all that was published and acknowledged is missing, or there twice; and what `verify` says."""
    published = {
        f"{newsroom.site.address}{at}": [_sha256(one) for one in all_] for at, all_ in newsroom.versions.items()
    }
    with Ledger(path) as ledger:
        held = Counter(row for row in _sources(ledger) if row[0])
        judgements = schema.judgements.c
        with ledger.transaction() as connection:
            query = select(judgements.by, judgements.act).where(judgements.person)
            acts = {(row.by, row.act) for row in connection.execute(query)}
            readings = schema.readings.c
            current = list(connection.scalars(select(readings.report_key).where(readings.current)))
        found.problems += verify(ledger).problems
    found.done["read"] = len(held)
    found.done["never listed"] = len(published) - len(newsroom.offered)
    found.lost += _unread(newsroom, {sha256 for _, sha256 in held})
    found.lost += [f"{by}: act {act}" for by, act in acknowledged if (by, act) not in acts]
    found.doubled += [f"{url} {sha256}" for (url, sha256), times in held.items() if times > 1]
    found.doubled += [f"report {key}" for key, times in Counter(current).items() if times > 1]
    unknown = [url for url, sha256 in held if sha256 not in published.get(str(url), ())]
    found.problems += [f"{url}: nobody published this" for url in unknown]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
