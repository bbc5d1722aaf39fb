"""Records as people see them: edited, and without the claims that were rejected. `query` gives the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from counterclaim.ledger import query, review
from counterclaim.ledger.sql import SLICE
from counterclaim.ledger.store import Ledger
from counterclaim.records import Record


def records(ledger: Ledger) -> Iterator[Record]:
    """Every report's current record, in the order in which the reports were read."""
    with ledger.at_once() as one_state:
        every = query.records(one_state)
        while some := list(islice(every, SLICE)):
            yield from _seen(one_state, some)


def find_record(ledger: Ledger, report_id: str) -> Record:
    """The record of the report whose id is, or alone begins with, `report_id`; LedgerError where there is none."""
    (record,) = _seen(ledger, [query.find_record(ledger, report_id)])
    return record


def _seen(ledger: Ledger, some: list[Record]) -> list[Record]:
    with ledger.transaction() as connection:
        lines = review.lines_of(connection, [claim.id for record in some for claim in record.claims])
        return [review.seen_record(record, lines) for record in some]
