"""A page's tokens laid out as in a browser: blocks of text, each knowing its characters and its surroundings.

No text is made up: a block is a row of pieces of the source, entities decoded and white space collapsed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import NamedTuple

from counterclaim.ingest.html.tokens import Token, tokens
from counterclaim.knowledge import lexicons

_SPECIAL = re.compile(
    r"&(?:#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,32});?|[ \t\n\r\f]+|[\x00\ud800-\udfff]"
)
_SPECIAL_IN_PRE = re.compile(r"&(?:#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,32});?|[\x00\ud800-\udfff]")
_UNUSUAL = re.compile(r"[&\t\n\r\f\x00\ud800-\udfff]|  ")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
DAMAGED = "\ufffd"
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MAX_NAMES = 300
"""Characters of a class or id that are looked at."""


class Piece(NamedTuple):
    """Text and the characters `[start, end)` of the source that say it; `whole` where only together."""

    text: str
    start: int
    end: int
    whole: bool = False


@dataclass(slots=True)
class Element:
    """An open element, with what holds for all that is in it."""

    name: str
    number: int
    parent: int
    unseen: bool = False
    aside: bool = False
    marks: tuple[int, ...] = ()
    link: bool = False
    story: bool = False
    pre: bool = False


@dataclass(slots=True)
class Block:
    """One stretch of text between the edges of block elements.

    `parents` are the numbers of the block elements it stands in, its own first; `marks` those around it whose names
    sound like no story; `aside`: it stands in a menu, a form or their like; `story`: in an article.
    """

    tag: str
    parents: tuple[int, ...]
    aside: bool
    marks: tuple[int, ...]
    story: bool
    pieces: list[Piece] = field(default_factory=list)
    linked: int = 0
    """Characters within links."""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class Page:
    """What stands on a page: its blocks in order, and what its head and scripts say of it."""

    blocks: list[Block] = field(default_factory=list)
    metas: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    times: list[dict[str, str]] = field(default_factory=list)
    data: list[tuple[int, int]] = field(default_factory=list)
    title: str = ""
    language: str = ""
    elements: int = 0


UP = 8
"""Elements around a block that it knows; what a story is found by lies no further up."""
MAX_DEPTH = 512
"""Elements within each other, as in browsers; those further in count as part of the last."""
MAX_KEPT = 500
"""Metas, links and times of one page that are kept."""


def lay_out(source: str) -> Page:
    """The page that `source` is."""
    builder = _Builder(source)
    for token in tokens(source):
        builder.take(token)
    builder.end_block()
    return builder.page


class _Builder:
    def __init__(self, source: str) -> None:
        self.source = source
        self.page = Page()
        self.open = [Element("", 0, 0)]
        self.count: Counter[str] = Counter()
        self.block: Block | None = None
        self.names = _names()

    def take(self, token: Token) -> None:
        match token.kind:
            case "text":
                self.text(token.start, token.end)
            case "open":
                self.start(token)
            case "close":
                self.close(token.name)
            case "raw":
                self.raw(token)

    def start(self, token: Token) -> None:
        name, names = token.name, self.names
        self.page.elements += 1
        self.note(token)
        for other in names.closes.get(name, ()):
            if self.count[other] and self.open[-1].name != "table":
                self.close_up_to(other)
        if name in names.blocks:
            self.end_block()
            if self.count["p"] and name != "p":
                self.close_up_to("p")
        if name == "br":
            self.line_break(token)
        if name in names.empty:
            return
        if len(self.open) < MAX_DEPTH:
            self.open.append(self.element(token))
            self.count[name] += 1

    def element(self, token: Token) -> Element:
        around, name, attributes, names = self.open[-1], token.name, token.attributes, self.names
        marks = _words(attributes.get("class", "")[:MAX_NAMES] + " " + attributes.get("id", "")[:MAX_NAMES])
        role = attributes.get("role", "")
        hidden = "hidden" in attributes or bool(HIDDEN.search(attributes.get("style", "")))
        is_story = (
            name in ("article", "main")
            or role in names.story_roles
            or attributes.get("itemprop", "") in names.story_properties
        )
        worded = bool(marks & names.aside_words) and not marks & names.story_words and name not in ("body", "html")
        return Element(
            name,
            self.page.elements,
            around.number,
            unseen=around.unseen or name in names.unseen or hidden or attributes.get("aria-hidden") == "true",
            aside=around.aside or name in names.aside or role in names.aside_roles,
            marks=(*around.marks, self.page.elements)[-UP:] if worded and not is_story else around.marks,
            link=around.link or (name == "a" and "href" in attributes),
            story=around.story or is_story,
            pre=around.pre or name == "pre",
        )

    def close(self, name: str) -> None:
        if not self.count[name]:
            if name in ("p", "br"):
                self.end_block()
            return
        self.close_up_to(name)

    def close_up_to(self, name: str) -> None:
        while True:
            element = self.open.pop()
            self.count[element.name] -= 1
            if element.name in self.names.blocks:
                self.end_block()
            if element.name == name:
                return

    def note(self, token: Token) -> None:
        """What the tag says of the page as a whole."""
        kept = {"meta": self.page.metas, "link": self.page.links, "time": self.page.times}.get(token.name)
        if kept is not None and len(kept) < MAX_KEPT:
            within = self.open[-1].story and not self.open[-1].marks
            kept.append({**token.attributes, "story": ""} if within else token.attributes)
        if token.name == "html":
            self.page.language = token.attributes.get("lang", "") or token.attributes.get("xml:lang", "")
        self.script = token.attributes.get("type", "") if token.name == "script" else ""

    def raw(self, token: Token) -> None:
        if token.name == "title" and not self.page.title and self.count["svg"] == 0:
            self.page.title = " ".join(unescape(self.source[token.start : token.end]).split())
        elif token.name == "script" and "ld+json" in self.script and len(self.page.data) < MAX_KEPT:
            self.page.data.append((token.start, token.end))

    def text(self, start: int, end: int) -> None:
        around = self.open[-1]
        if around.unseen:
            return
        block = self.block
        if block is None:
            if not around.pre and not self.source[start:end].strip(" \t\n\r\f"):
                return
            block = self.block = self.new_block(around)
        if around.pre:
            added = list(_preserved(self.source, start, end))
        else:
            blank = not block.pieces or block.pieces[-1].text[-1] in " \n"
            added = list(_collapsed(self.source, start, end, blank))
        block.pieces.extend(added)
        if around.link:
            block.linked += sum(len(piece.text) for piece in added)

    def new_block(self, around: Element) -> Block:
        boxes = [element for element in self.open[: -UP * 4 : -1] if element.name in self.names.blocks][:UP]
        tag = boxes[0].name if boxes else ""
        return Block(tag, tuple(box.number for box in boxes), around.aside, around.marks, around.story)

    def line_break(self, token: Token) -> None:
        block = self.block
        if block is None or self.open[-1].unseen:
            return
        if block.pieces and block.pieces[-1].text == "\n":
            self.end_block()
            return
        if block.pieces and block.pieces[-1].text == " ":
            block.pieces.pop()
        block.pieces.append(Piece("\n", token.start, token.end, True))

    def end_block(self) -> None:
        block, self.block = self.block, None
        if block is None:
            return
        _strip(block.pieces)
        if block.pieces:
            self.page.blocks.append(block)


def _strip(pieces: list[Piece]) -> None:
    """Takes white space off both ends."""
    while pieces and not pieces[-1].text.strip():
        pieces.pop()
    while pieces and not pieces[0].text.strip():
        pieces.pop(0)
    if pieces and not pieces[-1].whole:
        last = pieces[-1]
        cut = len(last.text.rstrip())
        pieces[-1] = Piece(last.text[:cut], last.start, last.start + cut)
    if pieces and not pieces[0].whole:
        first = pieces[0]
        cut = len(first.text) - len(first.text.lstrip())
        pieces[0] = Piece(first.text[cut:], first.start + cut, first.end)


def _collapsed(source: str, start: int, end: int, blank: bool) -> Iterator[Piece]:
    """Text as it is shown: entities decoded, white space one space; `blank` where a space has just been shown."""
    if not blank or source[start] not in " \t\n\r\f":
        usual = source[start:end]
        if not _UNUSUAL.search(usual):
            yield Piece(usual, start, end)
            return
    last = start
    for found in _SPECIAL.finditer(source, start, end):
        if found.start() > last:
            yield Piece(source[last : found.start()], last, found.start())
            blank = False
        last = found.end()
        if found[0][0] in " \t\n\r\f":
            if not blank:
                yield Piece(" ", found.start(), last, found[0] != " ")
            blank = True
        else:
            said = _said(found[0])
            if said:
                yield Piece(said, found.start(), last, said != found[0])
                blank = False
    if last < end:
        yield Piece(source[last:end], last, end)


def _preserved(source: str, start: int, end: int) -> Iterator[Piece]:
    last = start
    for found in _SPECIAL_IN_PRE.finditer(source, start, end):
        if found.start() > last:
            yield Piece(source[last : found.start()], last, found.start())
        last = found.end()
        if said := _said(found[0]):
            yield Piece(said, found.start(), last, said != found[0])
    if last < end:
        yield Piece(source[last:end], last, end)


def _said(special: str) -> str:
    """What an entity, a zero or a damaged byte is shown as."""
    if special == "\x00":
        return ""
    if special[0] != "&":
        return DAMAGED
    return unescape(special)


def _words(names: str) -> set[str]:
    """The words of classes and ids: of "articleBody story__related-links" article, body, story, related, links."""
    found = {word.lower() for word in _WORDS.findall(names)}
    found.update(part for part in re.split(r"[\s_-]+", names.lower()) if part.isalpha())
    return found


class _Names(NamedTuple):
    blocks: frozenset[str]
    unseen: frozenset[str]
    empty: frozenset[str]
    closes: dict[str, tuple[str, ...]]
    aside: frozenset[str]
    aside_roles: frozenset[str]
    story_roles: frozenset[str]
    aside_words: frozenset[str]
    story_words: frozenset[str]
    story_properties: frozenset[str]


@cache
def _names() -> _Names:
    data = lexicons.load("pages")
    split = {name: frozenset(value.split()) for name, value in data.items() if name != "closes"}
    return _Names(closes={name: tuple(row.split()) for name, row in data["closes"].items()}, **split)
