"""The words that counts of people are made of, as knowledge/lexicons/figures.yaml gives them, ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar, cast

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge import lexicons
from counterclaim.reading import segment
from counterclaim.reading.document import Token
from counterclaim.records import Effect, Qualifier, Victims

T = TypeVar("T")

FUNCTION = ("preposition", "subordinator", "relative", "conjunction", "be", "have", "modal", "negation")
"""The closed word classes that no noun phrase goes on through."""


def split(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, cut as a report's are; `<own>` and its like stay whole."""
    parts: list[str] = []
    for piece in phrase.split():
        parts += (piece,) if piece.startswith("<") else _cut(piece)
    return tuple(parts)


@cache
def _cut(piece: str) -> tuple[str, ...]:
    return tuple(piece[a:b] for a, b in segment.words(piece))


def lowered(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The words in lower case; the country US is kept apart from the pronoun."""
    return tuple(["u.s." if t.text == "US" else t.lower for t in tokens])


class Phrases(Generic[T]):
    """Phrases with a value each; the longest that stands at a place is found.

    `wild` tells what words a mark like `<own>` stands for; `<any>` stands for any one word, `<count>` for a number.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], wild: Mapping[str, frozenset[str]] | None = None) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], bool, T]]] = {}
        self._wild = wild or {}
        for phrase, value in entries:
            words = split(phrase)
            marked = any(word.startswith("<") for word in words)
            self._by_first.setdefault(words[0], []).append((words, marked, value))
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry[0]))
        self.last_words = frozenset(words[-1] for known in self._by_first.values() for words, _, _ in known)
        self._ends_with_mark = any(word.startswith("<") for word in self.last_words)
        self.first_words = frozenset(self._by_first)
        self.vocabulary = frozenset(w for known in self._by_first.values() for words, _, _ in known for w in words)

    def places(self, words: Iterable[str]) -> list[int]:
        """Where a phrase may start."""
        first_words = self.first_words
        return [i for i, word in enumerate(words) if word in first_words]

    def at(self, words: tuple[str, ...], i: int, last: int | None = None) -> tuple[int, T] | None:
        """Where the longest phrase that starts at word `i` ends, at word `last` at most, and its value."""
        last = len(words) if last is None else last
        known = self._by_first.get(words[i]) if i < last else None
        if known is None:
            return None
        for phrase, marked, value in known:
            end = i + len(phrase)
            if end <= last and (all(map(self._same, phrase, words[i:end])) if marked else words[i:end] == phrase):
                return end, value
        return None

    def ending_at(self, words: tuple[str, ...], end: int) -> tuple[int, T] | None:
        """Where the longest phrase that ends before word `end` starts, and its value."""
        if end <= 0 or not (self._ends_with_mark or words[end - 1] in self.last_words):
            return None
        for start in range(max(0, end - 8), end):
            found = self.at(words, start, end)
            if found and found[0] == end:
                return start, found[1]
        return None

    def starts_in(self, words: tuple[str, ...], first: int, last: int) -> bool:
        """Does a phrase start at any of the words `[first, last)`?"""
        if self.first_words.isdisjoint(words[first:last]):
            return False
        return any(self.at(words, i) for i in range(first, last))

    def _same(self, pattern: str, word: str) -> bool:
        if pattern == "<count>":
            return word[:1].isdigit() or word in self._wild.get(pattern, ())
        return pattern == word or (pattern == "<any>" and word.isalpha()) or word in self._wild.get(pattern, ())


@dataclass(frozen=True)
class EffectWord:
    """What a word says befell people, and how it stands to them.

    `role`: act (somebody did it to them), suffer (they did: "died"), state ("dead"), tally (counted itself: "deaths"),
    of ("death of"). `form`: base, third, ing, past or other. `people_only`: a verb that things share ("lost");
    `at_end`: one that tells an effect only where its clause ends ("four comrades fell"); `of_crowds`: one that does so
    only of many who bear no arms ("4,000 people crossed").
    """

    effect: Effect
    role: str
    form: str = "other"
    people_only: bool = False
    at_end: bool = False
    of_crowds: bool = False


@dataclass(frozen=True)
class Frame:
    """Words that tell an effect by standing on both sides of a count: "took 12 soldiers prisoner".

    `lead` is a word that must stand shortly before them ("from the town left 300 people"), "" where none must;
    `whom` holds the victims that the frame is kept to, empty where it is open to all; `unless` words that undo it when
    they stand before it ("the stadium is holding 120 people").
    """

    effect: Effect
    before: Phrases[None]
    after: Phrases[None] | None
    lead: str
    whom: frozenset[str]
    unless: frozenset[str]


