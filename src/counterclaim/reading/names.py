"""The names in a report, each decided once: the knowledge base above the model, a name that flips by most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterclaim.knowledge.actors import Actors, Match, key
from counterclaim.knowledge.actors.words import Words
from counterclaim.reading.document import SMALL, Document, Label, Sentence, Token
from counterclaim.reading.phrases import HYPHENS, POSSESSIVES

LONGEST_NAME = 8
"""Words of the longest name looked up: the longest of the shipped actors that news writes in full."""
GROUPS = frozenset({"ngo", "armed_group", "party", "agency", "outlet", "company"})
NO_NAMES = frozenset({"VERB", "AUX", "DET", "ADP", "PRON"})
LOCATIVE = frozenset({"in", "at", "near", "from", "around", "outside"})


class Name(NamedTuple):
    """Words `[first, last)` of a sentence that are a name: a known one, or a person's or body's by the model."""

    first: int
    last: int
    text: str
    match: Match | None
    person: bool
    titled: bool = False
    introduced: bool = False


def _known(document: Document, sentence: Sentence, actors: Actors, sides: set[str | None]) -> Iterator[Name]:
    """Names of the knowledge base that begin at words written large, the longest at each; "Malian" is none."""
    tokens, free = sentence.tokens, 0
    for token in _large(sentence):
        i = token.i
        if i < free or not _may_open(actors, tokens, i):
            continue
        for last in range(min(len(tokens), i + LONGEST_NAME), i, -1):
            if not _may_close(actors, tokens, i, last - 1):
                continue
            matches = actors.exact(document.text[token.start : tokens[last - 1].end], on=document.dated)
            found = best(_spoken_of(matches, sides)) if matches else None
            if found is None or (found.how == "metonym" and _in_longer_name(sentence, i, last)):
                continue
            if last - i > 1 or token.upos not in NO_NAMES or _stands_out(document, sentence, i):
                text = document.text[token.start : tokens[last - 1].end]
                yield Name(i, last, text, found, found.entry.type == "person")
                free = last
                break


def _large(sentence: Sentence) -> list[Token]:
    """The words that begin with a capital or a digit."""
    marked = [t for t in sentence.tokens if t.text[0] not in SMALL]
    return [t for t in marked if t.text[0].isupper() or t.text[0].isdigit()]


def _in_longer_name(sentence: Sentence, first: int, last: int) -> bool:
    """Is a capital's name only a part of a place's: "Praia" of "Vila da Praia"?"""
    place = next((n for n in sentence.names if n.label == "LOC" and n.first <= first and last <= n.last), None)
    tokens = sentence.tokens
    return place is not None and first > place.first and tokens[first - 1].text[:1].isalpha()


def _may_open(actors: Actors, tokens: Sequence[Token], i: int) -> bool:
    """Can a name begin at this word? Articles before it do not count."""
    return actors.opens_name(tokens[i].text) or (
        tokens[i].upos == "DET" and i + 1 < len(tokens) and actors.opens_name(tokens[i + 1].text)
    )


def _may_close(actors: Actors, tokens: Sequence[Token], first: int, i: int) -> bool:
    """Can a name that begins at `first` end at this word? One right behind another may be one with it: "P.K.K"."""
    token = tokens[i]
    if i == first or not token.text[0].isalnum():
        return i == first
    return tokens[i - 1].end == token.start or actors.closes_name(token.text)


def _stands_out(document: Document, sentence: Sentence, i: int) -> bool:
    """Is the word in capitals where the sentence is not: a name, whatever its tag?"""
    text = sentence.tokens[i].text
    return len(text) > 2 and text.isupper() and not document.text[sentence.start : sentence.end].isupper()


def _spoken_of(matches: Sequence[Match], sides: set[str | None]) -> Sequence[Match]:
    """Of matches that are alike those whose side or country the report speaks of, if that decides."""
    if len(matches) < 2 or matches[0].how != matches[1].how:
        return matches
    near = [m for m in matches if m.how == matches[0].how and (m.entry.side in sides or m.entry.country in sides)]
    return near if len(near) == 1 else matches


def best(matches: Sequence[Match]) -> Match | None:
    """The one match of the best kind; none where two fit alike, or where the words are an adjective."""
    if not matches or matches[0].how == "demonym":
        return None
    if len(matches) > 1 and matches[1].how == matches[0].how:
        return None
    return matches[0]


def _initial(tokens: Sequence[Token], i: int) -> bool:
    """Is the word a single capital with a full stop right behind it?"""
    letter = len(tokens[i].text) == 1 and tokens[i].text.isupper()
    return letter and i + 1 < len(tokens) and tokens[i + 1].text == "." and tokens[i + 1].start == tokens[i].end


def _initials_before(tokens: Sequence[Token], first: int) -> int:
    while first >= 2 and _initial(tokens, first - 2):
        first -= 2
    return first


def _initials_behind(tokens: Sequence[Token], last: int, labels: Sequence[Label]) -> int:
    """Where a name that ends with an initial ends: with its full stop and the person's name right behind that."""
    while last < len(tokens):
        stop = last + 1 if _initial(tokens, last - 1) else last if last > 1 and _initial(tokens, last - 2) else 0
        following = next((n for n in labels if stop and n.first == stop and n.label == "PER"), None)
        if following is None:
            return stop if last < stop < len(tokens) else last
        last = following.last
    return last


