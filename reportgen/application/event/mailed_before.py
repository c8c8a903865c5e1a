"""Whether a meeting mailed its people before, as an event with another name: its folder was renamed or copied."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.application.archive.sealed_event import sealed_event
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE
from reportgen.domain.delivery.states import WITHDRAWABLE, LetterKind
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.identifiers import people_key_of
from reportgen.storage.archive.archive import Archive


def mailed_before_findings(workspace: Workspace) -> Iterator[Finding]:
    """A finding where first letters wait for people whom the same meeting mailed as an event with another name.

    The meeting is the same where title and day are, and at least half of the people who wait, or who were mailed, are
    the same. It blocks where half of those who wait were mailed: a trial with a few people does not. Letters in the
    outbox were not mailed.
    """
    key, ledger = workspace.key, workspace.ledger
    if workspace.settings.server is None:
        return
    waiting = {
        each.recipient
        for each in ledger.deliveries(key, *WITHDRAWABLE)
        if each.kind is LetterKind.PACK and not each.is_update
    }
    if not waiting:
        return
    kind = key.removeprefix(workspace.people_key)
    for other, mailed in sorted(ledger.notes(key).mailed_by_others().items()):
        folder, both = people_key_of(other), waiting & mailed
        if other != f"{folder}{kind}" or 2 * len(both) < min(len(waiting), len(mailed)) or not both:
            continue
        if _is_same_meeting(other, workspace):
            severity = Severity.BLOCKING if 2 * len(both) >= len(waiting) else Severity.DOUBTFUL
            facts = {"count": len(both), "folder": folder, "title": workspace.event.title, "day": workspace.event.day}
            yield finding("mailed-before", severity, Place(EVENT_FILE), **facts)


def _is_same_meeting(other: str, workspace: Workspace) -> bool:
    """Whether the last edition of another event is of a meeting with this title on this day."""
    archive = Archive(workspace.paths.archive(other))
    editions = archive.editions()
    event = sealed_event(archive, editions[-1]) if editions else {}
    return (event.get("title"), event.get("day")) == (workspace.event.title, workspace.event.day.isoformat())
