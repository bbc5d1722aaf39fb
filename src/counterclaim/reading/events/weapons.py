"""Weapons: where a sentence names them, which event they belong to, and what a report's strikes are made with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from counterclaim.knowledge import lexicons
from counterclaim.reading.document import Sentence
from counterclaim.reading.events.grammar import is_passive
from counterclaim.reading.events.patterns import Hit, find, longest, means_patterns
from counterclaim.reading.wordlists import Expression, WordLists

SHARE = 0.6
"""Share of a report's words for weapons that must be of one type before "the strike" is read as that type."""

SHORT = 1_500
"""Code points of a report in which a weapon named once tells what it is about; in a longer one it takes two."""

NEAR = 5
"""Words before a weapon within which "shot down" is of it."""

_FIRST = re.compile(r"\w+")

AIR_FORCE = "air force"
"""The weapon whose name is that of a force."""

ATTACKS = frozenset(("shelling", "air_strike", "drone_strike", "bombing", "land_mine", "explosion", "shooting"))


def weapons(sentence: Sentence, first: int, last: int) -> list[Hit]:
    """The words for weapons among the words `[first, last)`."""
    found = longest(find(means_patterns(), sentence, first, last))
    return [hit for hit in found if _is_weapon(sentence, hit)]


def _is_weapon(sentence: Sentence, hit: Hit) -> bool:
    """Not a mine of gold, nor a tank that only stands there: some words need another beside them."""
    word = sentence.tokens[hit.head].lower
    needs = lexicons.load("events")["means_need"].get(word)
    if needs is None or hit.width > 1:
        return True
    slip = hit.first > 0 and sentence.tokens[hit.first - 1].upos == "NUM" and not word.endswith("s")
    return not slip and any(t.lower in needs for t in sentence.tokens)


def _is_victim(sentence: Sentence, hit: Hit) -> bool:
    """Is the weapon what is destroyed or hit, not what does it? Who hits a mine is its victim."""
    token = sentence.tokens[hit.head]
    if _is_downed(sentence, hit):
        return True
    while token.dep == "conj" and sentence.tokens[token.head].upos == "NOUN":
        token = sentence.tokens[token.head]
    if hit.pattern.label == "land mine" or token.head < 0 or not token.dep.startswith(("obj", "nsubj", "conj")):
        return False
    verb = sentence.tokens[token.head].lower
    down = any(sentence.tokens[k].lower == "down" for k in sentence.children[token.head])
    if token.dep == "nsubj" and attack_with(hit) in ("air_strike", "drone_strike"):
        return verb in lexicons.load("events")["crashing"] and (down or verb.startswith("crash"))
    lost = lexicons.load("events")["losing"]
    if token.dep == "nsubj":
        return verb in lost["alone"] and is_passive(sentence, token.head)
    return verb in lost["alone"] or (down and verb in lost["with_down"])


def _is_downed(sentence: Sentence, hit: Hit) -> bool:
    """Do the words right before say that it was shot down, whatever the tree of a text in capitals?"""
    before = [t.lower for t in sentence.tokens[max(0, hit.first - NEAR) : hit.first]]
    down = lexicons.load("events")["losing"]["with_down"]
    return any(a in down and b == "down" for a, b in pairwise(before))


def attack_with(weapon: Hit) -> str:
    """The type of attack that the weapon makes."""
    return weapon.pattern.section


def nearest(sentence: Sentence, hit: Hit, arms: list[Hit]) -> list[Hit]:
    """The weapons of an event: those in its own words, then those that stand nearest by the tree."""
    if not arms:
        return arms
    arms = [m for m in arms if sentence.tokens[hit.head].head == m.head or not _is_victim(sentence, m)]
    inside = [m for m in arms if hit.first <= m.first and m.last <= hit.last]
    others = [m for m in arms if m not in inside and (m.pattern.label != AIR_FORCE or _flies(sentence, hit, m))]
    return inside + sorted(others, key=lambda m: _distance(sentence, hit.head, m.head))


def _flies(sentence: Sentence, hit: Hit, force: Hit) -> bool:
    """Is it the air force that does what the hit names, not one that reports it?"""
    return sentence.tokens[force.head].head == hit.head or sentence.tokens[hit.head].head == force.head


def _distance(sentence: Sentence, a: int, b: int) -> int:
    """Steps between two words of the tree."""
    above: dict[int, int] = {}
    while a >= 0:
        above[a] = len(above)
        a = sentence.tokens[a].head
    steps = 0
    while b >= 0 and b not in above:
        b, steps = sentence.tokens[b].head, steps + 1
    return steps + above.get(b, len(sentence.tokens))


@lru_cache(maxsize=64)
def dominant_attack(text: str) -> str | None:
    """The one type of attack that the report's words for weapons and strikes agree on, null where they do not."""
    counts = Counter({kind: len(found) for kind, found in _report_words().find(text.lower()).items()})
    if not counts:
        return None
    (kind, most), total = counts.most_common(1)[0], sum(counts.values())
    said = most > 1 or len(text) < SHORT
    return kind if said and most >= SHARE * total else None


@cache
def _report_words() -> WordLists:
    words: dict[str, list[str]] = {kind: [] for kind in sorted(ATTACKS)}
    need = lexicons.load("events")["means_need"]
    for entry in lexicons.load("means").values():
        words.get(entry["attack"], []).extend(w for w in entry["words"] if w not in need)
    for kind in ("shelling", "air_strike", "drone_strike", "land_mine"):
        words[kind].extend(lexicons.load("events")["nouns"][kind])
    return WordLists({kind: [e for word in listed for e in _expressions(word)] for kind, listed in words.items()})


def _expressions(word: str) -> Iterator[Expression]:
    """The word with or without the s of the plural."""
    small = word.replace(" - ", "-").lower()
    first = _FIRST.match(small)
    begins, written = first[0] if first else small, re.escape(small) + "s?"
    yield Expression(begins, written)
    if begins == small:
        yield Expression(begins + "s", written)
