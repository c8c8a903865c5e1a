"""A value that takes seconds to compute, kept until something it depends on is different."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar, cast

from reportgen.errors import ArchiveError, BusyError
from reportgen.storage.ledger.database import LedgerUnreadable

T = TypeVar("T")

MAX_ROUNDS = 3
"""Computations that a page waits for while what they depend on keeps changing."""


PASSING = (OSError, LedgerUnreadable, ArchiveError, BusyError)
"""Errors of disk and ledger, such as a full disk: they pass while the state that a value depends on is the same."""

PASSING_SECONDS = 1.0
"""For how long such an error stands in place of a value, before it is computed again."""


class StillWorking(Exception):
    """What a page shows is being computed."""


class BackgroundValue(Generic[T]):
    """The newest value of a function; computed again, in a thread, when the state that it depends on is another.

    Args:
        name: of the thread.
        state: what the value depends on; compared with what it was.
        compute: the function; it may raise anything.

    Attributes:
        value: the newest one; None before the first, and when the newest computation failed.
        error: why the newest computation failed.
    """

    def __init__(self, name: str, state: Callable[[], object], compute: Callable[[], T]) -> None:
        self._name, self._state, self._compute = name, state, compute
        self._lock = Lock()
        self._computed: object = None
        self._computed_at = 0.0
        self._thread: Thread | None = None
        self.value: T | None = None
        self.error: Exception | None = None

    def is_current(self) -> bool:
        """Whether the value is of the state as it is now; if not, a computation is started."""
        state = self._state()
        with self._lock:
            if state == self._computed and not self._has_passed():
                return True
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, args=(state,), name=self._name, daemon=True)
                self._thread.start()
        return False

    def _has_passed(self) -> bool:
        """Whether the computation failed for a reason that may have passed by now."""
        return isinstance(self.error, PASSING) and monotonic() - self._computed_at > PASSING_SECONDS

    def invalidate(self) -> None:
        """Has the value computed again next time: something that its state does not tell is different."""
        with self._lock:
            self._computed = None

    def wait(self, seconds: float | None = None) -> bool:
        """Waits until the value is of the state as it is now; returns whether it is.

        Args:
            seconds: for which it waits at most; None for as long as it takes.
        """
        until = None if seconds is None else monotonic() + seconds
        for _ in range(MAX_ROUNDS):  # one that was going on when something changed is of the state before
            if self.is_current():
                return True
            if (thread := self._thread) is not None:
                thread.join(None if until is None else max(0.0, until - monotonic()))
                if thread.is_alive():
                    return False
        return self.is_current()

    def current(self) -> T | None:
        """The value of the state as it is now; waits for it. None when the computation fails."""
        self.wait()
        return self.value

    def required(self, seconds: float | None = None) -> T:
        """The value of the state as it is now.

        Args:
            seconds: for which it is waited for at most; None for as long as it takes.

        Raises:
            StillWorking: it is being computed still.
            BusyError: there is none, as what it depends on changes all the time.
            Exception: whatever the computation raised.
        """
        if not self.wait(seconds) and seconds is not None:
            raise StillWorking
        with self._lock:
            value, error, was_computed = self.value, self.error, self._computed is not None
        if error is not None:
            raise error
        if not was_computed:
            raise BusyError("The files of the meeting change all the time", todo="try again")
        return cast(T, value)

    def _run(self, state: object) -> None:
        value, error = None, None
        try:
            value = self._compute()
        except Exception as found:  # whatever a file holds, the page must show that it was looked at
            error = found
        with self._lock:
            self.value, self.error, self._computed, self._computed_at = value, error, state, monotonic()
