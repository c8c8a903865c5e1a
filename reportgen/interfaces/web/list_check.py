"""The check of the event's own list in the background: reading a large list takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

from reportgen.application.lists.check import check_list
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.indicator_file import INDICATORS_FOLDER
from reportgen.config.paths import Paths
from reportgen.config.settings import Settings, load_event_file
from reportgen.config.subject_file import SUBJECTS_FOLDER
from reportgen.errors import ReportgenError
from reportgen.render.reports.list_report import ListReport
from reportgen.storage.file_stamp import FileStamp, stamp_of
from reportgen.storage.ledger.ledger import Ledger

FileStamps = tuple[FileStamp, ...]

MAX_CHECKS = 3
"""Checks that a page waits for while files keep changing."""


class ListCheck:
    """The newest report on the event's list; checks again, in a thread, when a file it depends on has changed.

    Attributes:
        report: the newest report; None before the first check, and when the check failed.
        error: why the newest check failed.
    """

    def __init__(self, folder: Path, paths: Paths, clock: Callable[[], datetime]) -> None:
        self._folder, self._paths, self._clock = folder, paths, clock
        self._lock = Lock()
        self._checked: FileStamps | None = None
        self._thread: Thread | None = None
        self.report: ListReport | None = None
        self.error: Exception | None = None

    def is_current(self) -> bool:
        """Whether the report is of the files as they are now; if not, a check is started."""
        stamps = self._current_stamps()
        with self._lock:
            if stamps == self._checked:
                return True
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, args=(stamps,), name="list-check", daemon=True)
                self._thread.start()
        return False

    def invalidate(self) -> None:
        """Has the list checked again next time: the list of the last build, which it is compared with, changed."""
        with self._lock:
            self._checked = None

    def current_report(self) -> ListReport | None:
        """The report on the files as they are now; waits for the check. None when the check fails."""
        for _ in range(MAX_CHECKS):  # a check that was going on when a file changed is of the files before
            if self.is_current() or (thread := self._thread) is None:
                break
            thread.join()
        return self.report

    def _run(self, stamps: FileStamps) -> None:
        report, error = None, None
        try:
            with closing(Ledger.open_if_present(self._paths.ledger)) as ledger:
                clock = Clock(self._clock, monotonic)
                report = check_list(Workspace(load_event_file(self._folder), self._paths, ledger, clock))
        except Exception as found:  # whatever a file holds, the page must show that it was checked
            error = found
        with self._lock:
            self.report, self.error, self._checked = report, error, stamps

    def _current_stamps(self) -> FileStamps:
        return event_stamps(self._folder, self._paths)


def event_stamps(folder: Path, paths: Paths) -> FileStamps:
    """The files that a report on a list depends on: the event, its lists and the figures."""
    return tuple(sorted(_stamps(folder, paths)))


def _stamps(folder: Path, paths: Paths) -> Iterator[FileStamp]:
    files = [each for each in folder.rglob("*") if each.is_file() and not each.is_relative_to(paths.output)]
    with suppress(ReportgenError):
        settings = load_event_file(folder).settings
        files += [path for path, _ in (*settings.lists, *settings.own_figures)]
    yield from map(stamp_of, files)
    yield from figures_stamps(paths)


def figures_stamps(paths: Paths) -> FileStamps:
    """The files of the figures in use."""
    kept = (
        (paths.fetched_tables, *paths.fetched_tables.rglob("*"))
        if paths.fetched_tables.is_dir()
        else (paths.fetched_tables,)
    )
    return tuple(sorted(map(stamp_of, (*paths.figures.rglob("*"), *kept))))


def subject_stamps(settings: Settings) -> FileStamps:
    """The files of an event that say what its figures are about, and its own figures."""
    folders = (settings.folder / SUBJECTS_FOLDER, settings.folder / INDICATORS_FOLDER)
    own = (path for folder in folders for path in folder.rglob("*"))
    return tuple(
        sorted(map(stamp_of, (settings.folder / EVENT_FILE, *own, *(path for path, _ in settings.own_figures))))
    )
