"""Lines of the audit log: an action on several participants is one line, and of work what became of it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reportgen.config.timezone import ZONE
from reportgen.interfaces.web.background.jobs import JobState
from reportgen.interfaces.web.rows.audit_lines import AuditLine, audit_lines, found_lines
from reportgen.storage.ledger.audit import AuditEntry, AuditQuery, Outcome, OutcomeState
from reportgen.storage.ledger.ledger import Ledger

EVENT = "2030-05-16-wonen"
NOW = datetime(2030, 5, 1, 9, tzinfo=ZONE)
IDLE, BUSY = JobState(), JobState(1, running=True, organiser="anna")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.db")
    yield opened
    opened.close()


def test_what_was_done_to_several_at_once_is_one_line_and_a_release_needs_no_count() -> None:
    entries = [AuditEntry(NOW, "anna", "release", number, "2") for number in (7, 3)]
    assert audit_lines(entries) == [AuditLine(NOW, "anna", "release", "", (3, 7))]


def test_only_the_newest_actions_are_shown() -> None:
    entries = [AuditEntry(NOW - timedelta(hours=hour), "anna", "build", None, "") for hour in range(5)]
    assert [each.at for each in audit_lines(entries, most=2)] == [NOW, NOW - timedelta(hours=1)]


def _told(ledger: Ledger, job: JobState) -> list[tuple[str, bool]]:
    return [(each.outcome, each.succeeded) for each in found_lines(ledger.audit(), EVENT, AuditQuery(), job, 10)]


def test_work_that_has_not_ended_is_at_work_or_was_interrupted(ledger: Ledger) -> None:
    ledger.audit().begin(EVENT, "anna", "build", "", NOW)
    ledger.audit().begin(EVENT, "anna", "send", "", NOW + timedelta(minutes=1))
    broken = ("onderbroken: het programma stopte voordat dit klaar was", False)
    assert _told(ledger, BUSY) == [("nog bezig", True), broken]
    assert _told(ledger, IDLE) == [broken, broken]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome(OutcomeState.DONE, "3 pakketten gemaakt."), ("3 pakketten gemaakt.", True)),
        (Outcome(OutcomeState.DONE, ""), ("gedaan", True)),
        (Outcome(OutcomeState.FAILED, "De lijst is niet te lezen."), ("De lijst is niet te lezen.", False)),
        (Outcome(OutcomeState.STOPPED, ""), ("gestopt, want de server sloot; wat onderweg was, is afgemaakt", False)),
    ],
)
def test_what_became_of_work_is_told(ledger: Ledger, outcome: Outcome, told: tuple[str, bool]) -> None:
    ledger.audit().begin(EVENT, "anna", "build", "", NOW)
    ledger.audit().end(EVENT, (NOW, "anna", "build"), outcome, NOW)
    assert _told(ledger, IDLE) == [told]


def test_of_what_older_programs_began_nothing_is_told(ledger: Ledger) -> None:
    ledger.audit().append(EVENT, "anna", "build", "", NOW)
    assert _told(ledger, IDLE) == [("", True)]
