"""WebContext: what every page of a meeting needs, such as the event, its ledger and archive, the clock and jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TypeVar

from reportgen.application.delivery.release_check import ReleaseCheck, check_release
from reportgen.application.delivery.release_groups import ReleaseGroups
from reportgen.application.figures.event_figures import EventFigures, event_figures
from reportgen.application.figures.in_use import figures_in_use
from reportgen.application.lists.listed_people import ListedPeople, Rows, listed_people
from reportgen.application.lists.next_build import NextBuild, next_build
from reportgen.application.lists.read_lists import listed_rows
from reportgen.application.messages.people import MessagePeople, message_people
from reportgen.application.sessions.load_sessions import LoadedSessions, sessions_in_rounds
from reportgen.application.sessions.plan_sessions import rounds_in
from reportgen.application.workspace import Clock, Workspace
from reportgen.config import settings
from reportgen.config.paths import Paths
from reportgen.domain.identifiers import BRIEFING, pack_kind_of, people_key_of
from reportgen.domain.programme.rounds import Round
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.audit_record import record_done
from reportgen.interfaces.web.background.background_value import BackgroundValue
from reportgen.interfaces.web.background.jobs import JobRunner, Progress
from reportgen.interfaces.web.background.latest_value import LatestValue
from reportgen.interfaces.web.background.list_check import FileStamps, ListCheck, list_stamps
from reportgen.interfaces.web.background.pending_check import PendingCheck
from reportgen.interfaces.web.background.recorded_work import recorded_work
from reportgen.interfaces.web.background.watched_state import (
    Watched,
    build_state,
    figures_state,
    message_state,
    people_state,
    release_state,
    session_state,
)
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.texts.error_messages import STORAGE_FAULTS
from reportgen.sources.cbs.table_store import StoredTable
from reportgen.sources.names.divisions import known_names
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.audit import Organiser
from reportgen.storage.ledger.ledger import Ledger

EVENTS_PATH = "/bijeenkomsten"
"""The beginning of the addresses of all meetings."""

LedgerJob = Callable[[Ledger, Progress], tuple[bool, str]]
"""A job that writes in the ledger; returns whether it succeeded, and the message for the organiser."""


KnownFigures = tuple[EventFigures, dict[str, StoredTable]]
"""The figures of an event, and the tables that were fetched."""

T = TypeVar("T")


@dataclass(slots=True)
class WebContext:
    """One kind of packs of a meeting that is served.

    Attributes:
        folder: the event's folder, with event.toml.
        key: of the packs, in ledger and archive: the name of the folder, with the kind behind it if not the briefing.
    """

    installation: Installation
    folder: Path
    key: str
    list_check: ListCheck = field(init=False)
    pending_check: PendingCheck = field(init=False)
    session_check: BackgroundValue[LoadedSessions | None] = field(init=False)
    people_check: BackgroundValue[ListedPeople] = field(init=False)
    figures_check: BackgroundValue[KnownFigures] = field(init=False)
    release_groups: LatestValue[tuple[ReleaseGroups, int]] = field(default_factory=LatestValue)
    release_check: BackgroundValue[ReleaseCheck] = field(init=False)
    message_check: BackgroundValue[MessagePeople] = field(init=False)
    next_build: BackgroundValue[NextBuild] = field(init=False)
    _rows: tuple[tuple[FileStamps, tuple[Round, ...]], Rows] | None = None

    def __post_init__(self) -> None:
        self.release_check = self._checked("release-check", release_state, check_release)
        self.list_check = ListCheck(self.folder, self.paths, self.clock)
        self.installation.list_checks[self.people_key] = self.list_check
        self.pending_check = PendingCheck(self.folder, self.paths, self.clock)
        self.session_check = self._checked("session-check", session_state, sessions_in_rounds)
        self.figures_check = self._checked("figures-check", figures_state, self._read_figures)
        self.people_check = self._checked("people-check", people_state, self._people_with)
        self.next_build = self._checked("next-build", build_state, next_build)
        self.message_check = self._checked("message-check", message_state, message_people)

    def _checked(
        self, name: str, state: Callable[[Watched], object], compute: Callable[[Workspace], T]
    ) -> BackgroundValue[T]:
        """A value that is computed behind the pages, again where the state that it depends on is another."""

        def load() -> T:
            with self.installation.ledger_of_thread() as ledger:
                return compute(self.workspace(ledger))

        def current() -> object:
            return state(Watched(self.ledger, self.folder, self.paths, self.key, self.clock().date()))

        return BackgroundValue(name, current, load)

    @property
    def paths(self) -> Paths:
        """The folders of figures and output."""
        return self.installation.paths

    @property
    def clock(self) -> Callable[[], datetime]:
        """The time now."""
        return self.installation.clock

    @property
    def jobs(self) -> JobRunner:
        """The background job, one for the whole installation."""
        return self.installation.jobs

    @property
    def kind(self) -> str:
        """The kind of packs."""
        return pack_kind_of(self.key)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of packs that the meeting has, the briefing first; that and this without event.toml."""
        try:
            return settings.load_event_file(self.folder).kinds
        except ReportgenError:
            return tuple(dict.fromkeys((BRIEFING, self.kind)))

    @property
    def base(self) -> str:
        """The beginning of the addresses of its pages, without a slash at the end."""
        return f"{EVENTS_PATH}/{self.key}"

    @property
    def loaded_event(self) -> settings.LoadedEvent:
        """The event as event.toml says now.

        Raises:
            ConfigurationError: event.toml is wrong.
        """
        return settings.load_event_file(self.folder, self.kind)

    def workspace(self, ledger: Ledger, by: str = "") -> Workspace:
        """What use cases of the event work with: event.toml as it is now, and this ledger.

        Args:
            by: the organiser whose work it is.

        Raises:
            ConfigurationError: event.toml is wrong.
        """
        clock = Clock(self.clock, monotonic, self.installation.made_up)
        return Workspace(self.loaded_event, self.paths, ledger, clock, by)

    @property
    def people_key(self) -> str:
        """The key of its people, lists and tables, whatever the kind of packs."""
        return people_key_of(self.key)

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
        """The ledger, read-only; see ``Installation.ledger``."""
        return self.installation.ledger

    def writable_ledger(self) -> AbstractContextManager[Ledger]:
        """The ledger to write in, under the lock of a run; see ``Installation.writable_ledger``."""
        return self.installation.writable_ledger()

    def record(
        self, ledger: Ledger, request: WebRequest, action: str, about: str = "", numbers: Sequence[int] = ()
    ) -> None:
        """Writes in the audit log what an organiser did; where it cannot be written, the next page says so."""
        record_done(ledger.audit(), request, self.people_key, action, about, self.clock(), numbers)

    def figures(self) -> KnownFigures:
        """The figures of the event, and the tables that were fetched; waits for them where a file changed.

        Raises:
            ReportgenError: event.toml, the subject or the figures cannot be read.
        """
        return self.figures_check.required()

    def _read_figures(self, workspace: Workspace) -> KnownFigures:
        known = event_figures(workspace.loaded, self.paths, workspace.day)
        return known, figures_in_use(self.paths)[1]

    def has_rounds(self) -> bool:
        """Whether the programme has rounds of sessions; not where it cannot be read."""
        return bool(rounds_in(self.folder))

    def loaded_sessions(self) -> LoadedSessions | None:
        """Who attends which session, with the files and the ledger as they are now; None without rounds.

        Waits for it where something changed: for many people that takes seconds.

        Raises:
            ReportgenError: the event, a list or the figures cannot be read.
        """
        return self.session_check.required()

    def listed_people(self) -> ListedPeople:
        """The people of the newest lists with the changes beside these; waits for it where something changed.

        Raises:
            ReportgenError: the event, a list, the changes or the figures cannot be read.
        """
        return self.people_check.required()

    def _people_with(self, workspace: Workspace) -> ListedPeople:
        """The people of the lists, which are read again only where one of them was written again."""
        rounds = rounds_in(workspace.folder)
        stamps = list_stamps(workspace.settings), rounds
        if self._rows is None or self._rows[0] != stamps:
            self._rows = (stamps, listed_rows(workspace.settings, rounds=rounds))
        people = listed_people(workspace, self.figures()[0].names, self._rows[1])
        _ = people.worked_out  # here, behind the pages
        return people

    def message_people(self) -> MessagePeople:
        """Everyone who takes part, for messages, with the files and the ledger as they are now.

        Raises:
            ReportgenError: the event, a list or the figures cannot be read.
        """
        return self.message_check.required()

    def municipality_names(self) -> dict[str, str]:
        """Names of municipalities by CBS code."""
        return known_names()

    def organiser(self, name: str) -> Organiser | None:
        """The organiser with this name, if they may sign in."""
        return self.installation.organiser(name)

    def start_job(
        self,
        title: str,
        organiser: str,
        job: LedgerJob,
        action: str = "",
        numbers: Sequence[int] = (),
        about: str = "",
    ) -> bool:
        """Starts a background job with the ledger to write in, unless a job is running; returns whether it started.

        The audit log tells that it began, and at its end what became of it.

        Args:
            title: what the job does, in Dutch.
            organiser: the name of the organiser who starts it.
            action: the action to write in the audit log; none when empty.
            numbers: the participants it is about.
            about: the reason that the organiser gave.
        """

        def run(progress: Progress) -> tuple[bool, str]:
            def work() -> tuple[bool, str]:
                with self.writable_ledger() as ledger:
                    return job(ledger, progress)

            deed = self.clock(), organiser, action
            return recorded_work(self.installation, self.people_key, deed, about, numbers, work)

        return self.jobs.start(title, organiser, run, self.key)

    def record_refusal(self, organiser: str, action: str, why: str, numbers: Sequence[int] = ()) -> None:
        """Writes in the audit log that an action was refused, and why, as the organiser was told."""
        with suppress(*STORAGE_FAULTS), self.installation.accounts() as audit:
            audit.append(self.people_key, organiser, f"{action}-refused", why, self.clock(), numbers)
