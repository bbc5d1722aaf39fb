"""Which places a name may mean, before any is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.folding import fold, plain_unit
from counterclaim.knowledge.gazetteer.store import LARGE, importance
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.places.evidence import lies_in
from counterclaim.reading.places.model import Name
from counterclaim.reading.places.names import is_kind_word
from counterclaim.reading.places.story import Story

LEAST_SPELLING = 0.62
SEAT_SPELLING, OTHER_NAME = 0.75, 0.97
CANDIDATES = 60
_ACRONYM_KINDS = ("country", "admin1", "region", "facility")

Found = dict[tuple[str, float, float], Entry]


def candidates(group: Sequence[Name], gazetteer: Gazetteer, story: Story) -> list[Entry]:
    """Places that the names of one group may mean.

    Those of the exact spelling alone, where one of them is large or in the story, or where nothing marks the name as a
    place's; no other spellings of acronyms and of facilities.
    """
    name = group[0]
    if is_people(name.text, gazetteer) or fold(name.text) in words_for("never"):
        return []
    exact = _seats(name, _exact(name, gazetteer), gazetteer)
    settled = any(importance(e) >= LARGE or any(map(story.country_share, e.countries)) or e.own for e in exact)
    marked = any(each.labelled or each.hint for each in group)
    if settled or not marked or _is_acronym(name.text) or (name.hint == "facility" and " " in name.text):
        return exact[:CANDIDATES]
    found = {_key(entry): entry for entry in exact}
    for text in dict.fromkeys((name.text, name.bare)):
        for entry in gazetteer.lookup(text):
            if entry.score >= LEAST_SPELLING:
                found.setdefault(_key(entry), entry)
    return sorted(found.values(), key=lambda e: -e.score)[:CANDIDATES]


def _seats(name: Name, exact: list[Entry], gazetteer: Gazetteer) -> list[Entry]:
    """Where only units bear the name and no word for one stands beside it: towns spelt alike that lie in them."""
    if not exact or name.hint == "unit" or any(entry.kind != "admin2" for entry in exact):
        return exact
    towns = [e for e in gazetteer.lookup(name.bare) if e.kind == "town" and e.score >= SEAT_SPELLING]
    return [replace(e, score=OTHER_NAME) for e in towns if any(lies_in(e, unit) for unit in exact)] or exact


def _exact(name: Name, gazetteer: Gazetteer) -> list[Entry]:
    """The places of this very name, with or without the word for what it is."""
    found: Found = {}
    for text in dict.fromkeys((name.text, name.bare, plain_unit(name.text))):
        for entry in gazetteer.lookup(text, fuzzy=False):
            found.setdefault(_key(entry), entry)
        if found:
            break
    if not found and name.hint == "facility":
        found = _named_after(name.bare, gazetteer)
    return [entry for entry in found.values() if not _is_acronym(name.text) or entry.kind in _ACRONYM_KINDS]


def _key(entry: Entry) -> tuple[str, float, float]:
    return entry.name, entry.lat, entry.lon


def _named_after(text: str, gazetteer: Gazetteer) -> Found:
    """The town that begins a facility's name ("Springfield International Airport"), where it is a town's."""
    words = text.split()
    for size in range(len(words) - 1, 0, -1):
        if words[0].lower() in words_for("never") or is_kind_word(words[0].lower()):
            break
        known = gazetteer.lookup(" ".join(words[:size]), fuzzy=False)
        if known and max(known, key=importance).kind not in ("town", "village"):
            break
        if known:
            return {_key(e): e for e in known if e.kind in ("town", "village") and e.score == 1.0}
    return {}


def is_people(text: str, gazetteer: Gazetteer) -> bool:
    """Is it a people's name or adjective alone? "Russian" is no place, though towns are called so."""
    text = re.sub(r"^(?:anti|pro|ex|non|former)-", "", text, flags=re.IGNORECASE)
    if text.endswith("ans") and gazetteer.lookup(text.removesuffix("ans"), fuzzy=False):
        return True
    return gazetteer.people(text) is not None and not any(
        entry.kind in ("country", "region") for entry in gazetteer.lookup(text, fuzzy=False)
    )


def _is_acronym(text: str) -> bool:
    """Two to four capitals stand for a state or a region, not for a town that happens to be called so."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 <= len(letters) <= 4 and all(letter.isupper() for letter in letters)
