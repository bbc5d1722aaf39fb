"""The walk to the right: from a count, taken as the subject of its clause, to the word that says what befell it."""

from __future__ import annotations

from counterclaim.reading.figures.number import QUOTES
from counterclaim.reading.figures.people import Count
from counterclaim.reading.figures.scene import PARENTHESES, REACH, Mention, Scene

ASIDE = 16
"""Words that an aside between commas may have."""


def predicate(scene: Scene, count: Count) -> Mention | None:
    """The effect word of the clause whose subject is the count, null where the clause says something else."""
    return _Clause(scene, count).predicate()


def starts_clause(scene: Scene, count: Count) -> bool:
    """After "and" or a comma: is the count the subject of a clause of its own ("and 300 fighters passed through")?"""
    for i in range(count.end, min(count.end + 10, len(scene.words))):
        if scene.is_("conjunction", i) and scene.mentions.get(i + 1) and scene.count_at(i + 2):
            return False
        if scene.is_stop(i) or scene.word(i) in PARENTHESES or scene.is_("relative", i) or scene.is_("subordinator", i):
            return False
        if scene.is_any(("be", "have", "modal"), i) or scene.known.saying.at(scene.words, i):
            return True
        if scene.is_verb(i) and not scene.word(i).endswith("ing"):
            return i <= count.end + 1 or not _describes(scene, i)
    return False


def _describes(scene: Scene, i: int) -> bool:
    """A participle that only describes: "suspected of", "trapped in"."""
    participle = scene.word(i).endswith(("ed", "en", "t")) or scene.is_("participle", i)
    return participle and scene.is_("preposition", i + 1)


