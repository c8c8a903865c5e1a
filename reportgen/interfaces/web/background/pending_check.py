"""The check of an uploaded list, in a process of its own: whatever the file holds, the server goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import monotonic

from reportgen.application.lists.replace import PendingList, check_pending
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.errors import SourceError
from reportgen.interfaces.web.background.list_check import FileStamps, event_stamps
from reportgen.render.processes.timeouts import TooSlow
from reportgen.render.processes.worker_process import WorkerDied, WorkerProcess
from reportgen.render.reports.list_report import ListReport
from reportgen.storage.ledger.ledger import Ledger

MAX_SECONDS = 60.0
"""Seconds that a check may take; a list of 20,000 people takes some."""

MAX_AGE = 10.0
"""Seconds for which a report is shown again while no file changed: several pages ask for it at once."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What the process needs to check a list."""

    folder: Path
    paths: Paths
    moment: datetime
    pending: PendingList


class PendingCheck:
    """Checks uploaded lists, one at a time."""

    def __init__(self, folder: Path, paths: Paths, clock: Callable[[], datetime]) -> None:
        self._folder, self._paths, self._clock = folder, paths, clock
        self._lock = Lock()
        self._worker: WorkerProcess | None = None
        self._checked: tuple[str, Path, int, FileStamps] | None = None
        self._at = 0.0
        self._result: ListReport | Exception = SourceError("There is no such list")

    def report(self, pending: PendingList) -> ListReport:
        """The report on an uploaded list; waits for it.

        Raises:
            ReportgenError: the event, a list or the figures cannot be read, or the list takes too much to check.
        """
        with self._lock:
            about = (pending.digest, pending.path, pending.place, event_stamps(self._folder, self._paths))
            if about != self._checked or monotonic() - self._at > MAX_AGE:
                self._result = self._check(_Task(self._folder, self._paths, self._clock(), pending))
                self._checked, self._at = about, monotonic()
            if isinstance(self._result, Exception):
                raise self._result
            return self._result

    def close(self) -> None:
        """Ends the process."""
        worker, self._worker = self._worker, None
        if worker:
            worker.kill()  # whoever waits for it goes on
            with self._lock:
                worker.close()

    def _check(self, task: _Task) -> ListReport | Exception:
        self._worker = worker = self._worker or WorkerProcess()
        try:
            result = worker.result(_report, task, MAX_SECONDS)
        except (TooSlow, WorkerDied):
            result = MemoryError()
            self._worker = None
        if isinstance(result, MemoryError | RecursionError):
            return SourceError(
                "The list takes too much time or memory to check",
                where=task.pending.name,
                todo="save only the sheet with the participants",
            )
        return result


def _report(task: _Task) -> ListReport:
    with closing(Ledger.open_if_present(task.paths.ledger)) as ledger:
        clock = Clock(lambda: task.moment, monotonic)
        return check_pending(Workspace(load_event_file(task.folder), task.paths, ledger, clock), task.pending)
