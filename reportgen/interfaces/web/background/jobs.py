"""Background jobs of the web page: one at a time, in a thread, with progress that every page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import RLock, Thread
from time import monotonic
from typing import Protocol

STOPPED_MESSAGE = "De server sluit: wat onderweg is wordt afgemaakt."


RESULT_AGE = 600.0
"""Seconds for which the result of a job is shown on every page; it stays in the log."""


class JobStopped(BaseException):
    """Ends a job between two steps when the server shuts down.

    No ``Exception``, so that a use case which catches errors of single steps lets it pass.
    """


@dataclass(frozen=True, slots=True)
class JobState:
    """State of the running job, or of the last one.

    Attributes:
        version: increases with every change, so that a listener sees that there is news.
        running: whether the job is still running.
        title: what the job does, in Dutch; empty before the first job.
        organiser: the name of the organiser who started it.
        stage, done, total: progress within the current stage.
        seconds_left: estimate for this stage; None while it cannot be estimated.
        message: the result in Dutch, once the job has ended.
        succeeded: whether everything went as intended.
        key: of the packs that it is about; empty for those of no meeting.
    """

    version: int = 0
    running: bool = False
    title: str = ""
    organiser: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    message: str = ""
    succeeded: bool = True
    key: str = ""


class Progress(Protocol):
    """Reports the progress of a job; raises JobStopped when the server shuts down."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """``done`` of ``total`` steps of the stage ``what`` are done."""


Job = Callable[[Progress], tuple[bool, str]]
"""Does the work; returns whether it succeeded, and the message for the organiser."""


class JobRunner:
    """Runs at most one job at a time, in a thread of its own."""

    def __init__(self) -> None:
        self._state = JobState()
        self._lock = RLock()
        self._closing = False
        self._thread: Thread | None = None
        self._stage_started = 0.0
        self._ended: float | None = None

    @property
    def state(self) -> JobState:
        """The state now."""
        return self._state

    def visible(self, dismissed: int) -> JobState:
        """The state, without the result of a job that ended long ago or was put away.

        Args:
            dismissed: the version of the state that was put away.
        """
        state = self._state
        is_old = self._ended is not None and monotonic() - self._ended > RESULT_AGE
        if state.running or not (is_old or state.version == dismissed):
            return state
        return JobState(state.version)

    @property
    def closing(self) -> bool:
        """Whether the server is shutting down."""
        return self._closing

    def start(self, title: str, organiser: str, job: Job, key: str = "") -> bool:
        """Starts a job unless another is running; returns whether it was started.

        Args:
            key: of the packs that it is about.
        """
        with self._lock:
            if self._state.running or self._closing:
                return False
            self._set(JobState(self._state.version, True, title, organiser, key=key))
            self._thread = Thread(target=self._run, args=(job,), name="job")
            self._thread.start()
        return True

    def request_stop(self) -> None:
        """Lets the running job end after its current step, and starts no other."""
        with self._lock:
            self._closing = True

    def close(self) -> None:
        """Stops as ``request_stop`` does, and waits until the job has ended."""
        self.request_stop()
        if self._thread:
            self._thread.join()

    def _run(self, job: Job) -> None:
        succeeded, message = False, STOPPED_MESSAGE
        try:
            succeeded, message = job(self._report)
        except JobStopped:
            pass
        finally:
            with self._lock:
                ended = replace(self._state, running=False, stage="", seconds_left=None)
                self._set(replace(ended, message=message, succeeded=succeeded))
                self._ended = monotonic()

    def _report(self, what: str, done: int, total: int) -> None:
        if self._closing:
            raise JobStopped
        with self._lock:
            if what != self._state.stage:
                self._stage_started = monotonic()
            elapsed = monotonic() - self._stage_started
            left = elapsed / done * (total - done) if done > 1 else None
            self._set(replace(self._state, stage=what, done=done, total=total, seconds_left=left))

    def _set(self, state: JobState) -> None:
        self._state = replace(state, version=state.version + 1)
