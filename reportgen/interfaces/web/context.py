"""WebContext: what every page needs, such as the event, its ledger and archive, the clock, sessions and jobs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock, local
from time import monotonic

from reportgen.application.figures.event_figures import EventFigures, event_figures
from reportgen.application.figures.in_use import figures_in_use
from reportgen.application.resources import ledger_in
from reportgen.application.sessions.load_sessions import LoadedSessions, sessions_in_rounds
from reportgen.application.sessions.plan_sessions import rounds_in
from reportgen.application.sessions.session_history import session_history
from reportgen.application.workspace import Clock, Workspace
from reportgen.config import settings
from reportgen.config.paths import Paths
from reportgen.errors import ArchiveError, ReportgenError
from reportgen.interfaces.web.background_value import BackgroundValue
from reportgen.interfaces.web.error_messages import error_message
from reportgen.interfaces.web.jobs import JobRunner, Progress
from reportgen.interfaces.web.list_check import FileStamps, ListCheck, event_stamps, figures_stamps, subject_stamps
from reportgen.interfaces.web.login_sessions import LoginSessions
from reportgen.interfaces.web.login_throttle import LoginThrottle
from reportgen.interfaces.web.pending_check import PendingCheck
from reportgen.sources.cbs.table_store import StoredTable
from reportgen.sources.names.divisions import known_names
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger import database
from reportgen.storage.ledger.audit import Organiser
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.lock import locked

LedgerJob = Callable[[Ledger, Progress], tuple[bool, str]]
"""A job that writes in the ledger; returns whether it succeeded, and the message for the organiser."""


@dataclass(slots=True)
class WebContext:
    """The event that is served, and the state of the server.

    Attributes:
        folder: the event's folder, with event.toml.
        clock: the time now; a made-up clock runs on from its moment.
        made_up: whether the clock is made up; then no real mail is sent.
        workers: the number of printing processes.
        tls: whether browsers use https, through a proxy.
        cbs, cbs_v4: the addresses of CBS's open data by OData version 3 and 4; empty for the usual ones.
    """

    folder: Path
    paths: Paths
    clock: Callable[[], datetime]
    made_up: bool
    workers: int
    tls: bool
    cbs: str
    cbs_v4: str = ""
    jobs: JobRunner = field(default_factory=JobRunner)
    login_sessions: LoginSessions = field(default_factory=LoginSessions)
    login_throttle: LoginThrottle = field(default_factory=LoginThrottle)
    list_check: ListCheck = field(init=False)
    pending_check: PendingCheck = field(init=False)
    session_check: BackgroundValue[LoadedSessions | None] = field(init=False)
    _per_thread: local = field(default_factory=local)
    _figures: tuple[tuple[FileStamps, date], EventFigures, dict[str, StoredTable]] | None = None
    _figures_lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.list_check = ListCheck(self.folder, self.paths, self.clock)
        self.pending_check = PendingCheck(self.folder, self.paths, self.clock)
        self.session_check = BackgroundValue("session-check", self._session_state, self._load_sessions)

    def close(self) -> None:
        """Stops the running job after its current step, and the check of an uploaded list at once."""
        self.pending_check.close()
        self.jobs.close()

    @property
    def loaded_event(self) -> settings.LoadedEvent:
        """The event as event.toml says now.

        Raises:
            ConfigurationError: event.toml is wrong.
        """
        return settings.load_event_file(self.folder)

    def workspace(self, ledger: Ledger) -> Workspace:
        """What use cases of the event work with: event.toml as it is now, and this ledger.

        Raises:
            ConfigurationError: event.toml is wrong.
        """
        clock = Clock(self.clock, monotonic, self.made_up)
        return Workspace(self.loaded_event, self.paths, ledger, clock)

    @property
    def key(self) -> str:
        """The key of the event in ledger and archive: the name of its folder."""
        return self.folder.resolve().name

    @property
    def archive(self) -> Archive:
        """The archive of the event."""
        return Archive(self.paths.archive(self.key))

    @property
    def title(self) -> str:
        """The title of the event, or its key when event.toml cannot be read."""
        try:
            return self.loaded_event.event.title
        except ReportgenError:
            return self.key

    @property
    def ledger(self) -> Ledger:
        """The ledger, read-only; a connection for each thread, opened anew when the file was replaced.

        Raises:
            ArchiveError: it is missing or cannot be read.
        """
        found = self._ledger_file()
        inode = (found.st_dev, found.st_ino)
        if getattr(self._per_thread, "inode", None) != inode:
            self._per_thread.ledger, self._per_thread.inode = Ledger.open_if_present(self.paths.ledger), inode
        ledger: Ledger = self._per_thread.ledger
        return ledger

    @contextmanager
    def writable_ledger(self) -> Iterator[Ledger]:
        """The ledger to write in, under the lock of a run.

        Raises:
            BusyError: another run holds the lock.
            ArchiveError: the ledger is missing or cannot be read.
        """
        with locked(self.paths.output):
            self._ledger_file()
            with ledger_in(self.paths) as ledger:
                yield ledger

    def _ledger_file(self) -> os.stat_result:
        """The stat of the ledger's file. It holds the organisers, so it existed at start: never create a new one.

        Raises:
            ArchiveError: the file is missing.
        """
        try:
            return self.paths.ledger.stat()
        except FileNotFoundError:
            raise ArchiveError(
                "The ledger is not there any more",
                where=str(self.paths.ledger),
                todo="put back the last good copy of this file; the archive is untouched",
            ) from None

    def figures(self) -> tuple[EventFigures, dict[str, StoredTable]]:
        """The figures of the event, and the tables that were fetched; read again when a file changed.

        Raises:
            ReportgenError: event.toml, the subject or the figures cannot be read.
        """
        loaded, today = self.loaded_event, self.clock().date()
        stamps = (*figures_stamps(self.paths), *subject_stamps(loaded.settings))
        with self._figures_lock:
            if self._figures is None or self._figures[0] != (stamps, today):
                known = event_figures(loaded, self.paths, today)
                self._figures = ((stamps, today), known, figures_in_use(self.paths)[1])
            return self._figures[1:]

    def has_rounds(self) -> bool:
        """Whether the programme has rounds of sessions; not where it cannot be read."""
        return bool(rounds_in(self.folder))

    def loaded_sessions(self) -> LoadedSessions | None:
        """Who attends which session, with the files and the ledger as they are now; None without rounds.

        Waits for it where something changed: for many people that takes seconds.

        Raises:
            ReportgenError: the event, a list or the figures cannot be read.
        """
        found = self.session_check.current()
        if error := self.session_check.error:
            raise error
        return found

    def _session_state(self) -> object:
        """Everything that the sessions of the participants depend on."""
        ledger, key = self.ledger, self.key
        files, day = event_stamps(self.folder, self.paths), self.clock().date()
        return files, day, ledger.enrolled(key), ledger.seats(key), session_history(ledger, key)

    def _load_sessions(self) -> LoadedSessions | None:
        with closing(Ledger.open_if_present(self.paths.ledger)) as ledger:
            return sessions_in_rounds(self.workspace(ledger))

    def municipality_names(self) -> dict[str, str]:
        """Names of municipalities by CBS code."""
        return known_names()

    def organiser(self, name: str) -> Organiser | None:
        """The organiser with this name, if they may sign in."""
        return self.ledger.audit().organiser(name)

    def start_job(
        self, title: str, organiser: str, job: LedgerJob, action: str = "", numbers: Sequence[int] = ()
    ) -> bool:
        """Starts a background job with the ledger to write in, unless a job is running; returns whether it started.

        Args:
            title: what the job does, in Dutch.
            organiser: the name of the organiser who starts it.
            action: the action to write in the audit log; none when empty.
            numbers: the participants it is about.
        """

        def run(progress: Progress) -> tuple[bool, str]:
            try:
                with self.writable_ledger() as ledger:
                    if action:
                        ledger.audit().append(self.key, organiser, action, "", self.clock(), numbers)
                    return job(ledger, progress)
            except (ReportgenError, OSError, database.LedgerUnreadable) as error:
                return False, error_message(error)
            except Exception as error:  # whatever it was, the page must show that the job has ended
                return False, error_message(error)

        return self.jobs.start(title, organiser, run)
