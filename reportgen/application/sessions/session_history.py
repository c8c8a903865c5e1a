"""What people were told of their sessions, and moves by hand, out of the ledger and of earlier editions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from reportgen.application.archive.sealed_event import sealed_event
from reportgen.application.workspace import Workspace
from reportgen.domain.pack.archived_day import UnreadableDay, sessions_in
from reportgen.domain.programme.renamed_sessions import Renamed, renamed_sessions, with_present_keys
from reportgen.domain.programme.rounds import Round, Slot, rounds_of, sessions_by_slot
from reportgen.domain.programme.session_records import SessionHistory
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


def session_history(ledger: Ledger, key: str) -> SessionHistory:
    """The history as the ledger has it, by the keys and labels of then.

    Args:
        key: of the event's people.
    """
    sessions = ledger.sessions(key)
    return SessionHistory(sessions.told(), sessions.moves())


def present_history(workspace: Workspace, rounds: Sequence[Round]) -> SessionHistory:
    """The history by the keys and labels of the programme now; the programmes of earlier editions say which were which.

    Args:
        rounds: of the programme now.
    """
    history = session_history(workspace.ledger, workspace.people_key)
    gone = history.slots() - sessions_by_slot(rounds).keys()
    archive = Archive(workspace.paths.archive(workspace.people_key))
    renamed: Renamed = {}
    titles: dict[Slot, str] = {}
    for edition in reversed(archive.editions()):
        if gone <= titles.keys():
            break
        with suppress(UnreadableDay):
            earlier = rounds_of(sessions_in(sealed_event(archive, edition)))
            renamed = {**renamed_sessions(earlier, rounds), **renamed}
            titles = {**{slot: each.title for slot, each in sessions_by_slot(earlier).items()}, **titles}
    return replace(with_present_keys(history, renamed), former_titles=titles)
