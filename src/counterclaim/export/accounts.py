"""An incident as a table: its accounts side by side, a row for each thing they tell, every cell tied to characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from counterclaim import words
from counterclaim.export.archive import Said
from counterclaim.records import Account, Claim, Effect, Event, Incident, Link

Tone = Literal["silent", "said", "agrees", "disputed", "none"]
"""Not said at all; said; said and agreed to by another account; contradicted or denied by one; said to be nobody."""
Says = Literal["nothing", "something", "none", "denial"]
"""What a cell says, apart from who agrees: not said; a value; that there was nobody; only that it was not so."""
Kind = Literal["side", "others", "outlet"]
"""Whose account a column is: a side's, that of those who speak for none, the voice of the outlets themselves."""
DISPUTES = ("contradicts", "denies")


@dataclass(frozen=True)
class Entry:
    """One value that a claim gives, and the characters of its report that it stands on."""

    text: str
    claim: str
    report: str
    start: int
    end: int
    superseded: bool = False
    denied: bool = False


@dataclass(frozen=True)
class Value:
    """One value of a cell and every place that gives it; `superseded` where each of them was given up later.

    `denied` where it is said not to be so.
    """

    text: str
    entries: tuple[Entry, ...]

    @property
    def superseded(self) -> bool:
        return all(entry.superseded for entry in self.entries)

    @property
    def denied(self) -> bool:
        return all(entry.denied for entry in self.entries)


@dataclass(frozen=True)
class Cell:
    """What one account says in one row."""

    tone: Tone
    entries: tuple[Entry, ...] = ()
    says: Says = "nothing"

    @property
    def values(self) -> tuple[Value, ...]:
        """The different values, in the order in which they are first given."""
        texts = dict.fromkeys(entry.text for entry in self.entries)
        return tuple(Value(text, tuple(e for e in self.entries if e.text == text)) for text in texts)


@dataclass(frozen=True)
class Column:
    """One account: the side that speaks, null where nobody's; `reports` and `origins` carry it."""

    kind: Kind
    side: str | None
    voices: tuple[str, ...]
    reports: int
    origins: int


