"""Counts by administrative unit and period, nobody counted twice: our own table, and HDX HAPI's conflict_event.

An incident counts once, in the period that its days lie in, with the numbers of the rule for deaths. Left out, and said
so: incidents without a day, without a place, or over several periods, and running tolls ("40,000 since October"), which
would count again who is counted already; their differences between reports are not incidents' and are not taken either.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from counterclaim.export.archive import Archive
from counterclaim.export.deaths import Total, total
from counterclaim.export.files import delimited
from counterclaim.export.form import Format, Options, Written
from counterclaim.export.occurrences import Occurrence, occurrences
from counterclaim.export.table import Cell, Row, Table, columns, named
from counterclaim.export.where import Units, units
from counterclaim.knowledge.countries import codes as country_codes
from counterclaim.knowledge.datasets import datasets
from counterclaim.records import Effect, EventType

By = Literal["week", "month"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)


class Cellblock(NamedTuple):
    """What is counted together: a unit, a period and a kind of event."""

    country: str
    units: Units
    start: date
    end: date
    kind: str


@dataclass(frozen=True)
class Counted:
    """Incidents of one cell block, and how many of them have the units of the settlement nearest to them; for each
    effect the numbers under the rule, null where nobody states any."""

    incidents: int
    by_nearest: int
    people: dict[Effect, Total]


def period(day: date, by: By) -> tuple[date, date]:
    """The first and the last day of the calendar month, or of the week from Monday to Sunday, that `day` lies in."""
    if by == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def count(
    found: Iterable[Occurrence], by: By, kind: Callable[[Occurrence], str | None]
) -> tuple[dict[Cellblock, Counted], Counter[str]]:
    """The counts of every block in order, and how many incidents were left out, by the reason why."""
    blocks: defaultdict[Cellblock, list[Occurrence]] = defaultdict(list)
    left_out: Counter[str] = Counter()
    for occurrence in found:
        where = _block(occurrence, by, kind)
        if isinstance(where, Cellblock):
            blocks[where].append(occurrence)
        else:
            left_out[where] += 1
    order = sorted(blocks, key=lambda b: (b.start, b.country, b.units.admin1 or "", b.units.admin2 or "", b.kind))
    return {block: _counted(blocks[block]) for block in order}, left_out


def _block(occurrence: Occurrence, by: By, kind: Callable[[Occurrence], str | None]) -> Cellblock | str:
    """Where an incident counts, or why it does not."""
    what, place = kind(occurrence), occurrence.place
    if what is None:
        return "no event type of this format"
    if occurrence.running:
        return "running tolls alone"
    if place is None or place.country is None:
        return "no place or no country"
    if occurrence.start is None or occurrence.end is None:
        return "no day"
    start, end = period(occurrence.start, by)
    if occurrence.end > end:
        return f"over more than one {by}"
    return Cellblock(place.country, units(place)._replace(basis=None), start, end, what)


def _counted(found: list[Occurrence]) -> Counted:
    people: dict[Effect, Total] = {}
    for effect in EFFECTS:
        totals = [total(occurrence.incident, effect, occurrence.choose) for occurrence in found]
        people[effect] = Total(*(_sum(numbers) for numbers in zip(*totals, strict=True)))
    by_nearest = sum(units(occurrence.place).basis == "nearest" for occurrence in found)
    return Counted(len(found), by_nearest, people)


def _sum(numbers: Iterable[int | None]) -> int | None:
    stated = [number for number in numbers if number is not None]
    return sum(stated) if stated else None


def _notes(left_out: Counter[str]) -> list[str]:
    return [f"{number:,} incidents left out: {why}" for why, number in sorted(left_out.items())]


Block = tuple[Cellblock, Counted]


def _own_type(occurrence: Occurrence) -> EventType:
    return occurrence.incident.type


def _own_row(block: Block) -> Iterable[Row]:
    where, counted = block
    names, codes = where.units.names, (where.units.admin1_code, where.units.admin2_code)
    unit = (where.start, where.end, where.country, *names, *codes, where.kind, counted.incidents, counted.by_nearest)
    yield (*unit, *(number for effect in EFFECTS for number in counted.people[effect]))


OWN = Table[Block](
    "periods",
    (
        *columns(period_start=date, period_end=date, country=str, admin1=str, admin2=str, admin1_code=str),
        *columns(admin2_code=str, type=str, incidents=int, by_nearest=int),
        *columns(**{f"{effect}_{end}": int for effect in EFFECTS for end in ("best", "low", "high")}),
    ),
    _own_row,
)


def _hapi_type(occurrence: Occurrence) -> str | None:
    acled = occurrence.codes.acled
    if acled is None:
        return None
    kind = datasets().hapi.get(acled[0])
    return "civilian_targeting" if kind == "political_violence" and occurrence.civilians else kind


def _hapi_row(block: Block) -> Iterable[Row]:
    where, counted = block
    known = country_codes(where.country)
    cells: dict[str, Cell] = {
        "location_code": known.iso3 if known else None,
        "location_name": known.name if known else None,
        "admin1_name": where.units.admin1,
        "admin2_name": where.units.admin2,
        "event_type": where.kind,
        "events": counted.incidents,
        "fatalities": counted.people["killed"].best,
        "reference_period_start": where.start.isoformat(),
        "reference_period_end": where.end.isoformat(),
    }
    yield tuple(cells.get(column.name) for column in HAPI.columns)


HAPI = Table[Block](
    "hapi",
    named(
        "location_code, location_name, admin1_code, admin1_name, admin2_code, admin2_name, event_type, events, "
        "fatalities, reference_period_start, reference_period_end, resource_hdx_id",
        events=int,
        fatalities=int,
    ),
    _hapi_row,
)


def _write_own(archive: Archive, out: Path, options: Options) -> Written:
    return _write(archive, out, options, OWN, options.by, _own_type)


def _write_hapi(archive: Archive, out: Path, options: Options) -> Written:
    return _write(archive, out, options, HAPI, "month", _hapi_type)


def _write(
    archive: Archive,
    out: Path,
    options: Options,
    table: Table[Block],
    by: By,
    kind: Callable[[Occurrence], str | None],
) -> Written:
    blocks, left_out = count(occurrences(archive, options.rule), by, kind)
    with delimited((table,), (out,)) as sink:
        for block in blocks.items():
            sink.add(table, table.rows(block))
    return Written((out,), [*_notes(left_out), *_told_by_nearest(blocks.values())])


def _told_by_nearest(counts: Iterable[Counted]) -> list[str]:
    number = sum(counted.by_nearest for counted in counts)
    note = f"{number:,} incidents under the units of the settlement nearest to them, for no boundaries are known"
    return [note] if number else []


_LEFT_OUT = (
    "who says what, and who says otherwise",
    "incidents without a day or a place, or over several periods: left out and counted in a note",
    "running tolls: left out and counted in a note, since who they count may be counted already",
)

FORMAT = Format(
    name="periods",
    about="our own table of incidents and people by administrative unit and month or week (--by), CSV, nobody twice",
    write=_write_own,
    loses=_LEFT_OUT,
    blank=(
        "numbers of an effect that nobody states; 0 only where somebody says none",
        "admin1_code, admin2_code: GeoNames' codes, where a unit has none there",
    ),
)
HAPI_FORMAT = Format(
    name="hapi",
    about="HDX HAPI conflict_event (OCHA), CSV, events and fatalities by administrative unit and month",
    write=_write_hapi,
    loses=(*_LEFT_OUT, "everything but three event types and deaths"),
    blank=(
        "admin1_code, admin2_code: p-codes, which we do not hold",
        "resource_hdx_id: the publisher assigns it",
        "fatalities: where nobody states any",
    ),
)
