"""A progress bar on standard error: how many, how fast, how long still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class Rate(ProgressColumn):
    """Reports per second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} reports/s" if speed else "")


@contextmanager
def bar(total: int) -> Iterator[Callable[[], None]]:
    """A bar for `total` reports; what it yields moves it on by one."""
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("reading", total=total)
        yield lambda: progress.advance(task)


@contextmanager
def bars(sizes: Mapping[str, int]) -> Iterator[Callable[[str, int], None]]:
    """A bar for the bytes of all sources and a count of reports; what it yields is told of each report that is done.

    It takes the source and how many of its bytes are read. Sources without a size take no part in the first bar.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeRemainingColumn())
    reached: dict[str, int] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        opening = progress.add_task("sources", total=sum(sizes.values()) or None, said="")
        reading = progress.add_task("reports", total=None, said="")

        def moved(source: str, at: int) -> None:
            if source in sizes:
                reached[source] = min(max(at, reached.get(source, 0)), sizes[source])
            done = sum(reached.values())
            progress.update(opening, completed=done, said=f"{len(reached):,} of {len(sizes):,}")
            progress.advance(reading)
            task = progress.tasks[1]
            progress.update(reading, said=f"{int(task.completed):,}, {task.speed or 0:.1f} a second")

        yield moved
