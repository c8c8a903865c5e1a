"""Lines of the audit log as pages show them: an action on several participants is one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reportgen.storage.ledger.audit import AuditEntry

MAX_ENTRIES = 2_000
"""Entries of the log that are read for a page; one action may have an entry for each of hundreds of participants."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An action of an organiser, and all participants it was about."""

    at: datetime
    organiser: str
    action: str
    about: str
    numbers: tuple[int, ...]


def audit_lines(entries: Iterable[AuditEntry], most: int = MAX_ENTRIES) -> list[AuditLine]:
    """The newest actions, at most ``most``, in the order of the entries."""
    found: dict[tuple[datetime, str, str, str], list[int]] = {}
    for each in entries:
        numbers = found.setdefault((each.at, each.who, each.what, each.about), [])
        if each.number is not None:
            numbers.append(each.number)
    return [
        AuditLine(at, organiser, action, "" if action == "release" else about, tuple(sorted(numbers)))
        for (at, organiser, action, about), numbers in list(found.items())[:most]
    ]
