"""Whose ministries, armies and offices are meant, and who holds an office: from the owner said or the story's own."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from counterclaim.knowledge.actors import Actors, Entry, Match, key
from counterclaim.knowledge.actors.entries import Institution, Office
from counterclaim.knowledge.actors.names import plain_words
from counterclaim.knowledge.actors.words import Words
from counterclaim.reading.document import Document, Sentence, Token
from counterclaim.reading.mentions import NEAR, Form, Mention, Referent, antecedent
from counterclaim.reading.names import Names, best
from counterclaim.reading.phrases import LINKS, OWN, POSSESSIVES, Chunk

LOOK_BACK = 400
"""Mentions that a description or pronoun may reach back over, some 150 sentences."""
NAMED = 4
"""Words at most of an "of ..." with a name in it that belongs to what a body or office is called."""
OFTEN = 3
"""Times that the state is named, at least, that a story without a dateline is taken to be about."""
INSTITUTIONS = frozenset({"ministry", "military", "police", "office"})
OF = frozenset({"of", "in", "for"})
DEFINITE = OWN | {"the", "this", "that", "these", "those"}
INDEFINITE = frozenset(
    [
        "a",
        "an",
        "another",
        "any",
        "some",
        "one",
        "no",
        "several",
        "many",
        "few",
        "more",
        "two",
        "three",
        "four",
        "five",
        "six",
    ]
)
_MEN = frozenset(("troops", "soldiers", "servicemen", "fighters", "men", "mercenaries", "paratroopers", "conscripts"))
"""Words for the men of an army that are none for the army."""


class Phrase(NamedTuple):
    """A noun phrase with what hangs on it by "of", "for", "in"; `ends` are where it may be cut, longest first.

    `plain` are its `plain_words` up to the longest; `nouns` are those of the word lists that its own part ends with,
    the longest first, in the singular.
    """

    sentence: Sentence
    chunk: Chunk
    ends: tuple[int, ...]
    plain: list[str] | None
    nouns: tuple[str, ...]


class Institutions:
    """What a report has mentioned so far, with the rules for bodies and offices of somebody; `actors` adds the rest."""

    def __init__(self, document: Document, actors: Actors, words: Words) -> None:
        self.document, self.actors, self.words = document, actors, words
        self.names = Names(document, actors, words)
        self.referents: dict[str, Referent] = {}
        self.people: list[Referent] = []
        self.items: list[Mention] = []
        self.open: list[Mention] = []
        self.chunks: dict[int, tuple[Chunk, ...]] = {}
        self.blocks: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in document.sentences:
            self.blocks[sentence.block].append(sentence)
        self.quotes = [q.start for q in document.quotes]

    @property
    def recent(self) -> list[Mention]:
        """The mentions that a description may mean, so that time stays linear in the length of a report."""
        return self.items[-LOOK_BACK:]

    def known(self, entry: Entry) -> Referent:
        """The referent of a known actor, the same for all its names."""
        if entry.name not in self.referents:
            self.referents[entry.name] = Referent(entry.name, entry.type, id=entry.id, side=entry.side)
            if entry.type == "person":
                self.people.append(self.referents[entry.name])
        return self.referents[entry.name]

    def _phrase_of(self, sentence: Sentence, chunk: Chunk, ends: tuple[int, ...]) -> Phrase:
        tokens, nouns = sentence.tokens, self.words.nouns
        plain = plain_words(self.document.text[tokens[chunk.first].start : tokens[ends[0] - 1].end])
        if tokens[chunk.last - 1].lower not in self.words.noun_ends:
            return Phrase(sentence, chunk, ends, plain, ())
        return Phrase(sentence, chunk, ends, plain, tuple([nouns[e] for e in _endings(sentence, chunk) if e in nouns]))

    def _mention(
        self, phrase: Phrase, last: int, referent: Referent, form: Form, reason: str, first: int | None = None
    ) -> Mention:
        sentence, begin = phrase.sentence, phrase.chunk.first if first is None else first
        start, end = sentence.span(begin, last)
        subject, source = _is_subject(sentence, phrase.chunk), _opens_source(sentence, begin)
        return Mention(
            sentence.index,
            begin,
            last,
            start,
            end,
            form,
            referent,
            reason,
            subject,
            self._quoted(start),
            source,
            phrase.chunk.first,
        )

    def _quoted(self, start: int) -> bool:
        at = bisect_right(self.quotes, start) - 1
        return at >= 0 and start < self.document.quotes[at].end

    def _text(self, phrase: Phrase, last: int, first: int | None = None) -> str:
        tokens = phrase.sentence.tokens
        start = tokens[phrase.chunk.first if first is None else first].start
        return self.document.text[start : tokens[last - 1].end]

    def _noun(self, phrase: Phrase, nouns: Container[str]) -> str | None:
        """The noun of the list, of up to three words, that the phrase ends with; its singular."""
        for noun in phrase.nouns:
            if noun in nouns:
                return noun
        return None

    def _calling(self, phrase: Phrase) -> str | None:
        """The office or calling that the phrase ends with: an office known by its pattern, else a noun for people."""
        endings = ((text, self.words.one(text)) for text in _endings(phrase.sentence, phrase.chunk))
        return next((one for text, one in endings if one in self.words.roles or self.actors.office(text)), None)

    def _definite(self, phrase: Phrase) -> bool:
        words = phrase.sentence.tokens[phrase.chunk.first : phrase.chunk.last]
        if words[0].lower in DEFINITE:
            return True
        return len(words) > 2 and any(t.text in POSSESSIVES for t in words[:-1])

    def _content_words(self, text: str) -> set[str]:
        """The words of a description that tell, in the singular: no articles, no possessives."""
        return {self.words.one(w) for w in key(text).split()} - {"§s", "the", "a", "of", "and", "former"}

    def _owner_in(self, text: str, sentence: Sentence, first: int) -> Referent | None:
        """Whose the person is by the words: "the spokesman of the Israeli military", "the Armenian premier"."""
        for name in self._actors_in(text):
            return name
        if sentence.tokens[first].lower in OWN:
            return self._possessor(sentence.tokens[first], sentence)
        return None

    def _actors_in(self, text: str) -> Iterator[Referent]:
        """Actors that stand in the words, the longest first: an institution of somebody, a name, an adjective."""
        if text.islower():
            return
        words = text.split()
        named = [any(c.isupper() for c in word) for word in words]
        spans = ((i, i + n) for n in range(len(words), 0, -1) for i in range(len(words) - n + 1))
        for i, j in spans:
            if not any(named[i:j]):
                continue
            part = " ".join(words[i:j]).rstrip(",").removesuffix("'s").removesuffix("’s")
            for match in self.actors.lookup(part, on=self.document.dated)[:1]:
                if match.entry.type not in ("person",) and not (match.entry.type == "office" and "holder" in match.how):
                    yield self.known(self._owning(match.entry))

    def _owning(self, entry: Entry) -> Entry:
        """For an office of somebody, the somebody; for others themselves."""
        if (
            entry.type == "office"
            and entry.side
            and (side := self.actors.named(entry.side))
            and self.actors.named(entry.name) is None
        ):
            return side
        return entry

    def _institution(self, phrase: Phrase) -> Mention | None:
        """A ministry, army or office of somebody; whose it is said, meant by "its", or was said before."""
        if phrase.plain and not self.actors.may_be_institution(phrase.plain):
            return None
        for last in phrase.ends:
            for pattern, words in self.actors.parse(self._text(phrase, last)):
                if last != phrase.ends[-1] and not words and not self._whole_ministry(phrase, pattern):
                    continue
                owner = (
                    self._known_owner(words) or self._ruler(phrase, pattern, words) or self._whose(phrase, words, last)
                )
                referent = self.known(owner) if owner else self._owner(phrase, words)
                if mention := self._of_owner(phrase, last, pattern, referent, bool(words)):
                    return mention
        return None

    def _whole_ministry(self, phrase: Phrase, pattern: Institution | Office) -> bool:
        """Is it a "Ministry of Defence", whose "of" tells no owner?"""
        ministry = isinstance(pattern, Institution) and pattern.type == "ministry"
        return ministry and not any(self.actors.parse(self._text(phrase, phrase.chunk.last)))

    def _known_owner(self, words: str) -> Entry | None:
        """The party that the words name: itself, or the one whose army or ministry they name."""
        if not words:
            return None
        if owner := self.actors.owner(words, self.document.dated):
            return owner
        found = self.actors.lookup(words, on=self.document.dated)
        return self.actors.named(found[0].entry.side or "") if found and found[0].entry.type != "person" else None

    def _whose(self, phrase: Phrase, words: str, last: int) -> Entry | None:
        """Whose "the coalition forces OF THE STATE" are, where the words before them name nobody."""
        behind = self._text(phrase, last).partition(" of ")[2] if words in self.words.bodies else ""
        return self._known_owner(key(behind).removeprefix("the ")) if behind else None

    def _ruler(self, phrase: Phrase, pattern: Institution | Office, words: str) -> Entry | None:
        """The side of the person whose army or government the words name: "Harrow's troops" are those of his state."""
        if not (isinstance(pattern, Institution) and pattern.type in ("military", "government", "police")):
            return None
        parts = words.split()
        capitals = {key(t.text) for t in phrase.sentence.tokens[phrase.chunk.first :] if t.text[:1].isupper()}
        for first in range(len(parts) if parts and parts[-1] in capitals else 0):
            name = " ".join(parts[first:])
            told = self.referents.get(name)
            found = self.actors.exact(name, on=self.document.dated)[:1]
            person = next((match.entry for match in found if match.entry.type == "person"), None)
            side = person.side if person else told.side if told and told.type == "person" else None
            if side:
                return self.actors.named(side)
        return None

    def _of_owner(
        self, phrase: Phrase, last: int, pattern: Institution | Office, owner: Referent | None, said: bool
    ) -> Mention | None:
        entry = self._party(owner) if owner else None
        if owner and entry:
            match = self.actors.institution(pattern, entry, self.document.dated)
            if isinstance(pattern, Office):
                return self._office(phrase, last, match, owner)
            if self._indefinite(phrase):
                return None
            found = self.known(match.entry)
            return self._mention(phrase, last, found, "description", f"{found.name}, by its owner")
        if isinstance(pattern, Office):
            return (
                None
                if self._indefinite(phrase)
                else self._office(phrase, last, None, owner, foreign=said and self._foreign(phrase, last))
            )
        if said or self._indefinite(phrase):
            return self._elsewhere(phrase, last, pattern) if last != phrase.chunk.last else None
        return self._unowned(phrase, last, pattern)

    def _elsewhere(self, phrase: Phrase, last: int, pattern: Institution) -> Mention | None:
        """A body of a place that nobody knows as an actor, by its own words: "police in Springfield"."""
        own = self._text(phrase, phrase.chunk.last)
        if not any(found == pattern for found, _ in self.actors.parse(own)):
            return None
        place = self._text(phrase, last).removeprefix(own)
        common = any(self.words.one(w) in self.words.bodies for w in key(place).split())
        if self._indefinite(phrase) or common or not any(c.isupper() for c in place):
            return None
        referent = self._described(phrase, last, pattern.type)
        return self._mention(phrase, last, referent, "description", "a body by its own words")

    def _foreign(self, phrase: Phrase, last: int) -> bool:
        """Do the words tell somebody in particular whose it is: a name, or an "of ..."?"""
        inner = phrase.sentence.tokens[phrase.chunk.first + 1 : phrase.chunk.last]
        return last != phrase.chunk.last or any(t.text[:1].isupper() for t in inner)

    def _party(self, owner: Referent) -> Entry | None:
        """What the owner is in the knowledge base; for an army or ministry the state it belongs to."""
        entry = self.actors.named(owner.name)
        if entry is None or entry.type in ("military", "ministry", "office", "police", "person"):
            return self.actors.named(owner.side or "")
        return entry

    def _unowned(self, phrase: Phrase, last: int, pattern: Institution) -> Mention | None:
        """A "defence ministry" with no owner said: the speaker's own, else the one named before, else the story's."""
        if self._irregular(phrase, pattern):
            return None
        if seat := self._seat_behind(phrase, last):
            return self._belonging(phrase, last, pattern, seat)
        if speaker := self._party_speaking(phrase.sentence):
            return self._belonging(phrase, last, pattern, speaker)
        made = {self._made(pattern, r) for r in self._owners()}
        own = self._made(pattern, state) if pattern.type == "military" and (state := self._story_state) else None
        for mention in reversed(self.recent):
            same = mention.referent.type == pattern.type == "ministry" and self._same_head(phrase, mention)
            if own and mention.referent.name != own and self._men_only(mention):
                continue
            if not mention.quoted and (mention.referent.name in made or same):
                name = mention.referent.name
                return self._mention(phrase, last, mention.referent, "description", f"the one named before: {name}")
        if pattern.local and (there := self._of_place(pattern)):
            return self._mention(phrase, last, there, "description", f"of the region told of: {there.name}")
        if pattern.type in ("office", "ngo", "company") and (near := self._near_by(phrase)):
            return self._mention(phrase, last, near, "description", f"spoken of near by: {near.name}")
        home = self._home(phrase.sentence)
        return self._belonging(phrase, last, pattern, home) if home else None

    def _men_only(self, mention: Mention) -> bool:
        """Was it the men of an army alone that were spoken of, "Freedonian troops", who are not "the army"?"""
        words = key(self.document.text[mention.start : mention.end]).split()
        return not _MEN.isdisjoint(words)

    def _irregular(self, phrase: Phrase, pattern: Institution) -> bool:
        """Is a bare "the militia", "fighters" no state's army, where nobody says whose?"""
        noun = self._noun(phrase, self.words.bodies)
        kinds = self.words.bodies[noun] if noun else ()
        armed = self._noun(phrase, self.words.fighters) is not None or "armed_group" in kinds
        return pattern.type == "military" and armed and "military" not in kinds

    def _seat_behind(self, phrase: Phrase, last: int) -> Referent | None:
        """The state of "Ministry of Defence, Nairobi" in a line of its own."""
        tokens = phrase.sentence.tokens
        if last + 1 >= len(tokens) or tokens[last].text != ",":
            return None
        found = best(self.actors.exact(self.document.text[tokens[last + 1].start : tokens[-1].end]))
        return self.known(found.entry) if found and found.entry.type == "state" else None

    def _of_place(self, pattern: Institution) -> Referent | None:
        """The body of that kind that a region named in the report has under a name of its own, if one region has."""
        named = (n.match.entry for names in self.names.of.values() for n in names if n.match)
        regions = {entry.name: entry for entry in named if entry.type == "region"}
        known = [self.actors.named(self.actors.institution(pattern, r).entry.name) for r in regions.values()]
        own = {entry.name: entry for entry in known if entry and entry.type == pattern.type}
        return self.known(next(iter(own.values()))) if len(own) == 1 else None

    def _near_by(self, phrase: Phrase) -> Referent | None:
        """What was named near by that "the rescue service" may mean by its last noun."""
        noun = self._noun(phrase, self.words.bodies)
        return self._latest(noun, phrase.sentence.index - NEAR) if noun and self._definite(phrase) else None

    def _party_speaking(self, sentence: Sentence) -> Referent | None:
        """The state that speaks in the sentence: its source, or a capital as its subject ("Ankara puts ...")."""
        for mention in self.recent:
            if mention.sentence != sentence.index or mention.referent.type not in ("state", "region"):
                continue
            if mention.source or (mention.subject and self._metonym(mention)):
                return mention.referent
        return None

    def _metonym(self, mention: Mention) -> bool:
        found = self.actors.exact(self.document.text[mention.start : mention.end])
        return bool(found) and found[0].how == "metonym"

    def _belonging(self, phrase: Phrase, last: int, pattern: Institution, owner: Referent) -> Mention | None:
        entry = self.actors.named(owner.name)
        if entry is None:
            return None
        found = self.known(self.actors.institution(pattern, entry, self.document.dated).entry)
        return self._mention(phrase, last, found, "description", f"of {owner.name}, whom the story speaks of")

    def _made(self, pattern: Institution, owner: Referent) -> str | None:
        entry = self.actors.named(owner.name)
        made = self.actors.institution(pattern, entry, self.document.dated).entry if entry else None
        return made.name if made and made is not entry else None

    def _same_head(self, phrase: Phrase, mention: Mention) -> bool:
        words = key(self._text(phrase, phrase.chunk.last)).split()
        other = key(self.document.text[mention.start : mention.end]).split()
        return set(words) <= set(other)

    def _owners(self) -> list[Referent]:
        return [r for r in self.referents.values() if r.type in ("state", "region", "armed_group", "government")]

    def _home(self, here: Sentence) -> Referent | None:
        """Whose "the army" is, where nothing says: the speaker's side or subject's before it, else the dateline's."""
        block = {s.index for s in self.blocks[here.block]} | {here.index - 1}
        near = [m for m in self.recent if m.sentence in block and not m.quoted]
        for mention in reversed([m for m in near if m.subject or m.source or self._located(m)]):
            entry = self.actors.named(mention.referent.side or "")
            if entry and entry.type == "state":
                return self.known(entry)
        return self._story_state

    def _located(self, mention: Mention) -> bool:
        """Is it a capital with "in" before it, which tells where the story goes on?"""
        tokens = self.document.sentences[mention.sentence].tokens
        return mention.first > 0 and tokens[mention.first - 1].lower == "in" and mention.form == "name"

    @cached_property
    def _story_state(self) -> Referent | None:
        """The state that the story is about: the dateline's if the text names it as well, else the one named most."""
        counts = self._states_named()
        for block in self.document.blocks:
            if block.kind == "dateline":
                opening = self.document.text[block.start : block.end].split(",")[0].split(" (")[0].title()
                found = {m.entry.name: m.entry for part in opening.split("/") for m in self.actors.exact(part)[:1]}
                if len(found) == 1 and (counts[next(iter(found))] or not counts):
                    return self.known(next(iter(found.values())))
        if (told := self._headline_state(counts)) is not None:
            return told
        ranked = counts.most_common(2)
        if not ranked or ranked[0][1] < OFTEN or (len(ranked) == 2 and ranked[0][1] <= 2 * ranked[1][1]):
            return None
        entry = self.actors.named(ranked[0][0])
        return self.known(entry) if entry else None

    def _headline_state(self, counts: Counter[str]) -> Referent | None:
        """The one state that the headline names, where the text names none more often."""
        named = {
            n.match.entry.name: n.match.entry
            for s in self.document.sentences
            if self.document.blocks[s.block].kind == "headline"
            for n in self.names.of[s.index]
            if n.match and n.match.entry.type == "state"
        }
        name = next(iter(named), "")
        return self.known(named[name]) if len(named) == 1 and counts[name] * 2 >= max(counts.values()) else None

    def _states_named(self) -> Counter[str]:
        """How often each state stands in the text, by name, capital or adjective."""
        counts: Counter[str] = Counter()
        for sentence in self.document.sentences:
            found = [n.match.entry for n in self.names.of[sentence.index] if n.match]
            words = (sentence.tokens[i].text for i in sentence.capitals)
            found += [entry for word in words if (entry := self.actors.demonym(word))]
            counts.update(entry.name for entry in found if entry.type == "state")
        return counts

    def _office(
        self, phrase: Phrase, last: int, match: Match | None, owner: Referent | None, foreign: bool = False
    ) -> Mention | None:
        """The holder of an office: who is so called in the report, else who is known to hold it on the day.

        `foreign`: words tell whose it is, but nobody known; then only who was called by all of them will do.
        """
        noun = self._calling(phrase)
        text = self._text(phrase, last if foreign else phrase.chunk.last)
        holders = self._holders(noun, owner, text, foreign) if noun else []
        if holders:
            return self._mention(phrase, last, holders[0], "description", f"the report calls {holders[0].name} so")
        if match is None or match.entry.type != "person":
            return self._untitled(phrase, noun, owner)
        return self._mention(
            phrase, last, self.known(match.entry), "description", f"{match.entry.name} held the office on that day"
        )

    def _holders(self, noun: str, owner: Referent | None, text: str = "", foreign: bool = False) -> list[Referent]:
        """The person of the report with that office, for that owner if both are said; of several the one seen last.

        Who was called by all the words goes before those who only hold an office of that name.
        """
        words = self._content_words(text)
        if noun in self.words.heads and words & self.words.fighters and not owner:
            return self._commander()
        fit = [p for p in self.people if noun in p.called and words <= p.called]
        if not fit and not foreign:
            fit = [p for p in self.people if any(self._holds(role, noun, owner, words) for role in p.roles)]
        seen = [m.referent for m in reversed(self.recent) if m.referent in fit]
        found = seen[:1] or (fit if len(fit) == 1 else [])
        return found or ([] if owner or foreign else self._spoke_just_now(noun))

    def _commander(self) -> list[Referent]:
        """ "The rebel chief": who was named last of those that speak for an armed group."""
        for mention in reversed(self.recent):
            entry = self.actors.named(mention.referent.side or "")
            if mention.referent.type == "person" and entry and entry.type in ("armed_group", "region", "party"):
                return [mention.referent]
        return []

    def _spoke_just_now(self, noun: str) -> list[Referent]:
        """ "The separatist leader", "the mayor" by another of his offices: the one person who spoke just before."""
        here = self.items[-1].sentence if self.items else 0
        near = [m for m in self.recent if here - m.sentence <= 1 and m.referent.type == "person" and not m.quoted]
        named = {id(m.referent): m.referent for m in near if m.form == "name"}
        if len(named) != 1:
            return []
        person = next(iter(named.values()))
        same = any(self._same_office(role, noun) for role, _ in person.roles)
        local = noun in self.words.local and any(role in self.words.local for role, _ in person.roles)
        return [person] if same or local else []

    def _holds(self, role: tuple[str, str | None], noun: str, owner: Referent | None, words: set[str]) -> bool:
        """Is the person's role the office meant? "The leader" of a state holds any of its offices at the head."""
        held, whose = role
        if owner is not None and whose not in (None, owner.name, owner.side):
            return False
        office = self.actors.office(held)
        heads = noun in self.words.heads and owner is not None and whose is not None and bool(office and office.head)
        return heads or self._same_office(held, noun) or (words == {noun} and held.endswith(f" {noun}"))

    def _untitled(self, phrase: Phrase, noun: str | None, owner: Referent | None) -> Mention | None:
        """An office whose holder is not named so far: it keeps its own words until a name follows."""
        last = self._tied_end(phrase, LINKS)
        text = bare(self._text(phrase, last))
        owner = owner or self._owner_in(self._text(phrase, phrase.ends[0]), phrase.sentence, phrase.chunk.first)
        side = owner.party if owner else None
        referent = Referent(text, "person", side=side, named=not self._indefinite(phrase))
        referent.called |= self._content_words(text)
        referent.gender = self.words.gender([noun or ""])
        if noun:
            referent.roles.append((noun, owner.name if owner else None))
        mention = self._mention(phrase, last, referent, "description", "an office, its holder not named")
        self.open.append(mention)
        return mention

    def _side(self, text: str) -> str | None:
        """Whose people are meant, by an actor's name or adjective among the words."""
        return next((r.party for r in self._actors_in(text) if r.party), None)

    def _tied_end(self, phrase: Phrase, links: frozenset[str] = OF) -> int:
        """The end of the phrase with an "of ..." behind it, without other things that hang on it."""
        ends, tokens = sorted(phrase.ends), phrase.sentence.tokens
        if len(ends) < 2 or tokens[ends[0]].lower not in links:
            return ends[0]
        named = len(ends) > 2 and tokens[ends[1]].lower == "of" and tokens[ends[2] - 1].upos == "PROPN"
        return ends[2] if named and ends[2] - ends[1] <= NAMED else ends[1]

    def _described(self, phrase: Phrase, last: int, kind: str) -> Referent:
        """A referent by its own words, the same for the same words."""
        text = bare(self._text(phrase, last))
        if phrase.sentence.tokens[phrase.chunk.first].lower in OWN and any(c.isupper() for c in text.partition(" ")[2]):
            text = text.partition(" ")[2]
        found = self.referents.setdefault(key(text), Referent(text, kind, side=self._side(text)))
        if found.name.isupper() and not text.isupper() and found.id is None:
            found.name = text
        return found

    def _latest(self, noun: str, since: int = 0) -> Referent | None:
        """Whom "the <noun>" means: named with that noun, else of a kind that the noun can stand for; nearest first.

        Within a sentence the source goes before the subject, a name before a description.
        """
        kinds = self.words.bodies[noun]
        near = [m for m in self.recent if m.sentence >= since and m.form != "pronoun" and not m.quoted] or [
            m for m in self.recent if m.sentence >= since and m.form != "pronoun"
        ]
        called = [
            m
            for m in near
            if (self._may_be(m.referent, kinds) or self._begins_with(m, noun)) and noun in self._words_of(m)
        ]
        if noun in self.words.generic or not called:
            called = [m for m in near if m.referent.type in kinds]
        known = [m for m in called if m.referent.id or m.form == "name"] or called
        if set(kinds) & INSTITUTIONS and (side := self._speaking_side()):
            known = [m for m in known if m.referent.side == side] or known
        best = max(known, key=lambda m: (m.sentence, m.source, m.subject, m.start), default=None)
        return (self._named_inside(best, noun) or best.referent) if best else None

    def _named_inside(self, mention: Mention, noun: str) -> Referent | None:
        """The body within a mention of another kind: the ministry of "Interior Ministry troops"."""
        kinds = self.words.bodies[noun]
        words = self.document.text[mention.start : mention.end].split()
        at = next((n for n, word in enumerate(words, 1) if word.lower() == noun), 0)
        if mention.referent.type in kinds or not at:
            return None
        found = self.actors.lookup(" ".join(words[:at]), on=self.document.dated)[:1]
        return self.known(found[0].entry) if found and found[0].entry.type in kinds else None

    def _may_be(self, referent: Referent, kinds: Sequence[str]) -> bool:
        """Can what was called by the noun be of these kinds? "The committee" is an army's, but no armed group."""
        return referent.type in kinds or (referent.id is not None and referent.type not in ("armed_group", "person"))

    def _begins_with(self, mention: Mention, noun: str) -> bool:
        """Is it a name that says what it is first: "Command of the Joint Forces"?"""
        return mention.form == "name" and key(mention.referent.name).split()[:1] == [noun]

    def _words_of(self, mention: Mention) -> set[str]:
        """The words of the actor's name and of those that mention it here."""
        return set(key(f"{mention.referent.name} {self.document.text[mention.start : mention.end]}").split())

    def _speaking_side(self) -> str | None:
        """The party of who spoke last, within the last sentences."""
        last = next((m for m in reversed(self.recent) if m.source and not m.quoted), None)
        return last.referent.side if last and self.items[-1].sentence - last.sentence <= 1 else None

    def _indefinite(self, phrase: Phrase) -> bool:
        first = phrase.sentence.tokens[phrase.chunk.first]
        return first.lower in INDEFINITE or first.upos == "NUM"

    def _owner(self, phrase: Phrase, words: str) -> Referent | None:
        """Whose: "its", "the region's", "the rebel-run"; None where the words tell nobody known."""
        if words in OWN:
            return self._possessor(phrase.sentence.tokens[phrase.chunk.first], phrase.sentence)
        first, _, rest = words.partition(" ")
        noun = self.words.one(rest if first in ("that", "this", "the") and rest else words)
        if noun in self.words.bodies:
            return self._latest(noun)
        if noun in self.words.fighters:
            groups = [m.referent for m in self.recent if m.referent.type == "armed_group" and m.referent.id]
            return groups[-1] if groups else None
        return None

    def _possessor(self, token: Token, sentence: Sentence) -> Referent | None:
        """Whom "its", "his", "their" mean: the subject before it in the sentence or of the sentence before."""
        pronoun = self.words.pronouns.get(self.words.possessives.get(token.lower, ""))
        return antecedent(self.recent, pronoun, sentence.index, token.start) if pronoun else None

    def _same_office(self, one: str, other: str) -> bool:
        office = self.actors.office(one)
        return one == other or (office is not None and office == self.actors.office(other))