@dataclass(frozen=True)
class Together:
    """A people noun that tells an effect only with another word in its clause: "12 bodies were found"."""

    effect: Effect
    nouns: frozenset[str]
    company: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """figures.yaml, typed. `classes` holds its closed word classes by name."""

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    groups: Mapping[str, int]
    vague: Mapping[str, int]
    vague_before: Phrases[None]
    parts: Phrases[tuple[int, int]]
    none: Phrases[None]
    slips: Mapping[str, int]
    slips_after_tens: Mapping[str, int]
    qualifiers: Phrases[Qualifier]
    after: Phrases[Qualifier]
    fillers: Phrases[None]
    effects: Phrases[EffectWord]
    tallies: Phrases[EffectWord]
    tolls: Phrases[Effect]
    frames: tuple[Frame, ...]
    together: tuple[Together, ...]
    zero: Phrases[str]
    zero_civilian: Phrases[None]
    unsaid_after: frozenset[str]
    unsaid_before: Phrases[None]
    people: Phrases[Victims]
    singular: frozenset[tuple[str, ...]]
    plain: frozenset[str]
    beside: Phrases[Victims]
    settings: Mapping[Victims, tuple[frozenset[str], frozenset[str]]]
    things: frozenset[str]
    times: frozenset[str]
    idioms: Phrases[None]
    including: Phrases[None]
    clue: frozenset[str]
    undone: Phrases[None]
    joiners: Phrases[None]
    saying: Phrases[None]
    cumulative: Phrases[None]
    classes: Mapping[str, frozenset[str]]

    @cached_property
    def frames_by_end(self) -> Mapping[str, list[Frame]]:
        """The frames by the last words of what stands before the count."""
        found: dict[str, list[Frame]] = {}
        for frame in self.frames:
            for word in frame.before.last_words:
                found.setdefault(word, []).append(frame)
        return found

    @cached_property
    def number_starts(self) -> frozenset[str]:
        """The words other than digits that a number, or what qualifies it, can start with."""
        return self.number_words | self.openers

    @cached_property
    def number_words(self) -> frozenset[str]:
        """The words other than digits that a number can start with, what qualifies it aside."""
        single = (self.units, self.tens, self.scales, self.groups, self.vague, self.slips)
        phrases = (self.vague_before, self.parts, self.none)
        words = frozenset().union(*single, *(p.first_words for p in phrases))
        return words | {"a", "an", "another", "half", "no", "between"}

    @cached_property
    def openers(self) -> frozenset[str]:
        """The words that what qualifies a number can start with."""
        return self.qualifiers.first_words | self.fillers.first_words

    @cached_property
    def qualifying(self) -> frozenset[str]:
        """All words of what qualifies a number."""
        return self.qualifiers.vocabulary | self.fillers.vocabulary

    @cached_property
    def simple_starts(self) -> frozenset[str]:
        """The words other than digits that a number itself starts with, without range or qualifier."""
        single = (self.units, self.tens, self.scales, self.vague)
        return frozenset().union(*single, self.vague_before.first_words) | {"a", "an", "another", "half", "hundred"}

    def is_(self, kind: str, word: str) -> bool:
        """Whether `word`, in lower case, belongs to the closed class `kind`."""
        return word in self.classes[kind]

    def is_any(self, kinds: tuple[str, ...], word: str) -> bool:
        """Whether it belongs to any of the classes."""
        known = self._unions.get(kinds)
        if known is None:
            known = self._unions[kinds] = frozenset().union(*(self.classes[kind] for kind in kinds))
        return word in known

    @cached_property
    def _unions(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}


@cache
def lexicon() -> Lexicon:
    """The lexicon of figures, read once; KnowledgeError where the file does not hold what it should."""
    try:
        return _typed(lexicons.load("figures"))
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise KnowledgeError(
            f"lexicon figures.yaml lacks or mistypes {error}; compare it with its own heading"
        ) from error


