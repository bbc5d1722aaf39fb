"""Reconcile: claims of many reports to incidents, links and tolls. Reads claims, never edits one; touches no store.

    Record ──strands──> the claims of one report about one happening, with what of them can be compared
    strands ──blocking──> pairs worth comparing ──comparing──> ties: how surely two are of one incident, and why
    strands, ties, persons' words ──grouping──> incidents
    the claims of one incident ──linking, tolls, origins──> Incident

Each step is a function of what it is given, so that neither the order in which reports arrive nor how many come at a
time changes the result. docs/reconcile.md tells how it decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from counterclaim.reconcile.accounts import incident, told_of
from counterclaim.reconcile.blocking import filed, looked
from counterclaim.reconcile.comparing import Tie, tie
from counterclaim.reconcile.grouping import Words, incidents
from counterclaim.reconcile.strands import strands
from counterclaim.reconcile.traits import Strand
from counterclaim.records import Incident, Record

VERSION = "4"
"""Of what reconcile decides: raised whenever the same claims may be judged differently; the log keeps it."""


def reconcile(records: Iterable[Record]) -> tuple[Incident, ...]:
    """The incidents of `records`, in memory and from nothing. `crosscheck` does the same over a ledger, bit by bit."""
    by_report = {record.report.id: record for record in records}
    found = {strand.id: strand for record in by_report.values() for strand in strands(record)}
    groups = incidents(found, ties_among(found))
    return tuple(_put_together([found[one] for one in group], by_report) for group in groups)


def ties_among(found: Mapping[str, Strand]) -> list[Tie]:
    """The tie of every pair of strands that a block brings together."""
    index: defaultdict[str, list[str]] = defaultdict(list)
    for strand in found.values():
        for key in filed(strand):
            index[key].append(strand.id)
    pairs = {
        (min(strand.id, other), max(strand.id, other))
        for strand in found.values()
        for key in looked(strand)
        for other in index.get(key, ())
        if found[other].report != strand.report
    }
    return [tie(found[a], found[b]) for a, b in sorted(pairs)]


def _put_together(group: Collection[Strand], by_report: Mapping[str, Record]) -> Incident:
    records = [(strand, by_report[strand.report]) for strand in group]
    return incident(list(group), [told for s, record in records for told in told_of(s, record.report, record.claims)])


__all__ = ["VERSION", "Words", "reconcile", "ties_among"]
