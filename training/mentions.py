"""GUM marks every mention of an entity: its proper names trimmed to the name itself, and its phrases to their core."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterclaim.reading.phrases import POSSESSIVES
from training.sentence import Name, Tree, listed, longest

_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVENT"}
MENTIONS = ("PERSON", "PEOPLE", "ORGANIZATION", "PLACE", "TIME", "OBJECT")
"""Types of phrases: persons by number, because many of them act as a body."""
_PLURAL = frozenset(("NNS", "NNPS"))
_PLURAL_PRONOUNS = frozenset(("we", "us", "they", "them", "ourselves", "themselves", "these", "those"))
_BEHIND_CORE = frozenset(("acl", "acl:relcl", "appos", "conj", "cc", "parataxis", "punct", "advcl", "dep", "list"))
"""Relations of what follows a phrase's core."""
_WIDE = frozenset(("ORG", "LOC", "EVENT"))
"""Types whose names may take in names of other entities: "University of Baku"."""
_FUNCTION_WORDS = frozenset(
    listed(
        """
    of the and & - – ' for de la al el von van der
    """
    )
)
_TITLES = frozenset(
    listed(
        """
    President Prime Minister Dr. Dr Mr. Mr Mrs. Mrs Ms. Ms Professor Prof. Sir Lord Lady King Queen Prince Princess
    Senator Sen. Rep. General Gen. Colonel Col. Captain Capt. Major Lieutenant Sergeant Governor Gov. Secretary
    Chief Justice Judge Rev. Reverend Father Pope Saint St. Director Vice Chairman Speaker Congressman Congresswoman
    Mayor Ambassador Foreign Defense Defence Attorney Emperor Duke Count Doctor Sheikh Imam Ayatollah Admiral
    Commander Deputy Chancellor Coach Representative Honor Majesty Counsel CEO Administrator Republican Democrat
    Democratic Commissioner Chairwoman Chairperson Councilman Councillor MP Leader Head Editor Special Envoy
    Interior Assistant Under Acting Former Founder Manager Executive Officer Bishop Archbishop Cardinal Pastor Crown
    Your Mother Dad Mom Mum God State Press Spokesman Spokesperson Spokeswoman of the and
    """
    )
)
_OPEN = re.compile(r"\((\d+)-([a-z]+)-([^()]*)")
_CLOSE = re.compile(r"(\d+)\)")
_LONGEST_GAP = 3


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A sentence's words and tags, with the innermost mention that holds each word and the words already named."""

    words: Sequence[str]
    xpos: Sequence[str]
    owner: list[int | None]
    used: list[bool]

    def proper(self, i: int) -> bool:
        return self.xpos[i] in ("NNP", "NNPS")

    def is_glue(self, i: int, mention: int) -> bool:
        """May word i stand inside a name without being a proper noun?"""
        word = self.words[i]
        allowed = word.lower() in _FUNCTION_WORDS or self.xpos[i] in ("CD", "POS", "HYPH") or word[0].isupper()
        return allowed and not self.used[i] and self.owner[i] == mention


def names_of_mentions(words: Sequence[str], xpos: Sequence[str], misc: Sequence[str]) -> list[Name]:
    """The names of one sentence of GUM, from the `Entity=` attributes of its MISC column."""
    mentions = list(_mentions(misc))
    order = sorted(range(len(mentions)), key=lambda k: mentions[k][0] - mentions[k][1])
    tokens = _Tokens(words, xpos, [None] * len(words), [False] * len(words))
    for k in order:
        start, end, _ = mentions[k]
        tokens.owner[start:end] = [k] * (end - start)
    return sorted(name for k in order for name in _names(tokens, k, *mentions[k]))


def phrases_of_mentions(words: Sequence[str], xpos: Sequence[str], misc: Sequence[str], tree: Tree) -> list[Name]:
    """The typed noun phrases of one sentence of GUM without what follows their core; of nested ones the longest.

    A core ends before a clause, an apposition, a coordination and a preposition other than "of".
    """
    found = []
    for start, end, entity in _mentions(misc):
        head = next((i for i in range(start, end) if not start <= tree.head[i] < end), start)
        kind = entity.upper()
        if entity == "person" and (xpos[head] in _PLURAL or words[head].lower() in _PLURAL_PRONOUNS):
            kind = "PEOPLE"
        if kind in MENTIONS:
            found.append((start, _core_end(words, tree, head, end), kind))
    return longest(found)


