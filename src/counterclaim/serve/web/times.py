"""A time as a drawn picture: a bar a month or a day, each a link that narrows to it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from counterclaim.serve.web.rendering import MONTHS

HEIGHT, FOOT = 64, 16
LEAST = 4
"""Pixels of the thinnest bar."""


class Bar(NamedTuple):
    """The days from `first` to `last` and how much there is of them."""

    first: date
    last: date
    number: int


def months(found: Sequence[tuple[str, int]]) -> list[Bar]:
    """Bars of months written 2024-03; months without anything between two are bars of nothing."""
    bars: list[Bar] = []
    for name, number in sorted(found):
        first = date.fromisoformat(f"{name}-01")
        while bars and bars[-1].last + timedelta(days=1) < first:
            bars.append(_month(bars[-1].last + timedelta(days=1), 0))
        bars.append(_month(first, number))
    return bars


def days(found: Sequence[tuple[date, int]]) -> list[Bar]:
    """Bars of days, those without anything between two too."""
    counted = dict(found)
    if not counted:
        return []
    first, last = min(counted), max(counted)
    every = (first + timedelta(days=passed) for passed in range((last - first).days + 1))
    return [Bar(day, day, counted.get(day, 0)) for day in every]


def _month(first: date, number: int) -> Bar:
    return Bar(first, first.replace(day=monthrange(first.year, first.month)[1]), number)


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
        if x - last >= room and x < width - room / 2:
            last = int(x)
            yield f'<text x="{x:.1f}" y="{height - 4}">{escape(_name(bar))}</text>'


def _name(bar: Bar) -> str:
    name = f"{MONTHS[bar.first.month - 1]} {bar.first.year}"
    return f"{bar.first.day} {name}" if bar.first == bar.last else name
