"""Counts of people: a number with the noun phrase it counts, and who those people are."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from counterclaim.reading.document import Sentence
from counterclaim.reading.figures.lexicon import FUNCTION, EffectWord, lexicon
from counterclaim.reading.figures.number import Number, is_glued
from counterclaim.reading.figures.numbers import numbers, written
from counterclaim.reading.figures.uncounted import is_uncounted
from counterclaim.records import Victims

Noun = Literal["people", "unknown", "none", "them"]
CLOSED = (*FUNCTION, "determiner", "pronoun", "adverb", "report")
GROWN = 18
"""Years from which on somebody is no child."""
LONGEST_PHRASE = 9
"""Words after a number within which its noun is looked for."""


class Count(msgspec.Struct, frozen=True):
    """A number and its noun phrase, the words `[first, end)`; `noun` tells what kind of noun it counts.

    `inside` is the effect word within the phrase ("98 wounded people") with its place; `side` the words that tell
    whose people they were; `of_them` that the count is part of people told of before; `owner` the words for who those
    people serve, where their noun tells no more ("two of its guards", "members of the X").
    """

    number: Number
    first: int
    end: int
    noun: Noun
    victims: Victims | None
    head: int | None = None
    inside: tuple[int, EffectWord] | None = None
    side: tuple[int, int] | None = None
    of_them: bool = False
    owner: tuple[int, int] | None = None


def counts(sentence: Sentence, words: tuple[str, ...]) -> tuple[Count, ...]:
    """The counts in the sentence that may be of people, in order. Counts of things are left out.

    `words` are the sentence's as `lowered` gives them.
    """
    found: list[Count] = []
    for number in written(sentence.tokens, words):
        if found and number.first < found[-1].end and not _is_whole(words, found[-1], number):
            continue
        last = found[-1] if found else None
        listed = last is not None and last.noun == "people" and words[last.end : number.first] == ("and",)
        phrase = _Phrase(sentence, words, number, listed)
        if phrase.counts_nobody() or is_uncounted(sentence.tokens, words, number):
            continue
        count = phrase.count()
        if count is not None:
            found.append(count)
    return tuple(found)


def _is_whole(words: tuple[str, ...], part: Count, number: Number) -> bool:
    """Is it all of whom the count is a part, and what befell them said: 19 of THE 125 WOUNDED?"""
    told = part.inside is not None and part.inside[0] == number.last
    return told and words[part.number.last] == "of" and part.number.last < number.first


class _Phrase:
    """The walk over the words after one number; `listed` where "and" joins it to people counted before."""

    def __init__(self, sentence: Sentence, words: tuple[str, ...], number: Number, listed: bool) -> None:
        self.sentence, self.words, self.number, self.known = sentence, words, number, lexicon()
        self.listed = listed
        self.nouns: list[tuple[int, int, Victims]] = []
        self.inside: tuple[int, EffectWord] | None = None
        self.unknown: int | None = None
        self.of_them = self.of_whole = False
        self.own: int | None = None

    def counts_nobody(self) -> bool:
        """Is it "a" or "no" and nothing behind it that a person is told by, a noun for people or an age?

        Tells most of them at a glance; `count` tells the rest.
        """
        if not self.number.article or self.listed or self.words[self.number.core] == "another":
            return False
        behind = self.words[self.number.last : self.number.last + LONGEST_PHRASE]
        return "old" not in behind and self.known.people.first_words.isdisjoint(behind)

    def count(self) -> Count | None:
        """The count, or null where what it counts is no people."""
        number = self.number
        end = self.walk(number.last)
        if end is None:
            return None
        if not self.nouns:
            return self.without_noun(end)
        first, last, _ = self.nouns[-1]
        if number.article and not self.is_singular(first, last) and number.min == 1:
            return None
        if self.is_owner(last) and not self.of_them:
            return None
        victims = self.victims(last)
        pair = number.article and self.words[last - 1] == "couple"
        return replace(
            self.bare(max(last, end)),
            number=replace(number, min=2, max=2) if pair else number,
            noun="people",
            victims=victims,
            head=last - 1,
            side=self.side(number.last, first),
            owner=self.owner(last) if victims == "person" else None,
        )

    def without_noun(self, end: int) -> Count | None:
        if self.number.article and self.is_another(end):
            return self.bare(end)
        if self.number.article and self.listed and self.is_noun_at_end():
            return replace(self.bare(end), noun="people", victims="person", head=self.unknown)
        if self.number.article and (old := self.age(end)) is not None:
            return replace(self.bare(end), noun="people", victims="child" if old < GROWN else "person", head=end - 1)
        one_of_the = self.of_whole and self.inside is None and self.number.max == 1
        if self.number.article or one_of_the:
            return None
        if self.unknown is not None:
            return replace(self.bare(self.unknown + 1), noun="unknown", head=self.unknown)
        if "family" in self.words[self.number.first : self.number.core]:
            return replace(self.bare(end), noun="people", victims="person")
        return replace(self.bare(end), noun="them" if self.of_them or self.of_whole else "none")

    def is_another(self, i: int) -> bool:
        """ "one soldier was killed and another wounded": one more of those told of, where a participle follows."""
        core = self.number.core
        while self.known.is_("adverb", self.word(i)) or self.word(i).endswith("ly"):
            i += 1
        effect = self.known.effects.at(self.words, i)
        joined = self.known.is_("conjunction", self.word(core - 1)) or self.word(core - 1) == ","
        told = effect is not None and (effect[1].form == "past" or effect[1].role == "state")
        verb = self.known.effects.ending_at(self.words, core)
        done = verb is not None and verb[1].role == "act" and verb[1].form in ("past", "ing") and self.ends(core + 1)
        return self.words[core] == "another" and ((joined and told) or done)

    def is_noun_at_end(self) -> bool:
        """Is the last word a noun of a kind that nobody knows, with nothing of its phrase behind it?"""
        last = self.unknown
        return last is not None and self.sentence.tokens[last].upos == "NOUN" and self.ends_clause(last + 1)

    def ends_clause(self, i: int) -> bool:
        return self.ends(i) or self.known.effects.at(self.words, i) is not None

    def age(self, end: int) -> int | None:
        """How old somebody is who is told by nothing else: a NINE-YEAR-OLD."""
        written = [w for w in self.words[self.number.last : end] if w not in "-–"]
        if len(written) != 3 or written[1:] != ["year", "old"]:
            return None
        return int(written[0]) if written[0].isdigit() else self.known.units.get(written[0])

    def ends(self, i: int) -> bool:
        """Does the noun phrase end before word `i`?"""
        return not self.word(i)[:1].isalnum() or self.known.is_any(FUNCTION, self.word(i))

    def bare(self, end: int) -> Count:
        return Count(self.number, self.number.first, end, "none", None, inside=self.inside, of_them=self.of_them)

    def walk(self, i: int) -> int | None:
        """Where the noun phrase ends; null where it names things."""
        start = i
        i = self.past_of(i)
        while i < len(self.words) and i - start < LONGEST_PHRASE:
            step = self.step(i)
            if step is None:
                break
            if step < 0:
                return None
            i = step
        last = self.unknown
        beyond = last is not None and (not self.nouns or last >= self.nouns[-1][1])
        return None if beyond and last is not None and self.words[last] in self.known.things else i

    def past_of(self, i: int) -> int:
        """After "(more) of its", "of the", "of them", "of the 40": what the number is a part of."""
        while self.word(i) in self.known.classes["more"] and self.word(i + 1) == "of":
            i += 1
        if self.word(i) != "of":
            return i
        if self.word(i + 1) in ("them", "whom", "us", "which", "those"):
            self.of_them = True
            return i + (3 if self.is_named_after(i + 2) else 2)
        i += 1
        while self.known.is_("own", self.word(i)) or self.word(i) in ("all", "a", "own"):
            self.of_whole = True
            self.own = i if self.known.is_("owner", self.word(i)) else self.own
            i += 1
        inner = [n for n in numbers(self.sentence.tokens[: i + 6], self.words[: i + 6]) if n.first == i or n.core == i]
        return inner[0].last if inner else i

    def is_named_after(self, i: int) -> bool:
        """Does word `i` lead to who they are: "one of them A 14-year-old GIRL", "two of whom WERE CHILDREN"?"""
        if self.known.is_("be", self.word(i)) or self.word(i) == "of":
            return self.known.people.at(self.words, i + 1) is not None
        if self.word(i) not in ("a", "an"):
            return False
        for j in range(i + 1, min(i + LONGEST_PHRASE, len(self.words))):
            if self.known.people.at(self.words, j):
                return True
            if not (self.words[j][0].isalnum() or self.words[j] in "-–") or self.known.is_(
                "preposition", self.words[j]
            ):
                return False
        return False

    def step(self, i: int) -> int | None:
        """The word after what stands at `i`, null where the phrase ends before it, -1 where it names things."""
        word, known = self.words[i], self.known
        people = known.people.at(self.words, i)
        effect = known.effects.at(self.words, i)
        if effect and not (people and self.is_noun_too(effect, people[0])):
            if self.of_whole and not self.nouns and self.inside is None and effect[1].role in ("state", "act"):
                self.inside = (i, effect[1])
                return effect[0]
            return self.over_effect(i, effect[0], effect[1])
        if people and self.is_complement(i, people[0]):
            return None
        if people and self.is_owner(people[0]) and self.known.people.at(self.words, people[0] + 1):
            self.unknown = i
            return people[0] + 1
        if people:
            self.nouns.append((i, people[0], people[1]))
            return people[0]
        if word in ("and", "or", ",") and self.nouns and self.joins(i):
            return i + 1
        if word in known.things and not self.hyphened(i):
            self.unknown = i
            return i + 1 if self.goes_on(i + 1) else -1 if not self.nouns or self.nouns[-1][1] <= i else None
        if word in "-–" and self.glued(i):
            return i + 1
        if word in "\"“”‘’'«»„(" and not self.nouns:
            return i + 1
        if known.is_("more", word):
            return i + 1
        if self.closed(i):
            return None
        if self.nouns and not self.looks_noun(i):
            return None
        self.unknown = i
        return i + 1

    def is_noun_too(self, effect: tuple[int, EffectWord], end: int) -> bool:
        """Is a word that tells an effect the noun that is counted: "43 bodies of", "one captive"?"""
        single = effect[1].role == "state" and self.number.max == 1 and not self.nouns
        return end > effect[0] or effect[1].role == "of" or (single and end == effect[0])

    def is_complement(self, first: int, last: int) -> bool:
        """ "took 45 soldiers hostage": after a plural a singular noun is none of the phrase."""
        if not self.nouns or self.nouns[-1][1] != first:
            return False
        a, b, _ = self.nouns[-1]
        return self.is_singular(first, last) and not self.is_singular(a, b)

    def over_effect(self, i: int, end: int, effect: EffectWord) -> int | None:
        """An effect word belongs to the phrase where a noun for people follows: "98 wounded people"."""
        adjective = effect.role in ("state", "act") and effect.form in ("past", "other")
        if not adjective or self.nouns or (effect.role == "act" and self.number.article) or not self.noun_near(end):
            return None
        if self.unknown is None or self.known.effects.at(self.words, end) is None:
            self.inside = (i, effect)
            return end
        return None

    def noun_near(self, i: int) -> bool:
        """Does a noun for people follow, at most one describing word before it?"""
        if self.known.people.at(self.words, i) or self.is_nation(i):
            return True
        described = i < len(self.words) and not self.closed(i) and self.known.effects.at(self.words, i) is None
        return described and self.known.people.at(self.words, i + 1) is not None

    def is_nation(self, i: int) -> bool:
        """ "12 wounded Syrians": does the word look like a people's name in the plural?"""
        if i >= len(self.words) or self.words[i] in self.known.things or self.known.is_("adverb", self.words[i]):
            return False
        text = self.sentence.tokens[i].text
        return text.istitle() and len(text) > 3 and text.endswith(("s", "ese", "ish"))

    def joins(self, i: int) -> bool:
        """Does "and" join another noun of the same phrase: "doctors and nurses"?"""
        people = self.known.people.at(self.words, i + 1)
        if self.words[i] == ",":
            return bool(
                people
                and self.word(people[0]) in ("and", "or", ",")
                and self.known.people.at(self.words, people[0] + 1)
            )
        return people is not None and self.known.effects.at(self.words, i + 1) is None

    def goes_on(self, i: int) -> bool:
        """After a noun for things: does a noun for people still follow ("12 village (defence) guards")?"""
        if i >= len(self.words) or self.known.effects.at(self.words, i) is not None:
            return False
        if self.known.people.at(self.words, i) is not None:
            return True
        described = not self.closed(i) and not self.words[i - 1].endswith("s") and not self.words[i].endswith("s")
        return described and self.known.people.at(self.words, i + 1) is not None

    def closed(self, i: int) -> bool:
        """A word that no noun phrase goes on with."""
        word, token = self.words[i], self.sentence.tokens[i]
        if not word[0].isalnum():
            return True
        if self.known.is_any(CLOSED, word):
            return True
        if word[0].isdigit() and self.word(i + 1) in ("year", "month", "years") and self.word(i + 2) == "old":
            return False
        if word[0].isdigit() or word in self.known.units or word in self.known.vague:
            return not (self.word(i + 1) in ("-", "–") and self.glued(i + 1))
        if token.upos == "VERB" and word.endswith(("ing", "ed")):
            return not any(self.known.people.at(self.words, j) for j in (i + 1, i + 2))
        return token.upos in ("VERB", "AUX", "ADV")

    def looks_noun(self, i: int) -> bool:
        """After a noun for people: is this word the head that makes it a modifier ("police stations")?"""
        word, token = self.words[i], self.sentence.tokens[i]
        if token.upos != "X":
            return token.upos == "NOUN"
        return len(word) > 3 and word.endswith("s") and not word.endswith("ss")

    def victims(self, end: int) -> Victims:
        """The class of the people: their noun's, or what stands beside a noun that says no more than people."""
        kinds = [kind for _, _, kind in self.nouns]
        joined = [k for (a, _, k) in self.nouns if a > 0 and self.words[a - 1] in ("and", "or", ",")]
        if joined:
            return kinds[0] if all(k == kinds[0] for k in kinds) else "person"
        first, last, kind = self.nouns[-1]
        if kind != "person" and " ".join(self.words[first:last]) not in self.known.plain:
            return kind
        for a, _, other in reversed(self.nouns[:-1]):
            if other != "person" and a >= self.number.last:
                return other
        return self.beside(self.number.last, first) or self.affiliation(end) or self.setting(first) or kind

    def beside(self, first: int, last: int) -> Victims | None:
        for i in range(first, last):
            found = self.known.beside.at(self.words, i)
            if found and found[0] <= last and not self.is_named(i, found[1]):
                return found[1]
        return None

    def is_named(self, i: int, kind: Victims) -> bool:
        """Is a word for civilians only part of a force's name: "members of the Civilian Joint Task Force"?"""
        capitals = all(t.text[:1].isupper() for t in self.sentence.tokens[i : i + 2])
        shouted = self.sentence.tokens[i].text.isupper()
        return kind == "civilian" and capitals and not shouted and i + 1 < len(self.words)

    def affiliation(self, i: int) -> Victims | None:
        """ "members of the security forces": the class that the body they belong to gives."""
        if self.word(i) not in ("of", "from") or self.word(i + 1)[:1].isdigit() or self.word(i + 1) in self.known.units:
            return None
        whose = self.known.people.at(self.words, i + 1)
        if whose and self.known.is_("remains", self.word(i - 1)) and not self.is_singular(i + 1, whose[0]):
            return whose[1]
        return self.beside(i + 1, min(i + 6, len(self.words)))

    def setting(self, i: int) -> Victims | None:
        """ "13 officers" of a sentence that speaks of police."""
        for kind, (nouns, words) in self.known.settings.items():
            if self.words[i] in nouns and any(w in words for w in self.words):
                return kind
        return None

    def side(self, first: int, last: int) -> tuple[int, int] | None:
        """The capitalised words before the noun: "Azerbaijani" of "200 Azerbaijani troops"."""
        if self.sentence.tokens and all(
            t.text.isupper() for t in self.sentence.tokens if t.text.isalpha() and len(t.text) > 1
        ):
            return None
        names = [i for i in range(first, last) if self.sentence.tokens[i].text[:1].isupper()]
        return (names[0], names[-1] + 1) if names else None

    def owner(self, last: int) -> tuple[int, int] | None:
        """Whom those who serve somebody serve: "its" of "two of its guards", "Aid First" of "staff of Aid First"."""
        if not self.known.is_("serving", self.word(last - 1)):
            return None
        if self.own is not None:
            return self.own, self.own + 1
        if self.word(last) not in ("of", "from", "with"):
            return None
        begin = end = last + 1
        while end < len(self.words) and (
            self.known.is_("determiner", self.words[end])
            or self.sentence.tokens[end].upos in ("PROPN", "ADJ", "NOUN")
            or (self.words[end] == "of" and end > begin)
        ):
            end += 1
        named = any(t.text[:1].isupper() for t in self.sentence.tokens[begin:end])
        return (begin, end) if named else None

    def is_singular(self, first: int, last: int) -> bool:
        return self.words[first:last] in self.known.singular

    def is_owner(self, i: int) -> bool:
        """ "12 fighters' families": the people own what is really counted."""
        if self.word(i) in ("'s", "’s"):
            return True
        if self.word(i) not in ("'", "’"):
            return False
        open_before = self.words[:i].count(self.words[i]) % 2 == 1
        glued = 0 < i < len(self.words) - 1 and self.sentence.tokens[i - 1].end == self.sentence.tokens[i].start
        return glued and not open_before and self.word(i + 1)[:1].isalpha()

    def hyphened(self, i: int) -> bool:
        return (self.word(i + 1) in ("-", "–") and self.glued(i + 1)) or (
            self.word(i - 1) in ("-", "–") and self.glued(i - 1) and self.goes_on_far(i + 1)
        )

    def goes_on_far(self, i: int) -> bool:
        return any(self.known.people.at(self.words, j) for j in range(i, min(i + 3, len(self.words))))

    def glued(self, i: int) -> bool:
        return is_glued(self.sentence.tokens, i)

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""