def _typed(raw: dict[str, Any]) -> Lexicon:
    numbers, qualifiers, zero, words = raw["numbers"], raw["qualifiers"], raw["zero"], raw["words"]
    wild = {f"<{name}>": frozenset(words[name]) for name in ("own", "home", "area", "refuge", "bad", "fight", "jail")}
    wild["<count>"] = frozenset((*numbers["units"], *numbers["tens"], "several", "some", "many"))
    people = [(forms, cast(Victims, kind)) for kind, nouns in raw["people"].items() for forms in map(_forms, nouns)]
    return Lexicon(
        units=numbers["units"],
        tens=numbers["tens"],
        scales=numbers["scales"],
        groups=numbers["groups"],
        vague=numbers["vague"],
        vague_before=_marks(numbers["vague_before"]),
        parts=Phrases((k, (v[0], v[1])) for k, v in numbers["parts"].items()),
        none=_marks(numbers["none"]),
        slips=numbers["slips"],
        slips_after_tens=numbers["slips_after_tens"],
        qualifiers=_by_key({k: v for k, v in qualifiers.items() if k not in ("after", "fillers")}),
        after=_by_key(qualifiers["after"]),
        fillers=_marks(qualifiers["fillers"]),
        effects=Phrases(_effect_words(raw["effects"]), wild),
        tallies=Phrases((form, word) for form, word in _effect_words(raw["effects"]) if word.role == "tally"),
        tolls=Phrases(((p, cast(Effect, e)) for e, group in raw["effects"].items() for p in group["toll"]), wild),
        frames=tuple(_frame(f, wild) for f in raw["frames"]),
        together=tuple(Together(t["effect"], frozenset(t["noun"]), frozenset(t["with"])) for t in raw["together"]),
        zero=_by_key({k: zero[k] for k in ("both", "injured", "killed")}),
        zero_civilian=_marks(zero["civilian"]),
        unsaid_after=frozenset(zero["unsaid_after"]),
        unsaid_before=_marks(zero["unsaid_before"]),
        people=Phrases((form, kind) for forms, kind in people for form in forms),
        singular=frozenset(split(forms[0]) for forms, _ in people),
        plain=frozenset(form for noun in raw["plain"] for form in _forms(noun)) | {"people", "persons", "men"},
        beside=_by_key(raw["beside"]),
        settings={kind: (frozenset(s["nouns"]), frozenset(s["words"])) for kind, s in raw["settings"].items()},
        things=frozenset(form for group in raw["not_people"] for noun in group for form in _forms(noun)),
        times=frozenset(words["rate_unit"]) | frozenset(words["time"]),
        idioms=Phrases(((phrase, None) for phrase in words["idiom"]), wild),
        including=_marks(words["including"]),
        clue=frozenset(words["clue"]),
        joiners=_marks(words["joiners"]),
        undone=_marks(words["undone"]),
        saying=_marks(words["saying"]),
        cumulative=_marks(words["cumulative"]),
        classes={name: frozenset(group) for name, group in words.items()},
    )


def _marks(phrases: Iterable[str]) -> Phrases[None]:
    return Phrases((phrase, None) for phrase in phrases)


def _by_key(groups: Mapping[str, Iterable[str]]) -> Phrases[Any]:
    return Phrases((phrase, key) for key, phrases in groups.items() for phrase in phrases)


def _forms(noun: str) -> tuple[str, ...]:
    """The forms of "singular/plural ..." as written, else the singular and the plural made of it."""
    if "/" in noun:
        return tuple(noun.split("/"))
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun, noun[:-1] + "ies"
    return noun, noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _frame(raw: dict[str, Any], wild: Mapping[str, frozenset[str]]) -> Frame:
    after = Phrases(((p, None) for p in raw["after"]), wild) if raw["after"] else None
    whom, unless = frozenset(raw.get("whom", ())), frozenset(raw.get("unless", ()))
    return Frame(raw["effect"], _marks(raw["before"]), after, raw.get("lead", ""), whom, unless)


FORMS = ("base", "third", "ing", "past", "past")


ROLES = ("act", "act_on_people", "suffer", "suffer_at_end", "suffer_of_crowds")


def _effect_words(effects: dict[Effect, Any]) -> Iterable[tuple[str, EffectWord]]:
    for effect, group in effects.items():
        for role in ROLES:
            for entry in group.get(role, ()):
                for form, name in _verb_forms(entry):
                    yield form, _verb(effect, role, name)
        for phrase in group["state"]:
            yield phrase, EffectWord(effect, "state")
        for noun in group.get("tally", ()):
            for form in _forms(noun):
                yield form, EffectWord(effect, "tally")
        for phrase in group["of"]:
            yield phrase, EffectWord(effect, "of")


def _verb(effect: Effect, role: str, form: str) -> EffectWord:
    return EffectWord(
        effect, role.split("_")[0], form, people_only="_" in role and role != "suffer_of_crowds",
        at_end=role == "suffer_at_end", of_crowds=role == "suffer_of_crowds",
    )  # fmt: skip


def _verb_forms(entry: str | dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The forms of a verb, each with its name; `{verb, with}` gives it each of several complements."""
    if isinstance(entry, dict):
        for form, name in _verb_forms(entry["verb"]):
            yield from ((f"{form} {complement}", name) for complement in entry["with"])
        return
    forms = entry.split("|") if "|" in entry else entry.split()
    for form, name in zip(forms, FORMS, strict=False):
        yield form, "past" if form in forms[3:] else name
