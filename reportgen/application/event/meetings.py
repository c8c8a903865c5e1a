"""The meetings of an installation beside each other: when each is, and what waits in it for a person.

Counts of letters and answers come from the ledger, for all meetings at once; of a meeting's own files only those are
read that say whether its letters can leave, and only where one of them changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Lock

from reportgen.application.event.setup_list import SetupList
from reportgen.application.event.setup_steps import setup_list
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent, load_event_file
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import State
from reportgen.domain.identifiers import pack_key
from reportgen.domain.programme.schedule import day_in_name
from reportgen.errors import ReportgenError
from reportgen.sources.texts.own_texts import FOLDER
from reportgen.storage.file_stamp import FileStamp, stamp_of
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class KindWork:
    """What waits for a person in one kind of packs of a meeting.

    Attributes:
        key: of the packs.
        letters: how many there are in each state.
        reviews: forms and messages to look at.
    """

    kind: str
    key: str
    letters: Mapping[State, int]
    reviews: int

    def count(self, *states: State) -> int:
        """How many letters are in one of these states."""
        return sum(self.letters.get(each, 0) for each in states)


@dataclass(frozen=True, slots=True)
class EventFiles:
    """What the files of an event say.

    Attributes:
        loaded: event.toml; None where it cannot be read.
        fault: why it cannot be read, or a file that its set-up list needs; None where all can.
        setup: its set-up list, without what is in its lists; None for a meeting that is over, or cannot be read.
    """

    loaded: LoadedEvent | None
    fault: ReportgenError | OSError | None = None
    setup: SetupList | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the installation.

    Attributes:
        key: the name of its folder.
        people: how many people ever had a number in it.
        work: what waits, for each kind of packs that it has.
    """

    key: str
    files: EventFiles
    people: int
    work: tuple[KindWork, ...]

    @property
    def day(self) -> date | None:
        """Its day; by the name of its folder where event.toml cannot be read."""
        return self.files.loaded.event.day if self.files.loaded else day_in_name(self.key)

    @property
    def was_mailed(self) -> bool:
        """Whether any letter of it left, or may have."""
        return any(each.count(State.SENT, State.BOUNCED, State.UNCERTAIN, State.SENDING) for each in self.work)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read of an event, with what it depends on, and until when that is so."""

    state: object
    until: datetime
    files: EventFiles


@dataclass(slots=True)
class Meetings:
    """Reads the meetings of an installation; keeps what it read of their files until one of these changes."""

    paths: Paths
    _kept: dict[Path, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, folders: Sequence[Path], ledger: Ledger, clock: Clock) -> tuple[Meeting, ...]:
        """The meetings of these folders: those to come, the next one first, then past ones, the last one first."""
        overview = ledger.overview()
        letters, people, reviews = overview.letters(), overview.people(), overview.reviews()
        organisers = len(ledger.audit().organisers())
        found = []
        for folder in folders:
            printed = letters.get(folder.name, {}).get(State.PRINTED, 0)
            files = self._files_of(folder, ledger, clock, (organisers, printed))
            work = tuple(
                KindWork(kind, key, letters.get(key, {}), reviews.get(key, 0))
                for kind in (files.loaded.kinds if files.loaded else ())
                for key in [pack_key(folder.name, kind)]
            )
            found.append(Meeting(folder.name, files, people.get(folder.name, 0), work))
        with self._lock:
            self._kept = {folder: kept for folder, kept in self._kept.items() if folder in set(folders)}
        today = clock.moment().date()
        return (
            *sorted(
                (each for each in found if not is_past(each, today)), key=lambda each: (each.day or today, each.key)
            ),
            *sorted((each for each in found if is_past(each, today)), key=lambda each: (each.day, each.key))[::-1],
        )

    def _files_of(self, folder: Path, ledger: Ledger, clock: Clock, counts: tuple[int, int]) -> EventFiles:
        now, (organisers, _) = clock.moment(), counts
        state = (_stamps(folder), counts)
        with self._lock:
            kept = self._kept.get(folder)
        if kept is None or kept.state != state or now >= kept.until:
            files = _read(folder, self.paths, ledger, clock, organisers)
            kept = _Kept(state, _until(files, now), files)
            with self._lock:
                self._kept[folder] = kept
        return kept.files


def is_past(meeting: Meeting, today: date) -> bool:
    """Whether a meeting is over; one of which the day is not known is not."""
    return meeting.day is not None and meeting.day < today


def _read(folder: Path, paths: Paths, ledger: Ledger, clock: Clock, organisers: int) -> EventFiles:
    try:
        loaded = load_event_file(folder)
    except (ReportgenError, OSError) as fault:
        return EventFiles(None, fault)
    if loaded.event.day < clock.moment().date():
        return EventFiles(loaded)
    try:
        return EventFiles(loaded, None, setup_list(Workspace(loaded, paths, ledger, clock), organisers))
    except (ReportgenError, OSError) as fault:
        return EventFiles(loaded, fault)


def _until(files: EventFiles, now: datetime) -> datetime:
    """The first moment at which the set-up list may be another by the clock alone."""
    moments = [datetime.combine(now.date() + timedelta(days=1), time(), ZONE)]
    if files.loaded:
        window = files.loaded.settings.rules.window
        moments += [each for each in (window.not_before, window.not_after) if each > now]
    return min(moments)


def _stamps(folder: Path) -> tuple[FileStamp, ...]:
    """The files of an event that its set-up list depends on: those in its folder, and its own texts."""
    return tuple(sorted(map(stamp_of, (*folder.glob("*"), *(folder / FOLDER).rglob("*")))))
