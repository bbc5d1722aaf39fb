"""Bounds on what hostile or broken input may cost: time for one part, bytes and depth for one source."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from counterclaim.errors import InputError


class TooSlowError(InputError):
    """Something took longer than the settings allow."""


@contextmanager
def within(seconds: float, name: str) -> Iterator[None]:
    """Raises TooSlowError, naming `name`, where what is inside takes longer than `seconds`; 0 sets no bound.

    A timer of the operating system's, so it holds in the main thread of a process only, and not on Windows.
    """
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise TooSlowError(
            f"{name}: took longer than {seconds:g} seconds and was given up; look whether it is a report at all, "
            "or raise COUNTERCLAIM_MAX_SECONDS"
        )

    before = signal.signal(signal.SIGALRM, stop)
    since = time.monotonic()
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:  # another's timer goes on
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - since), 0.001))
