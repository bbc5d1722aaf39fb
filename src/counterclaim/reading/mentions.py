"""A report's actors and their mentions: what `actors.find` hands out, and how a pronoun finds whom it can mean."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Literal

import msgspec

from counterclaim.knowledge.actors import Actors
from counterclaim.knowledge.actors.words import Gender, Pronoun, Words
from counterclaim.reading.document import Document, Sentence, Token
from counterclaim.reading.phrases import HYPHENS, Chunk
from counterclaim.records import Actor

Form = Literal["name", "description", "pronoun"]

NEAR = 3
"""Sentences over which a pronoun without a speaker to continue may reach back."""
COLLECTIVE = frozenset(
    [
        "state",
        "region",
        "government",
        "ministry",
        "office",
        "military",
        "police",
        "armed_group",
        "party",
        "body",
        "ngo",
        "agency",
        "outlet",
        "company",
    ]
)
"""Types of those that "it" can mean."""


@dataclass(eq=False)
class Referent:
    """An actor of the report while it is read: what it is called, and as what it was introduced.

    `roles` are offices with the name of whose they are; `called` are all words that described it.
    """

    name: str
    type: str
    id: str | None = None
    side: str | None = None
    named: bool = True
    plural: bool = False
    gender: Gender | None = None
    roles: list[tuple[str, str | None]] = field(default_factory=list)
    called: set[str] = field(default_factory=set)

    @property
    def person(self) -> bool:
        return self.type in ("person", "people") and not self.plural

    @property
    def party(self) -> str | None:
        """For whom those who belong to it speak: its side, or a body that has none itself."""
        return self.side or (self.name if self.type in ("body", "ngo", "company") else None)

    def actor(self, start: int | None, end: int | None) -> Actor:
        kind: Literal["actor", "unnamed"] = "actor" if self.named else "unnamed"
        return Actor(name=" ".join(self.name.split()), id=self.id, kind=kind, side=self.side, start=start, end=end)


class Mention(msgspec.Struct, frozen=True):
    """Words `[first, last)` of a sentence, characters `[start, end)`, that mean a referent.

    `begins` is the first word of the phrase that the mention heads, `first` where the name stands in it.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    form: Form
    referent: Referent
    reason: str
    subject: bool = False
    quoted: bool = False
    source: bool = False
    begins: int = -1

    @property
    def actor(self) -> Actor:
        return self.referent.actor(self.start, self.end)


@dataclass(frozen=True)
class Mentions:
    """All mentions of a report in the order of its text; `chunks` are each sentence's noun phrases."""

    document: Document
    knowledge: Actors
    words: Words
    items: tuple[Mention, ...]
    chunks: Mapping[int, tuple[Chunk, ...]]

    @cached_property
    def _starts(self) -> list[int]:
        return [m.start for m in self.items]

    @cached_property
    def _by_sentence(self) -> dict[int, tuple[Mention, ...]]:
        return {n: tuple(found) for n, found in groupby(self.items, key=lambda m: m.sentence)}

    @cached_property
    def _by_name(self) -> dict[str, Referent]:
        return {m.referent.name: m.referent for m in reversed(self.items)}

    def of(self, sentence: int) -> tuple[Mention, ...]:
        """The mentions of a sentence, in order."""
        return self._by_sentence.get(sentence, ())

    def near(self, sentence: int) -> list[Mention]:
        """The mentions of a sentence and of those before it that a pronoun may reach back over."""
        return [m for n in range(sentence - NEAR, sentence + 1) for m in self.of(n)]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie wholly in the characters `[start, end)`."""
        at, stop = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return tuple(m for m in self.items[at:stop] if m.end <= end)

    def before(self, offset: int) -> Iterator[Mention]:
        """The mentions that end before the offset, nearest first."""
        for i in range(bisect_right(self._starts, offset) - 1, -1, -1):
            if self.items[i].end <= offset:
                yield self.items[i]

    def referent(self, name: str) -> Referent | None:
        """The referent of that name."""
        return self._by_name.get(name)


def actor_at(document: Document, mentions: Mentions, start: int, end: int) -> Actor | None:
    """Whom the characters `[start, end)` mean: the mention that fills them, else the owner an adjective names."""
    inside = mentions.within(start, end)
    sentence = document.sentence_at(start)
    whole = [m for m in inside if m.form != "pronoun" or m.end - m.start == end - start]
    if whole:
        widest = max(whole, key=lambda m: (m.end - m.start, m.start))
        words = document.text[widest.start : widest.end]
        if widest.actor.id is not None or mentions.knowledge.demonym(words) is None:
            return widest.actor
    if sentence:
        for token in sentence.words_in(start, end):
            if _is_continental(sentence, token, mentions.words):
                continue
            if entry := mentions.knowledge.demonym(token.text):
                return Actor(name=entry.name, id=entry.id, side=entry.side, start=token.start, end=token.end)
    return None


def _is_continental(sentence: Sentence, token: Token, words: Words) -> bool:
    """Is it "American" of the Pan-American highway, of Latin American states: of a continent and no country?"""
    before = [t.lower for t in sentence.tokens[max(0, token.i - 2) : token.i] if t.text not in HYPHENS]
    return bool(before) and before[-1] in words.continental


def antecedent(items: Sequence[Mention], pronoun: Pronoun, sentence: int, offset: int) -> Referent | None:
    """Whom a pronoun means by place alone: the nearest sentence's subject that fits, else the nearest that fits."""
    fit: list[Mention] = []
    for m in reversed(items):
        if m.sentence < sentence - NEAR:
            break
        if m.sentence <= sentence and m.end <= offset and not m.quoted and fits(m.referent, pronoun):
            fit.append(m)
    best = max(
        reversed(fit),
        key=lambda m: (m.sentence, m.subject, m.form != "pronoun", -m.start if m.subject else m.start),
        default=None,
    )
    return best.referent if best else None


def fits(referent: Referent, pronoun: Pronoun) -> bool:
    """Can the pronoun mean this referent, by number, kind and gender?"""
    if pronoun.kind == "person":
        return referent.person and (
            referent.gender is None or pronoun.gender is None or referent.gender == pronoun.gender
        )
    if pronoun.kind == "body":
        return referent.type in COLLECTIVE and not referent.plural
    return pronoun.number == "one" or not referent.person
