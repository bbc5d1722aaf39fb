"""A toll over time as a drawn picture: a step for each count, a line for each voice. SVG that prints, no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from counterclaim import words
from counterclaim.records import Count, Toll

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 720, 44, 224, 16, 30
HEIGHT = 180
"""Of the smallest picture; one of many voices is higher, so that each has a line for its name."""
NAME = 17
"""The height of a name in the right margin."""
LETTERS = 33
"""Letters of a number and a name that the margin has room for; the whole name stands in its title."""
COLOURS = ("#0b5cad", "#b3410e", "#1b7f4d", "#7a3e9d", "#8a6d00", "#5b5b5b")
"""Told apart by people who confuse red and green; the order is that of the voices. The next round is dashed."""
APART = 7
"""Pixels between the counts of two voices on one day, where there is room."""
INSET = 26
"""Pixels from the edges to the first and the last day."""
STEPS = (1, 2, 5)
LEVELS = 5
"""Lines that the height is divided by at most."""
DAYS = 8
"""Days that are named along the bottom at most."""
Address = Callable[[Count], str]
"""Where the words of a count stand."""


@dataclass(frozen=True)
class Scale:
    """From days and counts to points of the picture."""

    first: date
    days: int
    most: int
    height: int
    voices: int

    @property
    def bottom(self) -> int:
        return self.height - BOTTOM

    def x(self, day: date) -> float:
        share = (day - self.first).days / self.days if self.days else 0.5
        return round(LEFT + INSET + share * (WIDTH - LEFT - RIGHT - 2 * INSET), 1)

    def beside(self, day: date, at: int) -> float:
        """Where the voice `at` has its counts of a day: voices stand side by side, so that none hides another."""
        room = min(APART * self.voices, 0.8 * (WIDTH - LEFT - RIGHT - 2 * INSET) / max(self.days, 1))
        return round(self.x(day) + (at - (self.voices - 1) / 2) * room / self.voices, 1)

    def y(self, number: int) -> float:
        return round(self.bottom - number / self.most * (self.bottom - TOP), 1)


def toll_picture(toll: Toll, address: Address | None = None) -> str:
    """The picture of one toll; empty where fewer than two counts have a day. Parts of the toll are left out.

    With `address`, every count is a link to its words.
    """
    lines = _lines(toll)
    if sum(map(len, lines.values())) < 2:
        return ""
    days = [day for line in lines.values() for day, _ in line]
    most = max(_end(count) for line in lines.values() for _, count in line)
    height = max(HEIGHT, TOP + BOTTOM + NAME * (len(lines) + 1))
    scale = Scale(min(days), (max(days) - min(days)).days, _levels(most)[-1], height, len(lines))
    title = f"{toll.effect}, {toll.victims.replace('_', ' ')}, as said over time"
    parts = [
        f'<svg class="toll" viewBox="0 0 {WIDTH} {height}" role="{"img" if address is None else "group"}" '
        f'aria-label="{escape(title)}" '
        'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif" font-size="11">',
        f"<title>{escape(title)}</title>",
        *_axes(scale, most),
        *(part for at, line in enumerate(lines.values()) for part in _line(at, line, scale)),
        *(part for at, line in enumerate(lines.values()) for part in _counts(at, line, scale, address)),
        *_names(lines, scale),
        "</svg>",
    ]
    return "".join(parts)


def _lines(toll: Toll) -> dict[str, list[tuple[date, Count]]]:
    """Each voice's counts by day; what several reports carry of it on one day, once."""
    found: defaultdict[str, dict[tuple[date, int, int | None], Count]] = defaultdict(dict)
    for count in toll.by:
        if count.said_on is not None and not count.part:
            found[count.speaker].setdefault((count.said_on, count.min, count.max), count)
    return {
        voice: [(day, count) for (day, _, _), count in sorted(said.items(), key=lambda item: item[0][:2])]
        for voice, said in found.items()
    }


def _end(count: Count) -> int:
    return count.min if count.max is None else count.max


def _levels(most: int) -> list[int]:
    """Round numbers from nought to the first above `most`."""
    step = next(
        size * 10**power for power in range(20) for size in STEPS if size * 10**power * LEVELS >= max(most, LEVELS)
    )
    return list(range(0, max(most, 1) + step, step))


