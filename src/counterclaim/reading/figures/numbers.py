"""Numbers in a row of words: digits, number words, vague amounts and none, each with its bounds and its qualifier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from counterclaim.reading.document import Token
from counterclaim.reading.figures.lexicon import Lexicon, lexicon
from counterclaim.reading.figures.number import DASHES, Number, is_glued
from counterclaim.reading.figures.slips import slip_after_tens, slip_at
from counterclaim.reading.figures.uncounted import YEARS, is_uncounted
from counterclaim.records import Qualifier

DIGITS = re.compile(r"(?P<whole>\d{1,3}(?:[,.'’]\d{3})+|\d+)(?P<part>[.,]\d{1,2})?(?P<scale>k|m|bn)?\Z")
RANGE_JOINTS = frozenset({"to", "-", "–", "—", "‒", "or", "and"})
RISE = 12
"""Words before "from 14 to 21" within which a verb of rising makes it an old toll and a new one."""
LARGEST = 100_000_000
"""More people than any one count in a report can be of."""


def numbers(tokens: Sequence[Token], words: tuple[str, ...]) -> tuple[Number, ...]:
    """The numbers that can count people, in order; dates, ages, money and designations are left out.

    `words` are the tokens' as `lowered` gives them.
    """
    return tuple(number for number in written(tokens, words) if not is_uncounted(tokens, words, number))


def written(tokens: Sequence[Token], words: tuple[str, ...]) -> Iterator[Number]:
    """The numbers of all kinds, in order."""
    return _Scan(tokens, words).all()


class _Scan:
    """One pass over a sentence's words."""

    def __init__(self, tokens: Sequence[Token], words: tuple[str, ...]) -> None:
        self.tokens, self.words = tokens, words
        self.lexicon: Lexicon = lexicon()
        self._simple: dict[int, Number | None] = {}

    def all(self) -> Iterator[Number]:
        free = 0
        for i in self.starts():
            number = self.number_at(i) if i >= free else None
            if number is not None:
                yield number
                free = number.last

    def starts(self) -> Iterator[int]:
        """Where a number may start: at a word of its own, or at what qualifies it, if that leads up to such a word."""
        own, openers, qualifying = self.lexicon.number_words, self.lexicon.openers, self.lexicon.qualifying
        free = 0
        for own_start in [i for i, word in enumerate(self.words) if word in own or word[0].isdigit()]:
            first = own_start
            while first > free and self.words[first - 1] in qualifying:
                first -= 1
            yield from (i for i in range(first, own_start) if self.words[i] in openers)
            yield own_start
            free = own_start + 1

    def number_at(self, i: int) -> Number | None:
        """The number, with what qualifies it, whose first word is `i`."""
        word, known = self.words[i], self.lexicon
        none = known.none.at(self.words, i)
        if none:
            return Number(i, none[0], i, 0, 0) if self.word(none[0]) not in ("'s", "’s") else None
        if word == "no" and known.qualifiers.at(self.words, i) is None:
            return Number(i, i + 1, i, 0, 0, article=True)
        slip = slip_at(self.words, i) if word in known.slips else None
        if slip is not None:
            return self.misspelt(i, slip)
        core, qualifier = self.skip_qualifiers(i) if word in known.openers else (i, None)
        number = self.part_at(core) or self.range_at(core, i) or self.simple_at(core)
        if number is None or (number.article and core != i):
            return None
        return self.qualified(number if core == i else replace(number, first=i), qualifier)

    def misspelt(self, i: int, value: int) -> Number:
        """The number that begins with a slip, which may multiply a hundred after it."""
        last = i + 1
        if self.word(last) in ("hundred", "thousand"):
            rest, last = self.sum_at(last)
            value = value * self.lexicon.scales[self.word(i + 1)] + rest - self.lexicon.scales[self.word(i + 1)]
        return Number(i, last, i, value, value, slip=self.why(i, self.lexicon.slips[self.word(i)]))

    def skip_qualifiers(self, i: int) -> tuple[int, Qualifier | None]:
        """Where the number itself starts after "at least", "a further" ..., and the qualifier among them."""
        qualifier: Qualifier | None = None
        start = i
        while True:
            found = self.lexicon.qualifiers.at(self.words, i)
            filler = None if found else self.lexicon.fillers.at(self.words, i)
            if found and (found[1] != "about" or i == start or qualifier is None or self.simple_at(found[0])):
                qualifier, i = qualifier or found[1], found[0]
            elif filler and qualifier not in (None, "about") and self.lexicon.is_("own", self.word(i)):
                return (filler[0], None) if self.starts_number(filler[0]) else (start, None)
            elif filler and (filler[0] - i > 1 or not self.simple_at(i)):
                i = filler[0]
            else:
                return (i, qualifier) if self.starts_number(i) else (start, None)

    def starts_number(self, i: int) -> bool:
        return (
            self.simple_at(i) is not None
            or self.word(i) == "between"
            or self.lexicon.parts.at(self.words, i) is not None
        )

    def qualified(self, number: Number, qualifier: Qualifier | None) -> Number:
        """The number with the bounds that its qualifier gives, be it before or behind ("or more")."""
        behind = self.lexicon.after.at(self.words, number.last)
        if behind and not (self.word(number.last) in ("plus", "+") and self.simple_at(number.last + 1)):
            number, qualifier = replace(number, last=behind[0]), behind[1]
        elif self.word(number.last) in DASHES and self.word(number.last + 1) in ("plus", "odd"):
            qualifier = "at_least" if self.word(number.last + 1) == "plus" else "about"
            number = replace(number, last=number.last + 2)
        if qualifier is None:
            return number
        if qualifier in ("at_least", "more_than"):
            return replace(number, max=None, qualifier=qualifier)
        if qualifier == "at_most":
            return replace(number, min=0, max=number.max if number.max is not None else number.min, qualifier=qualifier)
        return number if number.qualifier in ("range", "vague") else replace(number, qualifier=qualifier)

    # -- kinds of numbers

    def part_at(self, i: int) -> Number | None:
        """ "two-thirds of the 90": the share of a whole that is named with it."""
        if self.word(i) not in self.lexicon.parts.first_words and self.word(i) not in DASHES:
            return None
        words = tuple(w for w in self.words[i : i + 3] if w not in DASHES)
        share = self.lexicon.parts.at(words, 0)
        if share is None:
            return None
        end = i + share[0] + sum(w in DASHES for w in self.words[i : i + share[0]])
        if self.word(end) != "of":
            return None
        end += 2 if self.lexicon.is_("own", self.word(end + 1)) else 1
        whole = self.simple_at(end)
        if whole is None or whole.max is None or whole.article:
            return None
        over, under = share[1]
        value = round(whole.min * over / under)
        return Number(i, whole.last, i, value, value, "exact" if whole.min * over % under == 0 else "about")

    def range_at(self, i: int, start: int) -> Number | None:
        """ "between A and B", "A to B", "A-B", "two or three"."""
        between = self.word(i) == "between"
        low = self.simple_at(i + 1 if between else i)
        if low is None or low.max is None or low.article or low.last >= len(self.words):
            return None
        joint = self.word(low.last)
        if joint not in RANGE_JOINTS or (joint == "and") != between:
            return None
        if joint == "to" and low.min in YEARS and self.lexicon.is_("month", self.word(i - 1)):
            return None
        again = self.lexicon.qualifiers.at(self.words, low.last + 1)
        high = self.simple_at(again[0] if again else low.last + 1)
        if high is None or high.max is None or high.article:
            return None
        least = low.min
        if high.min % 1000 == 0 and least < 1000 and least * 1000 < high.min and self.scaled(high):
            least *= 1000 if high.min < 1_000_000 else 1_000_000
        if least >= high.max or (joint == "or" and high.max > least + 10):
            return None
        if joint in DASHES and not self.glued(low.last):
            return None
        after_from = start > 0 and self.word(start - 1) == "from"
        if after_from and any(self.lexicon.is_("rise", w) for w in self.words[max(0, start - RISE) : start]):
            return None
        return Number(i, high.last, i, least, high.max, "range", after_from=after_from)

    def scaled(self, number: Number) -> bool:
        """Does the number end with "thousand" or "million", so that it may lend it: "2 to 3 thousand"?"""
        return self.word(number.last - 1) in self.lexicon.scales and number.last - number.core > 1

    def simple_at(self, i: int) -> Number | None:
        """A number without qualifier or range at word `i`."""
        word = self.word(i)
        digits = word[:1].isdigit()
        if not digits and word not in self.lexicon.simple_starts:
            return None
        if i not in self._simple:
            self._simple[i] = self.digits_at(i) if digits else self.vague_at(i) or self.worded_at(i)
        return self._simple[i]

    def vague_at(self, i: int) -> Number | None:
        """ "dozens", "tens of thousands", "several hundred"."""
        word, known = self.word(i), self.lexicon
        before = known.vague_before.at(self.words, i)
        if before:
            word = self.word(before[0])
            least = known.scales.get(word) or known.groups.get(word) or known.vague.get(word)
            return Number(i, before[0] + 1, i, least, None, "vague") if least and least > 2 else None
        if word not in known.vague:
            return None
        if self.word(i + 1) == "of" and self.word(i + 2) in known.vague and word != "millions":
            return Number(i, i + 3, i, known.vague[word] * known.vague[self.word(i + 2)], None, "vague")
        return Number(i, i + 1, i, known.vague[word], None, "vague")

    def digits_at(self, i: int) -> Number | None:
        """ "1,068", "1.2 million", "60 thousand", "12 000"."""
        match = DIGITS.match(self.word(i))
        if match is None:
            return None
        value = float(re.sub(r"\D", "", match["whole"]))
        part = float("0." + match["part"][1:]) if match["part"] else 0.0
        end = i + 1
        scale = self.lexicon.scales.get(match["scale"] or "")
        if scale is None and not part and len(match["whole"]) <= 3 and self.splits_thousands(i):
            while self.splits_thousands(end - 1):
                value, end = value * 1000 + int(self.words[end]), end + 1
        times = self.scale_at(end) if scale is None else None
        if times:
            scale, end = times
        if part and scale is None:
            return None
        value = (value + part) * (scale or 1)
        return Number(i, end, i, round(value), round(value), digits=True) if value <= LARGEST else None

    def splits_thousands(self, i: int) -> bool:
        """Is the word after `i` three more digits of the same number, parted by a blank?"""
        if i + 1 >= len(self.words) or not re.fullmatch(r"\d{3}", self.words[i + 1]):
            return False
        near = self.tokens[i + 1].start - self.tokens[i].end == 1
        return near and (self.words[i + 1] == "000" or self.words[i + 1].endswith("00"))

    def scale_at(self, i: int) -> tuple[int, int] | None:
        word = self.word(i)
        factor = self.lexicon.scales.get(word) or (12 if word == "dozen" else None)
        if factor is None or word in ("k", "m", "bn"):
            return None
        further = self.lexicon.scales.get(self.word(i + 1)) if word in ("hundred", "thousand") else None
        return (factor * further, i + 2) if further else (factor, i + 1)

    def worded_at(self, i: int) -> Number | None:
        """ "twenty-three", "a hundred and three", "half a dozen", "a"."""
        word, known = self.word(i), self.lexicon
        half = word == "half" and self.word(i + 1) in ("a", "an")
        article = half or word in ("a", "an", "another")
        end = i + (2 if half else 1 if article else 0)
        if article and self.word(end) in known.groups:
            value = known.groups[self.word(end)] // (2 if half else 1)
            return Number(i, end + 1, i, value, value)
        value, last = self.sum_at(end) if not article or self.word(end) in known.scales else (0, end)
        if last > end:
            value = value // 2 if half else value
            return Number(i, last, i, value, value, slip=self.slip_in(i, last))
        return Number(i, i + 1, i, 1, 1, article=True) if article and not half else None

    def sum_at(self, i: int) -> tuple[int, int]:
        """The value of the number words from `i` on, and where they end (`i` where there are none)."""
        known, total, current, end = self.lexicon, 0, 0, i
        open_to = 10**12
        while end < len(self.words):
            at = end
            if end > i and self.word(end) in ("and", *DASHES) and (self.word(end) != "and" or open_to <= 1000):
                at = end + 1
            word = self.word(at)
            if word in known.tens and open_to > 90:
                current, open_to = current + known.tens[word], 9
            elif (
                word in known.units
                and known.units[word] <= open_to
                and (at == end or self.word(end) != "and" or end > i)
            ):
                current, open_to = current + known.units[word], 0
            elif open_to == 9 and slip_after_tens(self.words, at) is not None:
                current, open_to = current + (slip_after_tens(self.words, at) or 0), 0
            elif word == "hundred" and at == end and (current or end == i):
                current, open_to = (current or 1) * 100, 99
            elif (
                word in known.scales
                and known.scales[word] >= 1000
                and len(word) > 2
                and at == end
                and (current or end == i)
            ):
                total, current, open_to = total + (current or 1) * known.scales[word], 0, 999
            elif word == "dozen" and at == end and current:
                current, open_to = current * 12, 0
            elif word == "score" and at == end and end > i and current:
                current, open_to = current * 20, 0
            else:
                break
            end = at + 1
        return (total + current, end) if end > i else (0, i)

    def slip_in(self, first: int, last: int) -> str | None:
        """What was read in place of a slip at the end of the number words."""
        word = self.words[last - 1]
        if (
            last - first < 2
            or word not in self.lexicon.slips_after_tens
            or self.words[last - 2] not in self.lexicon.tens
        ):
            return None
        return self.why(last - 1, self.lexicon.slips_after_tens[word])

    def why(self, i: int, value: int) -> str:
        return f'"{self.tokens[i].text}" read as {value}: only a number can stand here'

    # -- words

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def glued(self, i: int) -> bool:
        return is_glued(self.tokens, i)
