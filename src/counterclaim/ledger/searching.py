"""Claims searched by words and by facets: what they are filed under, and how they are found again.

Every claim of a current reading has one row in `searched`. Its key begins with the day on which it was said, so that
keys in order are claims in order of time, and a page of answers goes on where the last one ended. What a claim is
narrowed down by stands in its tags, words that nobody writes: one index answers for words, facets and days together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from counterclaim.errors import InputError
from counterclaim.ledger import engine, fulltext, review
from counterclaim.ledger.filing import COLUMNS, EVERY, FACETS, SHIFT, split, tag
from counterclaim.ledger.fulltext import Index, Sought, Term
from counterclaim.ledger.schema import claims, readings, searched, tallies
from counterclaim.ledger.sql import slices
from counterclaim.ledger.store import Ledger
from counterclaim.records import Claim

COUNTED = 5_000
"""Answers that are counted; of more it is said that they are more, and facets are those of the first in order."""
MOST_VALUES = 50
"""Values of a facet that are listed, those with most claims first."""
LARGEST_PAGE = 500
LARGEST_KEY = 2**63 - 1
WORD = re.compile(r'(?P<barred>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Search:
    """What is looked for; all that is given must fit.

    `text` holds words that stand in the claim or its report's title, "words side by side", beginnings* and -words that
    must not stand there. Of each facet one of the values must fit, exactly as `facets` gives them. `after` and `before`
    are days, inclusive, on which a claim was said, or its report published where it does not tell.
    """

    text: str = ""
    facets: Mapping[str, Collection[str]] | None = None
    after: date | None = None
    before: date | None = None
    newest_first: bool = True


class Hit(NamedTuple):
    """A claim that was found, as people see it, its report's header, and where the words stand.

    `in_quote` and `in_title` are offsets into the claim's quote and the report's title.
    """

    claim: Claim
    report: dict[str, Any]
    day: date | None
    review: str
    in_quote: list[tuple[int, int]]
    in_title: list[tuple[int, int]]


class Page(NamedTuple):
    """A page of answers; `next` asks for the following one, None where there is none."""

    hits: list[Hit]
    next: str | None


class Tally(NamedTuple):
    """How many answers there are, and of which values; `complete` unless there are more than are counted."""

    total: int
    complete: bool
    facets: dict[str, list[tuple[str, int]]]
    months: list[tuple[str, int]]


def search(ledger: Ledger, wanted: Search, *, size: int = 50, after: str | None = None) -> Page:
    """The claims that fit `wanted` in order of time, `size` of them, behind the page that gave `after` as its next."""
    if not 0 < size <= LARGEST_PAGE:
        raise InputError(f"a page of {size} claims: ask for 1 to {LARGEST_PAGE}")
    with ledger.transaction() as connection:
        index = engine.words(connection)
        query = _ordered(index, index.marked(_sought(connection, wanted)), wanted)
        if after is not None:
            here, last = index.key, _key_of(after)
            query = query.where(here < last if wanted.newest_first else here > last)
        rows = connection.execute(query.limit(size + 1)).all()
        hits = _hits(connection, rows[:size])
        return Page(hits, str(rows[size - 1].key) if len(rows) > size else None)


def tally(ledger: Ledger, wanted: Search) -> Tally:
    """How many claims fit `wanted`, and how many of them have which value of each facet."""
    with ledger.transaction() as connection:
        if not is_narrow(wanted):
            return _of_all(connection)
        keys = _matching(connection, wanted).limit(COUNTED + 1).subquery()
        columns = [searched.c[name] for name in (*COLUMNS, "key")]
        rows = connection.execute(select(*columns).join(keys, keys.c.key == searched.c.key)).all()
    complete = len(rows) <= COUNTED
    *cells, found = zip(*rows[:COUNTED], strict=True) if rows else [()] * (len(COLUMNS) + 1)
    counted = {facet: _most(_values(column)) for facet, column in zip(FACETS, cells, strict=True)}
    return Tally(len(found), complete, counted, _by_month(found))


def _by_month(keys: Iterable[int]) -> list[tuple[str, int]]:
    """How many of the keys are of which month; those of no day are left out."""
    months: Counter[str] = Counter()
    for ordinal, times in Counter(key >> SHIFT for key in keys).items():
        if ordinal:
            months[f"{date.fromordinal(ordinal):%Y-%m}"] += times
    return sorted(months.items())


def values(ledger: Ledger, facet: str, beginning: str = "", most: int = MOST_VALUES) -> list[tuple[str, int]]:
    """Values of a facet over the whole ledger, those with most claims first; only those that begin so."""
    begins = tallies.c.value >= beginning, tallies.c.value < beginning + "\U0010ffff"
    query = select(tallies.c.value, tallies.c.claims).where(tallies.c.facet == facet, tallies.c.claims > 0)
    query = query.where(*begins) if beginning else query
    with ledger.transaction() as connection:
        rows = connection.execute(query.order_by(tallies.c.claims.desc(), tallies.c.value).limit(most))
        return [(row.value, row.claims) for row in rows]


def matching_claims(connection: Connection, wanted: Search, most: int) -> Any:
    """A query for the keys of the claims that fit, `most` of them, the newest first."""
    keys = _matching(connection, wanted).limit(most).subquery()
    return select(searched.c.claim_key).join(keys, keys.c.key == searched.c.key)


def is_narrow(wanted: Search) -> bool:
    """Whether anything is asked for, or every claim fits."""
    return bool(terms(wanted.text) or any((wanted.facets or {}).values()) or wanted.after or wanted.before)


def _values(cells: Iterable[str | None]) -> Counter[str]:
    same = Counter(cells)
    found: Counter[str] = Counter()
    for cell, times in same.items():
        for value in split(cell):
            found[value] += times
    return found


def _most(found: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]


def _of_all(connection: Connection) -> Tally:
    """The tally of the whole ledger, which is kept."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    column = tallies.c
    for facet in ("all", *FACETS):
        query = select(column.value, column.claims).where(column.facet == facet, column.claims > 0)
        query = query.order_by(column.claims.desc(), column.value).limit(MOST_VALUES)
        found[facet] = [(row.value, row.claims) for row in connection.execute(query)]
    months = select(column.value, column.claims).where(column.facet == "month", column.claims > 0)
    listed = [(row.value, row.claims) for row in connection.execute(months.order_by(column.value))]
    total = found["all"][0][1] if found["all"] else 0
    return Tally(total, True, {facet: found[facet] for facet in FACETS}, listed)


