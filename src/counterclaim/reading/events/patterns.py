"""The lexicon of events as patterns over words, and where they stand in a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec

from counterclaim.knowledge import inflection, lexicons
from counterclaim.reading import segment
from counterclaim.reading.document import Sentence, Token

GAPS = {"*": 4, "**": 8}
"""Words that a gap of a pattern stands for at most: few, or as many as whom or what is named in the middle."""

Kind = Literal["verb", "noun"]
Element = frozenset[str] | int
"""The forms a word may take; the words a gap takes at most."""

_LINKS = frozenset(["of", "to", "in", "at", "for", "on", "or"])
_JOINING = frozenset(("and", "or", "but"))
"""What ends a phrase before its gap: were LOST AND a third was wounded."""
_MARKS = frozenset(('"', "“", "”", "'", "‘", "’", "«", "»"))
"""Marks that set words apart and part none: took "CONTROL" OF the post."""
_VERB_TAGS = frozenset(["VERB", "AUX", "ADJ", "X"])
_NOUN_TAGS = frozenset(["NOUN", "PROPN", "ADJ", "X", "SYM"])
_COUNTED = frozenset(("FORCES", "PEOPLE", "SIDES", "PARTIES", "CROWD", "MACHINE", "VEHICLE", "ORDNANCE"))
_ARGUMENTS = ("nsubj", "obj", "obl", "nmod", "compound", "root")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of words of a lexicon; `head` is its inflected word, gaps not counted, `label` what it is filed under."""

    section: str
    label: str
    kind: Kind
    elements: tuple[Element, ...]
    head: int
    capital: bool = False


class Hit(msgspec.Struct, frozen=True):
    """A pattern found: the words `[first, last)` of the sentence, and its inflected word."""

    pattern: Pattern
    first: int
    last: int
    head: int

    @property
    def width(self) -> int:
        return self.last - self.first


class Opening(NamedTuple):
    """The patterns that one form opens, the longest first: those that may go on with a word, and with any other."""

    by_next: dict[str, tuple[Pattern, ...]]
    otherwise: tuple[Pattern, ...]


Index = dict[str, Opening]