def _core_end(words: Sequence[str], tree: Tree, head: int, end: int) -> int:
    stop = next((i for i in range(head + 1, end) if _is_behind_core(words, tree, head, i)), end)
    return stop - 1 if words[stop - 1] in POSSESSIVES and stop - 1 > head else stop


def _is_behind_core(words: Sequence[str], tree: Tree, head: int, i: int) -> bool:
    """Does a word to the right of a phrase's head hang from it by what is no part of the core?"""
    while i not in (-1, head):
        dep = tree.dep[i]
        cases = [words[k].lower() for k, above in enumerate(tree.head) if above == i and tree.dep[k] == "case"]
        if dep in _BEHIND_CORE or (dep == "nmod" and cases != ["of"]):
            return True
        i = tree.head[i]
    return i == -1


def _mentions(misc: Sequence[str]) -> Iterator[Name]:
    """The (start, end, entity type) of every mention that ends in the sentence."""
    opened: dict[str, list[tuple[int, str]]] = {}
    for i, cell in enumerate(misc):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", cell)
        rest = found[1] if found else ""
        while rest:
            if opening := _OPEN.match(rest):
                rest = rest[opening.end() :]
                if rest[:1] == ")":
                    rest = rest[1:]
                    yield i, i + 1, opening[2]
                else:
                    opened.setdefault(opening[1], []).append((i, opening[2]))
            elif closing := _CLOSE.match(rest):
                rest = rest[closing.end() :]
                if opened.get(closing[1]):
                    start, kind = opened[closing[1]].pop()
                    yield start, i + 1, kind
            else:
                break


def _names(tokens: _Tokens, mention: int, start: int, end: int, entity: str) -> Iterator[Name]:
    """The names inside one mention, marking their words as used."""
    kind = _KINDS.get(entity)
    if kind is None:
        return
    proper = [
        i
        for i in range(start, end)
        if tokens.proper(i) and not tokens.used[i] and (kind in _WIDE or tokens.owner[i] == mention)
    ]
    for first, last in _runs(tokens, mention, proper):
        if not any(tokens.owner[i] == mention and tokens.proper(i) for i in range(first, last)):
            continue
        first, last = _widened(tokens, mention, kind, (first, last), (start, end))
        named = kind
        if kind == "PER":
            while first < last and tokens.words[first] in _TITLES:
                first += 1
            if first < last and all(tag == "NNPS" for tag in tokens.xpos[first:last]):
                named = "NORP"
        while first < last and tokens.words[first].lower() == "the":
            first += 1
        if first < last and not any(tokens.used[first:last]) and (named != "EVENT" or last - first > 1):
            tokens.used[first:last] = [True] * (last - first)
            yield first, last, named


def _runs(tokens: _Tokens, mention: int, proper: Sequence[int]) -> list[tuple[int, int]]:
    """Proper nouns of a mention, joined over short gaps of words that may stand inside a name."""
    runs: list[tuple[int, int]] = []
    for i in proper:
        gap = range(runs[-1][1], i) if runs else None
        if gap is not None and len(gap) <= _LONGEST_GAP and all(tokens.is_glue(j, mention) for j in gap):
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _widened(
    tokens: _Tokens, mention: int, kind: str, run: tuple[int, int], bounds: tuple[int, int]
) -> tuple[int, int]:
    """The run with an "of ..." behind it, a number behind it and a capitalised word before an organisation or event."""
    first, last = run
    start, end = bounds
    if kind in _WIDE and last + 1 < end and tokens.words[last] == "of":
        after = last + 1 + (tokens.words[last + 1].lower() == "the")
        stop = after
        while stop < end and tokens.proper(stop):
            stop += 1
        last = stop if stop > after else last
    if kind in ("ORG", "EVENT"):
        while last < end and tokens.xpos[last] == "CD" and tokens.owner[last] == mention:
            last += 1
        while (
            first > max(start, 1)
            and tokens.words[first - 1][0].isupper()
            and tokens.xpos[first - 1] in ("JJ", "NN", "NNS")
            and tokens.owner[first - 1] == mention
            and not tokens.used[first - 1]
        ):
            first -= 1
    return first, last
