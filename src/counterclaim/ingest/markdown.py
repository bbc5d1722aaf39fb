"""Markdown: its text without the marks, each character leading back to its byte; and its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.ingest import dates, text
from counterclaim.ingest.html import offsets_of
from counterclaim.ingest.html.blocks import Piece
from counterclaim.ingest.html.metadata import clean
from counterclaim.ingest.offsets import Source
from counterclaim.ingest.parts import About, Ingested, Part, ingested
from counterclaim.settings import Settings

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,4000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_OPENING = re.compile(r"[ ]{0,3}(?:#{1,6}[ \t]+|(?:>[ ]?)+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)")
_RULE = re.compile(r"[ ]{0,3}(?:(?:[-*_][ \t]*){3,}|=+|-+)[ \t]*\r?\n?\Z")
_MARK = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"
    r"|\[(?P<link>[^\]\n]{1,1000})\]\([^)\n]{0,2000}\)"
    r"|\[(?P<reference>[^\]\n]{1,1000})\]\[[^\]\n]{0,200}\]"
    r"|<(?P<address>https?://[^>\s]{1,2000})>"
    r"|</?[A-Za-z][^>\n]{0,500}>|<!--.{0,2000}?-->"
    r"|\[\^[^\]\n]{1,50}\]"
    r"|(?P<code>`+)"
    r"|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~",
    re.DOTALL,
)


def report(part: Part, settings: Settings) -> Ingested:
    """The text of a Markdown file."""
    decoded = text.decode(part.data, part.name, settings.encoding or part.charset)
    mark, _, codec = next((row for row in text.MARKS if row[1] == decoded.encoding), (b"", "", decoded.encoding))
    skip = len(mark) if part.data.startswith(mark) else 0
    source = Source(part.data[skip:].decode(codec, "surrogateescape"), codec, skip)
    front = _FRONT.match(source.text)
    about = part.about.over(_about(front[1])) if front else part.about
    pieces = list(_placed(_pieces(source.text, front.end() if front else 0)))
    words = "".join(piece.text for _, piece in pieces)
    found = offsets_of(pieces, source)
    return ingested(part, words, settings, kind="markdown", offsets=found, about=about, note=decoded.note)


def _about(front: str) -> About:
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front)}

    def said(*names: str) -> str | None:
        return clean(next((fields[name] for name in names if fields.get(name)), None))

    return About(
        title=said("title"),
        author=said("author", "byline"),
        outlet=said("outlet", "source"),
        url=said("url", "link"),
        published=dates.parse(said("date", "published")),
    )


def _placed(pieces: Iterator[Piece]) -> Iterator[tuple[int, Piece]]:
    at = 0
    for piece in pieces:
        yield at, piece
        at += len(piece.text)


def _pieces(source: str, start: int) -> Iterator[Piece]:
    fence = ""
    at = start
    for line in source[start:].splitlines(keepends=True):
        marked = _FENCE.match(line)
        if marked and (not fence or marked[1].startswith(fence)):
            fence = "" if fence else marked[1]
        elif not fence and not _RULE.match(line):
            opening = _OPENING.match(line)
            yield from _inline(source, at + (opening.end() if opening else 0), at + len(line))
        at += len(line)


def _inline(source: str, start: int, end: int) -> Iterator[Piece]:
    """The characters of a line that are no marks."""
    last = start
    for found in _MARK.finditer(source, start, end):
        yield from _sound(source, last, found.start())
        kept = next((name for name in ("escaped", "link", "reference", "address") if found[name]), None)
        if kept:
            yield from _sound(source, *found.span(kept))
        last = found.end()
    yield from _sound(source, last, end)


def _sound(source: str, start: int, end: int) -> Iterator[Piece]:
    """Characters as they stand, damaged ones shown as such."""
    last = start
    for found in re.compile("[\ud800-\udfff]").finditer(source, start, end):
        if found.start() > last:
            yield Piece(source[last : found.start()], last, found.start())
        yield Piece("\ufffd", found.start(), found.end(), True)
        last = found.end()
    if last < end:
        yield Piece(source[last:end], last, end)
