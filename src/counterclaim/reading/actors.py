"""Who is mentioned in a report, and which mentions are one actor: names, descriptions and pronouns, each with a reason.

`find` goes through the noun phrases of the report in order. Names are settled first, one decision a name and report,
the knowledge base above the model; then each phrase is read by the first of a few rules that fits (a person's name at
its end, a known name, a ministry or office of somebody, a spokesman, "the group", fighters, people without a name).
What two candidates fit alike stays as the text has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.knowledge.actors import Actors, Entry, key
from counterclaim.knowledge.actors.words import load_words
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.institutions import Phrase, bare
from counterclaim.reading.joining import Joining
from counterclaim.reading.mentions import COLLECTIVE, NEAR, Mention, Mentions, Referent, actor_at, antecedent
from counterclaim.reading.names import Name, best
from counterclaim.reading.phrases import HYPHENS, LINKS, NOUNS, OWN, POSSESSIVES, Chunk, chunks

__all__ = ["Mention", "Mentions", "Referent", "actor_at", "find"]

LONGEST_ACRONYM = 6
"""Letters up to which a name in capitals stays as it is; a longer one is a person's in a text all in capitals."""
FIRST_NAME_OF = 2
"""Words of a full name whose first may stand for it alone: "Getachew" for "Getachew Reda", not of longer ones."""
LONGEST_CHAIN = 4
"""Phrases that may hang on one another: "representative of the Ministry of Foreign Affairs of Freedonia X"."""
LONGEST_OFFICE = 3
"""Words of "press liaison centre", the longest name of an office that speaks for others."""
LAWLESS = frozenset(("bandit", "gunman"))
"""Who are called so again after "bandits" rather than by the name of a group between."""


def find(document: Document, actors: Actors) -> Mentions:
    """Every mention of somebody who can speak or act."""
    return _Cast(document, actors, load_words()).read()


