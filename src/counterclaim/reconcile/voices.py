"""Whose voice a claim is: when two claims are of one speaker or body, however their reports call them.

A name in two spellings, an office and its holder, a body and who speaks for it are one voice. Who holds an office is
learnt from the incident's own claims ("the governor of the region, X, said"), and only where one person is so called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from counterclaim.reconcile.told import Told
from counterclaim.reconcile.words import WORD, words
from counterclaim.records import Actor

ENOUGH = 3
"""Letters of the shortest family name, and one less than the shortest word that tells."""
STEM = 5
"""Letters that two forms of one word share: region, regional."""
RESPELT = (("yy", "i"), ("iy", "i"), ("ij", "i"), ("y", "i"), ("ph", "f"), ("ck", "k"), ("ou", "u"), ("ee", "i"))
"""What transliterations write differently at the end of a name."""

SHORT = 2
"""Telling words of the shortest part of a name that a body goes by: the Counter-Terrorism Service of somewhere."""

LOCAL = frozenset({"local", "town", "city", "regional"})
"""What an office may be called beside what it is of."""
Person = tuple[str, str]
"""A human being: family name as all spellings share it, first letter."""
Named = tuple[str, str | None, str | None, str]
"""What of a speaker tells who it is: name, id, side, kind."""


class Voices:
    """The voices of one incident's claims. Who speaks is worked out once for each two that are called differently."""

    def __init__(self, told: Iterable[Told]) -> None:
        self._introduced: defaultdict[Person, set[str]] = defaultdict(set)
        self._introductions: defaultdict[Person, list[str]] = defaultdict(list)
        self._actors: list[Actor] = []
        self._number: dict[str, int] = {}
        self._crowds: set[int] = set()
        self._known: dict[tuple[int, int], bool] = {}
        numbers: dict[Named, int] = {}
        for one in told:
            speaker = one.claim.speaker
            number = numbers.setdefault(_named(one), len(numbers))
            if number == len(self._actors):
                self._actors.append(speaker)
                if words().crowd.search(speaker.name):
                    self._crowds.add(number)
            self._number[one.id] = number
            if is_person(speaker):
                self._introduced[_person(speaker)] |= _telling(one.introduction)
                self._introductions[_person(speaker)].append(one.introduction)

    def number(self, told: Told) -> int:
        """Tells speakers apart who are called differently; the same for all that one outlet says itself."""
        return self._number[told.id]

    def same(self, a: Told, b: Told) -> bool:
        """Whether one speaker or body says both. The report's own voice is its outlet's."""
        key = self._number[a.id], self._number[b.id]
        if key[0] in self._crowds and a.report.id != b.report.id:
            return False
        if key not in self._known:
            self._known[key] = self._known[key[1], key[0]] = self._one(self._actors[key[0]], self._actors[key[1]])
        return self._known[key]

    def _one(self, x: Actor, y: Actor) -> bool:
        if "report" in (x.kind, y.kind):
            return x is y
        if x.name == y.name or (x.id is not None and x.id == y.id):
            return True
        if None not in (x.side, y.side) and x.side != y.side:
            return False
        if x.side and x.side in (x.name, y.name) and x.side == y.side:
            return True
        if is_person(x) and is_person(y):
            return _person(x) == _person(y)
        if self._army(x) and self._army(x) == self._army(y):
            return True
        pairs = ((x, y), (y, x))
        return any(self._speaks_for(*p) or self._holds(*p) or _of(*p) or self._short_for(*p) for p in pairs)

    def _army(self, actor: Actor) -> str | None:
        """The party whose army speaks; of an army that nobody says whose it is, the only one that has one here."""
        if is_person(actor):
            speaks = any(words().army_voice.search(text) for text in self._introductions[_person(actor)])
            return actor.side if speaks else None
        if not words().army.search(actor.name):
            return None
        if actor.side is not None or words().army.sub("", actor.name).strip():
            return actor.side
        sides = {other.side for other in self._actors if other.side and words().army.search(other.name)}
        return sides.pop() if len(sides) == 1 else None

    def _short_for(self, short: Actor, full: Actor) -> bool:
        """Whether a body goes by a part of another's name, and by that of no other party's body here."""
        parts = _telling(short.name)
        if len(parts) < SHORT or not all(_is_body(one) for one in (short, full)):
            return False
        longer = [one for one in self._actors if _is_body(one) and parts <= _telling(one.name)]
        return full in longer and len({one.side for one in longer} - {None}) < SHORT

    def _speaks_for(self, person: Actor, body: Actor) -> bool:
        """Whether a claim introduces its speaker as one of `body`: "X, spokesman of the health ministry in Gaza"."""
        parts = _telling(body.name)
        return is_person(person) and len(parts) > 1 and parts <= self._introduced[_person(person)]

    def _holds(self, person: Actor, office: Actor) -> bool:
        """Whether `person`, and nobody else here, is introduced by the office that the other speaker is called by."""
        wanted = _telling(office.name)
        titles = wanted & words().offices
        if not is_person(person) or is_person(office) or not titles:
            return False
        of = wanted - titles
        holders = [
            one
            for one, found in self._introduced.items()
            if (titles & found and _meet(of, found)) or (len(of) > 1 and of - LOCAL <= found)
        ]
        return holders == [_person(person)]


def is_person(actor: Actor) -> bool:
    """Whether the name looks like that of one human being: two to four words, the first and last with a capital."""
    parts = WORD.findall(actor.name)
    capital = bool(parts) and parts[0][0].isupper() and any(letter.isupper() for letter in parts[-1])
    return 2 <= len(parts) <= 4 and capital and not words().body.search(actor.name) and actor.name != actor.side


def _is_body(actor: Actor) -> bool:
    return actor.kind == "actor" and bool(words().body.search(actor.name)) and not is_person(actor)


def _named(told: Told) -> Named:
    speaker = told.claim.speaker
    if speaker.kind == "report":
        return told.report.outlet or told.report.id, None, None, "report"
    return speaker.name, speaker.id, speaker.side, speaker.kind


def _person(actor: Actor) -> Person:
    last = WORD.findall(actor.name)[-1].lower()
    for old, new in RESPELT:
        last = last.replace(old, new)
    return (last, actor.name[0].lower()) if len(last) >= ENOUGH else (actor.name, "")


def _telling(text: str) -> set[str]:
    """The words of a name or of what introduces one that tell who it is."""
    return {word.lower() for word in WORD.findall(text) if len(word) > ENOUGH}


def _meet(wanted: Iterable[str], found: Iterable[str]) -> bool:
    """Whether a word of the one is a form of a word of the other; where nothing is wanted, all fit."""
    stems = {word[:STEM] for word in found}
    parts = [word[:STEM] for word in wanted]
    return not parts or any(part in stems for part in parts)


def _of(one: Actor, body: Actor) -> bool:
    """Whether a speaker without a name is called one of `body`: "an official of the regional health bureau"."""
    found = words().of_body.search(one.name)
    if one.kind != "unnamed" or found is None or not words().body.search(body.name):
        return False
    parts, named = _telling(one.name[found.end() :]), _telling(body.name)
    return len(parts) > 1 and parts <= named
