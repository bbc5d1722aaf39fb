"""The ledger for scripts and notebooks: what `import counterclaim as cc` gives. docs/python.md shows it at work.

ledger = cc.open("f.db")
ledger.claims(side="Azerbaijan", after="2023-09-19").to_polars()
ledger.why("c3f0a", "killed")
cc.read("The ministry said four were killed.", published="2023-09-19")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from counterclaim import words
from counterclaim.crosscheck import all_incidents, find_incident
from counterclaim.errors import ExportError, InputError
from counterclaim.export import Archive
from counterclaim.export.files import arrow_table
from counterclaim.export.html import page, record_html
from counterclaim.export.own import RECORD_TABLES
from counterclaim.extras import required
from counterclaim.ledger.query import Filter, find_claim, find_claims, find_record, records
from counterclaim.ledger.store import Ledger as Store
from counterclaim.outgoing import archive
from counterclaim.records import Claim, Incident, Record, Toll, make_report
from counterclaim.serve.why import Answer, answers

if TYPE_CHECKING:
    from counterclaim.export.table import Row, Table

Day = date | str
"""A day, or its ISO form: "2023-09-19"."""


class Rows:
    """Things of a ledger that also are a table: each `to_...` gives the columns of `counterclaim export`."""

    table: Table[Any]

    def rows(self) -> Iterator[Row]:
        """The rows, cell by cell in the columns' order."""
        raise NotImplementedError

    def to_records(self) -> list[dict[str, Any]]:
        """One dictionary a row."""
        names = [column.name for column in self.table.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows()]

    def to_arrow(self) -> Any:
        """A pyarrow.Table; ExportError says what to install where pyarrow is missing."""
        return arrow_table(self.table.columns, self.rows())

    def to_polars(self) -> Any:
        """A polars.DataFrame; ExportError says what to install where polars is missing."""
        return required("polars", "polars", "to_polars", ExportError).from_arrow(self.to_arrow())

    def to_pandas(self) -> Any:
        """A pandas.DataFrame; ExportError says what to install where pandas is missing."""
        required("pandas", "pandas", "to_pandas", ExportError)
        return self.to_arrow().to_pandas()


@dataclass(frozen=True)
class Claims(Rows):
    """A choice among the claims of a ledger, looked up when it is walked through."""

    ledger: Ledger
    wanted: Filter
    table = RECORD_TABLES[1]

    def __iter__(self) -> Iterator[Claim]:
        return (found.claim for found in find_claims(self.ledger.store, self.wanted))

    def __len__(self) -> int:
        return sum(1 for _ in find_claims(self.ledger.store, self.wanted))

    def rows(self) -> Iterator[Row]:
        for record in self._records():
            yield from self.table.rows(record)

    def _records(self) -> Iterator[Record]:
        """Each report with those of its claims that are wanted."""
        chosen: dict[str, set[str]] = {}
        for found in find_claims(self.ledger.store, self.wanted):
            chosen.setdefault(found.report["id"], set()).add(found.claim.id)
        for report, ids in chosen.items():
            record = find_record(self.ledger.store, report)
            claims = tuple(claim for claim in record.claims if claim.id in ids)
            yield record.with_claims(claims)

    def _repr_html_(self) -> str:
        return "".join(map(record_html, self._records()))


class Reading(Rows):
    """One report and what it says: `record` holds everything, `claims` the claims; shows itself in a notebook."""

    table = RECORD_TABLES[1]

    def __init__(self, record: Record) -> None:
        self.record = record

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.record.claims

    def why(self, claim: Claim | str, field: str) -> list[Answer]:
        """Why a field of a claim holds what it holds: value, characters, reason."""
        wanted = claim if isinstance(claim, str) else claim.id
        found = [one for one in self.claims if one.id.startswith(wanted)]
        if len(found) != 1:
            raise InputError(f"{wanted}: {len(found)} claims of this report are so called; see .claims")
        return answers(found[0], field)

    def rows(self) -> Iterator[Row]:
        return iter(self.table.rows(self.record))

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def _repr_html_(self) -> str:
        return record_html(self.record)


