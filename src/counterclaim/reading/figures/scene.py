"""One sentence as the grammar of figures sees it: its words by kind, the counts of people, the words for what befell them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from counterclaim.reading.document import Sentence
from counterclaim.reading.figures.lexicon import EffectWord, Lexicon, lexicon
from counterclaim.reading.figures.people import Count, counts
from counterclaim.records import Effect

STOPS = frozenset(";:.?!|•…")
PARENTHESES = frozenset("(),–—-[]")
QUOTES = frozenset("\"“”„«»‘’'")


@dataclass(frozen=True)
class Mention:
    """An effect word, `[first, end)`."""

    first: int
    end: int
    word: EffectWord


@dataclass(frozen=True)
class Toll:
    """Words for a running count, `[first, end)`: "death toll", "the number of people killed"."""

    first: int
    end: int
    effect: Effect


class Scene:
    """What the rules look at. Words are lower case; `word` gives "" outside the sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.known: Lexicon = lexicon()
        self.words = tuple(t.lower for t in sentence.tokens)
        self.counts = counts(sentence)
        self._count_at = {i: c for c in self.counts for i in range(c.first, c.end)}

    @cached_property
    def mentions(self) -> dict[int, Mention]:
        """The effect words by their first word; those within a count's phrase are left to the count."""
        found: dict[int, Mention] = {}
        i = 0
        while i < len(self.words):
            hit = self.known.effects.at(self.words, i)
            if hit:
                found[i] = Mention(i, *hit)
            i = hit[0] if hit else i + 1
        return found

    @cached_property
    def tolls(self) -> tuple[Toll, ...]:
        found = []
        for i in range(len(self.words)):
            hit = self.known.tolls.at(self.words, i)
            if hit and self.is_toll(i, hit[0]):
                found.append(Toll(i, *hit))
            elif self.words[i] == "number" and self.word(i + 1) == "of":
                found += self.number_of(i)
        return tuple(found)

    def is_toll(self, i: int, end: int) -> bool:
        """A bare "dead", "deaths", "victims" tells a toll only after "number of" or as "dead: 12"."""
        word = self.words[i]
        if end - i > 1 or word in ("toll", "losses"):
            return True
        return self.word(end) == ":"

    def number_of(self, i: int) -> list[Toll]:
        """ "the number of civilians killed", "the number of wounded children"."""
        for j in range(i + 2, min(i + 7, len(self.words))):
            mention = self.mentions.get(j)
            if mention and mention.word.role in ("act", "state", "tally", "suffer"):
                return [Toll(i, mention.end, mention.word.effect)]
        return []

    def count_at(self, i: int) -> Count | None:
        return self._count_at.get(i)

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def is_(self, kind: str, i: int) -> bool:
        return self.known.is_(kind, self.word(i))

    def is_stop(self, i: int) -> bool:
        """A mark that ends a clause; a full stop within the sentence only where it stands alone."""
        return self.word(i) in STOPS

    def is_verb(self, i: int) -> bool:
        """Does the model take the word for a verb? Without a model nobody knows."""
        return 0 <= i < len(self.words) and self.sentence.tokens[i].upos == "VERB"

    def is_adverb(self, i: int) -> bool:
        word = self.word(i)
        return (
            self.known.is_("adverb", word)
            or (word.endswith("ly") and len(word) > 4)
            or (0 <= i < len(self.words) and self.sentence.tokens[i].upos == "ADV")
        )

    def past_inside(self, i: int) -> int:
        """The word after `i` and any quotation marks and adverbs."""
        while i < len(self.words) and (self.word(i) in QUOTES or self.is_adverb(i)):
            i += 1
        return i

    def including_before(self, i: int) -> int | None:
        """Where "including", "among them" starts that ends before word `i` (a colon or comma aside)."""
        while i > 0 and (self.word(i - 1) in (":", ",", "the", "at", "also")):
            i -= 1
        found = self.known.including.ending_at(self.words, i)
        return found[0] if found else None

    def is_passive(self, m: Mention) -> bool:
        """Is there a form of "be" before a participle, adverbs and reporting words aside?"""
        i = m.first - 1
        while i >= 0 and m.first - i < 8:
            if self.is_("be", i):
                return True
            if not (
                self.is_adverb(i)
                or self.is_("report", i)
                or self.is_("have", i)
                or self.is_("negation", i)
                or self.mentions_at(i)
                or (self.word(i) in ("and", "or") and self.mentions_at(i - 1))
                or self.word(i) in ("not", "either")
            ):
                return False
            i -= 1
        return False

    def mentions_at(self, i: int) -> Mention | None:
        return next((m for m in self.mentions.values() if m.first <= i < m.end), None)

    def has_object(self, m: Mention) -> bool:
        """Does a noun phrase stand right behind the effect word, so that a past form is active?"""
        i = m.end
        while i < len(self.words) and (self.word(i) in QUOTES or (self.is_adverb(i))):
            i += 1
        if i >= len(self.words):
            return False
        count = self.count_at(i)
        if count is not None:
            return True
        if self.is_("determiner", i) or self.is_("pronoun", i):
            return True
        closed = ("preposition", "subordinator", "relative", "conjunction", "be", "have", "modal", "negation")
        if any(self.is_(kind, i) for kind in closed) or not self.word(i)[:1].isalnum():
            return False
        if self.mentions_at(i) or self.sentence.tokens[i].upos in ("VERB", "AUX", "ADV") or self.word(i)[0].isdigit():
            return False
        return True
