"""Common nouns and pronouns for those who speak and act: words.yaml, as sets that hold every form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.actors.entries import EntryType

Gender = Literal["m", "f"]


class Pronoun(msgspec.Struct, frozen=True):
    """What a pronoun may mean."""

    number: Literal["one", "many"]
    kind: Literal["person", "body", "any"]
    gender: Gender | None = None


STATE_BODIES = frozenset({"government", "military", "police", "ministry"})
"""Types of bodies whose people are of a state, whether or not it is named."""


class Words(msgspec.Struct, frozen=True):
    """The lists of words.yaml. A list of nouns holds singulars and plurals; `singular` leads from one to the other.

    Made of the others are `roles`, nouns for offices and callings; `unnamed`, nouns for people without a name;
    `of_state`, nouns of a state's bodies and officers; `armies`, nouns of armed forces alone; `nouns`, all that a
    phrase for an actor may end with, {form: singular}, and `noun_ends`, the words that end one of them.
    """

    people: frozenset[str]
    sources: frozenset[str]
    documents: frozenset[str]
    statements: frozenset[str]
    statement_kinds: frozenset[str]
    kin: frozenset[str]
    continental: frozenset[str]
    spokespeople: frozenset[str]
    officeholders: frozenset[str]
    bodies: Mapping[str, tuple[EntryType, ...]]
    generic: frozenset[str]
    derived: frozenset[str]
    fighters: frozenset[str]
    evidence: frozenset[str]
    limbs: frozenset[str]
    offices: frozenset[str]
    declaring: frozenset[str]
    nobody: frozenset[str]
    nobody_endings: tuple[str, ...]
    quantities: frozenset[str]
    plurals: Mapping[str, str]
    heads: frozenset[str]
    local: frozenset[str]
    officers: frozenset[str]
    public: frozenset[str]
    tolls: frozenset[str]
    titles: frozenset[str]
    abbreviations: Mapping[str, str]
    pronouns: Mapping[str, Pronoun]
    possessives: Mapping[str, str]
    masculine: frozenset[str]
    feminine: frozenset[str]
    male_names: frozenset[str]
    female_names: frozenset[str]
    singular: Mapping[str, str] = {}
    roles: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    of_state: frozenset[str] = frozenset()
    armies: frozenset[str] = frozenset()
    nouns: Mapping[str, str] = {}
    noun_ends: frozenset[str] = frozenset()

    def one(self, noun: str) -> str:
        """The singular of a noun that one of the lists knows, else the noun itself."""
        return self.singular.get(noun, noun)

    def is_plural(self, noun: str) -> bool:
        """Is it a plural of one of the lists?"""
        return noun in self.singular and self.singular[noun] != noun

    def gender(self, words: Iterable[str]) -> Gender | None:
        """Of a person, by the nouns, titles and given names used; None where nothing tells."""
        for word in (self.one(w) for w in words):
            if word in self.masculine or word in self.male_names:
                return "m"
            if word in self.feminine or word in self.female_names:
                return "f"
        return None


@cache
def load_words() -> Words:
    """words.yaml, read once."""
    path = Path(__file__).parent / "words.yaml"
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        words = msgspec.convert(raw, Words)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"{path}: {' '.join(str(error).split())}; compare it with the comments in it") from error
    nouns = sorted({w for words_ in _nouns(words) for w in words_})
    plurals = [(_plural(noun, words.plurals), noun) for noun in nouns]
    plurals.sort(key=lambda pair: pair[0] != pair[1])  # "forces" is listed, and the plural of "force" all the same
    return _joined(msgspec.structs.replace(words, singular=dict(plurals)))


def _joined(words: Words) -> Words:
    """The words with the lists that are made of others."""
    unnamed = words.people | words.officeholders | words.fighters
    listed = unnamed | words.spokespeople | words.bodies.keys()
    nouns = {form: words.one(form) for form in listed.union(words.singular) if words.one(form) in listed}
    return msgspec.structs.replace(
        words,
        roles=words.officeholders | words.spokespeople | words.people,
        unnamed=unnamed,
        of_state=words.public | {noun for noun, kinds in words.bodies.items() if kinds[0] in STATE_BODIES},
        armies=frozenset(noun for noun, kinds in words.bodies.items() if kinds == ("military",)),
        nouns=nouns,
        noun_ends=frozenset(end for form in nouns for end in (form.split()[-1], form.rpartition("-")[2].split()[-1])),
    )


def _nouns(words: Words) -> Iterable[Iterable[str]]:
    return (
        words.people, words.sources, words.documents, words.spokespeople, words.officeholders,
        words.bodies, words.fighters, words.nobody, words.masculine, words.feminine,
    )  # fmt: skip


def _plural(noun: str, irregular: Mapping[str, str]) -> str:
    if noun in irregular:
        return irregular[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun if noun.endswith("s") else noun + "es"
    return noun + "s"