def _sought(connection: Connection, wanted: Search) -> Sought:
    groups = []
    for facet, chosen in sorted((wanted.facets or {}).items()):
        if facet not in FACETS:
            raise InputError(f"{facet}: there is no such facet; use one of {', '.join(FACETS)}")
        if chosen:
            groups.append([tag(facet, value) for value in sorted(chosen)])
    if wanted.after or wanted.before:
        groups.append([tag("day", name) for name in _days(connection, wanted.after, wanted.before)] or ["never0"])
    words = terms(wanted.text)
    if not groups and all(term.barred for term in words):
        groups.append([EVERY])
    return Sought(words, groups)


def terms(words: str) -> list[Term]:
    """What somebody typed, as terms; what holds no letter and no digit is left out."""
    found = []
    for match in WORD.finditer(words):
        said = match["phrase"] if match["phrase"] is not None else match["word"]
        prefix = match["word"] is not None and said.endswith("*")
        if any(character.isalnum() for character in said):
            found.append(Term(said.rstrip("*"), prefix, bool(match["barred"])))
    return found


def _days(connection: Connection, after: date | None, before: date | None) -> list[str]:
    """The years, months and days that together are the time from `after` to `before` within the ledger's."""
    ends = connection.execute(
        select(func.min(tallies.c.value), func.max(tallies.c.value)).where(
            tallies.c.facet == "month", tallies.c.claims > 0
        )
    ).one()
    if ends[0] is None:
        return []
    first, last = date.fromisoformat(f"{ends[0]}-01"), _next_month(date.fromisoformat(f"{ends[1]}-01"))
    return list(_cover(max(after or first, first), min(before or last, last - timedelta(days=1))))


def _cover(first: date, last: date) -> Iterator[str]:
    """The fewest years, months and days that hold the days from `first` to `last`, both inclusive."""
    while first <= last:
        year, month = date(first.year + 1, 1, 1), _next_month(first)
        if (first.month, first.day) == (1, 1) and year - timedelta(days=1) <= last:
            yield f"{first:%Y}"
            first = year
        elif first.day == 1 and month - timedelta(days=1) <= last:
            yield f"{first:%Y-%m}"
            first = month
        else:
            yield f"{first:%Y-%m-%d}"
            first += timedelta(days=1)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _matching(connection: Connection, wanted: Search) -> Any:
    index = engine.words(connection)
    return _ordered(index, index.matching(_sought(connection, wanted)), wanted)


def _ordered(index: Index, query: Any, wanted: Search) -> Any:
    return query.order_by(index.key.desc() if wanted.newest_first else index.key)


def _key_of(after: str) -> int:
    if not after.isascii() or not after.isdecimal() or int(after) > LARGEST_KEY:
        raise InputError(f"{after}: this is no page's end; ask for the first page again")
    return int(after)


def _hits(connection: Connection, rows: Sequence[Any]) -> list[Hit]:
    """The claims behind keys with marked texts, in the same order."""
    columns = searched.c.key, searched.c.day, searched.c.review, claims.c.json, readings.c.header
    found = {}
    for part in slices(row.key for row in rows):
        query = select(*columns).join_from(searched, claims).join(readings, readings.c.key == claims.c.reading_key)
        found.update({row.key: row for row in connection.execute(query.where(searched.c.key.in_(part)))})
    read = {key: msgspec.json.decode(row.json, type=Claim, strict=False) for key, row in found.items()}
    lines = review.lines_of(connection, [claim.id for claim in read.values()])
    seen = {key: review.seen(claim, lines.get(claim.id, ())) for key, claim in read.items()}
    return [_hit(seen[row.key], found[row.key], row.quote, row.title) for row in rows]


def _hit(claim: Claim, row: Any, quote: str, title: str) -> Hit:
    report = msgspec.json.decode(row.header)
    in_quote, in_title = fulltext.spans(quote, claim.quote), fulltext.spans(title, report.get("title") or "")
    return Hit(claim, report, row.day, row.review, in_quote, in_title)
