"""From the words of a text to an actor: by a name, a capital, a people, or the pattern of an institution."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from counterclaim.knowledge.actors.entries import (
    Conflict,
    Entry,
    Institution,
    Knowledge,
    Office,
    Role,
    checked,
    data_files,
    identifier,
    read_files,
    read_patterns,
)
from counterclaim.knowledge.actors.names import ARTICLES, is_acronym, key

How = Literal["name", "alias", "role", "family", "metonym", "demonym"]
Index = dict[str, list[tuple[int, How]]]
Pattern = Institution | Office

_RANK: Mapping[str, int] = {"name": 0, "alias": 1, "role": 2, "metonym": 3, "family": 4, "demonym": 5}
_CAPITALS = "^"  # before the key of an acronym, which only matches in capitals
_POSSESSIVE = "§s"
_OWNS = f" {_POSSESSIVE} "
_OWN: Mapping[str, tuple[str, ...]] = {
    "region": ("government",),
    "government": ("government",),
    "armed_group": ("government", "military"),
}
_OWNERS = ("state", "region", "government", "armed_group", "party", "body", "ngo")
_LINKS = ("of", "in", "for", "from", "at")
_NAME_PARTICLES = ("al", "el", "bin", "ibn", "ben", "van", "von", "der", "de", "da", "del", "della", "abu")
REMEMBERED = 1 << 13
"""Words looked up on a day whose answers are kept."""
COMPILED = Path(__file__).parent / "compiled.json"


class Match(NamedTuple):
    """An actor that a mention may mean, and by which of its names."""

    entry: Entry
    how: How


class Parsed(NamedTuple):
    """A mention read as an institution or office: the pattern, and the words for its owner if there are any."""

    pattern: Pattern
    owner: str


class Compiled(msgspec.Struct, frozen=True):
    """The shipped files as they load fastest; `digest` tells of which files."""

    digest: str
    knowledge: Knowledge
    index: Index


class Actors:
    """All actors of some files, looked up by the words that texts use for them."""

    def __init__(self, knowledge: Knowledge, index: Index) -> None:
        self.entries: Sequence[Entry] = knowledge.entries
        self.conflicts: Sequence[Conflict] = knowledge.conflicts
        self._index = index
        self._patterns = read_patterns(Path(__file__).parent / "institutions.yaml")
        self._wordings = _wordings(self._patterns.institutions, self._patterns.offices, self._ministries())
        self._holders = _holders(knowledge.entries)
        self._by_name = {entry.name: entry for entry in knowledge.entries}
        self._exact = lru_cache(REMEMBERED)(self._named)
        self._parsed = lru_cache(REMEMBERED)(lambda text: tuple(self._ways(text)))
        self._openers = {k.removeprefix(_CAPITALS).partition(" ")[0] for k in index}
        self._closers = {k.removeprefix(_CAPITALS).rpartition(" ")[2] for k in index}
        self._endings = {wording.rpartition(" ")[2] for wording in self._wordings}

    def lookup(self, mention_text: str, *, on: date | None = None) -> list[Match]:
        """Who may be meant by these words on that day, best first; empty where nobody known is."""
        return list(self.exact(mention_text, on=on)) or self._by_pattern(mention_text, on)

    def exact(self, text: str, *, on: date | None = None) -> tuple[Match, ...]:
        """The same by names, aliases, metonyms and demonyms alone."""
        return self._exact(text, on)

    def _named(self, text: str, on: date | None) -> tuple[Match, ...]:
        k = key(text)
        rows, capitals = self._index.get(k, []), self._index.get(_CAPITALS + k)
        if capitals and is_acronym(text):
            rows = rows + capitals
        if not rows:
            return ()
        best: dict[int, How] = {}
        for i, how in rows:
            if i not in best or _RANK[how] < _RANK[best[i]]:
                best[i] = how
        found = [Match(self.entries[i], how) for i, how in best.items() if self.entries[i].holds(on)]
        return tuple(sorted(found, key=lambda match: _RANK[match.how]))

    def opens_name(self, word: str) -> bool:
        """Can a known name begin with this word?"""
        plain = word.isascii() and word.isalnum()
        return (word.lower() if plain else key(word).partition(" ")[0]) in self._openers

    def closes_name(self, word: str) -> bool:
        """Can a known name end with this word?"""
        plain = word.isascii() and word.isalnum()
        return (word.lower() if plain else key(word).rpartition(" ")[2]) in self._closers

    def may_be_named(self, words: Sequence[str]) -> bool:
        """Can these `plain_words`, or the first of them, be a known name, as far as that is told cheaply?"""
        first = words[1] if len(words) > 1 and words[0] in ARTICLES else words[0]
        return first in self._openers

    def may_be_institution(self, words: Sequence[str]) -> bool:
        """Can any part of the `plain_words` name an institution or office, as far as that is told cheaply?"""
        return not self._endings.isdisjoint(words)

    def named(self, name: str) -> Entry | None:
        """The actor of that canonical name."""
        return self._by_name.get(name)

    def demonym(self, adjective: str) -> Entry | None:
        """The state or region that an adjective belongs to: "Burkinabe" -> Burkina Faso; none where two share it."""
        matches = self.exact(adjective)
        found = [match.entry for match in matches if match.how == "demonym"] if matches else []
        return found[0] if len(found) == 1 else None

    def side_of(self, name: str, on: date | None = None) -> str | None:
        """The party that an actor speaks or acts for on that day; none where it is not known."""
        found = [match.entry.side for match in self.lookup(name, on=on)[:1]]
        return found[0] if found else None

    def opponents(self, name: str, on: date | None = None) -> tuple[str, ...]:
        """Whom an actor's side fights on that day, by the conflicts known."""
        side = self.side_of(name, on) or name
        against = (
            other
            for conflict in self.conflicts
            if conflict.holds(on)
            for own in conflict.sides
            if side in own
            for members in conflict.sides
            if members is not own
            for other in members
        )
        return tuple(dict.fromkeys(against))

    def parse(self, text: str) -> tuple[Parsed, ...]:
        """Every way to read the words as an institution or office of somebody, the longest institution first."""
        return self._parsed(text)

    def _ways(self, text: str) -> Iterator[Parsed]:
        words = key(text).split()
        if self._endings.isdisjoint(words):
            return
        for first in range(len(words)):
            pattern = self._wordings.get(" ".join(words[first:]))
            owner = self._owner_words(words[:first]) if pattern else ""
            if pattern and " of " not in owner:
                yield Parsed(pattern, owner)
        for link in range(1, len(words) - 1):
            if words[link] not in _LINKS:
                continue
            for first in range(link):
                pattern = self._wordings.get(" ".join(words[first:link]))
                if pattern and not (words[link] == "in" and _moves(pattern)):
                    yield Parsed(pattern, self._owner_words(words[:first]) or self._owner_words(words[link + 1 :]))
                    break

    def office(self, words: str) -> Office | None:
        """The office that these words alone are called by: "premier" -> the prime minister's."""
        found = self._wordings.get(key(words))
        return found if isinstance(found, Office) else None

    def institution(self, pattern: Pattern, owner: Entry, on: date | None = None) -> Match:
        """That body or office of that owner: known by its own name, its holder on the day, or made by the pattern."""
        if isinstance(pattern, Institution) and pattern.type in _OWN.get(owner.type, ()):
            return Match(owner, "alias")
        whose = f"the {owner.name}" if owner.name in self._patterns.with_article else owner.name
        name = (pattern.name if isinstance(pattern, Institution) else pattern.title).format(owner=whose)
        if known := self.exact(name, on=on):
            return known[0]
        party = owner.side or (owner.name if owner.type in ("body", "ngo") else None)
        if isinstance(pattern, Institution):
            made = Entry(name=name, id=identifier(name), type=pattern.type, side=party, country=owner.country)
            return Match(made, "alias")
        holders = [entry for entry, role in self._holders.get(key(name), ()) if on is not None and role.holds(on)]
        if len(holders) == 1:
            return Match(holders[0], "role")
        return Match(Entry(name=name, id=identifier(name), type="office", side=party, country=owner.country), "alias")

    def owner(self, words: str, on: date | None = None) -> Entry | None:
        """The state, region, body or group that the words before or after an institution name; none where two do."""
        found = [match.entry for match in self.exact(words, on=on) if match.entry.type in _OWNERS]
        if not found and (acronym := words.upper()) != words:
            found = [
                match.entry
                for match in self.exact(acronym, on=on)
                if match.entry.type in ("state", "body", "armed_group")
            ]
        return found[0] if found else None

    def by_short_name(self, text: str, *, on: date | None = None) -> Match | None:
        """ "The world body's refugee agency" under the owner's short name: "UN refugee agency"."""
        before, mark, after = key(text).partition(_OWNS)
        if not mark:
            return None
        owner = self.owner(before, on)
        shorts = [alias for alias in owner.aliases if is_acronym(alias)] if owner else []
        return next((match for short in shorts for match in self.exact(f"{short} {after}", on=on)[:1]), None)

    def _by_pattern(self, text: str, on: date | None) -> list[Match]:
        if (owned := self.by_short_name(text, on=on)) is not None:
            return [owned]
        for pattern, words in self.parse(text):
            if words and (owner := self.owner(words, on)):
                return [self.institution(pattern, owner, on)]
        return []

    def _owner_words(self, words: Sequence[str]) -> str:
        """The words for an owner without what adds nothing: "the Hamas run" -> "hamas"."""
        rest = [w for w in words if w != _POSSESSIVE]
        while rest and rest[-1] in self._patterns.fillers:
            rest.pop()
        while rest and rest[-1] in self._patterns.owner_suffixes:
            rest.pop()
        owner = " ".join(rest).removeprefix("the ")
        for prefix in self._patterns.owner_prefixes:
            owner = owner.removeprefix(f"{prefix} ")
        return owner.removeprefix("the ")

    def _ministries(self) -> Iterator[tuple[str, Pattern]]:
        for row in self._patterns.ministries:
            subject, words = row.subject, row.words
            ministry = Institution(f"Ministry of {subject} of {{owner}}", "ministry", (), row.local)
            minister = Office(f"Minister of {subject} of {{owner}}", ())
            deputy = Office(f"Deputy Minister of {subject} of {{owner}}", ())
            for word in words:
                for text in ("{} ministry", "ministry of {}", "ministry of the {}", "ministry for {}", "{} department"):
                    yield text.format(word), ministry
                for text in ("{} minister", "minister of {}", "minister of the {}", "minister for {}"):
                    yield text.format(word), minister
                    yield f"deputy {text.format(word)}", deputy