class Names:
    """The names of a report, each decided once."""

    def __init__(self, document: Document, actors: Actors, words: Words) -> None:
        self.document, self.actors, self.words = document, actors, words
        self.of: dict[int, list[Name]] = {}
        capitals = {s.tokens[i].text for s in document.sentences for i in s.capitals}
        sides = {match.entry.side for word in capitals for match in actors.exact(word)}
        sides.discard(None)
        sides |= {entry.country for side in sides if side and (entry := actors.named(side)) and entry.type == "state"}
        known = {
            s.index: [n for n in _known(document, s, actors, sides) if not n.person or self._likely(s, n, sides)]
            for s in document.sentences
        }
        self.labels = {s.index: tuple(self._labels(s)) for s in document.sentences}
        persons = self._persons(known)
        for sentence in document.sentences:
            self.of[sentence.index] = self._merged(sentence, known[sentence.index], persons)

    def _labels(self, sentence: Sentence) -> Iterator[Label]:
        """The model's labels, a person's initials and a unit's number with the name: "B. Nadesan", "58 Division"."""
        tokens, done = sentence.tokens, 0
        labels = sorted(sentence.names, key=lambda n: n.first)
        for label in labels:
            first, last = max(label.first, done), label.last
            if first >= last or (label.label in ("PER", "ORG") and self._rank_alone(tokens, first, last)):
                continue
            kind = "PER" if label.label == "LOC" and self._acts(tokens, first, last) else label.label
            if kind in ("PER", "ORG") and first > done and self._numbered(tokens, first):
                first, kind = first - 1, "ORG"
            elif kind == "PER":
                first, last = max(done, _initials_before(tokens, first)), _initials_behind(tokens, last, labels)
            done = last
            office = next((i for i in range(first + 1, last - 1) if self._is_office(tokens[i])), None)
            if office is not None:
                yield Label(first, office, "LOC" if kind == "PER" else kind)
                first, kind = office + 1, "PER"
            yield Label(first, last, kind)

    def _is_office(self, token: Token) -> bool:
        """ "IGP" of "Lysova IGP Ared Munso": an office by its letters, between whose it is and the name."""
        return token.text.isupper() and token.lower in self.words.offices

    def _acts(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Is what the model took for a place somebody: "Kambale Sivirwa, who heads", "Nazakat Bi, a farmer, said"?"""
        if last + 1 >= len(tokens) or tokens[last].text != "," or (first and tokens[first - 1].upos == "ADP"):
            return False
        start, end = tokens[first].start, tokens[last - 1].end
        if self.actors.exact(self.document.text[start:end]) or not tokens[first].dep.startswith("nsubj"):
            return False
        if tokens[last + 1].lower == "who":
            return True
        behind = tokens[last + 1 : last + 6]
        noun = next((t.lower for t in behind if self.words.one(t.lower) in self.words.roles), None)
        return last - first > 1 and noun is not None and tokens[last + 1].upos == "DET"

    def _rank_alone(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Is it "the Brigadier", "the Prosecutor's Office": an office or a body and no name?"""
        before = tokens[first - 1] if first else None
        if before is None or not (before.upos == "DET" or before.text in POSSESSIVES or before.text in HYPHENS):
            return False
        words = tokens[first:last]
        common = [self.words.titles, self.words.people, self.words.officeholders, self.words.bodies]
        if all(t.text.isupper() for t in words):
            common += [self.words.documents, self.words.sources]
        return all(t.text in HYPHENS or any(t.lower in nouns for nouns in common) for t in words)

    def _numbered(self, tokens: Sequence[Token], first: int) -> bool:
        """Does a number tell which unit the name at `first` is?"""
        return tokens[first - 1].text[:1].isdigit() and "military" in self.words.bodies.get(tokens[first].lower, ())

    def _persons(self, known: dict[int, list[Name]]) -> set[str]:
        """Keys of the names that are persons in this report: labelled so mostly, and no state, body or place in use."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        placed: Counter[str] = Counter()
        for sentence in self.document.sentences:
            for label in self.labels[sentence.index]:
                first, last = self._stripped(sentence, label.first, label.last)
                if first < last:
                    name = self._key(sentence, first, last)
                    votes[name][label.label] += 1
                    if self._called_group(sentence, first) or self._ends_as_body(sentence, first, last):
                        votes[name]["ORG"] += 2
                    placed[name] += first > 0 and sentence.tokens[first - 1].lower in LOCATIVE
        others = {key(n.text) for names in known.values() for n in names if not n.person}
        others |= {word for name, counts in votes.items() if counts["LOC"] for word in name.split()}
        persons = {
            name
            for name, counts in votes.items()
            if counts["PER"] * 2 >= sum(counts.values())
            and name not in others
            and not (" " not in name and placed[name] * 2 >= sum(counts.values()))
        }
        return persons | {name.split()[-1] for name in persons}

    def _called_group(self, sentence: Sentence, first: int) -> bool:
        """Does a word for a group stand before the name: "the rights group X", "the newspaper Y"?"""
        noun = self.words.one(sentence.tokens[first - 1].lower) if first else ""
        return bool(GROUPS & set(self.words.bodies.get(noun, ())))

    def _ends_as_body(self, sentence: Sentence, first: int, last: int) -> bool:
        """Is the last word of a longer name one for a body: "Jorge Salt Front", whatever person it honours?"""
        return last - first > 1 and sentence.tokens[last - 1].lower in self.words.bodies

    def _likely(self, sentence: Sentence, name: Name, sides: set[str | None]) -> bool:
        """Does the name tell the known person: two words, or a family name where the person's side is spoken of?"""
        if name.match and name.match.how != "family":
            return True
        tokens = sentence.tokens
        labelled = any(n.label == "PER" and n.first <= name.first < n.last for n in sentence.names)
        titled = name.first > 0 and tokens[name.first - 1].lower.rstrip(".") in self.words.titles
        longer = [self._stripped(sentence, n.first, n.last) for n in sentence.names if n.label == "PER"]
        alone = not any(a <= name.first and name.last <= b and b - a > name.last - name.first for a, b in longer)
        return (labelled or titled) and alone and name.match is not None and name.match.entry.side in sides

    def _stripped(self, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
        """The words of a person's name without titles before it and a possessive after it."""
        while first < last - 1 and (
            sentence.tokens[first].lower.rstrip(".") in self.words.titles
            or not sentence.tokens[first].text[:1].isalnum()
        ):
            first += 1
        while last > first and (
            sentence.tokens[last - 1].text in POSSESSIVES
            or not (sentence.tokens[last - 1].text[:1].isalnum() or _initial(sentence.tokens, last - 2))
        ):
            last -= 1
        return first, last

    def _key(self, sentence: Sentence, first: int, last: int) -> str:
        start, end = sentence.span(first, last)
        return key(self.document.text[start:end])

    def _merged(self, sentence: Sentence, known: list[Name], persons: set[str]) -> list[Name]:
        """Known names and the model's, the longer of two that overlap, the known of two alike."""
        if not known and not self.labels[sentence.index]:
            return []
        found = list(known)
        for label in self.labels[sentence.index]:
            first, last = label.first, label.last
            if label.label == "PER":
                first, last = self._stripped(sentence, first, last)
            titled = first > 0 and sentence.tokens[first - 1].lower.rstrip(".") in self.words.titles
            if first >= last:
                continue
            start, end = sentence.span(first, last)
            text = self.document.text[start:end]
            person = key(text) in persons
            called = self._called_group(sentence, first)
            if label.label == "ORG" or person or called:
                after = [t.lower for t in sentence.tokens[last : last + 2]]
                introduced = after[:1] == [","] and after[1:] in (["a"], ["an"], ["another"])
                found.append(Name(first, last, text, None, person, titled, introduced))
        found.sort(
            key=lambda n: (
                not (n.match and n.person and n.last - n.first > 1),
                n.first - n.last,
                n.match is None,
                n.first,
            )
        )
        kept: list[Name] = []
        for name in found:
            if all(name.last <= k.first or name.first >= k.last for k in kept):
                kept.append(name)
        return sorted(kept, key=lambda n: n.first)
