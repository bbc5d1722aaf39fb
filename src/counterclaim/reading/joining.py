"""Which two mentions are one actor's: a description beside a name, a body and its letters, an office named later.

`actors` reads the mentions one by one; here those of one actor that differ in words are brought together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from counterclaim.knowledge.actors import Actors, key
from counterclaim.knowledge.actors.words import Words
from counterclaim.reading.document import Document, Sentence, Token
from counterclaim.reading.institutions import INDEFINITE, Institutions, Phrase
from counterclaim.reading.mentions import Mention, Referent
from counterclaim.reading.phrases import HYPHENS, LINKS, RELATIVES, Chunk

TOLD = 12
"""Words behind a name in which it is told who that is."""
HUNG = 10
"""Words at most that hang on an office before the comma and the name."""
LOOK_AHEAD = 2
"""Sentences within which news names whom it first called by office: "the governor said. Ivan Petrov said ..."."""


class Joining(Institutions):
    """What a report has mentioned so far, with the rules by which two mentions are one actor's."""

    def __init__(self, document: Document, actors: Actors, words: Words) -> None:
        super().__init__(document, actors, words)
        self.begun = 0
        """Where in `items` the sentence begins that is being read."""

    def _here(self) -> list[Mention]:
        """The mentions of the sentence being read."""
        return self.items[self.begun :]

    def _appositions(self, sentence: Sentence) -> None:
        """ "Hagari, the chief spokesman of the army," and "the mayor, Oleksandr Petrenko,": one person."""
        if "," not in sentence.words or len(self._here()) < 2:
            return
        tokens = sentence.tokens
        mine = sorted((m for m in self._here() if m.form != "pronoun"), key=lambda m: m.first)
        ends = [(m, self._hung(sentence, m)) for m in mine]
        for whole, last in [(m, last) for m, last in ends if last < len(tokens) and tokens[last].text == ","]:
            left = next(m for m in mine if m.first == whole.first and m.start == whole.start and m.end == whole.end)
            for right in (m for m in mine if m.first > last):
                far = replace(whole, last=last)
                if self._apposed(sentence, far, right) and {id(left), id(right)} <= set(map(id, self._here())):
                    self._join(sentence, left, right)

    def _apposed(self, sentence: Sentence, left: Mention, right: Mention) -> bool:
        """Do the two stand side by side with a comma between, one a name, the other what it is?"""
        tokens = sentence.tokens
        if not (left.last < right.first and tokens[left.last].text == ","):
            return False
        between = [t for t in tokens[left.last + 1 : right.first] if t.lower.rstrip(".") not in self.words.titles]
        if any(not (t.upos == "DET" or t.text[:1].isdigit() or t.text in HYPHENS or t.lower == "old") for t in between):
            return False
        name, described = _name_first(left, right)
        if name.form != "name" or described.form != "description":
            return False
        after = tokens[right.last] if right.last < len(tokens) else None
        closes = after is None or not after.text[:1].isalnum() or after.lower in LINKS | RELATIVES
        if name.referent.type == "person":
            closed = closes or right is name
            return closed and self._role_noun(sentence, described.first, described.last) is not None
        stop = next((i for i in range(described.first + 1, described.last) if tokens[i].lower in LINKS), described.last)
        chunk = Chunk(sentence.index, described.first, stop, stop - 1)
        noun = self._noun(self._phrase_of(sentence, chunk, (stop,)), self.words.bodies)
        return closes and noun is not None and described.referent.id is None and right is name

    def _hung(self, sentence: Sentence, mention: Mention) -> int:
        """Where an office without a name ends with all that hangs on it: "spokesman of its operations in the north"."""
        tokens, at = sentence.tokens, mention.last
        if mention.form != "description" or not any(m is mention for m in self.open):
            return at
        while (
            at < len(tokens)
            and at - mention.last < HUNG
            and tokens[at].upos in ("ADP", "DET", "NOUN", "PROPN", "ADJ", "PART")
        ):
            at += 1
        return at if at < len(tokens) and tokens[at].text == "," else mention.last

    def _join(self, sentence: Sentence, left: Mention, right: Mention) -> None:
        """The description becomes the name's; the person gets its office and side."""
        name, described = _name_first(left, right)
        actor, other = name.referent, described.referent
        if other is actor:
            return
        if actor.type == "person":
            noun = self._role_noun(sentence, described.first, described.last) or ""
            body = other.type not in ("person", "people")
            actor.roles.append((noun, other.name if body else next((whose for _, whose in other.roles if whose), None)))
            actor.gender = actor.gender or self.words.gender([noun])
            actor.called |= self._content_words(self.document.text[described.start : described.end])
        if other.type not in ("person", "people") or not self._named(other):
            actor.side = actor.side or other.party
        self._replace(described, actor, f"said beside the name {actor.name}")

    def _named(self, referent: Referent) -> bool:
        return any(m.referent is referent and m.form == "name" for m in self.recent)

    def _replace(self, old: Mention, referent: Referent, reason: str) -> None:
        self.items[self.items.index(old)] = replace(old, referent=referent, reason=reason)
        self.open = [m for m in self.open if m is not old]

    def _abbreviations(self, sentence: Sentence) -> None:
        """ "Freedom and Justice Council (FJC)": one body, the known one of the two or the one in full."""
        if "(" not in sentence.words:
            return
        tokens, mine = sentence.tokens, self._here()
        short = {
            m.first: m for m in mine if m.last - m.first == 1 and m.last < len(tokens) and tokens[m.last].text == ")"
        }
        for full in mine:
            brief = short.get(full.last + 1) if full.last < len(tokens) and tokens[full.last].text == "(" else None
            if brief is None or full.referent.person or full.referent is brief.referent:
                continue
            if not _initials_of(tokens[brief.first].text, tokens[full.first : full.last]) or full.referent.id:
                continue
            kept, other = (brief, full) if brief.referent.id else (full, brief)
            self.referents[key(self.document.text[other.start : other.end])] = kept.referent
            self._replace(other, kept.referent, f"the same as {kept.referent.name} by its letters")
            del short[brief.first]

    def _name_offices(self) -> None:
        """An office is the person's who is named in the next sentences, alone and for the first time."""
        firsts = list({id(m.referent): m for m in reversed(self.items) if m.form == "name"}.values())[::-1]
        firsts = sorted((m for m in firsts if m.referent.type == "person"), key=lambda m: m.start)
        for mention in list(self.open):
            if mention.quoted or self._indefinite_words(mention):
                continue
            fit = {id(m.referent): m for m in self._first_named(mention, firsts) if self._may_hold(m, mention.referent)}
            if len(fit) == 1:
                self._adopt(mention, next(iter(fit.values())).referent)

    def _first_named(self, mention: Mention, firsts: Sequence[Mention]) -> Iterator[Mention]:
        """Of the first mentions by name those soon after, as subjects, without a title before the name."""
        for later in firsts[bisect_left(firsts, mention.end, key=lambda m: m.start) :]:
            if later.sentence - mention.sentence > LOOK_AHEAD:
                return
            if later.subject and not later.quoted and later.first == later.begins:
                yield later

    def _indefinite_words(self, mention: Mention) -> bool:
        token = self.document.sentences[mention.sentence].tokens[mention.first]
        return token.lower in INDEFINITE

    def _may_hold(self, named: Mention, office: Referent) -> bool:
        """Can the person be who holds the office: no other calling said, no other side known?"""
        person = named.referent
        if person.side and office.side and person.side != office.side:
            return False
        said = [role for role, _ in person.roles] if person.called or person.id is None else []
        return not said or any(self._same_office(role, other) for role in said for other, _ in office.roles)

    def _adopt(self, mention: Mention, person: Referent) -> None:
        old = mention.referent
        if old.type == "person":
            person.roles += [role for role in old.roles if role not in person.roles]
            person.called |= old.called
        else:
            person.roles.append(("spokesman", old.name))
        person.side = person.side or old.side
        for other in (
            [m for m in self.items if m.referent is old and m.form == mention.form]
            if old.type == "person"
            else [mention]
        ):
            self._replace(other, person, f"{person.name} is named in the sentences after it")

    def _name_sources(self) -> None:
        """ "A civil society leader said. X, who heads the town's civil society, said": the person named at once."""
        for mention in list(self.items):
            referent = mention.referent
            if referent.named or referent.plural or referent.type != "people" or not mention.source or mention.quoted:
                continue
            opening = {sentence.index for sentence in self._paragraph_behind(mention)}
            named = next((m for m in self.items if m.sentence in opening and m.form == "name" and not m.quoted), None)
            if named and self._introduces(mention, named):
                person = named.referent
                person.called |= self._content_words(referent.name)
                for other in [m for m in self.items if m.referent is referent]:
                    self._replace(other, person, f"{person.name} is told of so in the next paragraph")

    def _paragraph_behind(self, mention: Mention) -> list[Sentence]:
        """The first sentence of the paragraph behind that of the mention."""
        block = self.document.sentences[mention.sentence].block
        following = [n for n in self.blocks if n > block and self.document.blocks[n].kind == "body"]
        return self.blocks[min(following)][:1] if following else []

    def _introduces(self, mention: Mention, named: Mention) -> bool:
        """Is the person named for the first time, and told of in words of the description right behind the name?"""
        first = next(m for m in self.items if m.referent is named.referent)
        if named.referent.type != "person" or first.start < named.start or not named.subject:
            return False
        tokens = self.document.sentences[named.sentence].tokens
        if tokens[named.last : named.last + 1] and tokens[named.last].text != ",":
            return False
        behind = tokens[named.last + 1 : named.last + TOLD]
        close = next((n for n, t in enumerate(behind) if t.text == ","), len(behind))
        told = {self.words.one(t.lower) for t in behind[:close] if t.upos in ("NOUN", "ADJ", "PROPN")}
        common = {"local", "senior", "official", "leader", "member", "spokesman", "spokeswoman", "man", "woman"}
        words = self._content_words(mention.referent.name) - common
        return bool(told & words)

    def _role_noun(self, sentence: Sentence, first: int, last: int) -> str | None:
        """The office or calling that a description names: "the chief spokesman of the army" -> spokesman."""
        stop = next((i for i in range(first, last) if sentence.tokens[i].lower in LINKS), last)
        while stop > first and not sentence.tokens[stop - 1].text[:1].isalnum():
            stop -= 1
        if stop == first:
            return None
        title = self.words.abbreviations.get(sentence.tokens[stop - 1].lower.rstrip("."))
        phrase = self._phrase_of(sentence, Chunk(sentence.index, first, stop, stop - 1), (stop,))
        return title or (None if self._plural(phrase) else self._calling(phrase))

    def _plural(self, phrase: Phrase) -> bool:
        head = phrase.sentence.tokens[phrase.chunk.last - 1].lower
        if head == "staff" and " " in (self._noun(phrase, self.words.bodies) or ""):
            return False  # a general staff is one body
        return self.words.is_plural(head) or head in ("people", "police", "staff", "media")


def _initials_of(acronym: str, words: Sequence[Token]) -> bool:
    """Are the letters those that the last capitalised words begin with?"""
    letters = [t.text[0] for t in words if t.text[:1].isupper() and t.lower != "the"]
    return len(acronym) > 1 and acronym.isupper() and letters[-len(acronym) :] == list(acronym)


def _name_first(left: Mention, right: Mention) -> tuple[Mention, Mention]:
    """The one of two that is a name, and the other; a person's name before a body's."""
    if right.form == "name" and (left.form != "name" or right.referent.type == "person" != left.referent.type):
        return right, left
    return left, right
