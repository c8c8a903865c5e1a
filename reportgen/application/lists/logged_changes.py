"""Writes changes of people beside the list, with who made them in the audit log, whatever ends the work halfway."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from reportgen.application.crash_points import crash_point
from reportgen.application.lists.change_people import Making, write_changes
from reportgen.application.lists.listed_people import ListedPeople
from reportgen.application.workspace import Workspace
from reportgen.errors import ArchiveError, ReportgenError
from reportgen.i18n.message import said
from reportgen.storage.ledger.audit import Outcome, OutcomeState
from reportgen.storage.ledger.database import LedgerUnreadable


def write_logged_changes(
    workspace: Workspace,
    before: ListedPeople,
    after: ListedPeople,
    by: Making,
    about: str,
    action: str,
    numbers: Sequence[int] = (),
) -> None:
    """Writes the changes after a line in the audit log that says who makes them, and adds what became of it.

    Args:
        action: as in the audit log.
        numbers: the participants it is about.

    Raises:
        ChangedMeanwhile: as ``write_changes``.
        ArchiveError: the changes are written, and the log cannot say so.
    """
    audit, key, deed = workspace.ledger.audit(), workspace.people_key, (by.at, by.who, action)
    audit.begin(key, by.who, action, "", by.at, numbers)
    crash_point("change-begun")
    try:
        write_changes(workspace, before, after, by, about)
    except Exception:
        with suppress(ReportgenError, LedgerUnreadable):
            audit.end(key, deed, Outcome(OutcomeState.FAILED, ""), workspace.moment)
        raise
    crash_point("change-written")
    try:
        audit.end(key, deed, Outcome(OutcomeState.DONE, ""), workspace.moment)
    except (ReportgenError, LedgerUnreadable) as fault:
        raise ArchiveError(
            said("The change is made, but the log does not say how that ended: {reason}", reason=fault),
            where=str(workspace.paths.ledger),
            todo="do not make it again; have the disk of the ledger looked at",
        ) from None