@dataclass(frozen=True)
class Line:
    """One row of the table; `field` is the name that links use."""

    field: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Accounts:
    """The table of one incident; rows that no account fills are left out."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def accounts(incident: Incident, said: Mapping[str, Said]) -> Accounts:
    """The accounts of `incident`; `said` holds its claims by id."""
    whose = [one for account in incident.accounts for one in _split(account, said)]
    columns = [found for _, _, found in whose]
    disputes, agreements = _fields(incident.links, DISPUTES), _fields(incident.links, ("agrees",))
    superseded = {(c.claim, c.min, c.max) for toll in incident.tolls for c in toll.by if c.superseded}
    lines = []
    for field, name, find in _LINES:
        cells = []
        for column in columns:
            entries = tuple(dict.fromkeys(entry for one in column for entry in find(one, superseded)))
            claims = {one.claim.id for one in column}
            cells.append(Cell(_tone(entries, claims, field, disputes, agreements), entries, _says(entries)))
        if any(cell.entries for cell in cells):
            lines.append(Line(field, name, tuple(cells)))
    heads = tuple(_column(incident, kind, side, column) for kind, side, column in whose)
    return Accounts(heads, tuple(lines))


def _split(account: Account, said: Mapping[str, Said]) -> Iterator[tuple[Kind, str | None, list[Said]]]:
    """An account with its side; of those who speak for none, first the people, then the outlets."""
    every = [said[claim] for claim in account.claims]
    if account.side is not None:
        yield "side", account.side, every
        return
    people = [one for one in every if one.claim.speaker.kind != "report"]
    outlets = [one for one in every if one.claim.speaker.kind == "report"]
    if people:
        yield "others", None, people
    if outlets:
        yield "outlet", None, outlets


def contested(incident: Incident) -> list[str]:
    """The fields that accounts of `incident` contradict or deny each other on, each once."""
    return list(dict.fromkeys(link.field for link in incident.links if link.relation in DISPUTES))


Given = set[tuple[str, int, int | None]]
Find = Callable[[Said, Given], Iterator[Entry]]


def _entry(
    one: Said, text: str, start: int | None, end: int | None, *, superseded: bool = False, denied: bool = False
) -> Entry:
    """A value where it stands; what is only implied stands on the whole claim."""
    if start is None or end is None:
        start, end = one.claim.start, one.claim.end
    return Entry(text, one.claim.id, one.record.report.id, start, end, superseded, denied)


def _counted(effect: Effect) -> Find:
    def find(one: Said, superseded: Given) -> Iterator[Entry]:
        for event in one.claim.events:
            for figure in event.figures:
                if figure.effect == effect:
                    of = "" if figure.victims == "person" else f" ({figure.victims.replace('_', ' ')})"
                    given_up = (one.claim.id, figure.min, figure.max) in superseded
                    text, denied = words.count(figure) + of, event.status == "denied"
                    yield _entry(one, text, figure.start, figure.end, superseded=given_up, denied=denied)

    return find


def _of_events(values: Callable[[Event], Iterable[tuple[str, int | None, int | None]]]) -> Find:
    def find(one: Said, _: Given) -> Iterator[Entry]:
        for event in one.claim.events:
            for text, start, end in values(event):
                yield _entry(one, text, start, end, denied=event.status == "denied")

    return find


def _agents(one: Said, _: Given) -> Iterator[Entry]:
    for event in one.claim.events:
        denied = event.status == "denied"
        for actor in event.agents:
            text = ("not " if denied else "") + actor.name
            yield _entry(one, text, actor.start, actor.end, denied=denied)


def _means(event: Event) -> Iterator[tuple[str, int | None, int | None]]:
    return ((means.name, means.start, means.end) for means in event.means)


def _when(event: Event) -> Iterator[tuple[str, int | None, int | None]]:
    if event.when is not None and (event.when.from_ or event.when.to):
        yield words.when(event.when), event.when.start, event.when.end


def _where(event: Event) -> Iterator[tuple[str, int | None, int | None]]:
    if event.place is not None:
        name = " ".join(filter(None, (event.place.relation, event.place.name)))
        yield name, event.place.start, event.place.end


def _denials(one: Said, _: Given) -> Iterator[Entry]:
    """What a claim denies without naming an agent: the denial itself."""
    if one.claim.stance == "denies" and not any(event.agents for event in one.claim.events):
        yield _entry(one, "denies", one.claim.content.start, one.claim.content.end, denied=True)


def _first_said(one: Said, _: Given) -> Iterator[Entry]:
    day = one.claim.said_on.from_ if one.claim.said_on else one.record.report.published
    if day is not None:
        yield _entry(one, str(day), one.claim.start, one.claim.end)


def _who(one: Said, superseded: Given) -> Iterator[Entry]:
    yield from _agents(one, superseded)
    yield from _denials(one, superseded)


_LINES: tuple[tuple[str, str, Find], ...] = (
    *((effect, effect, _counted(effect)) for effect in get_args(Effect)),
    ("agents", "who did it", _who),
    ("means", "means", _of_events(_means)),
    ("when", "when", _of_events(_when)),
    ("place", "where", _of_events(_where)),
    ("said", "said", _first_said),
)


def _fields(links: Iterable[Link], relations: Sequence[str]) -> set[tuple[str, str]]:
    """Claim and field of every link of these relations."""
    return {(claim, link.field) for link in links if link.relation in relations for claim in (link.from_, link.to)}


def _tone(
    entries: Sequence[Entry],
    claims: Iterable[str],
    field: str,
    disputes: set[tuple[str, str]],
    agreements: set[tuple[str, str]],
) -> Tone:
    if not entries:
        return "silent"
    if any((claim, field) in disputes for claim in claims):
        return "disputed"
    if any((claim, field) in agreements for claim in claims):
        return "agrees"
    return "none" if _says(entries) == "none" else "said"


def _says(entries: Sequence[Entry]) -> Says:
    if not entries:
        return "nothing"
    if all(entry.text.split()[0] == "0" for entry in entries):
        return "none"
    return "denial" if all(entry.denied for entry in entries) else "something"


def _column(incident: Incident, kind: Kind, side: str | None, said: Sequence[Said]) -> Column:
    reports = list(dict.fromkeys(one.record.report.id for one in said))
    origin_of = {report: at for at, origin in enumerate(incident.origins) for report in origin.reports}
    voices = dict.fromkeys(_voice(one.claim) for one in said)
    return Column(kind, side, tuple(voices), len(reports), len({origin_of.get(report, report) for report in reports}))


def _voice(claim: Claim) -> str:
    return "the report itself" if claim.speaker.kind == "report" else claim.speaker.name