class OneIncident:
    """One incident: `incident` holds everything as the contract names it; shows its accounts in a notebook."""

    def __init__(self, archive: Archive, incident: Incident) -> None:
        self._archive = archive
        self.incident = incident

    @property
    def id(self) -> str:
        return self.incident.id

    def tolls(self) -> tuple[Toll, ...]:
        """Low and high of each effect and kind of victims, who stands at each end, and the history."""
        return self.incident.tolls

    def claims(self) -> list[Claim]:
        """Its claims, in the order in which they were said."""
        return [self._archive.said(claim).claim for claim in self.incident.claims]

    def plot(self, axes: Any = None) -> Any:
        """Each voice's killed over time as steps on matplotlib axes, made here where none are given.

        ExportError says what to install where matplotlib is missing, or that nothing has a day.
        """
        pyplot = required("matplotlib.pyplot", "plot", "plot", ExportError)
        lines = steps(self.incident.tolls)
        if not lines:
            raise ExportError(f"{self.id}: no count of killed people has a day; there is nothing to draw")
        drawn = axes if axes is not None else pyplot.figure().add_subplot()
        for voice, said in lines.items():
            days = [day for day, _ in said]
            drawn.step(days, [number for _, number in said], where="post", marker="o", label=voice)
        drawn.set_ylabel("killed")
        drawn.set_title(words.incident(self.incident))
        drawn.legend()
        return drawn

    def _repr_html_(self) -> str:
        return page(self._archive, [self.incident])


class Ledger:
    """An opened ledger, for reading. Close it, or use it in a `with`."""

    def __init__(self, path: str | Path) -> None:
        self.store = Store(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    def claims(
        self,
        *,
        side: str | None = None,
        speaker: str | None = None,
        stance: str | None = None,
        type: str | None = None,
        after: Day | None = None,
        before: Day | None = None,
    ) -> Claims:
        """The claims that fit all that is given. `after` and `before` are the days of saying, inclusive."""
        return Claims(self, Filter(side, speaker, stance, type, day(after), day(before)))

    def records(self) -> Iterator[Record]:
        """Every report's record, in the order of reading."""
        return records(self.store)

    def report(self, id: str) -> Reading:
        """The report whose id is, or alone begins with, `id`; LedgerError where there is none."""
        return Reading(find_record(self.store, id))

    def claim(self, id: str) -> Claim:
        """The claim whose id is, or alone begins with, `id`; LedgerError where there is none."""
        return find_claim(self.store, id)[1]

    def why(self, claim: Claim | str, field: str) -> list[Answer]:
        """Why a field of a claim holds what it holds: value, characters, reason."""
        return answers(self.claim(claim if isinstance(claim, str) else claim.id), field)

    def incidents(self) -> Iterator[OneIncident]:
        """Every incident, by its id."""
        return (OneIncident(archive(self.store), incident) for incident in all_incidents(self.store))

    def incident(self, id: str) -> OneIncident:
        """The incident of this id or beginning of one, or that the claim `id` is of; LedgerError where none is."""
        return OneIncident(archive(self.store), find_incident(self.store, id))


def open(path: str | Path) -> Ledger:  # as in the module's example; nothing here opens files
    """The ledger at `path`; LedgerError where there is none."""
    return Ledger(path)


def read(text: str, *, published: Day | None = None, title: str | None = None, outlet: str | None = None) -> Reading:
    """What one report says. `published` is the day it appeared, for times such as "on Tuesday"."""
    from counterclaim import reading

    report = make_report(text, title=title, outlet=outlet, published=day(published))
    return Reading(reading.read(report))


def day(given: Day | None) -> date | None:
    """The day that is given; InputError where a text is no ISO date."""
    try:
        return date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError as error:
        raise InputError(f"{given!r} is no day; write it as 2023-09-19") from error


def steps(tolls: Iterable[Toll]) -> dict[str, list[tuple[date, int]]]:
    """Each voice's totals of all killed people by day, the least of a range; parts are left out."""
    found: dict[str, list[tuple[date, int]]] = {}
    for toll in tolls:
        for count in toll.by if toll.effect == "killed" and toll.victims == "person" else ():
            if count.said_on is not None and not count.part:
                found.setdefault(count.speaker, []).append((count.said_on, count.min))
    return {voice: sorted(said) for voice, said in found.items()}
