"""What there is to say of the present list, worked out in the background: reading a large list takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from reportgen.application.lists.check import check_list
from reportgen.config import settings
from reportgen.config.paths import Paths
from reportgen.errors import ReportgenError
from reportgen.render.reports.list_report import ListReport
from reportgen.storage.ledger.ledger import Ledger

Mark = tuple[tuple[str, int, int], ...]


class ListCheck:
    """The report on the event's own list, and whether it is of the files as they are now."""

    def __init__(self, folder: Path, paths: Paths, clock: Callable[[], datetime]) -> None:
        self._folder, self._paths, self._clock = folder, paths, clock
        self._lock = Lock()
        self._mark: Mark | None = None
        self._thread: Thread | None = None
        self.report: ListReport | None = None
        self.fault: Exception | None = None

    def look(self) -> bool:
        """Whether what is known is of now; where it is not, it is worked out meanwhile."""
        mark = self._files()
        with self._lock:
            if mark == self._mark:
                return True
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work_out, args=(mark,), name="check", daemon=True)
                self._thread.start()
        return False

    def forget(self) -> None:
        """Has it worked out anew: the last list, which it compares with, is another."""
        with self._lock:
            self._mark = None

    def now(self) -> ListReport | None:
        """The report as it is now, however long it takes; None where the event or a list cannot be read."""
        if not self.look() and (thread := self._thread):
            thread.join()
        return self.report

    def _work_out(self, mark: Mark) -> None:
        report, fault = None, None
        try:
            with closing(Ledger.open_if_present(self._paths.ledger)) as ledger:
                report = check_list(self._folder, self._paths, ledger, self._clock().date())
        except Exception as found:  # whatever a file holds, the page must say that it was looked at
            fault = found
        with self._lock:
            self.report, self.fault, self._mark = report, fault, mark

    def _files(self) -> Mark:
        """What the report hangs on, as far as the file system tells: the event, its lists and the figures."""
        return tuple(sorted(_stamps(self._folder, self._paths)))


def _stamps(folder: Path, paths: Paths) -> Iterator[tuple[str, int, int]]:
    files = [each for each in folder.rglob("*") if each.is_file() and not each.is_relative_to(paths.output)]
    with suppress(ReportgenError):
        files += [path for path, _ in settings.load_event_file(folder).settings.lists]
    yield from stamps_of(files)
    yield from figures_stamps(paths)


def figures_stamps(paths: Paths) -> Mark:
    """What the figures in use hang on, as far as the file system tells."""
    kept = (paths.kept, *paths.kept.rglob("*")) if paths.kept.is_dir() else (paths.kept,)
    return tuple(sorted(stamps_of((*paths.figures.rglob("*"), *kept))))


def stamps_of(files: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    """Each file with when it was written and how large it is; one that is gone is left out."""
    for path in files:
        try:
            found = path.stat()
        except OSError:
            continue
        yield str(path), found.st_mtime_ns, found.st_size
