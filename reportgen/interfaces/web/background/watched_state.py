"""What the values that are computed behind the pages depend on: files, the day, and what the ledger holds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.application.sessions.session_history import session_history
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.message_file import FOLDER as MESSAGES_FOLDER
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.delivery.states import State
from reportgen.domain.identifiers import people_key_of
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.list_check import FileStamps, event_stamps, figures_stamps, subject_stamps
from reportgen.storage.file_stamp import stamp_of
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.version_index import EARLIER_FOLDER


@dataclass(frozen=True, slots=True)
class Watched:
    """One kind of packs of a meeting at a moment.

    Attributes:
        folder: the folder of the meeting.
        key: of the packs.
    """

    ledger: Ledger
    folder: Path
    paths: Paths
    key: str
    day: date

    @property
    def people_key(self) -> str:
        """The key of the people."""
        return people_key_of(self.key)

    @property
    def files(self) -> FileStamps:
        """The files of the meeting and the figures, as they are now."""
        return event_stamps(self.folder, self.paths)


def figures_state(now: Watched) -> object:
    """Everything that the figures depend on; without event.toml they cannot be read, and nothing else is looked at."""
    own: FileStamps | None = None
    with suppress(ReportgenError):
        own = subject_stamps(load_event_file(now.folder).settings)
    return figures_stamps(now.paths), own or stamp_of(now.folder / EVENT_FILE), now.day


def people_state(now: Watched) -> object:
    """Everything that the people of the lists depend on."""
    return now.files, now.day, now.ledger.enrolled(now.people_key)


def build_state(now: Watched) -> object:
    """Everything that the next build depends on."""
    keys = dict.fromkeys((now.key, now.people_key))
    return now.files, now.day, *map(now.ledger.state_digest, keys)


def session_state(now: Watched) -> object:
    """Everything that the sessions of the participants depend on."""
    ledger, key = now.ledger, now.people_key
    return now.files, now.day, ledger.enrolled(key), ledger.seats(key), session_history(ledger, key)


def release_state(now: Watched) -> object:
    """Everything that the comparison of letters with list and event depends on."""
    ledger, key = now.ledger, now.people_key
    waiting = tuple(each.key for each in ledger.deliveries(now.key, State.PRINTED))
    returned = ledger.letter_keys(now.key, State.BOUNCED)
    people = ledger.enrolled(key), ledger.seats(key), ledger.sessions(key).moves()
    return now.files, now.day, waiting, returned, people, ledger.was_released(now.key)


def message_state(now: Watched) -> object:
    """Everything that the people for messages depend on; not the texts of messages themselves."""
    apart = (f"{now.folder / MESSAGES_FOLDER}/", f"{now.folder / EARLIER_FOLDER}/")
    files = tuple(each for each in now.files if not each[0].startswith(apart))
    return files, now.day, now.ledger.messages(now.key).state_of_people(now.people_key)
