"""Archives, tables, mail, feeds, PDF: what they hold, and where from."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterclaim.errors import InputError
from counterclaim.ingest import offsets, opening, reports
from counterclaim.ingest.parts import Part, Refused
from counterclaim.settings import Settings
from tests.ingest import pages
from tests.ingest.hostile import feed, member, tarred, zipped
from tests.ingest.webarchive import warc

USUAL = Settings()
TEXT = "The ministry said that four soldiers were killed in Corvane."
MAIL = (
    "From: =?utf-8?q?Jos=C3=A9?= <j@lonn.invalid>\nSubject: =?utf-8?q?Caf=C3=A9?= hit\n"
    "Date: Tue, 12 Mar 2024 10:00:00 +0200\n"
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\nFour were killed in the caf=C3=A9.\n--x\nContent-Type: text/html\n"
    "Content-Disposition: attachment; filename=page.html\n\n<p>The ministry said nothing.</p>\n--x--\n"
)


def opened(tmp_path: Path, name: str, data: bytes, settings: Settings = USUAL) -> list[Part | Refused]:
    file = tmp_path / name
    file.write_bytes(data)
    return list(opening.parts(str(file), settings))


def texts(found: list[Part | Refused], tmp_path: Path) -> dict[str, str]:
    """{name below the folder: what it says, or why it says nothing}."""
    said = {}
    for one in found:
        name = one.name.removeprefix(f"{tmp_path}/")
        said[name] = one.reason if isinstance(one, Refused) else one.data.decode()
    return said


def test_archives_within_archives(tmp_path: Path) -> None:
    inner = zipped({"in.txt": TEXT.encode(), "picture.png": b"png", ".hidden.txt": b"no", "__MACOSX/a.txt": b"no"})
    found = opened(tmp_path, "out.zip", zipped({"folder/in.zip": inner, "b.txt.gz": gzip.compress(TEXT.encode())}))
    assert texts(found, tmp_path) == {"out.zip!folder/in.zip!in.txt": TEXT, "out.zip!b.txt.gz": TEXT}


def test_the_rows_of_a_parquet_file(tmp_path: Path) -> None:
    rows = [{"body": TEXT, "date": datetime(2024, 3, 12, 10), "weight": 1.5}, {"body": None, "date": None, "weight": 2}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    part, refused = opening.parts(str(tmp_path / "a.parquet"), USUAL)
    assert isinstance(part, Part)
    assert (part.name, part.data.decode()) == (f"{tmp_path}/a.parquet:1", TEXT)
    assert part.about.published == datetime(2024, 3, 12, 10)
    assert isinstance(refused, Refused)
    assert refused.reason.startswith(f"{tmp_path}/a.parquet:2: no text in it")


def test_a_cut_parquet_file_is_told(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [TEXT] * 9}), tmp_path / "whole.parquet")
    with pytest.raises(InputError, match=r"cut.parquet: a damaged Parquet file \("):
        opened(tmp_path, "cut.parquet", (tmp_path / "whole.parquet").read_bytes()[:-9])


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="an office document"):
        opened(tmp_path, "a.docx", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w>x</w>"}))


def test_xml_of_an_unknown_kind_is_told(tmp_path: Path) -> None:
    (part,) = opened(tmp_path, "a.xml", b"<?xml version='1.0'?><nitf><body>Four were killed.</body></nitf>")
    assert isinstance(part, Part)
    with pytest.raises(InputError, match="no page and no feed"):
        reports.report(part, USUAL)


def test_a_packed_tar(tmp_path: Path) -> None:
    found = opened(tmp_path, "all.tgz", gzip.compress(tarred(member("a.txt", size=3), member("b/c.md", size=3))))
    assert texts(found, tmp_path) == {"all.tgz!a.txt": "xxx", "all.tgz!b/c.md": "xxx"}


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc", "a.wacz"])
def test_web_archives(name: str, tmp_path: Path) -> None:
    data = warc(3, packed=name != "a.warc")
    if name == "a.wacz":
        data = zipped({"archive/a.warc.gz": data, "datapackage.json.sig": b"{}"})
    found = [one for one in opened(tmp_path, name, data) if isinstance(one, Part)]
    assert [one.about.url for one in found] == [f"https://site.invalid/{n}" for n in range(3)]
    assert [one.data for one in found] == [pages.page(n).data for n in range(3)]
    assert found[0].about.seen == datetime(2024, 3, 12, 10)
    assert found[0].charset == "utf-8"


def test_the_older_arc(tmp_path: Path) -> None:
    http = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + pages.page(1).data
    head = b"1 0 Lonn\nURL IP-address Archive-date Content-type Archive-length\n"
    data = b"filedesc://a.arc 0.0.0.0 20040312100000 text/plain %d\n%s\n" % (len(head), head)
    data += b"http://site.invalid/1 192.0.2.1 20040312100000 text/html %d\n%s\n" % (len(http), http)
    (found,) = opened(tmp_path, "a.arc", data)
    assert isinstance(found, Part)
    assert (found.data, found.about.url) == (pages.page(1).data, "http://site.invalid/1")
    assert found.about.seen == datetime(2004, 3, 12, 10)


def test_json_lines(tmp_path: Path) -> None:
    rows = [{"body": TEXT, "headline": "Four killed", "date": "2024-03-12"}, {"body": f"<p>{TEXT}</p><p>More.</p>"}, 7]
    found = opened(tmp_path, "rows.jsonl", "\n".join(map(json.dumps, rows)).encode() + b"\n{\n")
    first, second, third, fourth = found
    assert isinstance(first, Part)
    assert (first.data.decode(), first.about.title, str(first.about.published)) == (
        TEXT,
        "Four killed",
        "2024-03-12 00:00:00",
    )
    assert isinstance(second, Part)
    assert second.media == "text/html"
    assert isinstance(third, Refused)
    assert "not a JSON object" in third.reason
    assert isinstance(fourth, Refused)
    assert fourth.reason.startswith(f"{tmp_path}/rows.jsonl:4: not JSON")


def test_a_json_list_over_many_lines(tmp_path: Path) -> None:
    found = opened(tmp_path, "rows.json", json.dumps([{"text": TEXT}, {"text": "Nobody."}], indent=2).encode())
    assert texts(found, tmp_path) == {"rows.json:1": TEXT, "rows.json:2": "Nobody."}


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (f"title,text\nFour,{TEXT}\n", ""),
        (f'\ufeffheadline;article\r\nFour;"{TEXT}"\r\n', ""),
        (f"a\tb\nFour\t{TEXT}\n", "text=b,title=a"),
    ],
)
def test_tables(table: str, columns: str, tmp_path: Path) -> None:
    (found,) = opened(tmp_path, "rows.csv", table.encode(), Settings(columns=columns))
    assert isinstance(found, Part)
    assert (found.data.decode(), found.about.title) == (TEXT, "Four")


def test_columns_that_are_no_list_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="give FIELD=COLUMN"):
        opened(tmp_path, "rows.csv", b"a,b\n1,2\n", Settings(columns="words=b"))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_mail_and_what_is_attached(line_end: str, tmp_path: Path) -> None:
    body, attached = opened(tmp_path, "m.eml", MAIL.replace("\n", line_end).encode())
    assert isinstance(body, Part)
    assert body.data.decode(body.charset).strip() == "Four were killed in the café."
    assert (body.about.title, body.about.author) == ("Café hit", "José")
    assert isinstance(attached, Part)
    assert attached.name.endswith("m.eml!page.html")
    assert str(attached.about.published) == "2024-03-12 10:00:00+02:00"


def test_a_mailbox(tmp_path: Path) -> None:
    one = "From a@b Tue Mar 12 10:00:00 2024\n" + MAIL
    found = opened(tmp_path, "all.mbox", (one + "\n" + one).encode())
    assert [part.name.rpartition(".mbox")[2] for part in found] == ["!1", "!1!page.html", "!2", "!2!page.html"]


def test_a_saved_feed(tmp_path: Path) -> None:
    (found,) = opened(tmp_path, "saved.xml", feed(b"<![CDATA[<p>Four were killed &amp; more.</p>]]>"))
    assert isinstance(found, Part)
    assert found.data == b"<p>Four were killed &amp; more.</p>"
    assert (found.about.title, found.about.outlet) == ("Shells", "F")


def test_markdown_is_its_text_and_leads_back(tmp_path: Path) -> None:
    words = "---\ntitle: Shells\ndate: 2024-03-12\n---\n# Shells *hit* [Corvane](http://x)\n\nThe **army** – 5 * 3.\n"
    (part,) = opened(tmp_path, "a.md", words.encode())
    assert isinstance(part, Part)
    found = reports.report(part, Settings())
    text = found.report.text
    assert text == "Shells hit Corvane\n\nThe army – 5 * 3.\n"
    assert (found.report.title, str(found.report.published)) == ("Shells", "2024-03-12")
    assert found.source.offsets
    back = offsets.from_json(found.source.offsets)
    for word in ("Corvane", "army", "– 5"):
        at = text.index(word)
        assert [part.data[a:b].decode() for a, b in back.pieces(text, at, at + len(word))] == [word]


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines, the smallest that is one."""
    drawn = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Root 1 0 R/Size 6>>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode()


