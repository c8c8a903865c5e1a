"""A limit on the seconds that something may take: a page that never gets laid out, a hostile PDF that was sent in."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

from reportgen.errors import RenderingError


class _TooSlow(BaseException):
    """Not an ``Exception``: WeasyPrint would take that for a fault in a picture, and go on."""


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Ends the block after so many seconds, and the process after twice as many if the block does not react.

    Only in the main thread, which alone gets signals; in any other there is no limit.

    Raises:
        RenderingError: it took too long.
    """
    if current_thread() is not main_thread():
        yield
        return

    def stop(*_: object) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    except _TooSlow:
        raise RenderingError(f"It takes more than {seconds} seconds") from None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