def _is_subject(sentence: Sentence, chunk: Chunk) -> bool:
    """Is one of its words a subject, and the phrase no owner?"""
    tokens = sentence.tokens
    for token in tokens[chunk.first : chunk.last]:
        if token.dep.startswith("nsubj"):
            return not (chunk.last < len(tokens) and tokens[chunk.last].text in POSSESSIVES)
    return False


def _opens_source(sentence: Sentence, i: int) -> bool:
    """Is word `i` one of the first three that the model labels a source?"""
    for role in sentence.roles:
        if role.label == "SOURCE" and role.first <= i <= role.first + 2 and i < role.last:
            return True
    return False


def _endings(sentence: Sentence, chunk: Chunk) -> list[str]:
    """The last three, two and one words of the phrase, its article aside, in small letters."""
    tokens, first = sentence.tokens, chunk.first
    first += tokens[first].upos == "DET" and chunk.last - first > 1
    ending = tokens[chunk.last - 1].lower
    endings = [ending]
    for i in range(chunk.last - 2, max(first, chunk.last - 3) - 1, -1):
        ending = f"{tokens[i].lower}{' ' if tokens[i].end < tokens[i + 1].start else ''}{ending}"
        endings.append(ending)
    return endings[::-1]


def bare(text: str) -> str:
    """The words without a leading article, on one line."""
    text = " ".join(text.split())
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else text
