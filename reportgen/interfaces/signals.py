"""The signals that end a program: the first becomes a KeyboardInterrupt, and the others are ignored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIG_IGN, SIGHUP, SIGINT, SIGTERM, getsignal, signal
from threading import Event, current_thread, main_thread

ENDING = (SIGINT, SIGTERM, SIGHUP)

STOPPED = "Stopped by hand; nothing is lost. Run the same command again to go on."


@contextmanager
def signals_as_interruption() -> Iterator[Event]:
    """Turns the first signal that ends a program into a KeyboardInterrupt, until the block ends.

    Later ones are ignored: they would break off what is tidied up, and bring nothing nearer. A signal that was ignored
    when the program began stays so, as ``nohup`` wants it.

    Yields:
        An event that is set once there was one: libraries turn an interruption into errors of their own.
    """
    interrupted = Event()
    if current_thread() is not main_thread():
        yield interrupted
        return
    before = {each: was for each in ENDING if (was := getsignal(each)) not in (SIG_IGN, None)}

    def stop(*_: object) -> None:
        ignore_signals()
        interrupted.set()
        raise KeyboardInterrupt

    for each in before:
        signal(each, stop)
    try:
        yield interrupted
    finally:
        for each, was in before.items():
            signal(each, was)


def ignore_signals() -> None:
    """Ignores the signals that end a program, since it ends."""
    for each in ENDING:
        signal(each, SIG_IGN)
