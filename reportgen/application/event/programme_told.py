"""What another programme changes in letters of an event that left."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.config.event_folder import programme_file
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.told_changes import ToldChanges, told_changes
from reportgen.errors import ReportgenError
from reportgen.sources.lists.programme import checked_programme, programme_in
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import DELIVERED


def told_changes_of(folder: Path, sessions: Sequence[Session], ledger: Ledger, people_key: str) -> ToldChanges:
    """What another programme changes in letters of the event that left; nothing where the present one has faults."""
    before: tuple[Session, ...] = ()
    with suppress(ReportgenError):
        before = programme_in(programme_file(folder))
    readers = frozenset(each.participant for each in ledger.deliveries(people_key, *DELIVERED))
    if not (before and readers):
        return ToldChanges()
    return told_changes(before, sessions, readers, ledger.sessions(people_key).told())


def told_changes_by(folder: Path, name: str, content: bytes, ledger: Ledger, people_key: str) -> ToldChanges:
    """What another content of the programme's file changes in letters that left; nothing where it has faults.

    Args:
        name: of the file, which says of which kind it is.

    Raises:
        ReportgenError: the content is no table, or there are several programmes.
    """
    with TemporaryDirectory(prefix="reportgen-") as other:
        copy = Path(other) / name
        copy.write_bytes(content)
        found, faults = checked_programme(copy)
    sessions = [each.session for each in found]
    return ToldChanges() if faults else told_changes_of(folder, sessions, ledger, people_key)
