"""What there is to say of the present list, worked out in the background: reading a large list takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from reportgen import config
from reportgen.checking import checked
from reportgen.errors import ReportgenError
from reportgen.house import House
from reportgen.records.ledger import Ledger
from reportgen.render.report import Report

Mark = tuple[tuple[str, int, int], ...]


class Check:
    """The report on the event's own list, and whether it is of the files as they are now."""

    def __init__(self, folder: Path, house: House, clock: Callable[[], datetime]) -> None:
        self._folder, self._house, self._clock = folder, house, clock
        self._lock = Lock()
        self._mark: Mark | None = None
        self._thread: Thread | None = None
        self.report: Report | None = None
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

    def now(self) -> Report | None:
        """The report as it is now, however long it takes; None where the event or a list cannot be read."""
        if not self.look() and (thread := self._thread):
            thread.join()
        return self.report

    def _work_out(self, mark: Mark) -> None:
        report, fault = None, None
        try:
            with closing(Ledger.look(self._house.ledger)) as ledger:
                report = checked(self._folder, self._house, ledger, self._clock().date())
        except Exception as found:  # whatever a file holds, the page must say that it was looked at
            fault = found
        with self._lock:
            self.report, self.fault, self._mark = report, fault, mark

    def _files(self) -> Mark:
        """What the report hangs on, as far as the file system tells: the event, its lists and the figures."""
        return tuple(sorted(_stamps(self._folder, self._house)))


def _stamps(folder: Path, house: House) -> Iterator[tuple[str, int, int]]:
    paths = [each for each in folder.rglob("*") if each.is_file() and not each.is_relative_to(house.output)]
    with suppress(ReportgenError):
        paths += [path for path, _ in config.load(folder).settings.lists]
    yield from stamps_of(paths)
    yield from figures_stamps(house)


def figures_stamps(house: House) -> Mark:
    """What the figures in use hang on, as far as the file system tells."""
    kept = (house.kept, *house.kept.rglob("*")) if house.kept.is_dir() else (house.kept,)
    return tuple(sorted(stamps_of((*house.figures.rglob("*"), *kept))))


def stamps_of(paths: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    """Each file with when it was written and how large it is; one that is gone is left out."""
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue
        yield str(path), found.st_mtime_ns, found.st_size
