"""The context of health checks: the event and the machine, each input read once, when a check needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.application.event.create import new_event
from reportgen.application.figures.event_figures import EventFigures, event_figures
from reportgen.application.figures.in_use import figures_in_use
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent, load_event_file
from reportgen.domain.delivery.mail_server import SmtpServer
from reportgen.domain.timer import Timer
from reportgen.errors import ReportgenError
from reportgen.i18n.message import said
from reportgen.mail.domain_records import TxtLookup
from reportgen.render.printing.job import Document
from reportgen.render.printing.press import printed_pack_elsewhere
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.snapshots import Snapshot
from reportgen.sources.cbs.table_store import StoredTable
from reportgen.storage.ledger.copies import ledger_snapshot
from reportgen.storage.ledger.ledger import Ledger

SAMPLE_ROW = "\n;Anna;de;Boer;wethouder;Utrecht;a.deboer@utrecht.example;aangemeld;ja;\n"
"""A row for the list of a new event."""

PART_TIMEOUT = 15.0
"""Seconds that a part of the sample may take to print; a run waits as long as event.toml says."""

TYPICAL_PACK_BYTES = 300_000
"""Bytes of a pack, for estimates where none could be printed."""


@dataclass(frozen=True)  # without slots: cached properties need a __dict__
class DoctorContext:
    """The context of health checks.

    Attributes:
        folder: of the event.
        moment: the time of the run that the checks are for.
        simulated: whether ``moment`` is not the real time.
        wall_clock: the real time.
        timer: monotonic seconds.
        password: returns the password of a mail server; raises a ConfigurationError where there is none.
        txt_lookup: returns the TXT records of a name in DNS.
    """

    folder: Path
    paths: Paths
    moment: datetime
    simulated: bool
    wall_clock: Callable[[], datetime]
    timer: Timer
    password: Callable[[SmtpServer], str]
    txt_lookup: TxtLookup

    @cached_property
    def key(self) -> str:
        """The event's key: the name of its folder."""
        return self.folder.resolve().name

    @cached_property
    def loaded(self) -> LoadedEvent:
        """The event and its settings, from event.toml."""
        return load_event_file(self.folder)

    @cached_property
    def ledger(self) -> Ledger:
        """A snapshot of the ledger, in memory."""
        return ledger_snapshot(self.paths.ledger)

    @property
    def workspace(self) -> Workspace:
        """The workspace of the event, with a snapshot of the ledger."""
        return Workspace(self.loaded, self.paths, self.ledger, self._clock)

    @property
    def _clock(self) -> Clock:
        return Clock(lambda: self.moment, self.timer, self.simulated)

    @cached_property
    def figures(self) -> tuple[Snapshot, dict[str, StoredTable]]:
        """The snapshot of figures in use, and the fetched tables in it."""
        return figures_in_use(self.paths)

    @cached_property
    def known(self) -> EventFigures:
        """The figures of the event."""
        return event_figures(self.loaded, self.paths, self.moment.date())

    @cached_property
    def inputs(self) -> EventInputs:
        """The inputs of the event, and the packs composed from them."""
        return load_event(self.workspace)

    @property
    def packs(self) -> tuple[PreparedPack, ...]:
        """The packs of the event; none where its inputs were not or could not be read."""
        return self.__dict__["inputs"].packs if "inputs" in self.__dict__ else ()

    @cached_property
    def sample(self) -> PreparedPack:
        """The first pack of the event; where it has none, a pack of a new event."""
        if self.packs:
            return self.packs[0]
        with TemporaryDirectory(prefix="reportgen-") as folder:
            event, paths = Path(folder) / "sample", Paths(EMBEDDED, Path(folder) / "output")
            new_event(event)
            with (event / "deelnemers.csv").open("a", encoding="utf-8") as file:
                file.write(SAMPLE_ROW)
            workspace = Workspace(load_event_file(event), paths, ledger_snapshot(paths.ledger), self._clock)
            return load_event(workspace).packs[0]

    @cached_property
    def document(self) -> Document:
        """The sample pack, printed."""
        return printed_pack_elsewhere(self.sample.job, PART_TIMEOUT)

    @property
    def pack_bytes(self) -> int:
        """The size of a pack in bytes."""
        return len(self.document.pdf) if "document" in self.__dict__ else TYPICAL_PACK_BYTES

    @property
    def to_print(self) -> int:
        """How many participants have no pack yet."""
        made = {each.number for each in self.ledger.newest_packs(self.key) if not each.withdrawn}
        return sum(each.wanted.number not in made for each in self.packs)


def fault_parts(fault: ReportgenError | OSError) -> tuple[str, str, str]:
    """The three parts of an error message: what, where, and what to do."""
    if isinstance(fault, ReportgenError):
        return fault.what, fault.where, fault.todo
    where = str(fault.filename or "")
    return said("it cannot be read: {reason}", reason=fault), where, said("mend the rights of the file, and look again")
