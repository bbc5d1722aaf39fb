"""Where a name stands that nobody knows: good enough for a map of a whole report, not for a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.knowledge.gazetteer.store import importance
from counterclaim.knowledge.gazetteer.words import words_for
from counterclaim.reading.places.model import Decision, Name
from counterclaim.reading.places.story import Story

WELL_KNOWN = 5.0
"""The importance, in powers of ten of people, from which a part of a name is taken for a place."""
HERE = 0.25
"""The share of the story's most named country that another has if the story plays there too."""
MOSTLY = 0.5
"""The share from which on a report mostly plays there."""


def guesses(
    names: Sequence[Name],
    known: Mapping[Name, Decision],
    beside: Mapping[Name, Sequence[Name]],
    story: Story,
    gazetteer: Gazetteer,
) -> Iterator[tuple[Name, Decision]]:
    """For names without a decision: their people's country, what they lie in, a place in their words, one beside."""
    for name in names:
        if name in known:
            continue
        if entry := gazetteer.people(name.text.rpartition("-")[2]):
            yield name, Decision(entry, "its people", guessed=True)
        elif entry := _container(name, known, beside):
            yield name, Decision(entry, "what the report says it lies in", guessed=True)
        elif entry := _part(name, known, story, gazetteer):
            yield name, Decision(entry, "a place that its name holds", guessed=True)
        elif entry := _beside(name, known, story):
            yield name, Decision(entry, "the place that is named closest to it", guessed=True)


def _container(name: Name, known: Mapping[Name, Decision], beside: Mapping[Name, Sequence[Name]]) -> Entry | None:
    found = (known[other].entry for other in beside.get(name, ())[:1] if other in known)
    return next((entry for entry in found if entry.kind not in ("country", "region")), None)


def _part(name: Name, known: Mapping[Name, Decision], story: Story, gazetteer: Gazetteer) -> Entry | None:
    """The place, or the people, that a longer name contains: the report's own, or a well-known one."""
    decided = {other.text: decision.entry for other, decision in known.items()}
    words = name.text.split()
    for size in range(len(words) - 1, 0, -1):
        for first in range(len(words) - size + 1):
            text = " ".join(words[first : first + size])
            if not text[:1].isupper() or text.lower() in words_for("never") | words_for("direction"):
                continue
            found = decided.get(text) or gazetteer.people(text) or _well_known(text, story, gazetteer)
            if found:
                return found
    return None


def _well_known(text: str, story: Story, gazetteer: Gazetteer) -> Entry | None:
    """The largest place of this name where the story plays."""
    found = [e for e in gazetteer.lookup(text, fuzzy=False) if importance(e) >= WELL_KNOWN]
    here = [e for e in found if any(story.country_share(code) >= HERE for code in e.countries)]
    return max(here, key=importance, default=None)


def _beside(name: Name, known: Mapping[Name, Decision], story: Story) -> Entry | None:
    """For a name that nobody knows, mostly a building or a road, the place that is named closest to it.

    Rather a town or a unit than a country, and rather where the report mostly plays.
    """
    entries = {other: decision.entry for other, decision in known.items()}
    local = [other for other, entry in entries.items() if entry.kind not in ("country", "region")]
    here = [o for o in local if any(story.country_share(code) >= MOSTLY for code in entries[o].countries)]
    nearest = min(
        here or local or list(entries), key=lambda other: (abs(other.start - name.start), other.start), default=None
    )
    return entries[nearest] if nearest else None
