"""What the desk counts of itself, in the text format that Prometheus reads. No name, no query, no path of a ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

from starlette.types import Scope

from counterclaim import __version__

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds, the upper ends of the histogram's buckets."""


@dataclass
class Meter:
    """How many answers there were, by route and status, and how long they took."""

    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    buckets: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * len(BOUNDS)))
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    lock: Lock = field(default_factory=Lock)

    def answered(self, scope: Scope, status: int, seconds: float) -> None:
        """Counts one answer. The route is named as it is declared, without anybody's ids."""
        route = getattr(scope.get("route"), "path", None) or "none"
        with self.lock:
            self.answers[scope["method"], route, status] += 1
            self.seconds[route] += seconds
            for at, bound in enumerate(BOUNDS):
                self.buckets[route][at] += seconds <= bound

    def text(self, rows: Mapping[str, int]) -> str:
        """All of it, with how many `rows` each table of the ledger has."""
        with self.lock:
            return "\n".join([*self._lines(rows), ""])

    def _lines(self, rows: Mapping[str, int]) -> Iterator[str]:
        yield "# HELP counterclaim_info The version that answers.\n# TYPE counterclaim_info gauge"
        yield f'counterclaim_info{{version="{__version__}"}} 1'
        yield "# HELP counterclaim_rows Rows of the ledger's tables.\n# TYPE counterclaim_rows gauge"
        for table, number in rows.items():
            yield f'counterclaim_rows{{table="{table}"}} {number}'
        yield "# HELP counterclaim_answers_total Answers.\n# TYPE counterclaim_answers_total counter"
        for (method, route, status), number in sorted(self.answers.items()):
            yield f'counterclaim_answers_total{{method="{method}",route="{route}",status="{status}"}} {number}'
        yield "# HELP counterclaim_answer_seconds How long answers took.\n# TYPE counterclaim_answer_seconds histogram"
        counted: Counter[str] = Counter()
        for (_, route, _), number in self.answers.items():
            counted[route] += number
        for route, total in sorted(counted.items()):
            for bound, number in zip(BOUNDS, self.buckets[route], strict=True):
                yield f'counterclaim_answer_seconds_bucket{{route="{route}",le="{bound}"}} {number}'
            yield f'counterclaim_answer_seconds_bucket{{route="{route}",le="+Inf"}} {total}'
            yield f'counterclaim_answer_seconds_sum{{route="{route}"}} {self.seconds[route]:.6f}'
            yield f'counterclaim_answer_seconds_count{{route="{route}"}} {total}'
