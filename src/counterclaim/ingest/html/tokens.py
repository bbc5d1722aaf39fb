"""HTML cut into tokens, each with its place in the source: text, tags, and the raw insides of script and its like.

Follows the tokenizer of the HTML standard as far as it matters for where text is; takes time linear in the source,
whatever is open, unclosed or nested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import Literal, NamedTuple

Kind = Literal["text", "raw", "open", "close"]
RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"})
"""Elements whose inside is no markup; it ends at their own closing tag or with the page."""
MAX_ATTRIBUTES = 64
"""Attributes of one tag that are kept; pages have a dozen."""
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"[^\s/>=][^\s/>=]*")
_BLANK = re.compile(r"[\s/]*")
_SPACE = re.compile(r"\s*")
_BARE = re.compile(r"[^\s>]*")


class Token(NamedTuple):
    """Characters `[start, end)` of the source; `name` is in lower case."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    attributes: dict[str, str] = {}  # noqa: RUF012 - shared by tokens that have none, never written to


def tokens(source: str) -> Iterator[Token]:
    """Every token of `source` in order; comments, declarations and what is cut off within a tag are left out."""
    at = 0
    while at < len(source):
        opening = source.find("<", at)
        if opening < 0:
            yield Token("text", at, len(source))
            return
        if opening > at:
            yield Token("text", at, opening)
        following = source[opening + 1 : opening + 2]
        if following in ("!", "?"):
            at = _past_declaration(source, opening)
        elif following == "/" or (following.isascii() and following.isalpha()):
            token, at = _tag(source, opening)
            if token is not None:
                yield token
                if token.kind == "open" and token.name in RAW:
                    end = _raw_end(source, at, token.name)
                    yield Token("raw", at, end, token.name)
                    at = end
        else:
            yield Token("text", opening, opening + 1)
            at = opening + 1


def _past_declaration(source: str, at: int) -> int:
    if not source.startswith("<!--", at):
        return _past(source, ">", at)
    if source.startswith((">", "->"), at + 4):
        return _past(source, ">", at)
    return _past(source, "-->", at + 4)


def _past(source: str, what: str, at: int) -> int:
    found = source.find(what, at)
    return len(source) if found < 0 else found + len(what)


def _tag(source: str, opening: int) -> tuple[Token | None, int]:
    """The tag at `opening` and where it ends; None where it is no tag, or is cut off by the end of the page."""
    closing = source[opening + 1] == "/"
    named = _NAME.match(source, opening + 1 + closing)
    if named is None:
        return None, _past(source, ">", opening)
    attributes: dict[str, str] = {}
    at = named.end()
    while True:
        at = _blank(source, at)
        if at >= len(source):
            return None, at
        if source[at] == ">":
            kind: Kind = "close" if closing else "open"
            return Token(kind, opening, at + 1, named[0].lower(), attributes), at + 1
        name, value, at = _attribute(source, at)
        if len(attributes) < MAX_ATTRIBUTES:
            attributes.setdefault(name, value)


def _blank(source: str, at: int) -> int:
    found = _BLANK.match(source, at)
    return found.end() if found else at


def _attribute(source: str, at: int) -> tuple[str, str, int]:
    """An attribute's name in lower case, its value, and where it ends."""
    named = _ATTRIBUTE.match(source, at)
    name, at = (named[0].lower(), named.end()) if named else ("=", at + 1)
    equals = _SPACE.match(source, at)
    after = equals.end() if equals else at
    if source[after : after + 1] != "=":
        return name, "", at
    space = _SPACE.match(source, after + 1)
    at = space.end() if space else after + 1
    quote = source[at : at + 1]
    if quote and quote in "\"'":
        end = source.find(quote, at + 1)
        if end < 0:
            return name, "", len(source)
        return name, unescape(source[at + 1 : end]), end + 1
    bare = _BARE.match(source, at)
    end = bare.end() if bare else at
    return name, unescape(source[at:end]), end


def _raw_end(source: str, at: int, name: str) -> int:
    found = _closing(name).search(source, at)
    return found.start() if found else len(source)


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
