"""Words that sound like a number and stand where only a number can: "for police officers were killed" is four.

A slip is read only where the construction leaves no other reading; whatever else it might be is left alone.
"""

from __future__ import annotations

from counterclaim.reading.figures.lexicon import EffectWord, Lexicon, lexicon

BETWEEN = ("determiner", "own", "preposition", "quantifier")
"""Classes of words that do not stand between a slip and its noun."""
WALK = 14
"""Words after the slip within which the verb of its clause must stand."""


def slip_at(words: tuple[str, ...], i: int) -> int | None:
    """The number that word `i` must be, null where it may be what it looks like."""
    value = lexicon().slips.get(words[i])
    if value is None:
        return None
    slot = _Slot(words, i)
    beside_people = slot.noun is not None and (
        slot.is_subject(one=value == 1)
        or slot.is_inverted()
        or slot.is_object()
        or slot.is_among()
        or slot.is_part()
        or slot.is_joined()
    )
    return value if beside_people or slot.multiplies() else None


def slip_after_tens(words: tuple[str, ...], i: int) -> int | None:
    """ "fifty mine dead": the unit that word `i` must be after a word for tens."""
    known = lexicon()
    value = known.slips_after_tens.get(words[i]) if i < len(words) else None
    if value is None or not (known.people.at(words, i + 1) or _state(known, words, i + 1)):
        return None
    return value


def _state(known: Lexicon, words: tuple[str, ...], i: int) -> EffectWord | None:
    found = known.effects.at(words, i)
    return found[1] if found and found[1].role in ("state", "act") and found[1].form in ("past", "other") else None


class _Slot:
    """The place of one word that may be a slip."""

    def __init__(self, words: tuple[str, ...], i: int) -> None:
        self.words, self.i, self.known = words, i, lexicon()
        self.noun = self._noun_end()

    def is_subject(self, *, one: bool) -> bool:
        """ "X claims for police officers (and two civilians) were killed": a clause that lacks its subject."""
        if self.noun is None or not self._opens_clause() or self._is_singular() is not one:
            return False
        for j in range(self.noun, min(self.noun + WALK, len(self.words))):
            word = self.words[j]
            if self.known.is_("be", word) or self.known.is_("have", word):
                return any(_state(self.known, self.words, k) for k in range(j + 1, min(j + 4, len(self.words))))
            if not (word[0].isalnum() or word in ",") or self.known.is_any(
                ("subordinator", "relative", "modal", "pronoun"), word
            ):
                return False
        return False

    def is_inverted(self) -> bool:
        """ "were killed for person": a noun that wants an article or a number, after a verb that wants its subject."""
        if self.noun is None or not self._is_singular() or self.i < 2:
            return False
        if not any(_state(self.known, self.words, k) for k in (self.i - 1, self.i - 2)):
            return False
        after = self.words[self.noun] if self.noun < len(self.words) else "."
        return not after[0].isalnum() or self.known.is_("preposition", after) or self.known.is_("conjunction", after)

    def is_object(self) -> bool:
        """ "killing to civilians": a verb that takes its people without "to"."""
        if self.noun is None or self._is_singular() or self.words[self.i] not in ("to", "too"):
            return False
        verb = self._verb_before()
        return verb is not None and verb.role == "act" and self.words[self.noun - 1] != "death"

    def is_among(self) -> bool:
        """ "among dead is to children"."""
        if self.noun is None or self.i < 3 or not self.known.is_("be", self.words[self.i - 1]):
            return False
        dead = any(_state(self.known, self.words, k) for k in (self.i - 2, self.i - 3))
        return dead and any(w in ("among", "amongst") for w in self.words[max(0, self.i - 5) : self.i - 2])

    def is_part(self) -> bool:
        """ "19 people, among them tree children"."""
        among = (
            self.i >= 2
            and self.words[self.i - 2] in ("among", "amongst")
            and self.words[self.i - 1] in ("them", "whom")
        )
        return among and self.noun is not None and not self._is_singular()

    def is_joined(self) -> bool:
        """ "Perished driver and for soldiers": a second subject, where the first stands bare behind its verb."""
        if self.noun is None or self._is_singular() or self.i < 3 or self.words[self.i - 1] != "and":
            return False
        first = self.known.people.ending_at(self.words, self.i - 1)
        verb = self.known.effects.ending_at(self.words, first[0]) if first else None
        if first is None or verb is None or verb[1].role != "suffer" or verb[1].form != "past":
            return False
        opens = verb[0] == 0 or not self.words[verb[0] - 1][0].isalnum()
        return opens and self.words[first[0] : self.i - 1] in self.known.singular

    def multiplies(self) -> bool:
        """ "killed to hundred and three": a hundred that lacks its multiplier after a verb that takes an object."""
        if self.i == 0 or self.i + 1 >= len(self.words) or self.words[self.i + 1] not in ("hundred", "thousand"):
            return False
        verb = self._verb_before()
        return verb is not None and verb.role == "act"

    def _verb_before(self) -> EffectWord | None:
        """The effect word that ends right before the slip."""
        for k in range(max(0, self.i - 8), self.i):
            found = self.known.effects.at(self.words, k)
            if found and found[0] == self.i:
                return found[1]
        return None

    def _noun_end(self) -> int | None:
        """Where the noun for people right after the slip (one word may describe it) ends."""
        for start in (self.i + 1, self.i + 2):
            found = self.known.people.at(self.words, start)
            between = self.words[self.i + 1 : start]
            if found and not any(self.known.is_any(BETWEEN, word) for word in between):
                return found[0]
        return None

    def _is_singular(self) -> bool:
        noun = self.noun or 0
        return any(self.words[k:noun] in self.known.singular for k in (noun - 1, noun - 2, noun - 3) if k > self.i)

    def _opens_clause(self) -> bool:
        if self.i == 0 or self.words[self.i - 1] == "that":
            return True
        return self.known.saying.ending_at(self.words, self.i) is not None
