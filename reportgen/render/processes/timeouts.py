"""A limit on the seconds that something may take: a page that never gets laid out, a hostile PDF that was sent in."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

from reportgen.errors import RenderingError
from reportgen.i18n.message import said

PART_TIMEOUT = 60.0
"""Seconds a part may take where event.toml does not say; it takes one, on a busy machine perhaps five."""

UNRESPONSIVE = 1.5
"""How many times the limit a block may compute before the system ends the process: a loop in a library that is not
Python never sees a signal, and one that catches everything goes on."""


class TooSlow(RenderingError):
    """Something took more time than it may."""


def too_slow(seconds: float) -> TooSlow:
    """The error about something that takes more than so many seconds."""
    return TooSlow(said("It takes more than {seconds:g} seconds", seconds=seconds))


class _Interrupted(BaseException):
    """Not an ``Exception``: WeasyPrint would take that for a fault in a picture, and go on."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Ends the block after so many seconds, and the process, which should be a worker, if the block does not react.

    Only in the main thread, which alone gets signals; in any other there is no limit.

    Raises:
        TooSlow: it took too long.
    """
    if current_thread() is not main_thread():
        yield
        return

    def stop(*_: object) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        raise _Interrupted

    before = signal.signal(signal.SIGALRM, stop)
    before_profiling = signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_PROF, seconds * UNRESPONSIVE)
    try:
        yield
    except _Interrupted:
        raise too_slow(seconds) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, before)
        signal.signal(signal.SIGPROF, before_profiling)
