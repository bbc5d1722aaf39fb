"""An incident as its page shows it: what the view of it holds, with every word at both ends a link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, get_args

from markupsafe import Markup

from counterclaim import words
from counterclaim.export.accounts import Accounts, Cell, Entry, Line, Value
from counterclaim.export.picture import toll_picture
from counterclaim.records import Count, Effect, Toll
from counterclaim.serve.http.views import End, IncidentView, LinkView

Where = Callable[[str, int, int], str]
"""The address of characters of a report: its id, start, end."""
WHOSE = (*get_args(Effect), "agents")
"""The rows in which it is told who of an account says what."""
ORDER = ("denies", "contradicts", "revises", "agrees", "repeats")
"""Links as an editor wants to see them."""


class Otherwise(NamedTuple):
    """How one voice stands to another on one field; what several reports carry of it counts as one."""

    relation: str
    field: str
    why: str
    later: End
    later_at: str
    earlier: End
    earlier_at: str
    times: int


class Voice(NamedTuple):
    """What one voice says in a cell; the name is empty where it is of no matter who says it."""

    name: str
    values: tuple[Value, ...]


class Shown(NamedTuple):
    """An incident on a page; `ends` are its claims by id. The parties that are disputed most stand first."""

    view: IncidentView
    accounts: Accounts
    ends: dict[str, End]
    pictures: list[tuple[Toll, Markup]]
    otherwise: list[Otherwise]

    def voices(self, line: Line, cell: Cell) -> list[Voice]:
        """Who says what in a cell, in the order in which they are first heard."""
        if line.field not in WHOSE:
            return [Voice("", cell.values)]
        found: dict[str, list[Entry]] = {}
        for entry in cell.entries:
            found.setdefault(self.ends[entry.claim].speaker, []).append(entry)
        return [Voice(name, Cell(cell.tone, tuple(entries)).values) for name, entries in found.items()]


def shown(view: IncidentView, where: Where) -> Shown:
    """`view` with links to the reports as `where` makes them."""
    ends = {end.claim: end for end in view.claims}
    figures = _figures(view)

    def drawn(toll: Toll) -> str:
        def address(count: Count) -> str:
            end = ends[count.claim]
            found = figures.get((count.claim, toll.effect, words.range_of(count.min, count.max)))
            return where(end.report, *((found.start, found.end) if found else (end.start, end.end)))

        return toll_picture(toll, address)

    pictures = [(toll, Markup(picture)) for toll in view.incident.tolls if (picture := drawn(toll))]
    return Shown(view, _parties_first(view), ends, pictures, list(_otherwise(view.links, where)))


def _parties_first(view: IncidentView) -> Accounts:
    """The table with the sides that are disputed most before the others, and those of no side last."""
    columns, lines = view.accounts.columns, view.accounts.lines

    def rank(at: int) -> tuple[bool, int, int]:
        disputed = sum(line.cells[at].tone == "disputed" for line in lines)
        said = sum(len(line.cells[at].entries) for line in lines)
        return columns[at].kind != "side", -disputed, -said if columns[at].kind == "side" else at

    order = sorted(range(len(columns)), key=rank)
    moved = (Line(line.field, line.name, tuple(line.cells[at] for at in order)) for line in lines)
    return Accounts(tuple(columns[at] for at in order), tuple(moved))


def _figures(view: IncidentView) -> dict[tuple[str, str, str], Entry]:
    """The characters of each count: by claim, effect and the count in words."""
    found: dict[tuple[str, str, str], Entry] = {}
    for line in view.accounts.lines:
        for cell in line.cells:
            for entry in cell.entries:
                number = entry.text.partition(" (")[0].replace("more than", "at least").removeprefix("about ")
                found.setdefault((entry.claim, line.field, number), entry)
    return found


def _otherwise(links: tuple[LinkView, ...], where: Where) -> Iterator[Otherwise]:
    found: dict[tuple[str, str, str, str], list[LinkView]] = {}
    for link in sorted(links, key=lambda link: ORDER.index(link.relation)):
        found.setdefault((link.relation, link.field, link.from_.speaker, link.to.speaker), []).append(link)
    for same in found.values():
        link = same[0]
        later_at, earlier_at = (where(end.report, end.start, end.end) for end in (link.from_, link.to))
        yield Otherwise(link.relation, link.field, link.why, link.from_, later_at, link.to, earlier_at, len(same))


def first_words(view: IncidentView) -> Entry | None:
    """The entry that an incident is opened at: what the first disputed row says most, or the first of any row."""
    lines = [line for line in view.accounts.lines if any(cell.tone == "disputed" for cell in line.cells)]
    for line in lines or view.accounts.lines:
        cells = [cell for cell in line.cells if cell.tone == "disputed"] or line.cells
        entries = [entry for cell in cells for entry in cell.entries]
        if entries:
            return entries[-1]
    return None
