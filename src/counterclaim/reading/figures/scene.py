"""One sentence as the grammar of figures sees it: words by kind, counts of people, words for what befell them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from counterclaim.reading.document import Sentence
from counterclaim.reading.figures.lexicon import FUNCTION, EffectWord, Lexicon, lexicon, lowered
from counterclaim.reading.figures.number import QUOTES
from counterclaim.reading.figures.people import Count, counts
from counterclaim.records import Effect, Victims

STOPS = frozenset(";:.?!|•…")
PARENTHESES = frozenset([*"(),–—-[]", "--"])
REACH = 30
"""Words that may stand between a count and the effect word of its clause."""


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
        self.words = lowered(sentence.tokens)
        self.counts = counts(sentence, self.words)
        self._count_at = {i: c for c in self.counts for i in range(c.first, c.end)}

    @cached_property
    def mentions(self) -> dict[int, Mention]:
        """The effect words by their first word; those within a count's phrase are left to the count."""
        found: dict[int, Mention] = {}
        free = 0
        for i in self.known.effects.places(self.words):
            if i < free:
                continue
            hit = self.known.effects.at(self.words, i)
            if hit and (self.is_noun(i, hit[1]) or (hit[1].form == "third" and self.count_at(i - 1))):
                hit = self.known.tallies.at(self.words, i) or hit
            told = hit and not self.is_sentence_of_death(i) and not self.known.idioms.at(self.words, i)
            if hit and told and not self.is_noun(i, hit[1]):
                found[i] = Mention(i, *hit)
            free = hit[0] if hit else i + 1
        return found

    def is_noun(self, i: int, word: EffectWord) -> bool:
        """Is what looks like a verb a noun: "the murder", "in massacre"?"""
        if word.role != "act" or word.form not in ("base", "third"):
            return False
        before = self.is_("determiner", i - 1) or (self.is_("preposition", i - 1) and self.word(i - 1) != "to")
        return before or self.sentence.tokens[i].upos == "NOUN"

    def is_sentence_of_death(self, i: int) -> bool:
        """ "sentenced to death": nobody has died yet."""
        to_death = self.words[i : i + 2] == ("to", "death") or self.words[i - 1 : i + 1] == ("to", "death")
        return to_death and any(self.is_("no_death", j) for j in range(max(0, i - 8), i))

    @cached_property
    def setting(self) -> Victims | None:
        """The class of people that the sentence speaks of, where a plain "officers" after it would be of them."""
        return next((k for k, (_, words) in self.known.settings.items() if not words.isdisjoint(self.words)), None)

    @cached_property
    def tolls(self) -> tuple[Toll, ...]:
        found = []
        starts = self.known.tolls.first_words | self.known.classes["counted"]
        for i in [i for i, word in enumerate(self.words) if word in starts]:
            hit = self.known.tolls.at(self.words, i)
            if hit and self.is_toll(i, hit[0]):
                found.append(Toll(i, *hit))
            elif self.is_("counted", i):
                found += self.number_of(i)
        return tuple(found)

    def is_toll(self, i: int, end: int) -> bool:
        """A bare "dead", "victims", "displaced persons" tells a toll only as "dead: 12" or "the dead to 12"."""
        named = any(self.is_("tolling", j) for j in range(i, end))
        if named or self.word(end) in (":", "now") or self.count_at(end) is not None:
            return True
        moved = range(max(0, i - 4), i)
        raised = any(self.is_("rise", j) for j in moved) and self.word(i - 1) == "the"
        put = any(self.is_("putting", j) for j in moved) and self.word(end) == "at"
        put = put or (self.word(end) == "at" and self.is_("conjunction", i - 2) and self.count_at(end + 1) is not None)
        return put or (raised and self.word(end) in ("to", "at"))

    def number_of(self, i: int) -> list[Toll]:
        """ "the number of civilians killed", "the total of wounded children"."""
        for j in range(i + 1, min(i + 7, len(self.words))):
            mention = self.mentions.get(j)
            if self.count_at(j) is not None or self.is_stop(j) or self.is_("be", j):
                return []
            if mention and mention.word.role in ("act", "state", "tally", "suffer"):
                return [Toll(i, mention.end, mention.word.effect)]
        return []

    def count_at(self, i: int) -> Count | None:
        return self._count_at.get(i)

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def is_(self, kind: str, i: int) -> bool:
        return 0 <= i < len(self.words) and self.words[i] in self.known.classes[kind]

    def is_stop(self, i: int) -> bool:
        """A mark that ends a clause; a full stop within the sentence only where it stands alone."""
        return 0 <= i < len(self.words) and self.words[i] in STOPS

    def is_verb(self, i: int) -> bool:
        """Does the model take the word for a verb? Without a model nobody knows."""
        return 0 <= i < len(self.words) and self.sentence.tokens[i].upos == "VERB"

    def is_adverb(self, i: int) -> bool:
        word = self.word(i)
        return self.known.is_("adverb", word) or (word.endswith("ly") and len(word) > 4) or self.is_tagged_adverb(i)

    def is_tagged_adverb(self, i: int) -> bool:
        """Does the model take the word for an adverb? "When" and "dead" are none here, whatever it says."""
        if not 0 <= i < len(self.words) or self.sentence.tokens[i].upos != "ADV":
            return False
        return not self.is_any(FUNCTION, i) and self.known.effects.at(self.words, i) is None

    def past_inside(self, i: int) -> int:
        """The word after `i` and any quotation marks and adverbs."""
        while i < len(self.words) and (self.word(i) in QUOTES or self.is_adverb(i)):
            i += 1
        return i

    def list_start(self, i: int) -> int | None:
        """Where the list starts whose member stands at word `i`, behind "include" or "are": "women and two boys"."""
        if self.is_any(("includes", "be"), i - 1):
            return i
        start = self.past_members(i)
        among = self.is_("be", start - 1) and any(
            w in ("among", "amongst") for w in self.words[max(0, start - 5) : start]
        )
        return start if among or self.is_("includes", start - 1) else None

    def past_members(self, i: int) -> int:
        """The start of the members without a number before word `i`: "an imam, women and" two boys."""
        while self.is_("conjunction", i - 1) or self.word(i - 1) == ",":
            end = i - 2 if self.word(i - 2) == "," else i - 1
            found = self.known.people.ending_at(self.words, end)
            if found is None or (self.count_at(found[0]) is not None and not self.is_article(found[0])):
                return i
            i = found[0]
            while self.is_any(("determiner",), i - 1):
                i -= 1
        return i

    def is_article(self, i: int) -> bool:
        count = self.count_at(i)
        return count is not None and count.number.article

    def including_before(self, i: int) -> int | None:
        """Where "including", "among them" starts that ends before word `i` (a colon, comma, "women and" aside)."""
        i = self.past_members(i)
        while i > 0 and (self.word(i - 1) in (":", ",", "the", "also") or self.is_("be", i - 1)):
            i -= 1
        found = self.known.including.ending_at(self.words, i)
        return found[0] if found else None

    def is_any(self, kinds: tuple[str, ...], i: int) -> bool:
        return self.known.is_any(kinds, self.word(i))

    def joiner_before(self, i: int) -> int | None:
        """Where "and", "as well as", a comma starts that ends before word `i`."""
        if self.word(i - 1) == ",":
            return i - 1
        found = self.known.joiners.ending_at(self.words, i)
        return found[0] if found else None

    def first_people(self, start: int, end: int) -> Victims | None:
        """The class of the first noun for people among the words `[start, end)`."""
        found = (self.known.people.at(self.words, i) for i in range(start, min(end, len(self.words))))
        return next((hit[1] for hit in found if hit), None)

    def is_passive(self, m: Mention) -> bool:
        """Is there a form of "be" before a participle, adverbs, reporting words and another participle aside?"""
        for i in range(m.first - 1, max(-1, m.first - 8), -1):
            if self.is_("be", i):
                return True
            between = self.is_any(("report", "have", "negation"), i) or self.is_adverb(i) or self.mention_over(i)
            if not (between or (self.is_("conjunction", i) and self.mention_over(i - 1))):
                return False
        return False

    def mention_over(self, i: int) -> Mention | None:
        """The effect word that word `i` is part of."""
        return next((m for m in self.mentions.values() if m.first <= i < m.end), None)

    def first_mention(self, start: int, end: int) -> Mention | None:
        return next((self.mentions[i] for i in range(start, end) if i in self.mentions), None)

    def last_mention(self, start: int, end: int) -> Mention | None:
        return next((self.mentions[i] for i in range(end - 1, start - 1, -1) if i in self.mentions), None)

    def has_object(self, m: Mention) -> bool:
        """Does a noun phrase stand right behind the effect word, so that a past form is active?"""
        i = self.past_inside(m.end)
        if any(self.is_any(FUNCTION, j) for j in range(m.end, i)):
            return False
        if self.word(i) in self.known.times or self.known.including.at(self.words, i):
            return False
        count = self.count_at(i)
        if count is not None:
            return self.mentions.get(self.past_inside(count.end)) is None
        if self.is_any(("determiner", "pronoun"), i):
            return self.word(i + 1) not in self.known.times
        if not self.word(i)[:1].isalpha() or self.mention_over(i) or self.is_any(FUNCTION, i):
            return False
        return self.sentence.tokens[i].upos not in ("VERB", "AUX", "ADV")

    def describes_thing(self, m: Mention) -> bool:
        """ "30 dead chickens", "12 wounded fighters' families": the state belongs to a noun for things."""
        i = m.end
        return self.word(i) in self.known.things and not self.is_("month", i) and m.word.role == "state"

    def apart(self, start: int, end: int) -> tuple[str, ...]:
        """The words `[start, end)` that part two members of a list, an age aside: "a girl of 9 and two women"."""
        words = self.words[start:end]
        aged = len(words) > 1 and words[0] in ("of", "aged", "under", "over", ",") and words[1][:1].isdigit()
        return words[2:] if aged else words

    def left_edge(self, count: Count) -> int:
        """The first word of the count with the determiners and marks before it."""
        i = count.first
        while i > 0 and (self.is_("determiner", i - 1) or self.word(i - 1) in QUOTES):
            i -= 1
        return i

    def past_list(self, count: Count) -> int:
        """The word after the count and the further counts that "and" or a comma joins to it."""
        i = self.past_inside(count.end)
        while self.is_("conjunction", i) or self.word(i) == ",":
            other = self.count_at(i + 1)
            if other is None:
                break
            i = self.past_inside(other.end)
        aged = self.word(i) == "of" and (self.word(i + 1) in self.known.units or self.word(i + 1).isdigit())
        return i + 2 if aged else i

    def is_governed(self, count: Count) -> bool:
        """Does a preposition or another verb take the count: "of 300 fighters, 40 were killed"?"""
        before = self.left_edge(count) - 1
        noun = self.sentence.tokens[count.head if count.head is not None else count.number.core]
        if noun.dep == "obj" and noun.head == before >= 0:
            return True
        if not self.is_("preposition", before) or count.number.after_from:
            return False
        return self.word(before) != "of" or not self.is_("collective", before - 1)
