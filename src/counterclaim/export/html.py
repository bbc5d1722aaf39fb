"""An incident, or all of them, as one HTML file to mail: no script, no request, every cell a link to its words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from counterclaim import __version__, words
from counterclaim.errors import ExportError
from counterclaim.export.accounts import Accounts, Entry, accounts, contested
from counterclaim.export.archive import Archive, Said
from counterclaim.export.form import Format, Options, Written
from counterclaim.export.marking import Piece, pieces
from counterclaim.export.picture import toll_picture
from counterclaim.records import Incident, Record


class Shown(NamedTuple):
    """An incident as its page shows it; `voice` names who speaks in each claim, by the claim's id."""

    incident: Incident
    heading: str
    accounts: Accounts
    contested: list[str]
    pictures: list[Markup]
    voice: dict[str, str]


class ShownReport(NamedTuple):
    """A report as the page shows it, cut also wherever a cell's words begin."""

    id: str
    heading: str
    pieces: list[Piece]


def shown(incident: Incident, said: dict[str, Said]) -> Shown:
    """An incident with its accounts side by side; `said` holds its claims by id."""
    pictures = [Markup(picture) for toll in incident.tolls if (picture := toll_picture(toll))]
    voice = {one.claim.id: words.speaker(one.claim) for one in said.values()}
    return Shown(incident, words.incident(incident), accounts(incident, said), contested(incident), pictures, voice)


def page(archive: Archive, incidents: Iterable[Incident]) -> str:
    """The whole page."""
    found = []
    records: dict[str, Record] = {}
    cells: dict[str, list[tuple[int, int]]] = {}
    for incident in incidents:
        said = {claim: archive.said(claim) for claim in incident.claims}
        records |= {one.record.report.id: one.record for one in said.values()}
        found.append(shown(incident, said))
        for entry in _entries(found[-1].accounts):
            cells.setdefault(entry.report, []).append((entry.start, entry.end))
    reports = [
        ShownReport(key, words.report(record.report), list(pieces(record, cells.get(key, ()))))
        for key, record in records.items()
    ]
    title = found[0].heading if len(found) == 1 else f"{len(found):,} incidents"
    context: dict[str, Any] = {"heading": title, "incidents": found, "reports": reports, "version": __version__}
    return str(_template().render(**context, css=_css(), anchor=_anchor, voice=words.speaker, plural=words.plural))


def record_html(record: Record) -> str:
    """One report with its claims marked, as a piece of a page: for notebooks."""
    rules = ".counterclaim{white-space:pre-wrap;overflow-wrap:anywhere}.counterclaim mark{background:#ffec99}"
    body = Markup().join(
        Markup('<mark title="{}">{}</mark>').format(f"{words.speaker(piece.claim)} {piece.claim.stance}", piece.text)
        if piece.claim
        else escape(piece.text)
        for piece in pieces(record)
    )
    about = Markup("<style>{}</style><p><strong>{}</strong></p>").format(Markup(rules), words.report(record.report))
    return about + Markup('<div class="counterclaim" dir="auto">{}</div>').format(body)


def _entries(table: Accounts) -> Iterable[Entry]:
    return (entry for line in table.lines for cell in line.cells for entry in cell.entries)


def _anchor(entry: Entry) -> str:
    """The piece of its report that a cell's words begin with."""
    return f"{entry.report}-{entry.start}"


@cache
def _template() -> Any:
    loader = PackageLoader("counterclaim.export", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("bundle.html")


def _css() -> Markup:
    return Markup(files("counterclaim.export").joinpath("templates/bundle.css").read_text(encoding="utf-8"))


def _write(archive: Archive, out: Path, options: Options) -> Written:
    wanted = [one for one in archive.incidents() if options.incident is None or one.id.startswith(options.incident)]
    if options.incident is not None and len(wanted) != 1:
        what = "no incident" if not wanted else f"{len(wanted)} incidents"
        raise ExportError(f"--incident {options.incident}: {what} so called; counterclaim incidents lists their ids")
    wanted.sort(key=lambda one: (not contested(one), one.id))
    out.write_text(page(archive, wanted), encoding="utf-8")
    return Written((out,))


FORMAT = Format(
    name="html",
    about="one HTML file with an incident (--incident ID) or all of them, their accounts side by side and the reports",
    write=_write,
    loses=("reports of no incident that is shown", "reasons: counterclaim why shows them"),
)
