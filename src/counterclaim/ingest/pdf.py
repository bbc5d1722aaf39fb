"""PDF: the text of its pages, line by line, each line with its page and the box that it stands in.

A PDF has no bytes for a word that could be pointed at (they are packed and drawn by number), so the way back from a
text is to the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.errors import InputError
from counterclaim.ingest import dates
from counterclaim.ingest.html.metadata import clean
from counterclaim.ingest.offsets import Box, Offsets
from counterclaim.ingest.parts import About, Ingested, Part, ingested, too_long
from counterclaim.settings import Settings

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_DAY = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
PARAGRAPH = 1.6
"""Times the usual distance of two lines from which there is a paragraph between them."""


class Line(NamedTuple):
    """One line of a page, without its line end."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float


def report(part: Part, settings: Settings) -> Ingested:
    """The text of a PDF; InputError where it has none, needs a password, or is longer than the settings allow."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(part.data)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"{part.name}: not a PDF that can be opened ({error}); open and save it again") from error
    try:
        if len(document) > settings.max_pages:
            raise InputError(
                f"{part.name}: a PDF of {len(document):,} pages, more than {settings.max_pages:,}; split it, "
                "or raise COUNTERCLAIM_MAX_PAGES"
            )
        text, boxes = _joined(_lines(document, part, settings))
        about = part.about.over(_about(document))
    except pypdfium2.PdfiumError as error:
        raise InputError(f"{part.name}: a damaged PDF ({error}); open and save it again") from error
    finally:
        document.close()
    if not text.strip():
        raise InputError(f"{part.name}: a PDF without text, of pictures only; have its text recognised and read that")
    return ingested(part, text, settings, kind="pdf", offsets=Offsets(boxes=boxes), about=about)


def _lines(document: PdfDocument, part: Part, settings: Settings) -> Iterator[Line]:
    size = 0
    for number in range(len(document)):
        page = document[number]
        try:
            for line in _of_page(page, number + 1):
                size += len(line.text)
                if size > settings.max_report_chars:
                    raise too_long(part.name, settings)
                yield line
        finally:
            page.close()


def _of_page(page: PdfPage, number: int) -> Iterator[Line]:
    words = page.get_textpage()
    try:
        count = words.count_chars()
        start = 0
        text = words.get_text_range(0, count, errors="replace") if count > 0 else ""
        if len(text) != count:  # characters beyond the basic plane take two numbers
            text = "".join(words.get_text_range(n, 1, errors="replace")[:1] or " " for n in range(count))
        for found in re.finditer(r"[^\r\n]+", text):
            start, end = found.span()
            boxes = [words.get_charbox(n) for n in range(start, end) if not text[n].isspace()]
            shown = text[start:end].replace("\x00", "").replace("\ufffe", "\x02")
            shown = "".join(c if c == "\x02" or not "\ud800" <= c <= "\udfff" else "\ufffd" for c in shown)
            if boxes and shown.strip():
                left, bottom, right, top = zip(*boxes, strict=True)
                yield Line(shown.rstrip(), number, min(left), min(bottom), max(right), max(top))
    finally:
        words.close()


def _joined(lines: Iterator[Line]) -> tuple[str, tuple[Box, ...]]:
    """Lines as text: one line break within a paragraph, two between; a word that was cut at a line's end made whole."""
    known = list(lines)
    steps = sorted(a.bottom - b.bottom for a, b in pairwise(known) if _below(a, b))
    usual = steps[len(steps) // 2] if steps else 0.0
    written: list[str] = []
    boxes: list[Box] = []
    at = 0
    for n, line in enumerate(known):
        after = known[n + 1] if n + 1 < len(known) else None
        cut = line.text.endswith(("\x02", "\u00ad"))
        shown = line.text.rstrip("\x02\u00ad").replace("\x02", "-")
        if shown:
            left, bottom, right, top = (round(edge, 1) for edge in line[2:])
            boxes.append(Box(at, at + len(shown), line.page, left, bottom, right, top))
        far = after is not None and (not _below(line, after) or line.bottom - after.bottom > PARAGRAPH * usual)
        between = "" if cut or after is None else "\n\n" if far else "\n"
        written += [shown, between]
        at += len(shown) + len(between)
    return "".join(written), tuple(boxes)


def _below(line: Line, after: Line) -> bool:
    return line.page == after.page and line.bottom > after.bottom


def _about(document: PdfDocument) -> About:
    told = document.get_metadata_dict()
    return About(
        title=clean(told.get("Title")),
        author=clean(told.get("Author")),
        modified=_moment(told.get("ModDate")),
    )


def _moment(day: str | None) -> datetime | None:
    found = _DAY.match(day or "")
    return dates.parse("".join(part or "01" for part in found.groups()[:3])) if found else None
