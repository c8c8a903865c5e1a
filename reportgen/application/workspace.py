"""The workspace of a use case: one event, the folders of a run, the ledger, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent, Settings
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.programme.event import Event
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Clock:
    """The clocks of a run; an interface chooses them.

    Attributes:
        moment: the time that decisions depend on, in the time zone of events; constant with ``--now``.
        seconds: a monotonic timer, for durations: pace, limits and measurements. Nobody sets it back or forward.
        simulated: whether ``moment`` is not the real time, so that no real mail may be sent.
    """

    moment: Callable[[], datetime]
    seconds: Callable[[], float]
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Workspace:
    """One kind of packs of one event, with everything its use cases read and write.

    Attributes:
        loaded: event.toml, read once.
        paths: the folders of figures and output.
        by: the name of the person whose work this is; empty where nobody said so, as in a scheduled run.
    """

    loaded: LoadedEvent
    paths: Paths
    ledger: Ledger
    clock: Clock
    by: str = ""

    @property
    def event(self) -> Event:
        """The event, without its programme, and with municipalities by name."""
        return self.loaded.event

    @property
    def settings(self) -> Settings:
        """How the event is made and delivered."""
        return self.loaded.settings

    @property
    def folder(self) -> Path:
        """The folder of the event."""
        return self.loaded.settings.folder

    @property
    def key(self) -> str:
        """The key of the packs, their letters and their archive; another for each kind of packs."""
        return self.loaded.event.key

    @property
    def people_key(self) -> str:
        """The key of the people and their seats, whatever the kind of their packs."""
        return self.loaded.people_key

    @property
    def archive(self) -> Archive:
        """The sealed editions of these packs."""
        return Archive(self.paths.archive(self.key))

    def archive_of(self, letter: Delivery) -> Archive:
        """The sealed editions that a letter of the meeting is in, whatever its kind of packs."""
        return Archive(self.paths.archive(letter.event))

    @property
    def moment(self) -> datetime:
        """The time that decisions depend on."""
        return self.clock.moment()

    @property
    def day(self) -> date:
        """The day of ``moment``."""
        return self.clock.moment().date()

    @property
    def command_arguments(self) -> str:
        """The arguments of a command that name the event and the kind of packs."""
        kind = self.loaded.kind
        return str(self.folder) if kind == BRIEFING else f"{self.folder} --pack {kind}"

    def of_person(self, name: str) -> Workspace:
        """The same workspace, for the work of a person."""
        return replace(self, by=name)

    def with_ledger(self, ledger: Ledger) -> Workspace:
        """The same workspace with another ledger, such as a snapshot."""
        return replace(self, ledger=ledger)
