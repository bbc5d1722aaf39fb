"""What is exported: the records of a ledger, the incidents over them, and the way from a claim's id to its report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from counterclaim.records import Claim, Incident, Record


class Said(NamedTuple):
    """A claim and the record that it stands in."""

    record: Record
    claim: Claim

    def words(self, start: int | None, end: int | None) -> str | None:
        """The report's characters `[start, end)`; null where the span is."""
        return None if start is None or end is None else self.record.report.text[start:end]


@dataclass(frozen=True)
class Archive:
    """Where an export takes everything from. Each call begins anew; nothing is held but what is asked for.

    `records` and `incidents` give them one by one in a fixed order, `said` the claim of an id.
    """

    records: Callable[[], Iterable[Record]]
    incidents: Callable[[], Iterable[Incident]]
    said: Callable[[str], Said]
