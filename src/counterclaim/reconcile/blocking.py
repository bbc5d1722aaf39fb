"""Which strands are worth comparing. A strand is filed under keys and looks under keys; a pair meets at any of them.

Keys hold a time, so that the number of strands behind one does not grow with the ledger but with how dense its
days are. What looks and what is filed is symmetric: whoever comes later finds the other.

    d DAY CELL           days and a place: looked for in touching cells, and a day before and after
    n DAY EFFECT COUNT   days and a telling count, where one side says no place
    p, q DAY WORD        days and a word of a place's name, where one side (q) has only the word
    o DAY WORD           the same, where one side's place has no point: it meets whatever names it as its place (p)
    f, u YEAR CELL CLUE     a place and a telling count or a site, where one side (u) does not say the days
    t FAMILY MONTH PARTY    what is no act of force: truces, deployments, exchanges, by who has to do with it
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from counterclaim.knowledge.gazetteer.folding import sound
from counterclaim.reconcile.places import around, cell
from counterclaim.reconcile.traits import Strand

LONGEST = 16
"""Days of the longest time that is filed day by day; a longer one is filed under its ends."""
TELLING = 5
"""The least count that tells one incident from another; nearly every one has two dead."""
SHORT = 3
"""Letters of the longest word of a place's name that tells nothing: al, san, of."""
MONTH = 30
"""Days of a region, about as many as a report tells of."""
BACK = 1
"""Years before a report's publication in which the incident it tells of without a day may lie."""
UNDATED = range(1980, 2041)
"""Years that a report without any date may tell of; such reports are few."""


def filed(strand: Strand) -> frozenset[str]:
    """The keys that `strand` is found under."""
    return frozenset(_filed(strand))


def looked(strand: Strand) -> frozenset[str]:
    """The keys that `strand` looks under; each is one that a strand to be compared with it is filed under."""
    return frozenset(_looked(strand))


def region(key: str) -> str:
    """Where a key lies: strands have many keys in few regions, and equal keys lie in one."""
    head, _, rest = key.partition(".")
    day = head[1:]
    return str(int(day) // MONTH) if head[0] in "dnopq" and day.isdecimal() else f"{head}.{rest.partition('.')[0]}"


def _filed(strand: Strand) -> Iterator[str]:
    cells = _cells(strand)
    for day in _days(strand, 0):
        yield from (f"d{day}.{y}.{x}" for y, x in cells)
        yield from (f"n{day}.{clue}" for clue in _counts(strand))
        letter = "p" if _placed(strand) else "q"
        yield from (f"{letter}{day}.{word}" for word in _place_words(strand))
        yield from (f"o{day}.{word}" for word in _unmapped(strand))
    for year in _years(strand):
        letters = "f" if strand.stated else "u" if strand.published else "fu"
        yield from (f"{letter}{year}.{y}.{x}.{clue}" for letter in letters for y, x in cells for clue in _clues(strand))
    yield from _matters(strand)


def _looked(strand: Strand) -> Iterator[str]:
    cells = sorted({near for own in _cells(strand) for near in around(own)})
    for day in _days(strand, 1):
        yield from (f"d{day}.{y}.{x}" for y, x in cells)
        yield from (f"n{day}.{clue}" for clue in _counts(strand))
        letter = "q" if _placed(strand) else "p"
        yield from (f"{letter}{day}.{word}" for word in _place_words(strand))
        yield from (f"p{day}.{word}" for word in _unmapped(strand))
        yield from (f"o{day}.{word}" for word in _place_words(strand) if _placed(strand))
    for year in _years(strand):
        letters = "u" if strand.stated else "f" if strand.published else "fu"
        yield from (f"{letter}{year}.{y}.{x}.{clue}" for letter in letters for y, x in cells for clue in _clues(strand))
    yield from _matters(strand)


def _cells(strand: Strand) -> list[tuple[int, int]]:
    return sorted({found for spot in strand.spots if (found := cell(spot))})


def _days(strand: Strand, margin: int) -> list[int]:
    """The days of the strand, and as many before and after."""
    if strand.first is None or strand.last is None:
        return []
    first, last = strand.first.toordinal(), strand.last.toordinal()
    inner = range(first, last + 1) if last - first <= LONGEST else (first, last)
    return sorted({day + shift for day in inner for shift in range(-margin, margin + 1)})


def _counts(strand: Strand) -> list[str]:
    return sorted({f"{number.effect}.{number.min}" for number in strand.numbers if number.min >= TELLING})


def _clues(strand: Strand) -> list[str]:
    return [*_counts(strand), *strand.sites]


def _placed(strand: Strand) -> bool:
    """Whether it names a place that is no mere region."""
    return any(spot.precise for spot in strand.spots)


def _place_words(strand: Strand) -> tuple[str, ...]:
    """The words of the strand's places, or where it has none but regions, its names, which may be places'."""
    if not _placed(strand):
        return tuple(sorted(set(map(sound, strand.names))))
    return tuple(sorted({word for spot in strand.spots if spot.precise for word in spot.words}))


def _unmapped(strand: Strand) -> tuple[str, ...]:
    """The words of places that the strand names and no gazetteer has a point for: a village's name is all there is."""
    unmapped = (spot for spot in strand.spots if spot.unmapped)
    return tuple(sorted({word for spot in unmapped for word in spot.words if len(word) > SHORT}))


def _years(strand: Strand) -> list[int]:
    if strand.stated and strand.first:
        return [strand.first.year]
    day: date | None = strand.published
    return list(range(day.year - BACK, day.year + 1)) if day else list(UNDATED)


def _matters(strand: Strand) -> Iterator[str]:
    if strand.family == "force" and not strand.running:
        return
    day = strand.last or strand.published
    if day:
        matter = "running" if strand.running else strand.family
        yield from (f"t{matter}.{day.year}.{day.month}.{party}" for party in strand.parties)
