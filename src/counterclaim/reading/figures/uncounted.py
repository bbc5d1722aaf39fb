"""Numbers that count no people: dates, years, ages, money, designations, shares, parts of compounds."""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.reading.document import Token
from counterclaim.reading.figures.lexicon import lexicon
from counterclaim.reading.figures.number import DASHES, QUOTES, Number, is_glued

OLDEST = 110
"""Years that a person may have."""
YEARS = range(1800, 2101)
"""Four digits that may be a year."""


def is_uncounted(tokens: Sequence[Token], words: tuple[str, ...], number: Number) -> bool:
    """Is the number a date, an age, a sum of money, a designation, a share, or part of a compound?"""
    if number.qualifier == "vague" or (number.max == 0 and not number.digits):
        return False
    place = _Place(tokens, words, number)
    return place.is_share() or place.in_word() or place.is_date() or place.is_age() or place.is_label()


class _Place:
    """A number with the words around it."""

    def __init__(self, tokens: Sequence[Token], words: tuple[str, ...], number: Number) -> None:
        self.tokens, self.words, self.number, self.known = tokens, words, number, lexicon()
        self.before, self.after = self.word(number.core - 1), self.word(number.last)
        self.people = self.known.people.at(words, number.last) is not None

    def is_share(self) -> bool:
        """ "one in five", "one another", "30%", "$12"."""
        first, one = self.number.first, self.words[self.number.core] == "one"
        counted = self.word(self.number.last + 1)
        rate = one and self.after == "in" and (counted in self.known.units or counted.isdigit())
        rate = rate or (self.word(first - 1) == "in" and self.word(first - 2) == "one")
        money = self.known.is_("currency", self.before) or self.after in ("%", "$", "€", "£")
        return rate or money or (one and self.after == "another")

    def in_word(self) -> bool:
        """ "54-year-old", "M-16", "9/11", "100,000-strong"."""
        n = self.number
        glued_after = self.after in DASHES and is_glued(self.tokens, n.last)
        glued_before = self.before in DASHES and is_glued(self.tokens, n.core - 1) and n.first == n.core >= 2
        return glued_after or glued_before or self.after in ("/", "°") or self.before == "/"

    def is_date(self) -> bool:
        """ "27 September", "September 27", "FEB 89", "in 2016"."""
        n = self.number
        if n.qualifier == "range" and n.max is not None and n.max <= 31 and self.before != "from":
            days = self.known.is_("month", self.after) and self.tokens[n.last].text[:1].isupper()
            return days or (self.known.is_("month", self.before) and self.tokens[n.core - 1].text[:1].isupper())
        if n.article or n.last - n.core > 1:
            return False
        if n.min <= 31 and self.known.is_("month", self.after):
            return not (self.after in ("may", "march") and self.tokens[n.last].text.islower())
        if n.digits and n.min < 100 and self.known.is_("month", self.before):
            earlier = self.word(n.core - 2)
            return not self.people or (n.min <= 31 and not earlier.isdigit() and earlier != "in")
        return self.is_year()

    def is_year(self) -> bool:
        n = self.number
        if not (n.digits and len(self.words[n.core]) == 4 and n.min in YEARS) or n.qualifier not in ("exact", "about"):
            return False
        if self.known.is_("year_before", self.before) or self.known.is_("month", self.before):
            return True
        verb = self.known.is_("be", self.after) or self.known.is_("have", self.after)
        follows = verb or self.known.effects.at(self.words, n.last) is not None
        return not (self.people or follows or self.known.effects.ending_at(self.words, n.core))

    def is_age(self) -> bool:
        """ "aged 7", "a boy of eight", "Ahmed, 12,", "five years old"."""
        n = self.number
        if n.article:
            return False
        before = self.word(n.first - 1)
        if self.word(n.last + 1) in ("old", "older") or "aged" in (before, self.word(n.first - 3)):
            return True
        if self.after in DASHES and self.known.is_("rate_unit", self.word(n.last + 1)):
            return True
        if self.word(n.last + 1) in DASHES and self.known.is_("rate_unit", self.after.removesuffix("s")):
            return True
        if before == "of" and self.is_one(self.word(n.first - 2)) and not self.people:
            return n.min < OLDEST
        if self.is_pair_of_ages():
            return True
        if not n.digits or n.min >= OLDEST:
            return False
        if not self.people and any(self.known.is_("extreme_age", self.word(j)) for j in range(n.first - 4, n.first)):
            return True
        if not self.people and n.qualifier in ("at_most", "more_than") and self.known.is_("age_noun", before):
            return True
        named = n.first >= 2 and self.tokens[n.first - 2].text[:1].isalpha()
        return named and before in (",", "(") and self.after in (",", ")", ".")

    def is_one(self, noun: str) -> bool:
        """Is it a word for a person, so that a number behind its "of" is an age: "a farm worker of 41"?"""
        person = (noun,) in self.known.singular and not self.known.is_("of_many", noun)
        return person or self.known.is_("age_noun", noun)

    def is_pair_of_ages(self) -> bool:
        """ "Two boys, 8 and 11, were hurt"."""
        n = self.number
        first = n.first if self.after == "and" else n.first - 2
        ages = (self.word(first), self.word(first + 2))
        aside = (
            self.word(first - 1) in (",", "(") and self.word(first + 1) == "and" and self.word(first + 3) in (",", ")")
        )
        return aside and all(w.isdigit() and int(w) < OLDEST for w in ages)

    def is_label(self) -> bool:
        """ "Resolution 1701", "Brigade 12", "No. 4"."""
        n = self.number
        alone = n.digits and n.first == n.core and n.core > 0
        before = self.word(n.core - 2) if self.before in QUOTES and self.after in QUOTES else self.before
        counted = self.people or self.known.effects.at(self.words, n.last) is not None
        return alone and self.known.is_("label", before) and not counted

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""