def test_a_pdf_leads_back_to_page_and_line(tmp_path: Path) -> None:
    (part,) = opened(tmp_path, "a.pdf", pdf("The ministry said four soldiers", "were killed in Corvane."))
    assert isinstance(part, Part)
    found = reports.report(part, Settings())
    text = found.report.text
    assert text == "The ministry said four soldiers\nwere killed in Corvane."
    assert found.source.offsets
    at = text.index("Corvane")
    (box,) = offsets.from_json(found.source.offsets).on_pages(at, at + 7)
    assert box.page == 1
    assert 60 < box.left < 80
    assert 690 < box.bottom < box.top < 720


def test_a_pdf_of_pictures_is_told(tmp_path: Path) -> None:
    (part,) = opened(tmp_path, "a.pdf", pdf(""))
    assert isinstance(part, Part)
    with pytest.raises(InputError, match="a PDF without text"):
        reports.report(part, Settings())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT * 3, None),
        ("Le ministère a annoncé lundi que quatre soldats avaient été tués dans une attaque à Corvane, selon lui, "
         "et que sept autres personnes ont été blessées dans la nuit.", "fr"),
        ("Міністерство заявило, що в Корвані загинули четверо солдатів", "uk"),
        ("Vier Tote", None),
        ("", None),
    ],
)  # fmt: skip
def test_languages(text: str, expected: str | None) -> None:
    from counterclaim.ingest.language import foreign

    assert foreign(text) == expected
