"""The event and the machine that are examined: each thing is read once, and only when a check asks for it."""

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
from reportgen.application.figures.in_use import figures_in_use
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent, load_event_file
from reportgen.domain.delivery.mail_server import SmtpServer
from reportgen.errors import ReportgenError
from reportgen.mail.domain_records import TxtLookup
from reportgen.render.printing.job import Document
from reportgen.render.printing.press import printed_pack
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.snapshots import Snapshot
from reportgen.sources.cbs.table_store import StoredTable
from reportgen.storage.ledger.copies import ledger_snapshot
from reportgen.storage.ledger.ledger import Ledger

SAMPLE_ROW = "\n;Anna;de;Boer;wethouder;Utrecht;a.deboer@utrecht.example;aangemeld;ja;\n"
"""A participant for the list of an event as ``new`` makes it."""

TYPICAL_PACK_BYTES = 300_000
"""Bytes of a pack, where none could be printed to see."""


@dataclass(frozen=True)  # without slots: what is read is kept beside the fields
class DoctorContext:
    """What is examined, where, and at which moment.

    Attributes:
        folder: the event's.
        moment: the moment of the run that is thought of; made up where someone said so.
        clock: the real time.
        password: gives the password of a mail server, or says in an error why there is none.
        ask: gives the TXT records of a name in DNS.
    """

    folder: Path
    paths: Paths
    moment: datetime
    made_up: bool
    clock: Callable[[], datetime]
    password: Callable[[SmtpServer], str]
    ask: TxtLookup

    @cached_property
    def key(self) -> str:
        """The event's key, which its folder has whatever is in it."""
        return self.folder.resolve().name

    @cached_property
    def draft(self) -> LoadedEvent:
        """What event.toml says."""
        return load_event_file(self.folder)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger as it is now, in memory."""
        return ledger_snapshot(self.paths.ledger)

    @property
    def workspace(self) -> Workspace:
        """What use cases of the event work with, on a copy of the ledger."""
        return Workspace(self.draft, self.paths, self.ledger, self._clock)

    @property
    def _clock(self) -> Clock:
        return Clock(lambda: self.moment, self.clock, lambda: 0.0, self.made_up)

    @cached_property
    def figures(self) -> tuple[Snapshot, dict[str, StoredTable]]:
        """The figures that packs are made from, and which of them were fetched."""
        return figures_in_use(self.paths)

    @cached_property
    def inputs(self) -> EventInputs:
        """The event with everything that was read, and the packs that follow from it."""
        return load_event(self.workspace)

    @property
    def packs(self) -> tuple[PreparedPack, ...]:
        """The packs of the event; none as long as it cannot be read."""
        return self.__dict__["inputs"].packs if "inputs" in self.__dict__ else ()

    @cached_property
    def sample(self) -> PreparedPack:
        """The first pack of the event; as long as it has none, that of an event which has just been started."""
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
        """That pack, printed."""
        return printed_pack(self.sample.job)

    @property
    def pack_bytes(self) -> int:
        """The size of a pack."""
        return len(self.document.pdf) if "document" in self.__dict__ else TYPICAL_PACK_BYTES

    @property
    def to_print(self) -> int:
        """How many participants have no pack yet."""
        made = {each.number for each in self.ledger.newest_packs(self.key) if not each.withdrawn}
        return sum(each.wanted.number not in made for each in self.packs)


def fault_parts(fault: ReportgenError | OSError) -> tuple[str, str, str]:
    """The three parts of a fault: what, where, and what to do."""
    if isinstance(fault, ReportgenError):
        return fault.what, fault.where, fault.todo
    where = str(fault.filename or "")
    return f"it cannot be read: {fault.strerror or fault}", where, "mend the rights of the file, and look again"
