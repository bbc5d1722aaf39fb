"""One key for all spellings of a name: case, accents, dots, hyphens and apostrophes do not count."""

import re
import unicodedata
from functools import lru_cache

_POSSESSIVE = re.compile(r"['’ʼ`´]s\b")
_DROPPED = re.compile(r"['’‘ʼʻ`´\".“”«»]")
_SPACES = re.compile(r"[\s\-‐‑–—/_,&]+")
ARTICLES = ("the", "a", "an")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_LONGEST_ACRONYM = 6


@lru_cache(maxsize=1 << 14)
def key(text: str) -> str:
    """The form under which a name is looked up: "Côte d'Ivoire" and "cote dIvoire" are one; "X's" keeps its mark."""
    words = plain_words(text)
    plain = " ".join(words) if words else _without_signs(text).casefold()
    plain = plain.replace(" of the ", " of ")
    article, _, rest = plain.partition(" ")
    return rest if rest and article in ARTICLES else plain


def plain_words(text: str) -> list[str] | None:
    """The words in small letters, where they are of Latin letters and digits alone: those of the key. Else None."""
    words = text.lower().split()
    return words if text.isascii() and "".join(words).isalnum() else None


def _without_signs(text: str) -> str:
    plain = _POSSESSIVE.sub(" §s", text if text.isascii() else _without_accents(text))
    return _SPACES.sub(" ", _DROPPED.sub("", plain)).strip()


@lru_cache(maxsize=1 << 14)
def is_acronym(text: str) -> bool:
    """Is this a name in capitals, its article aside, that would be a common word in small letters: US, the WHO, AA?"""
    article = _ARTICLE.match(text)
    letters = [c for c in text[article.end() if article else 0 :] if c.isalpha()]
    return 1 < len(letters) <= _LONGEST_ACRONYM and all(c.isupper() for c in letters)


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize(
        "NFKD", text.replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("đ", "d")
    )
    return "".join(c for c in letters if not unicodedata.combining(c))
