"""A time as a drawn picture: a bar a day, a month or a year, each a link that narrows to it."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from counterclaim.serve.web.rendering import MONTHS

HEIGHT, FOOT = 64, 16
DAYS_OF_A_MONTH = 31
LEAST = 4
"""Pixels of the thinnest bar."""


class Bar(NamedTuple):
    """The days from `first` to `last` and how much there is of them; `earlier` where it is all before the others."""

    first: date
    last: date
    number: int
    earlier: bool = False


def bars(found: Sequence[tuple[date, int]], *, most: int) -> list[Bar]:
    """Bars of days, or of months where that would be more than `most`, or of years.

    Where half of all lies in the last days that have room, what is earlier is one bar before them.
    """
    if not found:
        return []
    first, last = min(day for day, _ in found), max(day for day, _ in found)
    lately = last - timedelta(days=most - 2)
    recent = [(day, number) for day, number in found if day >= lately]
    if first < lately and 2 * sum(n for _, n in recent) >= sum(n for _, n in found):
        begun = min(day for day, _ in recent)
        before = Bar(first, begun - timedelta(days=1), sum(n for day, n in found if day < begun), earlier=True)
        return [before, *bars(recent, most=most)]
    if (last - first).days < most:
        return _grouped(found, lambda day: day, lambda day: day)
    if (last.year - first.year) * 12 + last.month - first.month < most:
        return _grouped(found, lambda day: day.replace(day=1), _end_of_month)
    return _grouped(found, lambda day: day.replace(month=1, day=1), lambda day: day.replace(month=12, day=31))


def _grouped(
    found: Sequence[tuple[date, int]], begin: Callable[[date], date], end: Callable[[date], date]
) -> list[Bar]:
    """A bar for each span from the first to the last, those of nothing too."""
    counted: Counter[date] = Counter()
    for day, number in found:
        counted[begin(day)] += number
    made, at = [], min(counted)
    while at <= max(counted):
        made.append(Bar(at, end(at), counted[at]))
        at = end(at) + timedelta(days=1)
    return made


def _end_of_month(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def time_picture(bars: Sequence[Bar], address: Callable[[Bar], str], *, width: int = 960, height: int = HEIGHT) -> str:
    """The bars side by side, empty where there are none."""
    if not bars:
        return ""
    most = max(bar.number for bar in bars) or 1
    step = max(min(width / len(bars), 64), 0.5)
    parts = [
        f'<svg class="times" viewBox="0 0 {width} {height}" role="group" aria-label="Over time" '
        'xmlns="http://www.w3.org/2000/svg">',
        f'<line x1="0" x2="{width}" y1="{height - FOOT}" y2="{height - FOOT}" stroke="currentColor" '
        'stroke-opacity=".3"/>',
        *(part for at, bar in enumerate(bars) if bar.number for part in _bar(at, bar, step, most, height, address)),
        *_names(bars, step, height, width),
        "</svg>",
    ]
    return "".join(parts)


def _bar(at: int, bar: Bar, step: float, most: int, height: int, address: Callable[[Bar], str]) -> Iterator[str]:
    high = max(bar.number / most * (height - FOOT - 4), 2)
    said = f"{_name(bar)}: {bar.number:,}"
    x, wide = at * step, max(step - (1 if step > LEAST else 0), 0.5)
    yield f'<a href="{escape(address(bar))}" aria-label="{escape(said)}">'
    yield f'<rect class="back" x="{x:.1f}" y="0" width="{step:.1f}" height="{height - FOOT}"/>'
    yield f'<rect x="{x:.1f}" y="{height - FOOT - high:.1f}" width="{wide:.1f}" height="{high:.1f}">'
    yield f"<title>{escape(said)}</title></rect></a>"


def _names(bars: Sequence[Bar], step: float, height: int, width: int) -> Iterator[str]:
    """As many of the bars as there is room for are named."""
    room = 74
    last = -room
    for at, bar in enumerate(bars):
        x = at * step
        if x - last >= room and x < width - room:
            last = int(x)
            yield f'<text x="{x:.1f}" y="{height - 4}">{escape(_name(bar))}</text>'


def _name(bar: Bar) -> str:
    if bar.earlier:
        return "earlier"
    if (bar.last - bar.first).days > DAYS_OF_A_MONTH:
        return str(bar.first.year)
    name = f"{MONTHS[bar.first.month - 1]} {bar.first.year}"
    return f"{bar.first.day} {name}" if bar.first == bar.last else name
