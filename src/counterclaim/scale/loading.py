"""What a cluster has read, brought into a ledger as if it had been read there."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from counterclaim import crosscheck
from counterclaim.ledger.intake import ASIDE
from counterclaim.ledger.store import Ledger, Skip
from counterclaim.records import Source, record_from_json
from counterclaim.scale.output import Output


@dataclass
class Loaded:
    """What was brought: reports and claims that the ledger did not have, reports that it had, sources with none."""

    reports: int = 0
    claims: int = 0
    known: int = 0
    skipped: int = 0


def load(table: Output, ledger: Ledger) -> Loaded:
    """Brings every document of a table into a ledger and lays all side by side; what is there already stays one."""
    run = ledger.start(table.manifest.plan.reader_version)
    loaded = Loaded()
    for outcome in ("read", "foreign"):
        for row in table.rows(outcome):
            record = record_from_json(row["record"], row["text"])
            if ledger.add(record, run, msgspec.json.decode(row["found"], type=Source)) == "known":
                loaded.known += 1
            else:
                loaded.reports += 1
                loaded.claims += len(record.claims)
    for row in table.rows("aside"):
        reason = f"{row['name']}: nothing about a conflict in it; counterclaim cluster plan --keep-all keeps it too"
        ledger.skip(run, Skip(row["name"], reason, ASIDE))
        loaded.skipped += 1
    for row in table.rows("failed"):
        ledger.skip(run, Skip(row["name"], row["reason"]))
        loaded.skipped += 1
    crosscheck.settle(ledger)
    ledger.finish(run)
    return loaded
