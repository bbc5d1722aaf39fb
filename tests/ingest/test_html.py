from __future__ import annotations

import re
import warnings
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import InputError
from counterclaim.ingest import html, offsets
from counterclaim.ingest.html.blocks import lay_out
from counterclaim.ingest.parts import Ingested, Part
from counterclaim.settings import Settings
from tests.ingest import pages
from tests.ingest.detag import detag

PAGES = 200
LABELLED = range(1000, 1030)
"""Pages on which the choice of blocks is compared; their numbers are none of those above."""


def read(data: bytes, **more: str) -> Ingested:
    return html.report(Part("page.html", data, **more), Settings())  # type: ignore[arg-type]


def ways_back(found: Ingested) -> offsets.Offsets:
    assert found.source.offsets is not None
    return offsets.from_json(found.source.offsets)


@pytest.mark.parametrize("layout", range(len(pages.LAYOUTS)), ids=[layout.__name__ for layout in pages.LAYOUTS])
def test_every_sentence_leads_to_the_bytes_that_say_it(layout: int) -> None:
    checked = 0
    for number in range(layout, PAGES, len(pages.LAYOUTS)):
        made = pages.page(number)
        found = read(made.data)
        text, back = found.report.text, ways_back(found)
        assert list(offsets.problems(back, len(text))) == []
        for sentence in re.finditer(r"\S[^\n]*?(?:[.!?]”?(?=\s)|(?=\n)|$)", text):
            start, end = sentence.span()
            hull = back.hull(text, start, end)
            assert hull
            assert detag(made.data[slice(*hull)].decode(made.charset)) == " ".join(sentence[0].split())
            pieces = "".join(made.data[a:b].decode(made.charset) for a, b in back.pieces(text, start, end))
            assert detag(pieces) == " ".join(sentence[0].split())
            checked += 1
    assert checked > PAGES


@pytest.mark.parametrize("number", range(len(pages.LAYOUTS)), ids=[layout.__name__ for layout in pages.LAYOUTS])
def test_the_story_is_taken_and_nothing_else(number: int) -> None:
    made = pages.page(number)
    text = " ".join(read(made.data).report.text.split())
    assert [stretch for stretch in made.story if stretch not in text] == []
    assert [stretch for stretch in made.others if stretch in text] == []


def test_blocks_are_chosen_as_well_as_by_trafilatura() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its dependencies
        from trafilatura import extract
    ours, theirs = [], []
    for number in LABELLED:
        made = pages.page(number)
        ours.append((made, read(made.data).report.text))
        theirs.append((made, extract(made.data, include_comments=False) or ""))
    assert f1(ours) >= f1(theirs) - 0.02


def f1(found: list[tuple[pages.Made, str]]) -> float:
    """Of stretches of pages taken for story."""
    right = taken = wanted = 0
    for made, text in found:
        words = " ".join(text.split())
        right += sum(stretch in words for stretch in made.story)
        taken += sum(stretch in words for stretch in (*made.story, *made.others))
        wanted += len(made.story)
    return 2 * right / (taken + wanted)


@given(st.text("<>/!-='\"&;#x abpdivscript\n\x00é\ud800", max_size=200))
def test_any_page_ends_and_its_pieces_stand_in_it(source: str) -> None:
    for block in lay_out(source).blocks:
        assert block.text.strip()
        for piece in block.pieces:
            assert piece.whole or source[piece.start : piece.end] == piece.text
            assert 0 <= piece.start < piece.end <= len(source)


BODY = "<p>The Interior Ministry said on Tuesday that twelve people were killed in the shelling of the old market.</p>"

LD = '<script type="application/ld+json">{}</script>'
OLD = '<meta name=date content="2020-01-01">'


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        ('<meta property="og:site_name" content="Radio Lonn">', "outlet", "Radio Lonn"),
        ('<meta name="author" content="Ada &amp; Bell">', "author", "Ada & Bell"),
        ('<meta property="article:published_time" content="2024-03-12T23:30:00-05:00">', "published", "2024-03-12"),
        ('<meta name="pubdate" content="20240312">', "published", "2024-03-12"),
        (LD.format('{"@graph":[{"@type":"Article","datePublished":"2024-03-12"}]}') + OLD, "published", "2024-03-12"),
        (LD.format('{"@type":"NewsArticle","publisher":{"name":"Radio Lonn"}}'), "outlet", "Radio Lonn"),
        (LD.format('[[[[[[[[{"@type":"NewsArticle","headline":"x"}]]]]]]]]'), "title", None),
        (LD.format('{"@type":"NewsArticle","headline":'), "title", None),
        ('<link rel=canonical href="https://Lonn.invalid/?id=3&utm_source=x#b">', "url", "https://lonn.invalid/?id=3"),
        ('<link rel="canonical" href="file:///etc/passwd">', "url", None),
        ("<title>Shells fall | Lonn</title><meta property=og:site_name content=Lonn>", "title", "Shells fall"),
    ],
)  # fmt: skip
def test_what_a_page_says_of_itself(head: str, field: str, expected: str | None) -> None:
    found = read(f"<html><head>{head}</head><body><article>{BODY}</article></body></html>".encode())
    value = found.source.author if field == "author" else getattr(found.report, field)
    assert (str(value) if value is not None else None) == expected


def test_times_are_kept_in_utc() -> None:
    meta = '<meta property="article:published_time" content="2024-03-12T23:30:00-05:00">'
    found = read(f"<html><head>{meta}</head><body>{BODY}</body></html>".encode())
    assert found.source.published_at == datetime(2024, 3, 13, 4, 30)


HURT = "was hurt in the shelling, the ministry said on Monday in a statement."


@pytest.mark.parametrize(
    ("page", "saved", "charset", "encoding"),
    [
        (f"<p>“Nobody” {HURT}", "utf-8", "", "utf-8"),
        (f"<meta charset=windows-1251><p>Командир: nobody {HURT}", "cp1251", "", "cp1251"),
        (f"<p>Командир: nobody {HURT}", "cp1251", "windows-1251", "cp1251"),
        (f"<meta charset=latin1><p>“Nobody” {HURT}", "cp1252", "", "cp1252"),
        (f"<meta charset=latin1><p>“Nobody” {HURT}", "utf-8", "", "utf-8"),
        (f"\ufeff<p>“Nobody” {HURT}", "utf-16-le", "", "utf-16-le"),
    ],
)
def test_encodings(page: str, saved: str, charset: str, encoding: str) -> None:
    data = page.encode(saved)
    found = read(data, charset=charset)
    assert found.report.encoding == encoding
    text, back = found.report.text, ways_back(found)
    at = text.index("nobody") if "nobody" in text else text.index("Nobody")
    ((first, last),) = back.pieces(text, at, at + 6)
    assert data[first:last].decode(encoding).lower() == "nobody"


def test_a_damaged_byte_is_shown_and_led_back_to() -> None:
    data = "<p>“Meridian” – “Radio Lonn” – caf§ was hit by two shells on Monday, killing four.</p>".encode()
    data = data.replace("§".encode(), b"\xe9")
    found = read(data)
    at = found.report.text.index("\ufffd")
    assert ways_back(found).pieces(found.report.text, at, at + 1) == [(data.index(b"\xe9"), data.index(b"\xe9") + 1)]
    assert "1 damaged" in found.note


def test_a_page_without_a_story_is_told() -> None:
    with pytest.raises(InputError, match=r"page\.html: no story on this page"):
        read(b"<html><body><nav><a href=/>Home</a></nav></body></html>")