@cache
def load_actors(extra: Sequence[Path] = ()) -> Actors:
    """The shipped actors and those of `extra` files; `extra` is a tuple, so that a second call is free."""
    if not extra:
        shipped = _shipped()
        return Actors(shipped.knowledge, shipped.index)
    together = joined(extra)
    return Actors(together, index_of(together.entries))


def joined(extra: Sequence[Path]) -> Knowledge:
    """The shipped rows and those of `extra` files, which take the place of shipped ones with their ids, checked."""
    shipped, own = _shipped().knowledge, read_files(extra)
    taken = {entry.id for entry in own.entries}
    entries = (*(e for e in shipped.entries if e.id not in taken), *own.entries)
    together = Knowledge(entries, (*shipped.conflicts, *own.conflicts))
    return checked(together, source=", ".join(map(str, extra)), files=extra)


def compiled_from(files: Sequence[Path]) -> Compiled:
    """The files read, checked and indexed."""
    knowledge = checked(read_files(files), source="the shipped actors")
    return Compiled(_digest(files), knowledge, index_of(knowledge.entries))


def index_of(entries: Iterable[Entry]) -> Index:
    """Key of every name -> the entries that bear it, by their place."""
    index: Index = defaultdict(list)
    for i, entry in enumerate(entries):
        for how, name in _names(entry):
            k = key(name)
            index[_CAPITALS + k if is_acronym(name) else k].append((i, how))
    return dict(index)


