"""Keys under which a place's name is found however it is spelt.

fold("Xankəndi")      -> "xankendi"      letters and digits alone, in ASCII
sound("Xankəndi")     -> "hankendi"      spellings of one sound made one: the classes of spellings.tsv
skeleton("Xankəndi")  -> "hnknd"         the sound without its vowels: equal for most transliterations
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby

from anyascii import anyascii

from counterclaim.knowledge.gazetteer.words import words_for

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['`’‘ʼʹ´]")
_VOWELS = frozenset("aeiouy")
_NO_VOWELS = str.maketrans("", "", "aeiouy")


@lru_cache(maxsize=16384)
def tokens(name: str) -> tuple[str, ...]:
    """The words of `name` in lower-case ASCII, abbreviations written out (St. -> saint)."""
    plain = _APOSTROPHES.sub("", name)
    plain = (plain if plain.isascii() else _APOSTROPHES.sub("", anyascii(plain))).lower()
    words = [word for word in _SEPARATORS.split(plain) if word]
    expanded = _classes()["abbreviation"]
    return tuple(expanded.get(word, word) if len(words) > 1 else word for word in words)


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """`name` as letters and digits alone; the empty string where it has none."""
    return "".join(tokens(name))


@lru_cache(maxsize=16384)
def sound(name: str) -> str:
    """`name` with every spelling of a sound made one and its articles (al-, el-, ash-) left out."""
    words = tokens(name)
    articles = _classes()["article"]
    kept = [word for word in words if word not in articles] or words
    heard = "".join(map(_word_sound, kept))
    return heard[:-1] if heard[-1:] == "h" and heard[-2:-1].isalpha() else heard


@lru_cache(maxsize=16384)
def skeleton(name: str) -> str:
    """The consonants of `sound`; a first vowel stays as "a", so that no name vanishes."""
    heard = sound(name)
    first, rest = heard[:1], heard[1:].translate(_NO_VOWELS)
    return ("a" if first in _VOWELS else first) + rest


def sound_of_key(key: str, bones: str) -> str:
    """The sound of a folded name whose skeleton is `bones`, without the article that it begins with, if it does."""
    if skeleton(key) != bones:
        for article in _classes()["article"]:
            if key.startswith(article) and skeleton(key[len(article) :]) == bones:
                return sound(key[len(article) :])
    return sound(key)


@lru_cache(maxsize=16384)
def plain_unit(name: str) -> str:
    """A unit's name without the word for what it is: "Donetsk Oblast" -> "Donetsk"; the name itself where none is."""
    return _unit_words().sub("", name).strip() or name


@cache
def _unit_words() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(words_for("unit"), key=len, reverse=True)))
    return re.compile(rf"^(?:{words})\s+(?:of\s+|de\s+|du\s+|d['’])?|[\s-]+(?:{words})$", re.IGNORECASE)


@lru_cache(maxsize=16384)
def _word_sound(word: str) -> str:
    classes = _classes()
    first = classes["initial"].get(word[:1], word[:1])
    mapped = first + word[1:] if first != word[:1] else word
    mapped = _spellings().sub(lambda match: classes["sound"][match.group()], mapped)
    return "".join([letter for letter, _ in groupby(mapped)])


@cache
def _spellings() -> re.Pattern[str]:
    longest_first = sorted(_classes()["sound"], key=lambda spelling: (-len(spelling), spelling))
    return re.compile("|".join(map(re.escape, longest_first)))


@cache
def _classes() -> dict[str, dict[str, str]]:
    """The rows of spellings.tsv by their first column."""
    text = resources.files(__package__).joinpath("spellings.tsv").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            group, written, heard = [*line.split("\t"), ""][:3]
            table.setdefault(group, {})[written] = heard
    return table
