"""Whatever is changed in a ledger behind its back, verify tells."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from counterclaim.records import Record, make_report
from tests import make

CHANGES = {
    "a character of the text": "UPDATE reports SET text = replace(text, '12', '72')",
    "the text's length": "UPDATE reports SET text = text || '.'",
    "a report's id": "UPDATE reports SET id = 'r0000000000000000'",
    "the hash of the bytes": "UPDATE sources SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')",
    "the encoding": "UPDATE sources SET encoding = 'utf-16-le'",
    "a figure in the record": """UPDATE claims SET json = replace(json, '"min":12', '"min":72')""",
    "a figure in its column": "UPDATE figures SET min = 72",
    "a figure's victims": "UPDATE figures SET victims = 'militant'",
    "a figure without its maximum": "UPDATE figures SET max = 12",
    "a quotation": """UPDATE claims SET json = replace(json, 'at least 12 civ', 'at least 72 civ')""",
    "a cue": """UPDATE claims SET json = replace(json, '"text":"said"', '"text":"denied"')""",
    "a span that leaves the text": """UPDATE claims SET json = replace(json, '"start":27', '"start":2700')""",
    "a span's column": "UPDATE claims SET start = start + 1",
    "a speaker": "UPDATE actors SET name = 'Somebody' WHERE role = 'speaker'",
    "a speaker's side": "UPDATE actors SET side = 'Nobody', side_folded = 'nobody' WHERE role = 'speaker'",
    "agent and target": "UPDATE actors SET role = 'target' WHERE role = 'agent'",
    "a stance": "UPDATE claims SET stance = 'denies' WHERE stance = 'asserts'",
    "a stance in the record": """UPDATE claims SET json = replace(json, '"denies"', '"asserts"')""",
    "a day": "UPDATE events SET when_from = '2023-03-12'",
    "a place": "UPDATE places SET lat = lat + 1",
    "the headline's day": "UPDATE readings SET published = '2023-03-12'",
    "JSON that is none": "UPDATE claims SET json = '{'",
    "a claim too few": "DELETE FROM claims WHERE position = 1",
    "a figure too few": "DELETE FROM figures",
    "a figure too many": 'INSERT INTO figures SELECT key + 100, event_key, position, start, "end", effect, min, max,'
    " qualifier, victims, side, cumulative FROM figures",
    "what was left out": 'UPDATE readings SET discarded = \'[{"start":0,"end":9999,"why":"advert"}]\'',
    "a reason": """UPDATE claims SET json = replace(json, 'the subject of the cue', 'a guess')""",
    "a report too few": "DELETE FROM reports",
    "a claim that cannot be searched": "DELETE FROM searched WHERE stance = 'denies'",
    "what a claim is found by": "UPDATE searched SET speaker = 'Nobody'",
    "what people made of a claim": "UPDATE searched SET review = 'accepted'",
    "an incident that nobody tells of": "INSERT INTO incidents SELECT 'i1', 0, NULL, NULL, NULL, NULL, NULL, NULL,"
    " NULL, NULL, NULL, 1, 1, 1, NULL, 0, 0, 0, 0, '', 0, 0",
    "the current reading": "UPDATE readings SET current = 0",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "l.db"
    with Ledger(where, write=True) as ledger:
        ledger.add(make.record(), ledger.start("1"))
    return where


def test_an_untouched_ledger_is_clean(address: str) -> None:
    with Ledger(address, write=True) as ledger:
        ledger.add(make.record(), ledger.start("1"))
    with Ledger(address) as ledger:
        verdict = verify(ledger)
    assert verdict.problems == []
    assert verdict.checked == {"reports": 1, "sources": 1, "readings": 1, "claims": 2, "spans": 15}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_told(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(change).rowcount > 0
        connection.commit()
    with Ledger(path) as ledger:
        problems = verify(ledger).problems
    assert problems
    assert all("\n" not in problem for problem in problems)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("déjà vu".encode("utf-8-sig"), "utf-8-sig"),
        ("déjà vu".encode("utf-16"), "utf-16-le"),
        ("déjà vu".encode("utf-16-be"), "utf-16-be"),
        ("déjà vu".encode("cp1252"), "cp1252"),
    ],
)
def test_bytes_are_hashed_again_in_their_encoding(tmp_path: Path, data: bytes, encoding: str) -> None:
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        report = make_report("déjà vu", data=data, path="a.txt", encoding=encoding)
        ledger.add(Record(report=report), ledger.start("1"))
        assert verify(ledger).problems == []
