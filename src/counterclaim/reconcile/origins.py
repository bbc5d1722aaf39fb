"""Origins: which passages are one voice again. Wire copy is found by its words, quotation by its speaker and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from counterclaim.reconcile.grouping import neighbourhoods
from counterclaim.reconcile.told import Told
from counterclaim.reconcile.voices import Voices
from counterclaim.records import Origin

SHINGLE = 3
"""Words of a shingle: fewer are found by chance, more are broken by one changed word of a spun copy."""
COPY = 0.5
"""The share of the shorter passage's shingles that two passages have in common where one copies the other."""
ECHO = 0.3
"""The same where one speaker is quoted in both."""
WHOLE = 0.7
"""The same for a whole passage with its speaker, where what is said is too short to tell."""
LEAST = 4
"""Shingles of the shortest passage that can be told to be a copy."""
WORD = re.compile(r"\w+")


def copied(a: Told, b: Told, voices: Voices) -> float:
    """How surely two passages of two reports are one, nought where they are two.

    The words of what is said count, and the whole passage where those are too few to tell. Less is enough where one
    speaker is quoted in both.
    """
    if a.report.id == b.report.id:
        return 0.0
    share = alike(a.content, b.content)
    if share is None:
        whole = alike(a.claim.quote, b.claim.quote) or 0.0
        return whole if whole >= WHOLE and a.claim.stance == b.claim.stance else 0.0
    return share if share >= COPY or (share >= ECHO and voices.same(a, b)) else 0.0


def alike(a: str, b: str) -> float | None:
    """The share of the shorter text's shingles that the other has too, from 0 to 1; None where it is too short."""
    one, other = shingles(a), shingles(b)
    least = min(len(one), len(other))
    return len(one & other) / least if least >= LEAST else None


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of `SHINGLE` words, small."""
    found = [word.lower() for word in WORD.findall(text)]
    return frozenset(tuple(found[at : at + SHINGLE]) for at in range(len(found) - SHINGLE + 1))


def origins(accounts: Sequence[Told], voices: Voices) -> tuple[Origin, ...]:
    """The reports of an incident as independent voices: those of which one copies the other are one.

    Two reports are one origin where at least half of what the shorter says of the incident stands in the other too, or
    where one names the other's outlet as the voice that it reports through.
    """
    by_report: dict[str, list[Told]] = {}
    for told in sorted(accounts, key=lambda told: told.order):
        by_report.setdefault(told.report.id, []).append(told)
    reasons = {
        frozenset((a, b)): why
        for a, b in combinations(by_report, 2)
        if (why := _one_origin(by_report[a], by_report[b], voices))
    }
    groups = neighbourhoods(by_report, reasons)
    order = {report: at for at, report in enumerate(by_report)}
    ordered = sorted((sorted(group, key=order.__getitem__) for group in groups), key=lambda group: order[group[0]])
    return tuple(Origin(reports=tuple(group), why=_why(group, reasons)) for group in ordered)


def _one_origin(a: list[Told], b: list[Told], voices: Voices) -> str:
    """Why two reports are one origin, empty where they are two."""
    shorter, longer = sorted((a, b), key=len)
    held = [told for told in shorter if any(copied(told, other, voices) for other in longer)]
    if 2 * len(held) > len(shorter):
        return f"{len(held)} of {len(shorter)} passages stand in both"
    for one, other in ((a, b), (b, a)):
        outlet = other[0].report.outlet
        through = [told for told in one if any(actor.name == outlet for actor in told.claim.via)]
        if outlet and 2 * len(through) > len(one):
            return f"reported through {outlet}"
    return ""


def _why(group: Iterable[str], reasons: dict[frozenset[str], str]) -> str:
    members = set(group)
    return "; ".join(sorted({why for pair, why in reasons.items() if pair <= members}))
