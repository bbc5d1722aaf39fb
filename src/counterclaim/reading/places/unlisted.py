"""Places that no list knows and of which the report does not say where they lie: a name without a point.

The report says that something happened there, so the record says it too; to take another place from before would be
wrong. Only what the model takes for a place throughout the report and what stands where a place must is one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import fold
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places.candidates import is_people
from counterclaim.reading.places.grouping import stand_together
from counterclaim.reading.places.model import Decision, Name
from counterclaim.reading.places.names import is_kind_word, key_of, preposition

SHORTEST = 4
"""Letters of a name; a shorter one is an abbreviation or the front half of something."""
LONGEST = 3
"""Words of a name."""
PLACING = frozenset({"in", "at", "near", "around", "outside", "into"})
"""Prepositions after which a name is a place's."""


def unlisted(
    document: Document, names: Sequence[Name], decided: Mapping[Name, Decision], gazetteer: Gazetteer
) -> Iterator[tuple[Name, Decision]]:
    """Each such name, wherever the report has it."""
    left = [n for n in names if n not in decided and n.labelled and n.hint in ("", "settlement", "facility")]
    others = _labels(document)
    named = [name for name in left if _may_name(name, gazetteer) and not others[name.bare]]
    keys = {key_of(name) for name in named if _is_placed(document.sentences[name.sentence], name)}
    for before, name in pairwise(names):
        placed = before in decided or key_of(before) in keys
        if placed and name in named and stand_together(document, before, name):
            keys.add(key_of(name))
    for name in left:
        if key_of(name) in keys:
            entry = Entry(
                name=name.bare, geonameid=None, lat=math.nan, lon=math.nan, country=None, admin1=None, admin2=None,
                kind="village", population=0, score=1.0, alias=fold(name.bare),
            )  # fmt: skip
            yield name, Decision(entry, "in no list, and the report does not say where it lies")


def _labels(document: Document) -> Counter[str]:
    """How often the model takes each name for something else than a place."""
    return Counter(
        document.text[sentence.tokens[label.first].start : sentence.tokens[label.last - 1].end]
        for sentence in document.sentences
        for label in sentence.names
        if label.label != "LOC"
    )


def _may_name(name: Name, gazetteer: Gazetteer) -> bool:
    """Is it a name by its letters, and no people's?"""
    words = name.bare.split()
    letters = sum(letter.isalpha() for letter in name.bare)
    parts = [part for word in words for part in word.split("-") if len(part) > 2 or part not in words_for("particles")]
    capital = all(part[:1].isupper() for part in parts if len(part) > 2) and words[0][0].isupper()
    return capital and letters >= SHORTEST and len(words) <= LONGEST and not is_people(name.text, gazetteer)


def _is_placed(sentence: Sentence, name: Name) -> bool:
    """Does "in", "near" or "the village of" stand before it, and is it no part of a longer name, nor "the X market"?"""
    after = sentence.tokens[name.last].text if name.last < len(sentence.tokens) else ""
    if after[:1].isupper() or after in ("'s", "’s", "-", "/") or after.lower() in words_for("facility"):
        return False
    before = sentence.tokens[name.first - 1] if name.first else None
    if before is not None and before.text[:1].isupper() and before.lower not in words_for("locative"):
        return False
    if name.hint and before is not None and (before.lower == "of" or is_kind_word(before.lower)):
        return True
    return preposition(sentence, name.first) in PLACING
