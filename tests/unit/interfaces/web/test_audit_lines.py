"""Lines of the audit log: an action on several participants is one line."""

from __future__ import annotations

from datetime import datetime, timedelta

from reportgen.config.timezone import ZONE
from reportgen.interfaces.web.audit_lines import AuditLine, audit_lines
from reportgen.storage.ledger.audit import AuditEntry

AT = datetime(2018, 12, 3, 8, tzinfo=ZONE)


def test_what_was_done_to_several_at_once_is_one_line_and_a_release_needs_no_count() -> None:
    entries = [AuditEntry(AT, "anna", "release", number, "2") for number in (7, 3)]
    assert audit_lines(entries) == [AuditLine(AT, "anna", "release", "", (3, 7))]


def test_only_the_newest_actions_are_shown() -> None:
    entries = [AuditEntry(AT - timedelta(hours=hour), "anna", "build", None, "") for hour in range(5)]
    assert [each.at for each in audit_lines(entries, most=2)] == [AT, AT - timedelta(hours=1)]
