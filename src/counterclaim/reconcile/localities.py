"""Which words of a report name places, whether or not a gazetteer knows them: "near Orlec", "the market of Corvane".

A name that stands once where a place does is a place wherever the report says it. Lands and regions are none: nearly
every claim is of one, and none is told from another by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from counterclaim.reconcile.places import WIDE
from counterclaim.reconcile.words import STEM, WORD, words
from counterclaim.records import Actor, Claim, Event, Place

SHORTEST = 4
"""Letters of the shortest word that is taken for a place's."""


def localities(claims: Sequence[Claim]) -> frozenset[str]:
    """The stems of the words that name places in `claims`, as `stems` cuts them."""
    lands: set[str] = set()
    known: set[str] = set()
    for claim in claims:
        for match in words().located.finditer(claim.quote):
            known |= _stems(match["name"])
        for place in (event.place for event in claim.events if event.place is not None):
            said = _stems(_said(claim, place))
            if place.precision in WIDE:
                lands |= said | _stems(place.name)
            else:
                known |= said
    return frozenset(known - lands - words().generic)


def whereabouts(claim: Claim, places: frozenset[str]) -> frozenset[str]:
    """Those of `places` that the claim names: not as the name of who speaks or acts ("Corvane denied it")."""
    actors = [claim.speaker, *(actor for event in claim.events for actor in _actors(event))]
    spoken = {stem for actor in actors if len(found := _stems(_said(claim, actor))) == 1 for stem in found}
    return (_stems(own_ground(claim.quote)) & places) - spoken


def own_ground(text: str) -> str:
    """`text` without the places that only tell where another one lies: "9 km north-west of Corvane"."""
    return words().bearing.sub(" ", text)


def _actors(event: Event) -> Iterable[Actor]:
    return (*event.agents, *event.targets)


def _said(claim: Claim, named: Actor | Place) -> str:
    """The words of the claim that name it; none where it is named elsewhere."""
    if named.start is None or named.end is None or not claim.start <= named.start < named.end <= claim.end:
        return ""
    return claim.quote[named.start - claim.start : named.end - claim.start]


def _stems(text: str) -> frozenset[str]:
    """The beginnings of the capitalised words."""
    return frozenset(word[:STEM].lower() for word in WORD.findall(text) if len(word) >= SHORTEST and word[0].isupper())
