"""A toll over time as a drawn picture: a step for each count, a line for each voice. SVG that prints, no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from counterclaim import words
from counterclaim.records import Count, Toll

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 28, 30
COLOURS = ("#0b5cad", "#b3410e", "#1b7f4d", "#7a3e9d", "#8a6d00", "#5b5b5b")
"""Told apart by people who confuse red and green; the order is that of the voices."""
TICKS = 4


@dataclass(frozen=True)
class Scale:
    """From days and counts to points of the picture."""

    first: date
    days: int
    most: int

    def x(self, day: date) -> float:
        share = (day - self.first).days / self.days if self.days else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, number: int) -> float:
        return round(HEIGHT - BOTTOM - number / self.most * (HEIGHT - TOP - BOTTOM), 1)


def toll_picture(toll: Toll) -> str:
    """The picture of one toll; empty where fewer than two counts have a day. Parts of the toll are left out."""
    lines: defaultdict[str, list[tuple[date, Count]]] = defaultdict(list)
    for count in toll.by:
        if count.said_on is not None and not count.part:
            lines[count.speaker].append((count.said_on, count))
    if sum(map(len, lines.values())) < 2:
        return ""
    days = [day for line in lines.values() for day, _ in line]
    most = max(_end(count) for line in lines.values() for _, count in line)
    scale = Scale(min(days), (max(days) - min(days)).days, max(most, 1))
    title = f"{toll.effect}, {toll.victims.replace('_', ' ')}, as said over time"
    parts = [
        f'<svg class="toll" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}" '
        'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif" font-size="11">',
        f"<title>{escape(title)}</title>",
        *_axes(scale),
        *(part for at, (voice, line) in enumerate(lines.items()) for part in _line(at, voice, line, scale)),
        "</svg>",
    ]
    return "".join(parts)


def _end(count: Count) -> int:
    return count.min if count.max is None else count.max


def _axes(scale: Scale) -> Iterable[str]:
    bottom = HEIGHT - BOTTOM
    for step in sorted({round(scale.most * tick / TICKS) for tick in range(TICKS + 1)}):
        y = scale.y(step)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="currentColor" stroke-opacity="0.15"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end" fill="currentColor">{step:,}</text>'
    last = date.fromordinal(scale.first.toordinal() + scale.days)
    for day, anchor in ((scale.first, "start"), (last, "end")) if scale.days else ((scale.first, "middle"),):
        x = scale.x(day)
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="{anchor}" fill="currentColor">{day}</text>'


def _line(at: int, voice: str, line: Sequence[tuple[date, Count]], scale: Scale) -> Iterable[str]:
    """One voice: a range is a bar from its least to its greatest, a later count a step from the one before."""
    colour = COLOURS[at % len(COLOURS)]
    ordered = sorted(line, key=lambda said: said[0])
    path = ""
    for day, count in ordered:
        x, y = scale.x(day), scale.y(count.min)
        path += f"H{x}V{y}" if path else f"M{x} {y}"
        if _end(count) != count.min:
            yield f'<line x1="{x}" y1="{y}" x2="{x}" y2="{scale.y(_end(count))}" stroke="{colour}" stroke-width="3"/>'
        said = f"{voice}, {day}: {words.range_of(count.min, count.max)}"
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"><title>{escape(said)}</title></circle>'
    path += f"H{WIDTH - RIGHT}" if scale.days else ""
    yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-opacity="0.7"/>'
    x, y = scale.x(ordered[-1][0]), scale.y(ordered[-1][1].min)
    anchor, beside = ("end", x - 7) if x > WIDTH / 2 else ("start", x + 7)
    label = escape(f"{voice} {words.range_of(ordered[-1][1].min, ordered[-1][1].max)}")
    yield f'<text x="{beside}" y="{y - 7}" text-anchor="{anchor}" fill="{colour}">{label}</text>'
