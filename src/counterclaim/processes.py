"""Work spread over processes: handed out in order, taken back in order, never more of it held than a bound allows."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from typing import Generic, TypeVar

AHEAD = 32
"""Items for each process that are handed out before the first of them is taken back.

A report about a conflict takes as long as a hundred others, and meanwhile the other processes must not wait for it:
of a feed with 5% of them two processes read 120 reports a second with 4 handed out, 200 with 32, no more with 64.
"""
HELD = 64 * 1024 * 1024
"""Bytes of items that are handed out at most, so that memory does not depend on how long they are."""

SHARED = "counterclaim.reading.shared"
"""The module that processes are forked behind where the system forks safely: all of them share what it holds."""

Work = TypeVar("Work")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Work], Result],
    items: Iterable[tuple[Work, Result | None]],
    jobs: int,
    size: Callable[[Work], int],
    died: Callable[[Work], Result],
) -> Generator[tuple[Work, Result], None, None]:
    """Each item with its result, in the order of `items`: the one it comes with, or else that of `work`.

    `died` gives the result of an item that killed the process which worked on it.
    """
    if jobs == 1:
        for item, ready in items:
            yield item, work(item) if ready is None else ready
    else:
        yield from _Pool(work, jobs, size, died).run(items)


class _Pool(Generic[Work, Result]):
    def __init__(
        self,
        work: Callable[[Work], Result],
        jobs: int,
        size: Callable[[Work], int],
        died: Callable[[Work], Result],
    ) -> None:
        self.work, self.jobs, self.size, self.died = work, jobs, size, died
        self.pool = self.fresh()
        self.waiting: deque[tuple[Work, Future[Result] | Result]] = deque()
        self.held = 0

    def fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.jobs, mp_context=_context(), initializer=_depend_on_first)

    def run(self, items: Iterable[tuple[Work, Result | None]]) -> Iterator[tuple[Work, Result]]:
        try:
            for item, ready in items:
                self.held += self.size(item)
                self.waiting.append((item, self.pool.submit(self.work, item) if ready is None else ready))
                while len(self.waiting) >= AHEAD * self.jobs or self.held > HELD:
                    yield self.first()
            while self.waiting:
                yield self.first()
        finally:
            self.pool.shutdown(wait=True, cancel_futures=True)

    def first(self) -> tuple[Work, Result]:
        """The item that was handed out first, when it is done."""
        item, coming = self.waiting.popleft()
        self.held -= self.size(item)
        if not isinstance(coming, Future):
            return item, coming
        try:
            return item, coming.result()
        except BrokenProcessPool:
            return item, self.again(item)

    def again(self, item: Work) -> Result:
        """The result of `item`, alone in a process of its own; then the others are handed out anew."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        alone = self.fresh()
        result: Result
        try:
            result = alone.submit(self.work, item).result()
        except BrokenProcessPool:
            result = self.died(item)
        finally:
            alone.shutdown(wait=True)
        self.pool = self.fresh()
        self.waiting = deque(
            (other, self.pool.submit(self.work, other) if isinstance(coming, Future) else coming)
            for other, coming in self.waiting
        )
        return result


def _context() -> BaseContext:
    """How processes begin: forked from one that has loaded SHARED on Linux, from nothing elsewhere."""
    if not sys.platform.startswith("linux"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([SHARED])
    return context


def _depend_on_first() -> None:
    """An interrupt from the keyboard is the first process's matter, which ends the others; killed, it cannot."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_first, daemon=True).start()


def _end_with_first() -> None:
    first = multiprocessing.parent_process()
    if first:
        wait([first.sentinel])
        os._exit(1)
