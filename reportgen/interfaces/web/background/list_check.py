"""The check of the event's own list in the background: reading a large list takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic

from reportgen.application.lists.check import check_list
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.indicator_file import INDICATORS_FOLDER
from reportgen.config.paths import Paths
from reportgen.config.settings import Settings, load_event_file
from reportgen.config.subject_file import SUBJECTS_FOLDER
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.background_value import BackgroundValue
from reportgen.render.reports.list_report import ListReport
from reportgen.storage.file_stamp import FileStamp, stamp_of
from reportgen.storage.ledger.ledger import Ledger

FileStamps = tuple[FileStamp, ...]


class ListCheck(BackgroundValue[ListReport]):
    """The newest report on the event's list; checks again when a file it depends on has changed."""

    def __init__(self, folder: Path, paths: Paths, clock: Callable[[], datetime]) -> None:
        def check() -> ListReport:
            with closing(Ledger.open_if_present(paths.ledger)) as ledger:
                return check_list(Workspace(load_event_file(folder), paths, ledger, Clock(clock, monotonic)))

        super().__init__("list-check", partial(event_stamps, folder, paths), check)


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


def list_stamps(settings: Settings) -> FileStamps:
    """The files that the rows of the lists are read from."""
    return tuple(map(stamp_of, (settings.folder / EVENT_FILE, *(path for path, _ in settings.lists))))
