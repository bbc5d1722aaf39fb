"""What is asked often is answered by an index: no question walks over a table that grows with the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from counterclaim import crosscheck
from counterclaim.ledger.searching import Search, search, tally
from counterclaim.ledger.store import Ledger
from tests.reconcile.test_incidents import shelling

SMALL = {"runs", "meta", "cursors", "feeds", "alembic_version", "sqlite_master"}
WALK = re.compile(r"SCAN (\w+)\b(?! VIRTUAL| USING INDEX ix_incidents_stale)")
"""A step of a plan that walks over a table; the index of stale incidents holds no others, and all are wanted."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "l.db", write=True) as opened:
        run = opened.start("1")
        for outlet, day in (("A", 11), ("B", 11), ("C", 18)):
            opened.add(shelling(outlet, day), run)
        crosscheck.settle(opened)
        crosscheck.review(opened, next(crosscheck.all_incidents(opened)).id, by="ana")
        yield opened


def one_more(ledger: Ledger) -> None:
    ledger.add(shelling("D", 12), ledger.start("1"))
    crosscheck.settle(ledger)


def judged(ledger: Ledger) -> None:
    claim = search(ledger, Search("market"), size=1).hits[0].claim.id
    made = crosscheck.reject(ledger, claim, by="ana", version=crosscheck.version(ledger, claim))
    crosscheck.undo(ledger, made.lines[-1].act, by="ana")


ASKED: dict[str, Callable[[Ledger], Any]] = {
    "one report more": one_more,
    "a judgement": judged,
    "a search": lambda ledger: search(ledger, Search("market", facets={"stance": ["asserts"]})),
    "facets": lambda ledger: tally(ledger, Search("market")),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_nothing_is_walked_over(ledger: Ledger, ask: Callable[[Ledger], Any]) -> None:
    asked: dict[str, Any] = {}

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            asked[statement] = parameters[0] if many else parameters

    event.listen(ledger._engine, "before_cursor_execute", note)
    ask(ledger)
    event.remove(ledger._engine, "before_cursor_execute", note)
    assert asked
    with ledger.transaction() as connection:
        for statement, parameters in asked.items():
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            walked = {found for *_, step in plan for found in WALK.findall(step)} - SMALL
            assert not {name for name in walked if "anon" not in name}, f"{statement}\n{plan}"
