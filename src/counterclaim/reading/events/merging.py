"""One event for what is one: a toll goes with its cause, the several words for an attack with the most telling."""

from __future__ import annotations

from msgspec.structs import replace

from counterclaim.reading.document import Sentence
from counterclaim.reading.events.grammar import case_of, listed
from counterclaim.reading.events.model import Candidate
from counterclaim.reading.events.roles import is_struck

_RANK = (
    "land_mine", "drone_strike", "air_strike", "bombing", "shelling", "shooting", "killing", "explosion", "clash",
    "offensive", "casualties",
)  # fmt: skip
"""Kinds of violence, the most telling first; those in one clause are one event."""

_ORDER = frozenset(("after", "before", "following"))
_STANDING = frozenset(("displacement", "deployment", "blockade", "detention", "abduction"))
"""What a participle before a noun tells of it for long: the BESIEGED town, a JAILED leader."""


def merged(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """The candidates without those that say again what another says, in order."""
    if len(found) < 2:
        return found
    found = _without_modifiers(sentence, _one_per_word(found))
    tolls = [c for c in found if c.section == "toll" or (c.type == "killing" and c.section == "fixed")]
    violent = [c for c in found if c.type in _RANK and c.section != "blame"]
    main = _main(sentence, violent)
    others = [c for c in found if c.type not in _RANK and c.section != "blame"]
    blamed = [c for c in found if c.section == "blame"]
    kept = ([main, *_apart(sentence, main, violent)] if main else []) + _distinct(others)
    if main and tolls:
        own = (t.head for t in tolls if t.head != main.head and not _is_of_another(sentence, t, main))
        kept[0] = replace(main, tolls=tuple(own))
    if blamed:
        kept = [_charged(sentence, kept[0], blamed[0]), *kept[1:]] if kept else blamed[:1]
    return sorted(kept, key=lambda c: c.first)


def _one_per_word(found: list[Candidate]) -> list[Candidate]:
    """Of the readings of one word the most telling: a means' before a fixed one before an open one before a toll."""
    order = ("planted", "impact", "use", "fixed", "open", "taking", "falling", "movement", "custody", "blame", "toll")
    kept: list[Candidate] = []
    for c in sorted(found, key=lambda c: (-(c.last - c.first), order.index(c.section))):
        if not any(k.first <= c.head < k.last for k in kept):
            kept.append(c)
    return sorted(kept, key=lambda c: c.first)


def _without_modifiers(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """Without what only modifies another event's words, or its people: CEASEFIRE talks, the rape of DISPLACED women."""
    heads = {c.head for c in found}
    told = [c for c in found if not _modifies(sentence, c, heads)]
    return [c for c in told if not (len(told) > 1 and _describes(sentence, c))]


def _modifies(sentence: Sentence, c: Candidate, heads: set[int]) -> bool:
    token = sentence.tokens[c.head]
    return token.dep == "compound" and token.head in heads and token.head != c.head


def _describes(sentence: Sentence, c: Candidate) -> bool:
    """Does it only tell who somebody is: MOBILISED citizens, a camp for DISPLACED PEOPLE, let THE WOUNDED leave?"""
    token = sentence.tokens[c.head]
    if c.section == "fixed" and c.type in _STANDING and token.dep == "amod":
        return True
    named = (
        c.nominal and c.section == "fixed" and c.type == "displacement" and token.lower in listed("displaced_people")
    )
    return named or is_struck(sentence, c.head)


def _main(sentence: Sentence, violent: list[Candidate]) -> Candidate | None:
    if not violent:
        return None
    told = [c for c in violent if not _is_setting(sentence, c)] or violent
    causes = [c for c in told if c.section != "toll"]
    causes = [c for c in causes if not _earlier(sentence, c.head)] or causes or told
    fought = any(c.type == "clash" for c in causes)
    return min(
        causes, key=lambda c: (_is_vague(sentence, c, fought), _RANK.index(c.type), c.section == "toll", c.first)
    )


def _is_vague(sentence: Sentence, c: Candidate, fought: bool) -> bool:
    """Does another word tell more: two men HIT in an exchange of fire, planes that WERE ENGAGED and hit the column?"""
    word = sentence.tokens[c.head].lower
    unnamed = c.section == "open" and not c.means and not c.nominal and word in listed("weak")
    return (unnamed and fought) or (c.section == "impact" and word in listed("employing"))


def _is_of_another(sentence: Sentence, toll: Candidate, main: Candidate) -> bool:
    """Was that toll before the main event: fighting AFTER AN OFFICER WAS SHOT DEAD?"""
    return _earlier(sentence, toll.head) and not _earlier(sentence, main.head)


def _is_setting(sentence: Sentence, c: Candidate) -> bool:
    """Does it only say when: DURING that operation, AFTER the battle?"""
    return c.nominal and case_of(sentence, c.head) in ("during", "since", "after", "before", "amid", "until", "despite")


def _apart(sentence: Sentence, main: Candidate, violent: list[Candidate]) -> list[Candidate]:
    """Acts of another type in a clause of their own: they came AFTER planes HAD BOMBED the town."""
    return [
        c
        for c in _distinct([v for v in violent if v.section != "toll" and not v.nominal and v.type != main.type])
        if _earlier(sentence, c.head) or _earlier(sentence, main.head)
    ]


def _earlier(sentence: Sentence, i: int) -> bool:
    """Does word `i` stand in a clause that tells what came before or after: AFTER they left, AFTER WHICH they fired?"""
    while i >= 0:
        below = sentence.children[i]
        if sentence.tokens[i].dep.startswith("advcl") and any(sentence.tokens[k].lower in _ORDER for k in below):
            return True
        if any(sentence.tokens[k].lower == "which" and case_of(sentence, k) in _ORDER for k in below):
            return True
        i = sentence.tokens[i].head
    return False


def _distinct(others: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for c in others:
        if all(c.type != k.type for k in kept):
            kept.append(c)
    return kept


def _charged(sentence: Sentence, event: Candidate, blame: Candidate) -> Candidate:
    """The event, done by whom the blame is laid on, unless that stands in a clause that describes something else."""
    above = sentence.tokens[blame.head]
    aside = above.dep == "acl:relcl" and above.head != event.head and not _is_below(sentence, event.head, blame.head)
    return event if blame.agents is None or aside else replace(event, agents=blame.agents)


def _is_below(sentence: Sentence, i: int, above: int) -> bool:
    while i >= 0 and i != above:
        i = sentence.tokens[i].head
    return i >= 0
