"""Long work: one thing at a time, in the background, on whatever page its organiser is meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import RLock, Thread
from time import monotonic
from typing import Protocol

FINISHING = "De server sluit: wat onderweg is wordt afgemaakt."


class Stopped(BaseException):
    """The work ends between two steps because the server closes; no exception that a journey might take for a fault."""


@dataclass(frozen=True, slots=True)
class State:
    """How the work stands.

    Attributes:
        turn: grows with every change, so that who waits knows there is news.
        what: what is done, in Dutch; empty when nothing was done yet.
        who: for whom.
        stage, done, total: how far it is.
        left: seconds it will take, as far as can be told.
        said: what came of it, when it is over.
        good: whether it went as meant.
    """

    turn: int = 0
    busy: bool = False
    what: str = ""
    who: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    left: float | None = None
    said: str = ""
    good: bool = True


class Progress(Protocol):
    """Told how far the work is; ends it where the server closes."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """So many of so many of a stage are done."""


Task = Callable[[Progress], tuple[bool, str]]
"""Work that tells how far it is; whether it went well, and what is to be said of it."""


class Work:
    """Who asks for work, and the thread that does it."""

    def __init__(self) -> None:
        self._state = State()
        self._changed = RLock()
        self._closing = False
        self._thread: Thread | None = None
        self._begun = 0.0

    @property
    def state(self) -> State:
        """How it stands now."""
        return self._state

    def begin(self, what: str, who: str, task: Task) -> bool:
        """Begins something, unless something else is going on; whether it did."""
        with self._changed:
            if self._state.busy or self._closing:
                return False
            self._set(State(self._state.turn, True, what, who))
            self._thread = Thread(target=self._do, args=(task,), name="work")
            self._thread.start()
        return True

    def leave(self) -> None:
        """Says that the server is on its way out: the step in hand is finished, and nothing begun."""
        with self._changed:
            self._closing = True

    def close(self) -> None:
        """Lets the step in hand be finished, and no more; returns when it is."""
        self.leave()
        if self._thread:
            self._thread.join()

    @property
    def closing(self) -> bool:
        """Whether the server is on its way out."""
        return self._closing

    def _do(self, task: Task) -> None:
        good, said = False, FINISHING
        try:
            good, said = task(self._tell)
        except Stopped:
            pass
        finally:
            with self._changed:
                self._set(replace(self._state, busy=False, stage="", left=None, said=said, good=good))

    def _tell(self, what: str, done: int, total: int) -> None:
        if self._closing:
            raise Stopped
        with self._changed:
            if what != self._state.stage:
                self._begun = monotonic()
            took = monotonic() - self._begun
            left = took / done * (total - done) if done > 1 else None
            self._set(replace(self._state, stage=what, done=done, total=total, left=left))

    def _set(self, state: State) -> None:
        self._state = replace(state, turn=state.turn + 1)
