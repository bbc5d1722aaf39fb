"""The page to mail: accounts side by side, each cell a link to characters that stand in the page."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest

from counterclaim.errors import ExportError
from counterclaim.export import Archive, Options, format_called
from counterclaim.export.accounts import accounts
from counterclaim.export.html import page
from counterclaim.export.marking import pieces
from counterclaim.export.picture import toll_picture
from counterclaim.records import Count, Link, Record, Toll
from tests.export.conftest import archive_of, incident, second

TEXT_OF_PAGE = re.compile(r"<[^>]+>")


def test_the_pieces_of_a_report_are_its_text(records: tuple[Record, Record]) -> None:
    for record in records:
        cut = list(pieces(record, [(3, 9), (5, 20)]))
        assert "".join(piece.text for piece in cut) == record.report.text
        assert all(piece.text == record.report.text[piece.start : piece.end] for piece in cut)


def test_the_innermost_claim_marks_a_piece(records: tuple[Record, Record]) -> None:
    for piece in pieces(records[0]):
        around = [c for c in records[0].claims if c.start <= piece.start and piece.end <= c.end]
        assert piece.claim == min(around, key=lambda c: c.end - c.start, default=None)


def test_cells_tell_silence_from_none_from_dispute(records: tuple[Record, Record]) -> None:
    first, other = (record.claims[0].id for record in records)
    link = Link(from_=other, to=first, relation="contradicts", field="killed")
    archive = archive_of(records, incident(records, link))
    (found,) = archive.incidents()
    table = accounts(found, {claim: archive.said(claim) for claim in found.claims})
    tones = {line.field: [cell.tone for cell in line.cells] for line in table.lines}
    assert tones["killed"] == ["disputed", "disputed"]
    assert tones["agents"] == ["said", "silent"]
    assert "injured" not in tones


def test_every_cell_stands_on_the_characters_it_names(archive: Archive, records: tuple[Record, Record]) -> None:
    texts = {record.report.id: record.report.text for record in records}
    (found,) = archive.incidents()
    table = accounts(found, {claim: archive.said(claim) for claim in found.claims})
    words = {e.text: texts[e.report][e.start : e.end] for line in table.lines for c in line.cells for e in c.entries}
    assert words["15"] == "15 people"
    assert words["at least 12 (civilian)"] == "at least 12"


def test_every_link_of_the_page_leads_to_a_mark_in_it(archive: Archive) -> None:
    shown = page(archive, archive.incidents())
    anchors = re.findall(r'<a[^>]* href="#([^"]+)"', shown)
    assert len(anchors) > 8
    marks = dict(re.findall(r'<mark id="([^"]+)"[^>]*>([^<]*)<', shown))
    assert set(anchors) <= set(marks)
    assert "15 people" in html.unescape(" ".join(marks.values()))


def test_a_hostile_report_stays_text() -> None:
    record = second()
    hostile = record.report.text.replace("=Cmd", "<img src=x onerror=alert(1)>")
    assert "<img" not in page(_one(hostile), _one(hostile).incidents())


def _one(text: str) -> Archive:
    from counterclaim.records import Actor
    from tests import make

    quote = text.splitlines()[1]
    said = make.claim(text, quote, speaker=Actor(name="<script>alert(2)</script>"))
    record = Record(report=make.report(text, title="</title><script>alert(3)</script>"), claims=(said,))
    from counterclaim.records import Account, Incident

    of = Incident(id="i9", type="other", claims=(said.id,), accounts=(Account(side="<b>", claims=(said.id,)),))
    return archive_of((record,), of)


def test_no_script_runs_and_nothing_is_fetched(archive: Archive) -> None:
    for shown in (page(archive, archive.incidents()), page(_one("a\nb"), _one("a\nb").incidents())):
        assert "<script" not in shown
        assert not re.search(r'(?:src|href)="(?!#)', shown)


def test_one_incident_is_chosen_by_the_beginning_of_its_id(archive: Archive, tmp_path: Path) -> None:
    out = tmp_path / "one.html"
    format_called("html").write(archive, out, Options(incident="i1"))
    assert out.read_text(encoding="utf-8").count("<article") == 1
    with pytest.raises(ExportError, match="no incident so called"):
        format_called("html").write(archive, out, Options(incident="i2"))


def count(number: int, day: int, speaker: str = "A", **fields: object) -> Count:
    return Count(speaker=speaker, claim="c", min=number, max=number, said_on=date(2024, 3, day), **fields)  # type: ignore[arg-type]


def test_a_toll_is_drawn_with_a_point_for_each_count() -> None:
    said = (count(9, 11), count(17, 12), count(19, 14, "B & co"), count(3, 14, part=True))
    drawn = toll_picture(Toll(effect="killed", victims="person", low=9, high=19, by=said))
    assert drawn.count("<circle") == 3
    assert "B &amp; co" in drawn
    heights = [float(y) for y in re.findall(r'<circle cx="[^"]+" cy="([^"]+)"', drawn)]
    assert heights == sorted(heights, reverse=True)


def test_a_single_count_needs_no_picture() -> None:
    assert toll_picture(Toll(effect="killed", victims="person", low=9, high=9, by=(count(9, 11),))) == ""
