"""What takes too long is ended: a page that never gets laid out, a file of others that was made to keep us busy."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

from reportgen.errors import RenderingError


class _TooSlow(BaseException):
    """No exception: the printer must not take it for a fault in a picture, and go on."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Ends what takes too long; a process that does not even hear that ends itself a little later.

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
