"""Origins: which passages are one voice again. Wire copy is found by its words, quotation by its speaker and words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
MET = 2
"""Shingles that two passages share at least, of which `LEAST` or more would be a copy by `ECHO`."""
WORD = re.compile(r"\w+")


def copies(told: Sequence[Told], voices: Voices) -> dict[tuple[str, str], float]:
    """How surely each two passages of two reports are one, by the ids of their claims; `told` are in order.

    Only passages that share some shingles are compared.
    """
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(told):
        for shingle in shingles(one.content) | shingles(one.claim.quote):
            holders[shingle].append(at)
    met = Counter(pair for held in holders.values() for pair in combinations(held, 2))
    near = sorted(pair for pair, n in met.items() if n >= MET)
    found = {(told[a].id, told[b].id): copied(told[a], told[b], voices) for a, b in near}
    return {pair: share for pair, share in found.items() if share}


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
    ordered = sorted(accounts, key=lambda told: told.order)
    for told in ordered:
        by_report.setdefault(told.report.id, []).append(told)
    reasons = {**_through(by_report), **_shared(by_report, copies(ordered, voices))}
    groups = neighbourhoods(by_report, reasons)
    order = {report: at for at, report in enumerate(by_report)}
    found = sorted((sorted(group, key=order.__getitem__) for group in groups), key=lambda group: order[group[0]])
    return tuple(Origin(reports=tuple(group), why=_why(group, reasons)) for group in found)


def _shared(by_report: Mapping[str, Sequence[Told]], shares: Iterable[tuple[str, str]]) -> dict[frozenset[str], str]:
    """Why reports are one origin of which the shorter stands in the other for the most part."""
    report = {told.id: name for name, accounts in by_report.items() for told in accounts}
    order = {name: at for at, name in enumerate(by_report)}
    held: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for a, b in shares:
        held[report[a], report[b]].add(a)
        held[report[b], report[a]].add(b)
    reasons = {}
    for one, other in held:
        shorter = min((one, other), key=lambda name: (len(by_report[name]), order[name]))
        passages = len(held[shorter, other if shorter == one else one])
        if 2 * passages > len(by_report[shorter]):
            why = f"{passages} of {len(by_report[shorter])} passages stand in both"
            reasons[frozenset((one, other))] = why
    return reasons


def _through(by_report: Mapping[str, Sequence[Told]]) -> dict[frozenset[str], str]:
    """Why reports are one origin of which one names the other's outlet for most that it says."""
    outlets = {name: accounts[0].report.outlet for name, accounts in by_report.items()}
    reasons = {}
    for name, accounts in by_report.items():
        named = Counter(actor.name for told in accounts for actor in {a.name: a for a in told.claim.via}.values())
        for other, outlet in outlets.items():
            if other != name and outlet and 2 * named[outlet] > len(accounts):
                reasons[frozenset((name, other))] = f"reported through {outlet}"
    return reasons


def _why(group: Iterable[str], reasons: dict[frozenset[str], str]) -> str:
    members = set(group)
    return "; ".join(sorted({why for pair, why in reasons.items() if pair <= members}))