class _Clause:
    """The state of one walk. A handler gives the next word to look at, -1 where the clause is not the count's."""

    def __init__(self, scene: Scene, count: Count) -> None:
        self.scene, self.count = scene, count
        self.governed = scene.is_governed(count)
        self.be = self.chain = self.relative = self.listed = self.bare_list = self.joined = False
        self.aside = self.tells_families()

    def predicate(self) -> Mention | None:
        if max(self.scene.mentions, default=-1) < self.count.end:
            return None
        i = self.count.end
        while 0 <= i < len(self.scene.words) and i - self.count.end < REACH:
            mention = self.scene.mentions.get(i)
            other = self.scene.count_at(i)
            if mention is not None and other is None:
                if mention.word.effect == "displaced" and self.are_struck(mention.end):
                    i = mention.end
                    continue
                if self.says_it(mention):
                    return mention
                i = mention.end if mention.word.role == "state" or mention.word.form == "ing" else -1
            elif other is not None and other is not self.count:
                i = self.past_count(other)
            elif self.scene.word(i) in PARENTHESES:
                i = self.past_mark(i)
            else:
                i = i + 1 if self.goes_on(i) else -1
        return None

    def says_it(self, m: Mention) -> bool:
        """Does this effect word speak of the count: "were killed", "died", "who were killed", "killed in"?"""
        role, form = m.word.role, m.word.form
        if self.joined and role in ("state", "act") and self.scene.count_at(m.first - 1) is not None:
            return form in ("past", "other") and not self.chain and not self.scene.has_object(m)
        if self.governed and not self.relative:
            return False
        if role in ("of", "tally"):
            return False
        if m.word.at_end and not self.ends(m.end) and not self.fell_somewhere(m.end):
            return False
        if role == "suffer":
            if m.word.effect == "displaced" and self.scene.count_at(self.scene.past_inside(m.end)) is not None:
                return False
            return self.be or form not in ("base", "ing") or self.is_finite(m)
        if role == "state":
            return self.chain or self.scene.is_("report", m.first - 1) or self.scene.is_("state_verb", m.first - 1)
        if form != "past" or (self.relative and not self.be):
            return form == "past" and not self.scene.has_object(m)
        moved = m.word.effect == "displaced" and self.chain and not self.scene.has_object(m)
        described = (self.count.number.article and not self.listed) or self.bare_list
        return self.be or moved or not (self.chain or self.scene.has_object(m) or described)

    def are_struck(self, i: int) -> bool:
        """Does the clause go on to tell that they were killed or hurt: villagers packed into the church WERE KILLED?"""
        for j in range(i, min(i + ASIDE, len(self.scene.words))):
            if (
                self.scene.is_stop(j)
                or self.scene.word(j) == ","
                or self.scene.is_any(("conjunction", "subordinator"), j)
            ):
                return False
            found = self.scene.mentions.get(j)
            if found is not None:
                return found.word.effect in ("killed", "injured") and self.scene.is_("be", j - 1)
        return False

    def ends(self, i: int) -> bool:
        """Does the clause end before word `i`, a time aside ("nine soldiers fell the same day")?"""
        scene = self.scene
        timed = any(scene.word(j) in scene.known.times for j in (i, i + 1))
        return timed or not scene.word(i)[:1].isalpha() or scene.is_("conjunction", i)

    def fell_somewhere(self, i: int) -> bool:
        """Does a name tell where or when fighters fell: 11 soldiers fell AT KELM, four volunteers fell ON SATURDAY?"""
        scene = self.scene
        fighters = self.count.victims in ("soldier", "militant", "police", "peacekeeper")
        named = i + 1 < len(scene.words) and scene.sentence.tokens[i + 1].text[:1].isupper()
        fight = any(scene.is_("fight", j) for j in range(i + 1, i + 6))
        return (fighters or self.listed) and (named or fight) and scene.is_("place_preposition", i)

    def is_finite(self, m: Mention) -> bool:
        """ "may die", "have had to flee", and the present of headlines: "five die in blast"."""
        governed = self.scene.is_("modal", m.first - 1) or (self.chain and self.scene.word(m.first - 1) == "to")
        return governed or (m.word.form == "base" and m.first == self.scene.past_inside(self.count.end))

    def past_count(self, other: Count) -> int:
        """Another count belongs to the subject: a list, an aside, a place."""
        if self.chain or not self.may_list(other.first):
            return -1
        self.listed = True
        self.bare_list = self.scene.word(other.first - 1) == ","
        self.joined = self.scene.is_("conjunction", self.scene.left_edge(other) - 1)
        return other.end

    def past_mark(self, i: int) -> int:
        """After a comma, bracket or dash that opens or closes something the clause goes on after."""
        scene, after = self.scene, i + 1
        if scene.word(i) in "([":
            closed = [j for j in range(after, min(after + ASIDE, len(scene.words))) if scene.word(j) in ")]"]
            return closed[0] + 1 if closed and not self.chain else -1
        if scene.word(after) in ("who", "whom") and not self.chain:
            return after
        if scene.word(after) == "of" and scene.word(after + 1) in ("whom", "which"):
            closing = self.closing(after)
            return closing + 1 if closing is not None and not self.chain else -1
        member = self.past_member(after)
        if member is not None:
            return member
        opened, self.aside = self.aside, True
        if self.chain:
            return after if scene.word(i) == "," and self.is_pair(after) else -1
        goes_on = scene.is_any(("be", "have"), after) or scene.mentions.get(after) is not None
        if goes_on:
            return after if opened else -1
        closing = self.closing(after)
        including = scene.known.including.at(scene.words, after) is not None
        if including and closing is not None and not any(scene.count_at(j) for j in range(after, closing)):
            return closing + 1
        if scene.count_at(after) or including or scene.is_("conjunction", after):
            return after
        return closing + 1 if closing is not None else -1

    def tells_families(self) -> bool:
        """Is the count an aside that tells how many so many families are: 300 families, SOME 1,500 PEOPLE, were?"""
        mark = self.scene.left_edge(self.count) - 1
        return self.scene.word(mark) in (",", "(") and self.scene.is_("households", mark - 1)

    def past_member(self, i: int) -> int | None:
        """After a member without a number: six priests, THEIR COOK and her daughter were murdered."""
        if self.chain or not self.scene.is_("owner", i):
            return None
        person = self.scene.known.people.at(self.scene.words, i + 1)
        goes_on = person is not None and (self.scene.word(person[0]) == "," or self.scene.is_("conjunction", person[0]))
        return person[0] if person and goes_on else None

    def closing(self, i: int) -> int | None:
        """The mark that closes the aside which starts at `i`, right before the verb; null where there is none."""
        scene = self.scene
        for j in range(i, min(i + ASIDE, len(scene.words))):
            if scene.is_stop(j):
                return None
            verb = scene.is_any(("be", "have"), j + 1) or scene.mentions.get(j + 1) or scene.is_adverb(j + 1)
            if scene.word(j) in PARENTHESES and verb:
                return j
        return None

    def goes_on(self, i: int) -> bool:
        """Take in one word; False where it shows that the clause is another one or says something else."""
        scene, word = self.scene, self.scene.word(i)
        if scene.is_stop(i) or (scene.is_("negation", i) and self.count.number.max != 0):
            return False
        if scene.is_("be", i) or scene.is_("have", i) or scene.is_("modal", i):
            self.be = self.be or scene.is_("be", i)
            self.chain = True
            return True
        if scene.is_("relative", i):
            self.relative = i <= self.count.end + 8 and not self.chain
            return self.relative
        if scene.is_("state_verb", i) and not self.chain:
            self.chain = True
            return True
        if scene.is_("conjunction", i) and scene.is_any(("relative", "subordinator"), i + 1):
            return False
        if scene.is_("conjunction", i):
            verb = scene.is_any(("be", "have"), i + 1)
            return (not self.chain and not verb and self.may_list(i + 1)) or self.is_pair(i)
        if self.relative or word in QUOTES:
            return not scene.is_("subordinator", i)
        if self.chain:
            return scene.is_adverb(i) or scene.is_("report", i) or self.is_pair(i)
        if scene.is_("subordinator", i) or scene.known.saying.at(scene.words, i):
            return False
        return not scene.is_verb(i) or word.endswith("ing") or word == "aged" or _describes(scene, i)

    def may_list(self, i: int) -> bool:
        """Does a further member of a list, a part, or the object of a preposition stand here?"""
        scene = self.scene
        before = scene.word(i - 1) in ("and", "or", ",", "of", "(", "–", "—") or scene.is_("preposition", i - 1)
        member = scene.count_at(i) is not None or scene.is_("determiner", i) or scene.is_("conjunction", i - 1)
        return before or member or scene.including_before(i) is not None

    def is_pair(self, i: int) -> bool:
        """ "were shot and killed", "were taken away and executed": another participle before the effect word."""
        scene = self.scene
        for j in range(i, min(i + 6, len(scene.words))):
            if scene.mentions.get(j) is not None:
                joined = scene.word(j - 1) == "," or scene.is_any(("conjunction", "adverb"), j - 1)
                return j == i or joined or scene.word(j) == "to"
            marked = scene.is_stop(j) or (scene.word(j) in PARENTHESES and scene.word(j) != ",")
            if marked or scene.count_at(j) is not None or scene.is_any(("relative", "subordinator", "have", "be"), j):
                return False
        return False
