"""Links between the claims of one incident: agrees, contradicts, denies, revises, repeats; each with its field and why.

What can both be true is no contradiction: ranges that meet, "at least", parts and wholes, tolls that rose from one day
to the next, counts of different people. The outlet is not the speaker: what a report says in its own voice is linked
only to the passage that it copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from counterclaim.reconcile.counting import counts
from counterclaim.reconcile.denials import contests, deeds, denials, outcomes
from counterclaim.reconcile.origins import copies
from counterclaim.reconcile.parties import with_parties
from counterclaim.reconcile.positions import Positions, agents
from counterclaim.reconcile.targets import targets
from counterclaim.reconcile.told import Told, link, totals
from counterclaim.reconcile.voices import Voices
from counterclaim.records import Link


def links(accounts: Iterable[Told]) -> tuple[Link, ...]:
    """Every link between two claims of an incident, each pair and field once, in order."""
    told = with_parties(sorted((one for one in accounts if not one.headline), key=lambda one: one.order))
    voiced = [one for one in told if one.side is not None]
    voices, positions = Voices(told), Positions(voiced)
    found = _Found({one.id: one.report.id for one in told})
    for one in (
        *_copies(told, positions, voices),
        *denials(voiced, positions),
        *agents(voiced, positions, voices),
        *contests(voiced, voices),
        *targets(voiced, voices),
        *outcomes(voiced),
    ):
        found.add(one)
    for one in deeds(voiced, voices):
        found.add_if_unanswered(one)
    for one in counts(voiced, voices):
        found.add(one)
    return found.links()


class _Found:
    """The links found so far: one for each pair of claims and field, and that a deed happened only where nothing else

    relates the two, and no denial of it has found what it denies in its own report.
    """

    def __init__(self, report: Mapping[str, str]) -> None:
        self._report = report
        self._links: dict[tuple[frozenset[str], str], Link] = {}
        self._related: set[frozenset[str]] = set()
        self._answered: set[str] = set()

    def add(self, one: Link) -> None:
        pair = frozenset((one.from_, one.to))
        if one.field == "type" and (pair in self._related or one.from_ in self._answered):
            return
        self._links.setdefault((pair, one.field), one)
        self._related.add(pair)
        if one.relation == "denies" and self._report[one.from_] == self._report[one.to]:
            self._answered.add(one.from_)

    def add_if_unanswered(self, one: Link) -> None:
        """Adds a denial that names its deed, if it has not found yet what it denies."""
        if one.from_ not in self._answered:
            self.add(one)

    def links(self) -> tuple[Link, ...]:
        """All, in order."""
        return tuple(sorted(self._links.values(), key=lambda one: (one.from_, one.to, one.field)))


def _copies(told: Sequence[Told], positions: Positions, voices: Voices) -> Iterator[Link]:
    """Passages that stand in two reports, each beside the one that is most like it."""
    shares = copies(told, voices)
    by_id = {one.id: one for one in told}
    best: dict[tuple[str, str], float] = {}
    for (a, b), share in shares.items():
        for own, other in ((a, b), (b, a)):
            key = own, by_id[other].report.id
            best[key] = max(share, best.get(key, 0.0))
    for (a, b), share in shares.items():
        if _denies(by_id[a]) != _denies(by_id[b]):
            continue  # the words of what is denied, and no copy of it
        if share == best[a, by_id[b].report.id] == best[b, by_id[a].report.id]:
            for field in _fields(by_id[a], by_id[b], positions):
                yield link(by_id[b], by_id[a], "repeats", field, "nearly the same words")


def _denies(told: Told) -> bool:
    """Does it say that something was not so?"""
    return told.claim.stance == "denies" or any(event.status == "denied" for event in told.events)


def _fields(a: Told, b: Told, positions: Positions) -> list[str]:
    """What two copies of one passage share: their counts, else who did it, else that it happened.

    Nothing, where each counts and the counts differ: then the words are those of an older story.
    """
    counted = [{(n.figure.effect, n.low) for n in totals(one)} for one in (a, b)]
    if all(counted):
        return sorted({effect for effect, _ in counted[0] & counted[1]})
    return ["agents"] if positions.of(a) and positions.of(b) else ["type"]
