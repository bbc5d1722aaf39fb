"""Noun phrases of a sentence as stretches of words: what an actor may be called by. Reads tags and letters, no tree."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counterclaim.reading.document import Sentence, Token

NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "X", "SYM"})
NOUNS = frozenset({"NOUN", "PROPN", "X"})
OPENING = NOMINAL | {"PRON", "VERB"}
"""Tags of words that may open a phrase."""
INNER = NOMINAL - {"DET"} | {"VERB"}
"""Tags of words that may stand within one, adverbs aside."""
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
OWN = frozenset({"its", "his", "her", "their", "our", "my", "your", "whose"})
HYPHENS = frozenset({"-", "–", "‑"})
JOINTS = POSSESSIVES | HYPHENS
LINKS = frozenset({"of", "for", "in", "from", "at", "to", "with", "on", "near"})
RELATIVES = frozenset({"who", "which", "that", "whose", "whom", "where", "when"})
WEEKDAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "tomorrow"]
)
HEADS = frozenset(
    [
        "one",
        "some",
        "many",
        "several",
        "most",
        "both",
        "all",
        "none",
        "others",
        "another",
        "either",
        "neither",
        "half",
        "dozens",
        "hundreds",
        "thousands",
        "few",
    ]
)


class Chunk(msgspec.Struct, frozen=True, gc=False):
    """A noun phrase without what follows its head: words `[first, last)` of a sentence; `head` is its last noun."""

    sentence: int
    first: int
    last: int
    head: int
    pronoun: bool = False


def chunks(sentence: Sentence) -> tuple[Chunk, ...]:
    """The noun phrases of the sentence in order, the owner's ("Armenia" in "Armenia's army") within its owned one's."""
    found: list[Chunk] = []
    first: int | None = None
    for token in sentence.tokens:
        if first is not None and not _goes_on(sentence, token):
            found += _chunk(sentence, first, token.i)
            first = None
        if first is None and token.upos in OPENING and _opens(sentence, token):
            first = token.i
    if first is not None:
        found += _chunk(sentence, first, len(sentence.tokens))
    return tuple(found)


def _opens(sentence: Sentence, token: Token) -> bool:
    if token.upos == "PRON":
        return True
    if token.lower in WEEKDAYS or not token.text[:1].isalnum():
        return False
    return token.upos in NOMINAL or _participle(sentence, token)


def _goes_on(sentence: Sentence, token: Token) -> bool:
    """Does the phrase that holds the word before this one hold it as well?"""
    before, upos = sentence.tokens[token.i - 1], token.upos
    if before.upos == "PRON" and before.lower not in OWN:
        return False
    if token.text in JOINTS:
        return _glued(sentence, token) if token.text in HYPHENS else before.upos in NOUNS
    if upos == "ADV":
        return token.lower not in WEEKDAYS and _inner_adverb(sentence, token)
    if upos not in INNER or token.lower in WEEKDAYS:
        return False
    if upos == "NUM" and before.upos in NOUNS and before.text not in POSSESSIVES and not _glued(sentence, before):
        return token.text[:1].isdigit() and token.head == before.i
    return upos in NOMINAL or _participle(sentence, token)


def _glued(sentence: Sentence, token: Token) -> bool:
    """Does the mark stand between two words without white space?"""
    if not 0 < token.i < len(sentence.tokens) - 1:
        return False
    before, after = sentence.tokens[token.i - 1], sentence.tokens[token.i + 1]
    return before.end == token.start and token.end == after.start


def _participle(sentence: Sentence, token: Token) -> bool:
    """Is this a participle before its noun: "armed groups", "the rebel-held town"?"""
    if token.upos != "VERB" or not token.lower.endswith(("ed", "ing", "en", "run", "led", "held", "born")):
        return False
    following = sentence.tokens[token.i + 1 : token.i + 2]
    if token.i and _glued(sentence, sentence.tokens[token.i - 1]):
        return bool(following) and following[0].upos in NOMINAL
    return token.dep == "amod" and token.head > token.i and bool(following) and following[0].upos in NOMINAL


def _inner_adverb(sentence: Sentence, token: Token) -> bool:
    following = sentence.tokens[token.i + 1 : token.i + 2]
    if not following:
        return False
    return (following[0].upos == "ADJ" and token.head == following[0].i) or _participle(sentence, following[0])


def _chunk(sentence: Sentence, first: int, last: int) -> list[Chunk]:
    """The phrase `[first, last)` behind those of its owners, without marks at its end; nothing where it has no head."""
    tokens = sentence.tokens
    while last > first and not tokens[last - 1].text[-1].isalnum() and tokens[last - 1].text[-1] != ".":
        last -= 1
    if last <= first:
        return []
    ending, found = tokens[last - 1], []
    if last - first > 1:
        owned = [t.i for t in tokens[first + 1 : last] if t.text in POSSESSIVES]
        found = [Chunk(sentence.index, first, i, i - 1) for i in owned]
    if ending.upos == "PRON":
        found.append(Chunk(sentence.index, first, last, last - 1, pronoun=ending.lower not in HEADS))
    elif (head := last - 1 if ending.upos in NOUNS else _head(tokens[first:last])) is not None:
        found.append(Chunk(sentence.index, first, last, head))
    return found


def _head(words: Sequence[Token]) -> int | None:
    """The last noun of a phrase, else its last word that may stand for one."""
    nouns = [t.i for t in words if t.upos in NOUNS]
    heads = nouns or [t.i for t in words if t.lower in HEADS or t.upos in ("ADJ", "NUM")]
    return heads[-1] if heads else None
