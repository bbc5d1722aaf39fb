"""Records that were changed after they were read, in five ways that leave every quotation as it is.

The ways are those in which extractions are corrupted to see whether a checker notices: a figure changed, its victims
changed, the speaker swapped, the stance turned, digits added. Each is done to every claim that it can be done to: in
the record in memory, in its JSON, in the JSON that a ledger holds, in the ledger's columns, and, by somebody who knows
how records are sealed, in all of a ledger at once.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, get_args

import msgspec

from counterclaim.errors import RecordError
from counterclaim.ledger.query import find_record, records
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import Again, verify
from counterclaim.records import Claim, Record, Victims, record_from_json

Raw = dict[str, Any]
"""A claim as plain JSON types."""


def figure_changed(claim: Raw, _: Raw) -> bool:
    return _each_figure(claim, lambda figure: {"min": figure["min"] + 1})


def victims_changed(claim: Raw, _: Raw) -> bool:
    kinds = get_args(Victims)
    return _each_figure(claim, lambda f: {"victims": kinds[(kinds.index(f["victims"]) + 1) % len(kinds)]})


def speaker_swapped(claim: Raw, other: Raw) -> bool:
    """Gives the claim to another who speaks in the same report, with the characters that name them."""
    if claim["speaker"] == other["speaker"]:
        return False
    claim["speaker"] = other["speaker"]
    return True


def stance_turned(claim: Raw, _: Raw) -> bool:
    claim["stance"] = "asserts" if claim["stance"] == "denies" else "denies"
    return True


def digits_added(claim: Raw, _: Raw) -> bool:
    return _each_figure(claim, lambda figure: {"min": figure["min"] * 10 + 1, "max": None})


def _each_figure(claim: Raw, change: Callable[[Raw], Raw]) -> bool:
    figures = [figure for event in claim["events"] for figure in event["figures"]]
    for figure in figures:
        figure |= change(figure)
    return bool(figures)


CORRUPTIONS: tuple[Callable[[Raw, Raw], bool], ...] = (
    figure_changed,
    victims_changed,
    speaker_swapped,
    stance_turned,
    digits_added,
)
COLUMNS: Mapping[str, str] = {
    "figure_changed": "UPDATE figures SET min = min + 1 WHERE event_key IN ({events})",
    "victims_changed": "UPDATE figures SET victims = CASE victims WHEN 'child' THEN 'soldier' ELSE 'child' END"
    " WHERE event_key IN ({events})",
    "speaker_swapped": "UPDATE actors SET name = (SELECT name FROM actors other WHERE other.folded <> actors.folded"
    " ORDER BY other.key LIMIT 1) WHERE role = 'speaker' AND claim_key = {claim}",
    "stance_turned": "UPDATE claims SET stance = CASE stance WHEN 'denies' THEN 'asserts' ELSE 'denies' END"
    " WHERE key = {claim}",
    "digits_added": "UPDATE figures SET min = min * 10 + 1 WHERE event_key IN ({events})",
}
"""The same in the columns of a ledger, of one claim."""


class Corrupted(NamedTuple):
    """A record of which one claim, the one of this number, was corrupted; `json` is all of it."""

    way: str
    record: Record
    number: int
    claim: Raw

    @property
    def json(self) -> str:
        raw = msgspec.json.decode(self.record.to_json())
        raw["claims"][self.number] = self.claim
        return msgspec.json.encode(raw).decode()

    @property
    def claims(self) -> tuple[Claim, ...]:
        changed = msgspec.convert(self.claim, Claim, strict=False)
        return (*self.record.claims[: self.number], changed, *self.record.claims[self.number + 1 :])


def corrupted(record: Record) -> Iterator[Corrupted]:
    """Each claim of a record in each way that it can be corrupted."""
    raw = record.to_builtins()["claims"]
    for corrupt in CORRUPTIONS:
        for number in range(len(raw)):
            claim, other = msgspec.json.decode(msgspec.json.encode([raw[number], raw[number - 1]]))
            if corrupt(claim, other):
                yield Corrupted(corrupt.__name__, record, number, claim)


def unnoticed_in_records(path: Path) -> Counter[str]:
    """Does it in memory and in JSON; counts what was done by way, and under `unnoticed` what was not refused."""
    found: Counter[str] = Counter()
    with Ledger(path) as ledger:
        every = list(records(ledger))
    for one in (one for record in every for one in corrupted(record)):
        found[one.way] += 2
        refused = (
            _refuses(lambda one=one: msgspec.structs.replace(one.record, claims=one.claims)),  # type: ignore[misc]
            _refuses(lambda one=one: record_from_json(one.json, one.record.report.text)),  # type: ignore[misc]
        )
        found["unnoticed"] += refused.count(False)
    return found


def unnoticed_in_ledgers(path: Path, work: Path, rounds: int | None = None) -> Counter[str]:
    """Does it in copies of a ledger behind its back, a claim of each report at once, so many times or to every claim.

    Counted as noticed is only what `verify` tells of the very report; in a record, also where the record is not given.
    """
    found: Counter[str] = Counter()
    with Ledger(path) as ledger:
        every = list(records(ledger))
    waves: dict[tuple[str, int], list[Corrupted]] = {}
    for record in every:
        counted: Counter[str] = Counter()
        for one in corrupted(record):
            waves.setdefault((one.way, counted[one.way]), []).append(one)
            counted[one.way] += 1
    for (way, number), wave in waves.items():
        if rounds is not None and number >= rounds:
            continue
        for change in (_change_json, _change_columns):
            copy = Path(shutil.copy(path, work / "copy.db"))
            with closing(sqlite3.connect(copy)) as database:
                for one in wave:
                    change(database, one)
                database.commit()
            with Ledger(copy) as ledger:
                told = "\n".join(verify(ledger).problems)
                for one in wave:
                    report = one.record.report.id
                    given = change is _change_json and not _refuses(lambda id=report: find_record(ledger, id))  # type: ignore[misc]
                    found[way] += 1
                    found["unnoticed"] += report not in told or given
    return found


def unnoticed_when_sealed(path: Path, work: Path, again: Again, version: str) -> Counter[str]:
    """Writes a ledger anew from corrupted records, as if they had been read so, one way a report after the other.

    Nothing in such a ledger contradicts itself: only to read the reports again tells.
    """
    found: Counter[str] = Counter()
    with Ledger(path) as old, Ledger(work / "forged.db", write=True) as ledger:
        run = ledger.start(version)
        for number, record in enumerate(records(old)):
            ways = {one.way: one for one in corrupted(record)}
            one = list(ways.values())[number % len(ways)] if ways else None
            ledger.add(record.with_claims(one.claims) if one else record, run)
            found.update([one.way] if one else [])
        assert verify(ledger).problems == [], "it is a ledger like any other"
        told = verify(ledger, again, version).problems
    found["unnoticed"] = sum(found.values()) - len(told)
    return found


def _change_json(database: sqlite3.Connection, one: Corrupted) -> None:
    key = _claim_key(database, one)
    database.execute("UPDATE claims SET json = ? WHERE key = ?", (msgspec.json.encode(one.claim).decode(), key))


def _change_columns(database: sqlite3.Connection, one: Corrupted) -> None:
    key = _claim_key(database, one)
    events = f"SELECT key FROM events WHERE claim_key = {key}"
    changed = database.execute(COLUMNS[one.way].format(claim=key, events=events))
    assert changed.rowcount > 0


def _claim_key(database: sqlite3.Connection, one: Corrupted) -> int:
    (key,) = database.execute("SELECT key FROM claims WHERE id = ?", (one.claim["id"],)).fetchone()
    return int(key)


def _refuses(build: Callable[[], object]) -> bool:
    try:
        build()
    except RecordError:
        return True
    return False
