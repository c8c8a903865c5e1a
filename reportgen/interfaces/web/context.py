"""What every page needs: the event, its ledger, the clock, who is signed in, and the work that is going on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import local

from reportgen.application.build.load_event import figures_in_use
from reportgen.application.resources import ledger_in
from reportgen.config import settings
from reportgen.config.paths import Paths
from reportgen.errors import ArchiveError, BusyError, ConfigurationError, ReportgenError, SafetyRefusal, SourceError
from reportgen.interfaces.web.findings import ListCheck, Mark, figures_stamps
from reportgen.interfaces.web.sessions import LoginSessions, LoginThrottle
from reportgen.interfaces.web.work import Progress, Work
from reportgen.render.content.web_pages import fault_text
from reportgen.sources.cbs.snapshots import Snapshot, snapshot_in
from reportgen.sources.cbs.statistics import statistics_from
from reportgen.sources.cbs.table_store import StoredTable
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger import database
from reportgen.storage.ledger.audit import Organiser
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.lock import locked

LedgerTask = Callable[[Ledger, Progress], tuple[bool, str]]
"""Work that writes in the ledger and tells how far it is; whether it went well, and what is to be said of it."""


@dataclass(slots=True)
class WebContext:
    """An event as its organisers work on it.

    Attributes:
        clock: the time of day; a made-up one runs on from its moment, and sends no real mail.
        workers: how many processes print.
        tls: whether browsers come by TLS, through a proxy or not.
        cbs: where CBS's open data is asked.
    """

    folder: Path
    paths: Paths
    clock: Callable[[], datetime]
    made_up: bool
    workers: int
    tls: bool
    cbs: str
    work: Work = field(default_factory=Work)
    sessions: LoginSessions = field(default_factory=LoginSessions)
    guesses: LoginThrottle = field(default_factory=LoginThrottle)
    check: ListCheck = field(init=False)
    _own: local = field(default_factory=local)
    _names: dict[str, str] = field(default_factory=dict)
    _figures: tuple[Mark, Snapshot, dict[str, StoredTable]] | None = None

    def __post_init__(self) -> None:
        self.check = ListCheck(self.folder, self.paths, self.clock)

    @property
    def draft(self) -> settings.LoadedEvent:
        """The event as its folder says now."""
        return settings.load_event_file(self.folder)

    @property
    def key(self) -> str:
        """The event's name in ledger and archive."""
        return self.folder.resolve().name

    @property
    def archive(self) -> Archive:
        """The sealed editions."""
        return Archive(self.paths.archive(self.key))

    @property
    def title(self) -> str:
        """What the event is called, or its key where event.toml cannot be read."""
        try:
            return self.draft.event.title
        except ReportgenError:
            return self.key

    @property
    def ledger(self) -> Ledger:
        """The ledger to look at; each thread keeps its own open as long as the file is the same.

        Raises:
            ArchiveError: there is none any more, or it cannot be read.
        """
        found = self._ledger_file()
        mark = (found.st_dev, found.st_ino)
        if getattr(self._own, "mark", None) != mark:
            self._own.ledger, self._own.mark = Ledger.open_if_present(self.paths.ledger), mark
        ledger: Ledger = self._own.ledger
        return ledger

    @contextmanager
    def changing(self) -> Iterator[Ledger]:
        """The ledger to write in, while nobody else does.

        Raises:
            BusyError: another run is at work.
            ArchiveError: the ledger is not there any more, or cannot be read.
        """
        with locked(self.paths.output):
            self._ledger_file()
            with ledger_in(self.paths.output) as ledger:
                yield ledger

    def _ledger_file(self) -> os.stat_result:
        """The file of the ledger. Organisers are in it: where it is not there, it was there, and no new one is begun.

        Raises:
            ArchiveError: it is not there.
        """
        try:
            return self.paths.ledger.stat()
        except FileNotFoundError:
            raise ArchiveError(
                "The ledger is not there any more",
                where=str(self.paths.ledger),
                todo="put back the last good copy of this file; the archive is untouched",
            ) from None

    def figures(self) -> tuple[Snapshot, dict[str, StoredTable]]:
        """The figures in use, and which of them were fetched; read anew when a file of them is another.

        Raises:
            SourceError: they cannot be read.
        """
        mark = figures_stamps(self.paths)
        if self._figures is None or self._figures[0] != mark:
            self._figures = (mark, *figures_in_use(self.paths))
        return self._figures[1:]

    def municipalities(self) -> dict[str, str]:
        """Code → name."""
        if not self._names:
            known = statistics_from(snapshot_in(self.paths.figures)).municipalities
            self._names.update({code: each.name for code, each in known.items()})
        return self._names

    def organiser(self, name: str) -> Organiser | None:
        """Someone who may sign in."""
        return self.ledger.audit().organiser(name)

    def begin(self, what: str, who: str, task: LedgerTask, deed: str = "", numbers: Sequence[int] = ()) -> bool:
        """Begins work in the background that writes in the ledger; whether it began.

        Args:
            what: what is done, in Dutch.
            deed: what is noted of it under the organiser's name; nothing when empty.
        """

        def done(progress: Progress) -> tuple[bool, str]:
            try:
                with self.changing() as ledger:
                    if deed:
                        ledger.audit().append(self.key, who, deed, "", self.clock(), numbers)
                    return task(ledger, progress)
            except (ReportgenError, OSError, database.Unreadable) as fault:
                return False, reason_of(fault)
            except Exception as fault:  # whatever it was, the page must say that the work is over
                return False, reason_of(fault)

        return self.work.begin(what, who, done)


def reason_of(fault: Exception) -> str:
    """What went wrong, for an organiser: in Dutch where we know it, with the words of the program behind it."""
    match fault:
        case BusyError():
            return "Er is net een andere run bezig, van een collega of van de planner. Probeer het zo weer."
        case ReportgenError() if said := fault_text(fault):
            return said
        case SafetyRefusal():
            return f"Tegengehouden door een veiligheidsregel. De melding (Engels): {fault}"
        case ConfigurationError():
            return (
                "De gegevens van de bijeenkomst op de server (event.toml, het programma of de teksten) zijn niet te "
                f"lezen. Herstel ze, of vraag het de beheerder, en ververs deze bladzijde. De melding (Engels): {fault}"
            )
        case SourceError():
            return (
                "Een lijst of een tabel met cijfers is niet te lezen. Bied bij ‘Lijst’ een goede lijst aan, of vraag "
                f"de beheerder om het bestand terug te zetten. De melding (Engels): {fault}"
            )
        case ArchiveError() | database.Unreadable():
            return (
                "Het grootboek of het archief op de server is niet te lezen. Vraag de beheerder om de laatste goede "
                f"kopie terug te zetten; doe tot dan niets. De melding (Engels): {fault}"
            )
        case ReportgenError():
            return f"Dit lukte niet; er is niets verloren. De melding (Engels): {fault}"
        case OSError():
            return (
                f"Een bestand kon niet worden gelezen of geschreven: {fault.strerror or fault}. Er is niets verloren; "
                "vraag de beheerder om de server na te zien als het zo blijft."
            )
    return f"Er ging iets mis dat niet was voorzien. De melding (Engels): {type(fault).__name__}: {fault}"