def plural(noun: str) -> str:
    """The regular English plural."""
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    if noun.endswith("man") and len(noun) > 4:
        return noun[:-3] + "men"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def forms(word: str, kind: Kind | None, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    """The lower-case forms that a pattern's word stands for; `kind` is that of an inflected word, else None."""
    if word.startswith("@"):
        return classes[word[1:]]
    out: set[str] = set()
    for choice in word.lower().split("|"):
        out.add(choice)
        if kind == "verb":
            out.update(inflection.verb_forms(choice))
        elif kind == "noun":
            out.add(plural(choice))
    return frozenset(out)


def compile_pattern(text: str, section: str, label: str, kind: Kind, classes: dict[str, frozenset[str]]) -> Pattern:
    """The pattern that `text` writes down; see the head of events.yaml."""
    words = [piece for word in text.split() for piece in ([word] if word[0] in "@*" or "|" in word else _cut(word))]
    head = 0 if kind == "verb" else _noun_head(words)
    elements = tuple(
        GAPS[word] if word in GAPS else forms(word, kind if i == head else None, classes)
        for i, word in enumerate(words)
    )
    gaps = sum(word in GAPS for word in words[:head])
    return Pattern(section, label, kind, elements, head - gaps, capital=words[0][:1].isupper())


def _cut(word: str) -> list[str]:
    return [word[a:b] for a, b in segment.words(word)]


def _noun_head(words: list[str]) -> int:
    return next((i - 1 for i, word in enumerate(words) if i and word in _LINKS), len(words) - 1)


@cache
def classes() -> dict[str, frozenset[str]]:
    """The word classes of events.yaml by name, with the plurals of those of people and what they drive and fire."""
    listed = {name: frozenset(words) for name, words in lexicons.load("events")["classes"].items()}
    return {name: words | frozenset(map(plural, words if name in _COUNTED else ())) for name, words in listed.items()}


@cache
def classes_by_word() -> dict[str, frozenset[str]]:
    """{word: the names of the classes that it is in}."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, words in classes().items():
        for word in words:
            found[word].add(name)
    return {word: frozenset(names) for word, names in found.items()}


def indexed(patterns: Iterable[Pattern]) -> Index:
    """The patterns by each form of their first word, and by the next."""
    index: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in sorted(patterns, key=lambda p: -len(p.elements)):
        first = pattern.elements[0]
        for form in () if isinstance(first, int) else first:
            index[form].append(pattern)
    return {form: _opening(found) for form, found in index.items()}


def _opening(patterns: list[Pattern]) -> Opening:
    following = [_second(p) for p in patterns]
    open_to_any = tuple(p for p, forms in zip(patterns, following, strict=True) if forms is None)
    by_next = {
        word: tuple(p for p, forms in zip(patterns, following, strict=True) if forms is None or word in forms)
        for word in frozenset().union(*filter(None, following))
    }
    return Opening(by_next, open_to_any)


def _second(pattern: Pattern) -> frozenset[str] | None:
    """The forms of the pattern's second word, None where any word may follow the first."""
    second = pattern.elements[1] if len(pattern.elements) > 1 else 0
    return None if isinstance(second, int) else second


@cache
def event_patterns() -> Index:
    """Every pattern of events.yaml that names an event."""
    data = lexicons.load("events")
    return indexed(
        compile_pattern(text, section, label, kind, classes())
        for section, kind, groups in _sections(data)
        for label, texts in groups.items()
        for text in texts
    )


def _sections(data: dict[str, Any]) -> Iterator[tuple[str, Kind, dict[str, list[str]]]]:
    yield "fixed", "verb", data["verbs"]
    yield "fixed", "noun", data["nouns"]
    yield "open", "verb", data["open_verbs"]
    yield "open", "noun", data["open_nouns"]
    yield "impact", "verb", {"other": data["means_verbs"]}
    yield "use", "verb", {"other": data["use_verbs"]}
    yield "toll", "verb", {"casualties": data["toll_verbs"]}
    yield "toll", "noun", {"casualties": data["toll_nouns"] + data["toll_words"]}
    yield "blame", "verb", {"other": data["blame"]}
    yield "movement", "verb", {"other": data["movement"]["verbs"]}
    yield "falling", "verb", {"territory_change": data["falling"]}
    yield "planted", "verb", {"other": data["planted"]}
    yield "taking", "verb", {"other": data["taking"]["verbs"]}
    yield "custody", "noun", {"other": data["custody"]}


@cache
def means_patterns() -> Index:
    """The words for weapons; a pattern's section is the type of attack they make, its label their general name."""
    return indexed(
        compile_pattern(word, entry["attack"], name, "noun", {})
        for name, entry in lexicons.load("means").items()
        for word in entry["words"]
    )


def find(index: Index, sentence: Sentence, first: int, last: int) -> list[Hit]:
    """Where patterns of `index` stand among the words `[first, last)`, in order."""
    hits, tokens = [], sentence.tokens
    for token in tokens[first:last]:
        opening = index.get(token.lower)
        if opening is None:
            continue
        behind = _behind(tokens, token.i, last)
        following = tokens[behind].lower if behind < last else ""
        for pattern in opening.by_next.get(following, opening.otherwise):
            hit = _match(pattern, tokens, token.i, behind, last)
            if hit is not None and _fits(pattern, tokens[hit.head], hit.width):
                hits.append(hit)
    return hits


def longest(hits: list[Hit]) -> list[Hit]:
    """The hits that lie within no longer one."""
    if len(hits) < 2:
        return hits
    return [
        hit
        for hit in hits
        if not any(o.first <= hit.first and hit.last <= o.last and o.width > hit.width for o in hits)
    ]


def _match(pattern: Pattern, tokens: tuple[Token, ...], at: int, behind: int, last: int) -> Hit | None:
    """The pattern, whose first word stands at word `at` and the next one at `behind`."""
    if pattern.capital and not tokens[at].text[:1].isupper():
        return None
    if len(pattern.elements) == 1:
        return Hit(pattern, at, at + 1, at)
    rest = _places(pattern.elements, 1, tokens, behind, last)
    if rest is None:
        return None
    return Hit(pattern, at, rest[-1] + 1, rest[pattern.head - 1] if pattern.head else at)


def _places(elements: tuple[Element, ...], n: int, tokens: tuple[Token, ...], at: int, last: int) -> list[int] | None:
    """The words that the elements from `n` on stand at, gaps left out, where they begin at word `at`."""
    wanted = elements[n]
    if isinstance(wanted, int):
        if at < last and tokens[at].lower in _JOINING:
            return None
        return _behind_gap(elements, n + 1, tokens, range(at, min(at + wanted + 1, last)), last)
    if at >= last or tokens[at].lower not in wanted:
        return None
    if n + 1 == len(elements):
        return [at]
    rest = _places(elements, n + 1, tokens, _behind(tokens, at, last), last)
    return None if rest is None else [at, *rest]


def _behind_gap(
    elements: tuple[Element, ...], n: int, tokens: tuple[Token, ...], ends: range, last: int
) -> list[int] | None:
    """The same behind a gap that may end at any of the words, the nearest first; none reaches over a comma."""
    wanted = elements[n]
    for at in ends:
        begins = isinstance(wanted, int) or tokens[at].lower in wanted
        if begins and (found := _places(elements, n, tokens, at, last)) is not None:
            return found
        if tokens[at].upos == "PUNCT" and tokens[at].text not in _MARKS:
            return None
    return None


def _behind(tokens: tuple[Token, ...], at: int, last: int) -> int:
    """The place of the word behind word `at`, over a mark that sets it apart."""
    return at + 1 + (at + 1 < last and tokens[at + 1].text in _MARKS)


def _fits(pattern: Pattern, head: Token, width: int) -> bool:
    """Whether the word's tag allows the pattern's kind. Tags of slips and headlines err, so a longer row may differ."""
    if pattern.kind == "verb":
        argument = head.upos in ("NOUN", "PROPN") and head.dep.startswith(_ARGUMENTS[:5])
        argument = argument and pattern.section != "figurative"
        if width == 1 and head.upos == "ADJ" and head.dep == "amod" and not head.lower.endswith(("ed", "en", "ing")):
            return False
        return (
            head.upos in _VERB_TAGS
            or (width > 1 and head.upos != "ADP" and not argument)
            or (head.lower.endswith("ed") and head.upos != "DET")
        )
    if head.upos == "PRON":
        return head.dep.startswith(("nsubj", "obj"))
    return head.upos in _NOUN_TAGS or width > 1 or (head.upos == "VERB" and head.dep.startswith(_ARGUMENTS[:5]))


def is_lemma(hit: Hit, verb: str) -> bool:
    """Was it found by this row of words: "set free" by its verb and as many words?"""
    first, *rest = verb.split()
    elements = hit.pattern.elements
    known = elements[0]
    return not isinstance(known, int) and first in known and len(elements) == 1 + len(rest)