def _axes(scale: Scale, most: int) -> Iterator[str]:
    for level in _levels(most):
        y = scale.y(level)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="currentColor" stroke-opacity="0.15"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end" fill="currentColor">{level:,}</text>'
    every = max(1, -(-scale.days // (DAYS - 1)))
    for passed in range(0, scale.days + 1, every):
        day = scale.first + timedelta(days=passed)
        name = day.isoformat() if passed == 0 or day.year != (day - timedelta(days=every)).year else f"{day:%m-%d}"
        x = scale.x(day)
        yield f'<line x1="{x}" y1="{scale.bottom}" x2="{x}" y2="{scale.bottom + 4}" stroke="currentColor"/>'
        yield f'<text x="{x}" y="{scale.bottom + 18}" text-anchor="middle" fill="currentColor">{name}</text>'


def _colour(at: int) -> str:
    return COLOURS[at % len(COLOURS)]


def _line(at: int, line: Sequence[tuple[date, Count]], scale: Scale) -> Iterator[str]:
    """One voice: a later count is a step from the one before, and the last one holds until the end."""
    path = ""
    for day, count in line:
        x, y = scale.beside(day, at), scale.y(count.min)
        path += f"H{x}V{y}" if path else f"M{x} {y}"
    path += f"H{WIDTH - RIGHT}"
    dashes = ' stroke-dasharray="5 3"' if at >= len(COLOURS) else ""
    yield f'<path d="{path}" fill="none" stroke="{_colour(at)}" stroke-width="2" stroke-opacity="0.75"{dashes}/>'


def _counts(at: int, line: Sequence[tuple[date, Count]], scale: Scale, address: Address | None) -> Iterator[str]:
    """A point for each count, hollow where it was given up; a range is a bar, what is open above has an arrow."""
    colour = _colour(at)
    for day, count in line:
        x, y = scale.beside(day, at), scale.y(count.min)
        said = f"{count.speaker}, {day}: {words.range_of(count.min, count.max)}"
        said += ", given up later" if count.superseded else ""
        if address is not None:
            yield f'<a href="{escape(address(count))}" aria-label="{escape(said)}">'
            yield f'<circle cx="{x}" cy="{y}" r="6" fill="transparent"/>'
        if _end(count) != count.min:
            yield f'<line x1="{x}" y1="{y}" x2="{x}" y2="{scale.y(_end(count))}" stroke="{colour}" stroke-width="3"/>'
        if count.max is None:
            yield f'<path d="M{x} {y - 4}v-9m-3.5 4l3.5 -4l3.5 4" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        fill = 'fill="Canvas"' if count.superseded else f'fill="{colour}"'
        yield f'<circle cx="{x}" cy="{y}" r="4" {fill} stroke="{colour}" stroke-width="2">'
        yield f"<title>{escape(said)}</title></circle>"
        yield "</a>" if address is not None else ""


def _names(lines: Mapping[str, Sequence[tuple[date, Count]]], scale: Scale) -> Iterator[str]:
    """Each voice with its last count in the right margin, near the height of its line and none over another."""
    ends = sorted((scale.y(line[-1][1].min), at, voice, line[-1][1]) for at, (voice, line) in enumerate(lines.items()))
    places = _spread([y for y, *_ in ends], TOP, scale.bottom)
    for (y, at, voice, count), place in zip(ends, places, strict=True):
        number = words.range_of(count.min, count.max)
        room = LETTERS - len(number)
        short = voice if len(voice) <= room else voice[: room - 1] + "…"
        edge = WIDTH - RIGHT
        yield (
            f'<path d="M{edge} {y}L{edge + 14} {place}h4" fill="none" stroke="{_colour(at)}" stroke-opacity="0.6"/>'
            f'<text x="{edge + 22}" y="{place + 4}" fill="{_colour(at)}"><title>{escape(voice)}</title>'
            f'<tspan font-weight="bold">{number}</tspan>'
            f"  \u2068{escape(short)}\u2069</text>"
        )


def _spread(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights in order, near those wanted, each a name's height below the one before and none below `bottom`."""
    found: list[float] = []
    for y in wanted:
        found.append(max(y, found[-1] + NAME if found else top))
    for at in range(len(found) - 1, -1, -1):
        found[at] = min(found[at], bottom if at == len(found) - 1 else found[at + 1] - NAME)
    return [round(y, 1) for y in found]