class _Cast(Joining):
    """Reads the phrases of a report in order and keeps who was mentioned. Used once, by `find`."""

    def read(self) -> Mentions:
        """All mentions, in order."""
        self._introduce_persons()
        for sentence in self.document.sentences:
            self._read_sentence(sentence)
        self._name_offices()
        self._name_sources()
        items = tuple(sorted(self.items, key=lambda m: (m.start, m.end)))
        return Mentions(self.document, self.actors, self.words, items, self.chunks)

    def _read_sentence(self, sentence: Sentence) -> None:
        self.begun = len(self.items)
        phrases = self.chunks[sentence.index] = self._chunks(sentence)
        covered = -1
        for n, chunk in enumerate(phrases):
            if chunk.pronoun:
                self._pronoun(sentence, chunk)
                continue
            phrase = self._phrase_of(sentence, chunk, self._ends(sentence, chunk, phrases[n + 1 :]))
            mention = self._phrase(phrase, inner=chunk.last <= covered)
            covered = max(covered, mention.last if mention else -1)
        self._left_over(sentence)
        self._appositions(sentence)
        self._abbreviations(sentence)

    def _chunks(self, sentence: Sentence) -> tuple[Chunk, ...]:
        """The noun phrases, those that a known name runs through made one: "Doctors Without Borders"."""
        found = list(chunks(sentence))
        for name in self.names.of[sentence.index]:
            if name.last - name.first == 1:
                continue
            cut = [c for c in found if c.first < name.last and c.last > name.first and not c.pronoun]
            whole = any(c.first <= name.first and name.last <= c.last for c in cut)
            if (name.match or name.person or self._runs_on(sentence, name)) and cut and not whole:
                first, last = min(name.first, cut[0].first), max(name.last, *(c.last for c in cut))
                found = [c for c in found if c not in cut] + [Chunk(sentence.index, first, last, last - 1)]
        return tuple(sorted(found, key=lambda c: (c.first, c.last)))

    def _runs_on(self, sentence: Sentence, name: Name) -> bool:
        """Is it a body's own name with "of", "for" within it, not an institution of somebody?"""
        words = sentence.tokens[name.first : name.last]
        linked = any(t.lower in LINKS or t.lower == "and" for t in words[1:-1])
        proper = all(t.text[:1].isupper() or t.upos in ("ADP", "DET", "CCONJ", "PART", "PUNCT") for t in words)
        return linked and proper and not any(self.actors.parse(name.text))

    def _left_over(self, sentence: Sentence) -> None:
        """Known names that no phrase has taken: where a verb was read as a noun, or before another noun."""
        taken = [(m.first, m.last) for m in self._here()]
        self._forces(sentence)
        for name in self.names.of[sentence.index]:
            if any(name.first < last and name.last > first for first, last in taken):
                continue
            if not (name.match or name.person):
                continue
            chunk = Chunk(sentence.index, name.first, name.last, name.last - 1)
            phrase = self._phrase_of(sentence, chunk, (name.last,))
            referent = self._person(name) if name.person or not name.match else self.known(name.match.entry)
            how = name.match.how if name.match else "named"
            self.items.append(self._mention(phrase, name.last, referent, "name", f"{how}: {referent.name}"))

    def _forces(self, sentence: Sentence) -> None:
        """An army before another noun: "an army helicopter", "navy boats"."""
        if self.words.armies.isdisjoint(sentence.words):
            return
        for token in sentence.tokens[:-1]:
            if token.upos == "NOUN" and token.dep == "compound" and token.lower in self.words.armies:
                chunk = Chunk(sentence.index, token.i, token.i + 1, token.i)
                if mention := self._institution(self._phrase_of(sentence, chunk, (chunk.last,))):
                    self.items.append(mention)

    # names of persons, settled before anything is read: the full form may stand later

    def _introduce_persons(self) -> None:
        """A referent for each person named in full, in order; short names find theirs among them."""
        for sentence in self.document.sentences:
            for name in self.names.of[sentence.index]:
                if name.person and name.last - name.first > 1:
                    self._person(name)

    def _person(self, name: Name) -> Referent:
        """Whom a person's name means: known, named in full in this report, or known by the short name alone."""
        full = key(name.text)
        if full in self.referents:
            return self.referents[full]
        same = [
            p
            for p in self.people
            if _same_person(full, key(p.name), first_name=not name.titled and not name.introduced)
        ]
        if len(same) == 1 and not name.match:
            return self.referents.setdefault(full, same[0])
        entry = name.match.entry if name.match else self._by_initials(name)
        if entry and (known := self.referents.get(key(entry.name))):
            return known
        if entry and len(full.split()) == 1 and same:
            return (
                self.referents.setdefault(full, same[-1])
                if len(same) == 1
                else self._new(name.text, "person", name.text)
            )
        referent = self._new(entry.name if entry else name.text, "person", name.text, entry)
        referent.gender = self.words.gender(full.split())
        if entry:
            referent.roles += [
                (key(role.title.partition(" of ")[0]), role.title.partition(" of ")[2])
                for role in entry.roles
                if role.holds(self.document.dated)
            ]
        self.people.append(referent)
        return referent

    def _by_initials(self, name: Name) -> Entry | None:
        """The one known person whom "S. Jaishankar" can mean: the family name and the first letter."""
        first, dot, rest = name.text.partition(".")
        if len(first) != 1 or not dot or not rest.strip():
            return None
        family = self.actors.exact(rest.split()[-1], on=self.document.dated)
        fit = [m.entry for m in family if m.how == "family" and m.entry.name.startswith(first)]
        return fit[0] if len(fit) == 1 else None

    def _new(self, name: str, kind: str, text: str, entry: Entry | None = None) -> Referent:
        name = " ".join(name.split())
        shown = name.title() if name.isupper() and len(name) > LONGEST_ACRONYM else name
        referent = Referent(shown, kind, id=entry.id if entry else None, side=entry.side if entry else None)
        self.referents[key(text)] = self.referents[key(name)] = referent
        return referent

    # phrases

    def _ends(self, sentence: Sentence, chunk: Chunk, behind: Sequence[Chunk]) -> tuple[int, ...]:
        """Where the phrase may end when what hangs on it is taken along, longest first, its own end last."""
        tokens, ends, at = sentence.tokens, [chunk.last], chunk.last
        if at >= len(tokens) or tokens[at].lower not in LINKS or any(c.first == at and not c.pronoun for c in behind):
            return (at,)
        while len(ends) <= LONGEST_CHAIN and at < len(tokens) and tokens[at].lower in LINKS:
            hung = [c.last for c in behind if c.first == at + 1 and not c.pronoun]
            if not hung:
                break
            at = max(hung)
            ends.append(at)
        return tuple(reversed(ends))

    def _phrase(self, phrase: Phrase, inner: bool) -> Mention | None:
        """The mention that a phrase is, by the first rule that fits; None where it is nobody's.

        An inner phrase, behind the "of" of another, is only one if it is named or a body of somebody.
        """
        mention = self._personal(phrase)
        if mention is None and phrase.nouns and not inner:
            mention = self._spokesperson(phrase)
        mention = mention or self._known_name(phrase) or self._institution(phrase)
        if mention is None and phrase.nouns:
            mention = self._body(phrase)
            if mention is None and not inner:
                mention = self._fighters(phrase) or self._someone(phrase)
        if mention is None and not inner:
            mention = self._proper(phrase)
        if mention:
            self.items.append(mention)
        return mention

    # rules, in order

    def _personal(self, phrase: Phrase) -> Mention | None:
        """A person's name at the end of the phrase, with what is said of the person before it."""
        chunk, sentence = phrase.chunk, phrase.sentence
        for name in self.names.of[chunk.sentence]:
            if not (name.person and chunk.first <= name.first and name.last in phrase.ends):
                continue
            if name.first > chunk.last and self._attached(sentence, chunk, name.first):
                continue
            referent = self._person(name)
            if name.first > chunk.first:
                self._describe(referent, sentence, chunk.first, name.first)
            return self._mention(phrase, name.last, referent, "name", f"named {name.text!r}", first=name.first)
        return None

    def _attached(self, sentence: Sentence, chunk: Chunk, at: int) -> bool:
        """Does the name at `at` hang on a preposition, its own titles between: "aide to President X"?"""
        before = at - 1
        while before > chunk.last and (
            sentence.tokens[before].lower.rstrip(".") in self.words.titles
            or sentence.tokens[before].upos in ("ADJ", "DET")
            or self.actors.demonym(sentence.tokens[before].text)
        ):
            before -= 1
        return sentence.tokens[before].lower in LINKS

    def _describe(self, referent: Referent, sentence: Sentence, first: int, last: int) -> None:
        """Keeps what a person is called beside the name: office, whose it is, side, man or woman."""
        start, end = sentence.span(first, last)
        text = self.document.text[start:end]
        referent.gender = referent.gender or self.words.gender(w for w in key(text).split() if w != "§s")
        owner = self._owner_in(text, sentence, first)
        noun = self._role_noun(sentence, first, last)
        if owner is None and (self._content_words(text) & self.words.of_state or (noun and self._national(noun))):
            owner = self._home(sentence)
        if noun:
            referent.roles.append((noun, owner.name if owner else None))
        referent.called |= self._content_words(text)
        if owner and not referent.side:
            referent.side = owner.party

    def _national(self, noun: str) -> bool:
        """Is this an office of a state where no owner is said: "President X", "Defence Minister Y"?"""
        office = self.actors.office(noun)
        return office is not None and office.national

    def _known_name(self, phrase: Phrase) -> Mention | None:
        """A known name, alone or after a word for what it is: "the monitoring group ACLED"."""
        may_be = phrase.plain is None or self.actors.may_be_named(phrase.plain)
        for last in phrase.ends if may_be else ():
            text = self._text(phrase, last)
            match = best(self.actors.exact(text, on=self.document.dated)) or self.actors.by_short_name(text)
            if match and match.entry.type != "person":
                return self._mention(phrase, last, self.known(match.entry), "name", f"{match.how}: {match.entry.name}")
        return self._called(phrase) or self._people_of(phrase)

    def _called(self, phrase: Phrase) -> Mention | None:
        """A body's name beside a word for what it is: "the monitoring group ACLED", "the Tanjug news agency"."""
        chunk, tokens = phrase.chunk, phrase.sentence.tokens
        for name in self.names.of[chunk.sentence]:
            if (
                name.person
                or not chunk.first <= name.first <= chunk.last
                or chunk.first == name.first == chunk.last - 1
            ):
                continue
            behind = name.last == chunk.last or name.first == chunk.last
            if (
                behind
                and name.first > chunk.first
                and self.words.one(tokens[name.first - 1].lower) in self.words.bodies
            ):
                referent = self.known(name.match.entry) if name.match else self._own_name(name.text)
                return self._mention(phrase, name.last, referent, "name", f"called {name.text!r}")
            if name.match and behind and self._a_group(name.match.entry):
                referent = self.known(name.match.entry)
                return self._mention(phrase, name.last, referent, "name", f"called {name.text!r}", first=name.first)
            if name.match and self._says_what(phrase, name, name.match.entry):
                referent = self.known(name.match.entry)
                return self._mention(phrase, chunk.last, referent, "name", f"called {name.text!r}", first=name.first)
        return None

    def _a_group(self, entry: Entry) -> bool:
        """Is it a body that others are told apart by: "Lebanon's Hezbollah", "Qatar's Al Jazeera"?"""
        return entry.type in ("armed_group", "party", "agency", "outlet", "ngo", "company")

    def _says_what(self, phrase: Phrase, name: Name, entry: Entry) -> bool:
        """Does the phrase end with the name and then a noun for what such a body is?"""
        noun = self._noun(phrase, self.words.bodies)
        if noun is None or noun in self.words.derived or entry.type in ("state", "region", "body", "government"):
            return False
        rest = phrase.sentence.tokens[name.last : phrase.chunk.last]
        return entry.type in self.words.bodies[noun] and len(rest) == len(noun.split())

    def _people_of(self, phrase: Phrase) -> Mention | None:
        """A people by its adjective as a plural noun: "the Israelis"."""
        chunk = phrase.chunk
        head = phrase.sentence.tokens[chunk.last - 1]
        if not head.text.endswith("s") or chunk.last - chunk.first > 2 or head.upos not in NOUNS:
            return None
        entry = self.actors.demonym(head.text)
        if entry is None or key(head.text) in map(key, entry.demonyms):
            return None
        return self._mention(phrase, chunk.last, self.known(entry), "name", f"the people of {entry.name}")

    def _spokesperson(self, phrase: Phrase) -> Mention | None:
        """Who speaks for somebody: the person if the report names one, else whom the words say is spoken for."""
        noun = self._noun(phrase, self.words.spokespeople)
        if noun is None:
            return None
        last = phrase.ends[0]
        text = self._text(phrase, last)
        owner = self._owner_in(text, phrase.sentence, phrase.chunk.first)
        if self._definite(phrase) and (so := self._called_by_all(self._content_words(text))):
            return self._mention(phrase, last, so, "description", f"the report calls {so.name} so")
        if found := self._spokesman(owner, bare=self._content_words(text) == {noun} and self._definite(phrase)):
            return self._mention(phrase, last, found, "description", f"the report calls {found.name} so")
        owner = owner or self._spoken_for(phrase, text)
        if found := self._just_spoke(phrase, noun, owner):
            return self._mention(phrase, last, found, "description", f"{found.name}, who spoke just before")
        if owner is None:
            return None if noun.split()[-1] in self.words.bodies else self._untitled(phrase, noun, None)
        mention = self._mention(phrase, last, owner, "description", f"speaks for {owner.name}")
        self.open.append(mention)
        return mention

    def _called_by_all(self, words: set[str]) -> Referent | None:
        """The one person whom the report has called by all these words: "the deputy spokesperson"."""
        seen = (m.referent for m in self.recent if m.referent.type == "person")
        fit = {id(r): r for r in seen if len(words) > 1 and words <= r.called}
        return next(iter(fit.values())) if len(fit) == 1 else None

    def _just_spoke(self, phrase: Phrase, noun: str, owner: Referent | None) -> Referent | None:
        """The person without another office who was the source before: "the junta's spokesman" tells more of him."""
        here, gender = phrase.sentence, self.words.gender([noun])
        earlier = (m for m in reversed(self.recent) if m.source and not m.quoted)
        before = next((m for m in earlier if m.sentence < here.index or m.last <= phrase.chunk.first), None)
        if before is None or not self._definite(phrase) or here.index - before.sentence > 1:
            return None
        person = before.referent
        if person.type != "person" or before.form != "name" or self._block(before) != here.block:
            return None
        other = any(self.actors.office(role) or role in self.words.local for role, _ in person.roles)
        apart = owner and person.side and person.side != owner.party
        return None if other or apart or gender not in (None, person.gender or gender) else person

    def _spokesman(self, owner: Referent | None, bare: bool) -> Referent | None:
        """The person named as spokesman of the owner; for a bare "the spokesman" the one seen last."""
        spoken = [
            m.referent
            for m in self.recent
            for role, whose in m.referent.roles
            if m.referent.type == "person" and role in self.words.spokespeople
            if bare or (owner and whose == owner.name)
        ]
        return spoken[-1] if spoken and (bare or len({id(r) for r in spoken}) == 1) else None

    def _seen(self, referent: Referent) -> bool:
        return any(m.referent is referent for m in self.recent)

    def _spoken_for(self, phrase: Phrase, text: str) -> Referent | None:
        """ "A ministry spokesman", "a spokesman": the ministry, or the body that spoke last."""
        words = [self.words.one(w) for w in key(text).split()]
        kinds = {kind for w in words for kind in self.words.bodies.get(w, ())}
        hung = key(text.removeprefix(self._text(phrase, phrase.chunk.last))).split()[1:]
        if hung and hung[0] == "the":
            hung = hung[1:]
        if hung:
            if len(hung) == 1 and hung[0] in self.words.bodies:
                return self._latest(hung[0])
            named = text.split()[-len(hung) :]
            whole = len(hung) > 1 and all(w[:1].isupper() or w in LINKS for w in named)
            return self._own_name(" ".join(named)) if whole else None
        for mention in reversed(self.recent):
            if mention.quoted or mention.referent.type not in (kinds or COLLECTIVE):
                continue
            if kinds or mention.source:
                return mention.referent
        return None

    def _body(self, phrase: Phrase) -> Mention | None:
        """For "the group", "the ministry" what was named of that kind last; with words of its own, by them."""
        chunk = phrase.chunk
        noun = self._noun(phrase, self.words.bodies)
        if noun is None or self._indefinite(phrase) or self._plural(phrase):
            return None if noun is None else self._both(phrase, noun)
        extra = chunk.last - chunk.first - self._definite(phrase) - len(noun.split())
        if self._definite(phrase) and phrase.sentence.tokens[chunk.first].lower not in OWN:
            reach = NEAR if extra else len(self.document.sentences)
            alike = extra == 0 or (self._only_qualified(phrase) and self._tied_end(phrase) == chunk.last)
            found = (self._of_body(phrase, noun) or self._derived(phrase, noun)) if extra else None
            found = found or (self._tolling(phrase, noun) if alike else None)
            found = found or (self._latest(noun, phrase.sentence.index - reach) if alike else None)
            if found:
                return self._mention(
                    phrase, chunk.last, found, "description", f"the {noun} spoken of last: {found.name}"
                )
        kinds = self.words.bodies[noun]
        if (extra == 0 and not self._definite(phrase)) or kinds in (("region",), ("state",)):
            return None
        if (owner := self._own_office(phrase, noun)) is not None:
            return self._mention(phrase, chunk.last, owner, "description", f"speaks for {owner.name}")
        last, first = self._tied_end(phrase), phrase.sentence.tokens[chunk.first]
        owner = self._possessor(first, phrase.sentence) if first.lower in OWN else None
        if owner and (own := self._own_body(owner, self._text(phrase, chunk.last, chunk.first + 1))):
            return self._mention(phrase, chunk.last, own, "description", f"a body of {owner.name} by its known name")
        if owner and not any(t.text[:1].isupper() for t in phrase.sentence.tokens[chunk.first + 1 : chunk.last]):
            return self._mention(phrase, chunk.last, owner, "description", f"a body of {owner.name}")
        referent = self._described(phrase, last, kinds[0])
        referent.side = referent.side or (owner.party if owner else None)
        return self._mention(phrase, last, referent, "description", "a body by its own words")

    def _own_body(self, owner: Referent, words: str) -> Referent | None:
        """The body that is known by its owner's name and these words: "its refugee agency" after the UN."""
        entry = self.actors.named(owner.name)
        called = (f"{name} {words}" for name in (entry.name, *entry.aliases)) if entry else ()
        found = next((m for text in called if (m := best(self.actors.exact(text, on=self.document.dated)))), None)
        return self.known(found.entry) if found and found.entry.name != owner.name else None

    def _both(self, phrase: Phrase, noun: str) -> Mention | None:
        """ "Both countries": the last two of that kind, of whom the first spoken of stands for them."""
        if phrase.sentence.tokens[phrase.chunk.first].lower not in ("both", "two") or not self._plural(phrase):
            return None
        kinds = self.words.bodies[noun]
        last = list(dict.fromkeys(m.referent.name for m in reversed(self.recent) if m.referent.type in kinds))[:2]
        if len(last) < 2:
            return None
        first = next(m.referent for m in self.recent if m.referent.name in last)
        return self._mention(phrase, phrase.chunk.last, first, "description", " and ".join(sorted(last)))

    def _own_office(self, phrase: Phrase, noun: str) -> Referent | None:
        """ "His office" speaks for him."""
        first = phrase.sentence.tokens[phrase.chunk.first]
        if noun != "office" or first.lower not in ("his", "her"):
            return None
        return self._possessor(first, phrase.sentence)

    def _only_qualified(self, phrase: Phrase) -> bool:
        """Are the words before the noun adjectives without an owner: "the Oslo-based group", "the rights group"?"""
        before = phrase.sentence.tokens[phrase.chunk.first + 1 : phrase.chunk.last - 1]
        if any(t.text in POSSESSIVES for t in before):
            return False
        if any(t.text in HYPHENS for t in before):
            return True
        return all(not t.text[:1].isdigit() for t in before) and all(
            not t.text[:1].isupper() or self.actors.demonym(t.text) for t in before
        )

    def _tolling(self, phrase: Phrase, noun: str) -> Referent | None:
        """For "the ministry" that tells a toll, none named in the paragraph, the one ministry of health."""
        block = self.document.sentences[phrase.sentence.index].block
        told = self.words.tolls & {t.lower for s in self.blocks[block] for t in s.tokens}
        ministries = [m for m in self.recent if m.referent.type == "ministry" and m.form != "pronoun"]
        if noun != "ministry" or not told or any(self._block(m) == block for m in ministries):
            return None
        health = {m.referent.name: m.referent for m in ministries if "health" in key(m.referent.name)}
        return next(iter(health.values())) if len(health) == 1 else None

    def _block(self, mention: Mention) -> int:
        return self.document.sentences[mention.sentence].block

    def _of_body(self, phrase: Phrase, noun: str) -> Referent | None:
        """ "The UN mission", after UNIFIL: a body spoken of near by whose names hold the same words."""
        words = key(self._text(phrase, phrase.chunk.last)).split()
        for name in reversed(self.names.of[phrase.sentence.index]):
            entry = name.match.entry if name.match and name.last <= phrase.chunk.first else None
            near = entry is not None and bool(words[:-1]) and entry.type in self.words.bodies[noun]
            if entry and near and any(key(n).startswith(" ".join(words[:-1])) for n in entry.aliases):
                return self.known(entry)
        for mention in reversed(self.recent):
            entry = self.actors.named(mention.referent.name)
            if phrase.sentence.index - mention.sentence > NEAR or entry is None or noun not in self.words.bodies:
                continue
            if entry.type in self.words.bodies[noun] and any(
                key(n).startswith(" ".join(words[:-1])) for n in entry.aliases
            ):
                return mention.referent if words[:-1] else None
        return None

    def _derived(self, phrase: Phrase, noun: str) -> Referent | None:
        """ "The al-Qaeda affiliate": the group spoken of near by that is not the one in the words."""
        if noun not in self.words.derived:
            return None
        own = {r.name for r in self._actors_in(self._text(phrase, phrase.chunk.last))}
        near = [m.referent for m in self.recent if phrase.sentence.index - m.sentence <= 1 and m.referent.id]
        fit = [r for r in near if r.type in self.words.bodies[noun] and r.name not in own]
        return fit[-1] if fit else None

    def _fighters(self, phrase: Phrase) -> Mention | None:
        """ "The rebels" are the armed group named before; with words of their own they are called by them."""
        noun = self._noun(phrase, self.words.fighters)
        if noun is None or not self._plural(phrase) or self._counted(phrase):
            return None
        chunk = phrase.chunk
        if self._definite(phrase) and chunk.last - chunk.first == 1 + 1:
            same = [m.referent for m in self.recent if m.referent.type == "armed_group"]
            known = [r for r in same if r.id]
            if noun in LAWLESS and (own := [r for r in same if self.words.one(key(r.name).split()[-1]) == noun]):
                known = own[-1:]
            if found := (known or same)[-1:]:
                return self._mention(
                    phrase, chunk.last, found[0], "description", f"the last {noun} spoken of: {found[0].name}"
                )
        referent = self._described(phrase, chunk.last, "armed_group")
        referent.plural = True
        return self._mention(phrase, chunk.last, referent, "description", "fighters by their own words")

    def _counted(self, phrase: Phrase) -> bool:
        return phrase.sentence.tokens[phrase.chunk.first].upos == "NUM" or self._indefinite(phrase)

    def _someone(self, phrase: Phrase) -> Mention | None:
        """People without a name, kept in the words of the text; "the official" is the one spoken of."""
        noun = self._noun(phrase, self.words.unnamed)
        if noun is None:
            return None
        noun = self._calling(phrase) or noun
        plural = self._plural(phrase)
        if self._definite(phrase) and not plural:
            text = self._text(phrase, self._tied_end(phrase))
            holders = [h for h in self._holders(noun, None, text) if self._seen(h) and self._of_there(h, text)]
            if holders:
                return self._mention(
                    phrase, phrase.chunk.last, holders[0], "description", f"the report calls {holders[0].name} so"
                )
        same = self._again(noun, plural) if self._definite(phrase) and not self._owned(phrase) else None
        if same and self._of_there(same, self._text(phrase, self._tied_end(phrase))):
            return self._mention(phrase, phrase.chunk.last, same, "description", f"spoken of before: {same.name}")
        last = self._tied_end(phrase, LINKS)
        if noun in self.words.officeholders and self._definite(phrase) and not plural:
            return self._untitled(phrase, noun, None)
        text = bare(self._text(phrase, last))
        side = self._side(self._text(phrase, phrase.ends[0]))
        referent = Referent(text, "people", side=side, named=False, plural=plural, gender=self.words.gender([noun]))
        referent.roles.append((noun, None))
        return self._mention(phrase, last, referent, "description", "people without a name")

    def _of_there(self, referent: Referent, text: str) -> bool:
        """May "the mayor of Tolme" be him: has the report called him by the same names, or are there none in it?"""
        names = {key(w) for w in text.split()[1:] if w[:1].isupper()}
        owners = [whose or "" for _, whose in referent.roles]
        known = referent.called | set(key(" ".join((referent.name, referent.side or "", *owners))).split())
        return not names or bool(names & known)

    def _owned(self, phrase: Phrase) -> bool:
        """Do the words tell somebody whose people they are: "Brenn's men"?"""
        return any(t.text in POSSESSIVES for t in phrase.sentence.tokens[phrase.chunk.first : phrase.chunk.last])

    def _again(self, noun: str, plural: bool) -> Referent | None:
        for mention in reversed(self.recent):
            referent = mention.referent
            alike = referent.type in ("people", "person") and referent.plural == plural
            if not alike or all(role != noun for role, _ in referent.roles):
                continue
            if self.document.blocks[self._block(mention)].kind == "body":
                return referent
        return None

    def _proper(self, phrase: Phrase) -> Mention | None:
        """A name that the model sees as a body's and nobody knows."""
        chunk = phrase.chunk
        for name in self.names.of[chunk.sentence]:
            if not name.person and not name.match and chunk.first <= name.first and name.last == chunk.last:
                referent = self._press_office(name.text) or self._own_name(name.text)
                return self._mention(
                    phrase, name.last, referent, "name", "a name of the report's own", first=name.first
                )
        return None

    def _press_office(self, name: str) -> Referent | None:
        """Whom "Press Centre of the Northern Front" speaks for: the body itself."""
        words = name.split()
        for n in range(1, min(len(words) - 1, LONGEST_OFFICE + 1)):
            if words[n] in ("of", "for") and " ".join(words[:n]).lower() in self.words.spokespeople:
                rest = " ".join(words[n + 1 :]).removeprefix("the ")
                match = best(self.actors.exact(rest, on=self.document.dated))
                return self.known(match.entry) if match else self._own_name(rest)
        return None

    def _own_name(self, name: str) -> Referent:
        """The body of a name that nobody knows; a shorter name means the one longer one there is."""
        words = set(key(name).split())
        longer = {id(r): r for r in self.referents.values() if r.type == "body" and words < set(key(r.name).split())}
        if len(longer) == 1 and key(name) not in self.referents:
            return next(iter(longer.values()))
        return self.referents.setdefault(key(name), Referent(name, self._said_kind(name)))

    def _said_kind(self, name: str) -> str:
        """What an unknown name says of itself: "Radio Lonn" is an outlet, "Relief Society" an NGO; else a body."""
        words = key(name).split()
        if words[0] in self.words.offices and len(words) > 1:
            return "person"
        kinds = (kind for word in (words[-1], words[0]) for kind in self.words.bodies.get(word, ())[:1])
        return next((kind for kind in kinds if kind in ("outlet", "agency", "ngo", "company")), "body")

    # pronouns

    def _pronoun(self, sentence: Sentence, chunk: Chunk) -> None:
        token = sentence.tokens[chunk.head]
        pronoun = self.words.pronouns.get(token.lower)
        if pronoun is None or self._quoted(token.start):
            return
        referent = antecedent(self.recent, pronoun, sentence.index, token.start)
        if referent:
            subject = token.dep.startswith("nsubj")
            self.items.append(
                Mention(
                    sentence.index,
                    chunk.head,
                    chunk.head + 1,
                    token.start,
                    token.end,
                    "pronoun",
                    referent,
                    f"{token.text!r}: {referent.name}",
                    subject,
                    False,
                )
            )


def _same_person(short: str, full: str, first_name: bool) -> bool:
    """Is the one name a part of the other: a family name, all its words, or the first of two names if used alone?"""
    a, b = short.split(), full.split()
    if a == b:
        return True
    if len(a) >= len(b):
        return False
    if len(a) == 1 and a[0] == b[0]:
        return first_name and len(b) == FIRST_NAME_OF
    return set(a) <= set(b) and (a[-1] == b[-1] or len(a) == 1)
