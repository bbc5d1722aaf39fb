"""Two names that the report gives one place: "Khankendi (Stepanakert)", "Bakhmut, which Russia calls Artyomovsk".

What stands between the names says so; for a bracket or a slash the gazetteer must agree, or know only one of the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places.model import Name

ONE_PLACE_KM = 10.0
"""How far apart two lists may put one place."""
NEXT, APART = 2, 9
"""Names after one, and words between the two, within which the second may be another name of the first."""


def aliases(document: Document, names: Sequence[Name], gazetteer: Gazetteer) -> Iterator[tuple[Name, Name]]:
    """Each name with another one, after it, that the report calls the same place."""
    for at, name in enumerate(names):
        for other in names[at + 1 : at + 1 + NEXT]:
            near = other.sentence == name.sentence and other.first - name.last <= APART
            if near and _is_other_name(document.sentences[name.sentence], name, other, gazetteer):
                yield name, other
                break


def _is_other_name(sentence: Sentence, name: Name, other: Name, gazetteer: Gazetteer) -> bool:
    between = " ".join(token.text for token in sentence.tokens[name.last : other.first])
    first, second = (gazetteer.lookup(each.bare, fuzzy=False) for each in (name, other))
    if any(entry.kind == "country" for entry in (*first, *second)):
        return False
    if _called().fullmatch(between):
        return True
    closed = other.last < len(sentence.tokens) and sentence.tokens[other.last].text in (")", "]")
    if between != "/" and not (between in ("(", "[") and closed):
        return False
    if not first or not second:
        return other.hint in (name.hint, "")
    return any(are_one_place(a, b) for a in first for b in second)


def are_one_place(a: Entry, b: Entry) -> bool:
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= ONE_PLACE_KM


@cache
def _called() -> re.Pattern[str]:
    """ ", which Russia calls", "(also known as", ", formerly": at most three words of who, and a word of naming."""
    naming = "|".join(sorted(words_for("naming")))
    who = r"(?:(?!(?:and|but|while|when|after|before|said|says)\b)[\w'’.-]+\s+){0,3}"
    after = r"(?:\s+(?:it|as|by|to|in|the|name|of|also|still|its|under)|\s+\w+(?=\s+as\b))*"
    return re.compile(rf"[,(\[–-]?\s*{who}(?:{naming}){after}\s*[“\"'‘]?\s*", re.IGNORECASE)