def _names(entry: Entry) -> Iterator[tuple[How, str]]:
    yield "name", entry.name
    yield from (("alias", name) for name in entry.aliases)
    yield from (("metonym", name) for name in entry.metonyms)
    for name in entry.demonyms:
        yield "demonym", name
        yield "demonym", f"{name}s"
    if entry.type == "person":
        yield "family", family_name(entry.name)


def family_name(name: str) -> str:
    """The last word of a person's name with the particles before it: "al-Houthi", "von der Leyen"."""
    words = name.split()
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _NAME_PARTICLES:
        first -= 1
    return " ".join(words[first:])


def _wordings(
    institutions: Iterable[Institution], offices: Iterable[Office], ministries: Iterable[tuple[str, Pattern]]
) -> dict[str, Pattern]:
    made: dict[str, Pattern] = {}
    made.update({key(word): body for body in institutions for word in body.words})
    made.update({key(word): office for office in offices for word in office.words})
    made.update({key(word): pattern for word, pattern in ministries})
    return made


def _moves(pattern: Pattern) -> bool:
    """Is "in" after this body where it stands rather than whose it is: "troops in Gaza"?"""
    return isinstance(pattern, Institution) and pattern.type == "military"


def _holders(entries: Iterable[Entry]) -> dict[str, list[tuple[Entry, Role]]]:
    holders: dict[str, list[tuple[Entry, Role]]] = defaultdict(list)
    for entry in entries:
        for role in entry.roles:
            holders[key(role.title)].append((entry, role))
    return holders


def _digest(files: Sequence[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _shipped() -> Compiled:
    files = data_files()
    if COMPILED.exists():
        compiled = msgspec.json.decode(COMPILED.read_bytes(), type=Compiled)
        if compiled.digest == _digest(files):
            return compiled
    return compiled_from(files)
