"""python -m tests.reliability.growing: how the time of each parser grows with the size of inputs made to slow it down.

For each input, CPU seconds at a size and at four times that size, and the exponent between: 1 is linear, 2 quadratic.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from datetime import date

from counterclaim import reading
from counterclaim.errors import InputError
from counterclaim.ingest import opening, reports
from counterclaim.ingest.parts import Part
from counterclaim.records import make_report
from counterclaim.settings import Settings

BOUNDS = Settings(max_report_chars=20_000_000, max_ratio=100_000, max_seconds=0)
TIMES = 4
LEAST, LARGEST = 0.4, 100_000
"""The smaller size is doubled until it takes so many CPU seconds, less is noise, or is so large."""
STEEP = 1.5
"""An exponent from which an input is told apart; the bounds of settings hold it all the same."""


def taken_in(name: str, data: bytes) -> None:
    try:
        for part in opening.of_bytes(name, data, BOUNDS):
            if isinstance(part, Part):
                reports.report(part, BOUNDS)
    except InputError:
        return


def read(text: str) -> None:
    reading.read(make_report(text, published=date(2024, 3, 12)), gated=False)


FILES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "elements within each other": ("a.html", lambda n: b"<div>" * n + b"x"),
    "elements that none closes": ("a.html", lambda n: b"<html>" + b"<p><b><i>x " * n),
    "closing tags without opening ones": ("a.html", lambda n: b"<html>" + b"</b></i>x" * n),
    "attributes of one element": ("a.html", lambda n: b"<html><p " + b"a=b " * n + b">x"),
    "openings of comments": ("a.html", lambda n: b"<html>" + b"<!-- " * n),
    "openings of tags": ("a.html", lambda n: b"<html>" + b"<" * n),
    "ampersands": ("a.html", lambda n: b"<html><p>" + b"&am" * n),
    "openings of scripts": ("a.html", lambda n: b"<html>" + b"<script>" * n),
    "cells of tables": ("a.html", lambda n: b"<html><table>" + b"<tr><td>Four were killed." * n),
    "entries of a feed": (
        "a.xml",
        lambda n: b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * n + b"</channel></rss>",
    ),
    "rows of JSON": ("a.jsonl", lambda n: b'{"text": "Four were killed."}\n' * n),
    "cells of one row": ("a.csv", lambda n: b"text\n" + b"x," * n),
    "quotation marks in one cell": ("a.csv", lambda n: b'text\n"' + b'""' * n),
    "headers of one mail": ("a.eml", lambda n: b"From: a\nTo: b\nSubject: c\nDate: d\n" + b"X-Y: z\n" * n + b"\nFour."),
    "parts of one mail": (
        "a.eml",
        lambda n: (
            b'From: a\nTo: b\nSubject: c\nContent-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nFour.\n" * n
        ),
    ),
    "emphasis without end": ("a.md", lambda n: b"*a _b " * n),
    "brackets without end": ("a.md", lambda n: b"[" * n),
}
TEXTS: dict[str, Callable[[int], str]] = {
    "one word": lambda n: "a" * n,
    "one sentence": lambda n: "and four soldiers were killed near Corvane " * n,
    "sentences": lambda n: "The ministry said four soldiers were killed near Corvane on Monday. " * n,
    "paragraphs": lambda n: "The ministry said four soldiers were killed near Corvane on Monday.\n\n" * n,
    "quotation marks": lambda n: "“Four ‘were” killed " * n,
    "counts": lambda n: "The ministry said " + "four, five, " * n + "soldiers were killed.",
    "days": lambda n: "On Monday, 12 March 2024, on Tuesday and last week " * n + "four were killed.",
    "places": lambda n: "north of Kharkiv, near Lviv, Ukraine, " * n + "four were killed.",
    "names": lambda n: "Colonel Otto Brenn of the Army of Russia " * n + "said four were killed.",
    "sources": lambda n: "He said that she said that " * n + "four were killed.",
    "lines": lambda n: "\n" * n,
    "spaces": lambda n: "x" + " " * n + "y",
}


def exponent(run: Callable[[int], None], size: int = 50) -> tuple[int, float, float]:
    """The larger size, the CPU seconds it took, and the exponent of growth up to it."""
    small = seconds(run, size)
    while small < LEAST and size < LARGEST:
        size *= 2
        small = seconds(run, size)
    large = seconds(run, size * TIMES)
    return size * TIMES, large, math.log(max(large, 1e-9) / max(small, 1e-9), TIMES)


def seconds(run: Callable[[int], None], size: int) -> float:
    start = time.process_time()
    run(size)
    return time.process_time() - start


def main() -> int:
    read("The ministry said four soldiers were killed.")
    steep = 0
    print("| input | size | CPU s | exponent |\n|---|--:|--:|--:|")
    runs: dict[str, Callable[[int], None]] = {
        f"{name}: {what}": lambda n, name=name, make=make: taken_in(name, make(n))  # type: ignore[misc]
        for what, (name, make) in FILES.items()
    }
    runs |= {f"text: {what}": lambda n, make=make: read(make(n)) for what, make in TEXTS.items()}  # type: ignore[misc]
    for what, run in runs.items():
        size, took, power = exponent(run)
        steep += power > STEEP
        print(f"| {what} | {size:,} | {took:.2f} | {power:.2f}{' steep' if power > STEEP else ''} |", flush=True)
    print(f"\n{steep} of {len(runs)} steeper than {STEEP}")
    return int(steep > 0)


if __name__ == "__main__":
    sys.exit(main())
