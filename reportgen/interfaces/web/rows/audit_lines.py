"""Lines of the audit log as pages show them: an action on several participants is one line, with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from reportgen.interfaces.web.background.jobs import JobState
from reportgen.render.content.words import web_words
from reportgen.storage.ledger.audit import AuditEntry, AuditLog, AuditQuery, Deed, Outcome, OutcomeState

MAX_ENTRIES = 2_000
"""Entries of the log that are read for a page; one action may have an entry for each of hundreds of participants."""

COUNTED = frozenset(("release",))
"""Actions whose ``about`` is how many participants they are about, which is told by these."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An action of an organiser, and all participants it was about.

    Attributes:
        outcome: what became of work that was begun, in Dutch; empty for an action that was done at once.
        succeeded: whether it went as intended, as far as is known.
    """

    at: datetime
    organiser: str
    action: str
    about: str
    numbers: tuple[int, ...]
    outcome: str = ""
    succeeded: bool = True


def audit_lines(entries: Iterable[AuditEntry], most: int = MAX_ENTRIES) -> list[AuditLine]:
    """The newest actions that are done at once, at most ``most``, in the order of the entries."""
    found: dict[tuple[datetime, str, str, str], list[int]] = {}
    for each in entries:
        numbers = found.setdefault((each.at, each.who, each.what, each.about), [])
        if each.number is not None:
            numbers.append(each.number)
    newest = [(*deed, tuple(sorted(numbers))) for deed, numbers in list(found.items())[:most]]
    return _lines(newest, {}, None)


def found_lines(
    audit: AuditLog, event: str, query: AuditQuery, job: JobState, most: int, skip: int = 0
) -> list[AuditLine]:
    """The newest actions that are looked for, with what became of them.

    Args:
        job: the work that runs now, or ran last; other work that has not ended was interrupted.
    """
    actions = audit.actions(event, query, most, skip)
    deeds = [(each.at, each.who, each.what, each.about, numbers) for each, numbers in actions]
    return _lines(deeds, audit.outcomes(event), job)


def _lines(
    deeds: Iterable[tuple[datetime, str, str, str, tuple[int, ...]]],
    outcomes: Mapping[Deed, Outcome],
    job: JobState | None,
) -> list[AuditLine]:
    running = [deed for deed, each in outcomes.items() if each.state is OutcomeState.RUNNING]
    now = running[-1] if running and job and job.running and job.organiser == running[-1][1] else None
    lines = []
    for at, organiser, action, about, numbers in deeds:
        told, succeeded = _told(outcomes.get((at, organiser, action)), (at, organiser, action) == now)
        shown = "" if action in COUNTED else about
        lines.append(AuditLine(at, organiser, action, shown, numbers, told, succeeded))
    return lines


def _told(outcome: Outcome | None, is_running: bool) -> tuple[str, bool]:
    """What became of work in Dutch, and whether it went as intended."""
    if outcome is None:
        return "", True
    said = web_words()["outcome"]
    match outcome.state:
        case OutcomeState.RUNNING:
            return said["running" if is_running else "interrupted"], is_running
        case OutcomeState.STOPPED:
            return said["stopped"], False
        case _:
            return outcome.said or said[outcome.state], outcome.state is OutcomeState.DONE
