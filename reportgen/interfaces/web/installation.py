"""Installation: the meetings in one folder, and what the pages of all of them share, such as sessions and the job."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import local
from time import monotonic
from weakref import WeakValueDictionary

from reportgen.application.event.meetings import Meeting, Meetings
from reportgen.application.organisers.accounts import FirstOrganiser
from reportgen.application.resources import ledger_in
from reportgen.application.workspace import Clock
from reportgen.config.event_folder import EVENT_FILE, is_event_key
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.errors import LedgerDamaged, ReportgenError
from reportgen.interfaces.web.access.login_sessions import LoginSessions
from reportgen.interfaces.web.access.login_throttle import LoginThrottle
from reportgen.interfaces.web.background.bounce_reading import BounceReading
from reportgen.interfaces.web.background.bounded_cache import BoundedCache
from reportgen.interfaces.web.background.jobs import JobRunner
from reportgen.interfaces.web.background.list_check import ListCheck
from reportgen.interfaces.web.background.unsaved_previews import UnsavedPreviews
from reportgen.storage.disk_space import require_disk_space
from reportgen.storage.ledger.audit import AuditLog, Organiser
from reportgen.storage.ledger.database import is_written
from reportgen.storage.ledger.file_faults import PUT_BACK
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.lock import locked

MAX_PICTURE_BYTES = 64_000_000
"""Bytes of pictures of pages that are kept in memory: some hundreds."""


@dataclass(slots=True)
class Installation:
    """The meetings that are served, and the state of the server.

    Attributes:
        events: the folder with the folders of the meetings.
        clock: the time now; a made-up clock runs on from its moment.
        made_up: whether the clock is made up; then no real mail is sent.
        workers: the number of printing processes.
        tls: whether browsers use https, through a proxy.
        cbs, cbs_v4: the addresses of CBS's open data by OData version 3 and 4; empty for the usual ones.
        pictures: drawn pages of packs.
        previews: packs with what is not saved yet.
        bounce_readings: what came of the reports of failure that were read last, by key of the packs.
    """

    events: Path
    paths: Paths
    clock: Callable[[], datetime]
    made_up: bool
    workers: int
    tls: bool
    cbs: str = ""
    cbs_v4: str = ""
    jobs: JobRunner = field(default_factory=JobRunner)
    login_sessions: LoginSessions = field(default_factory=LoginSessions)
    login_throttle: LoginThrottle = field(default_factory=LoginThrottle)
    pictures: BoundedCache = field(default_factory=lambda: BoundedCache(MAX_PICTURE_BYTES))
    previews: UnsavedPreviews = field(default_factory=UnsavedPreviews)
    first: FirstOrganiser | None = None
    bounce_readings: dict[str, BounceReading] = field(default_factory=dict)
    meetings: Meetings = field(init=False)
    list_checks: WeakValueDictionary[str, ListCheck] = field(default_factory=WeakValueDictionary)
    _per_thread: local = field(default_factory=local)

    def __post_init__(self) -> None:
        self.meetings = Meetings(self.paths)

    def event_folders(self) -> tuple[Path, ...]:
        """The folders of the meetings, by name: those with an event.toml, whether it can be read or not."""
        return tuple(each for each in self.meeting_folders() if is_event_key(each.name))

    def meeting_folders(self) -> tuple[Path, ...]:
        """The same, with those whose name can be no address."""
        try:
            folders = sorted(self.events.iterdir())
        except OSError:
            return ()
        return tuple(each for each in folders if not each.name.startswith(".") and (each / EVENT_FILE).is_file())

    def listed_meetings(self) -> tuple[Meeting, ...]:
        """The meetings beside each other, with what waits in each: those to come first."""
        clock = Clock(self.clock, monotonic, self.made_up)
        return self.meetings.of(self.meeting_folders(), self.ledger, clock)

    @property
    def title(self) -> str:
        """The title of the only meeting that is served; of several, what they are."""
        folders = self.event_folders()
        if len(folders) == 1:
            with suppress(ReportgenError):
                return load_event_file(folders[0]).event.title
        return "Bijeenkomsten"

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
            BusyError: another run holds the lock, or another program writes in the ledger.
            ArchiveError: the ledger is missing or cannot be read, or the disk is nearly full.
        """
        require_disk_space(self.paths.output, self.events)
        with locked(self.paths.output):
            self._ledger_file()
            with ledger_in(self.paths) as ledger:
                ledger.require_writable()
                yield ledger

    @contextmanager
    def accounts(self) -> Iterator[AuditLog]:
        """The organisers and the audit log to write in, also while a run is at work: no run reads or writes them.

        Raises:
            BusyError: another program writes in the ledger.
            ArchiveError: the ledger is missing or cannot be read, or the disk is nearly full.
        """
        self._ledger_file()
        require_disk_space(self.paths.output)
        with ledger_in(self.paths) as ledger:
            ledger.require_writable()
            yield ledger.audit()

    @contextmanager
    def ledger_of_thread(self) -> Iterator[Ledger]:
        """The ledger, read-only, for a thread that ends when it has read it."""
        with closing(Ledger.open_if_present(self.paths.ledger)) as ledger:
            yield ledger

    def organiser(self, name: str) -> Organiser | None:
        """The organiser with this name, if they may sign in."""
        return self.ledger.audit().organiser(name)

    def _ledger_file(self) -> os.stat_result:
        """The stat of the ledger's file. It holds the organisers, so it existed at start: never create a new one.

        Raises:
            LedgerDamaged: the file is missing or empty.
        """
        try:
            found = self.paths.ledger.stat()
        except FileNotFoundError:
            raise LedgerDamaged(
                "The ledger is not there any more", where=str(self.paths.ledger), todo=PUT_BACK
            ) from None
        if not is_written(self.paths.ledger):
            raise LedgerDamaged("The ledger is empty", where=str(self.paths.ledger), todo=PUT_BACK)
        return found
