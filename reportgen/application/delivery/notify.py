"""Mails the organiser about failures of a scheduled run: once for each failure, not after every run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from reportgen.application.resources import sender_of
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Accepted, Stage
from reportgen.domain.finding import Finding, Severity
from reportgen.domain.programme.event import Event
from reportgen.errors import MailError, ReportgenError
from reportgen.i18n.message import said
from reportgen.mail import letter
from reportgen.mail.sender import Sender
from reportgen.render.content.catalogue import DUTCH, translated
from reportgen.render.content.finding_texts import finding_text, place_text
from reportgen.render.content.words import pack_words
from reportgen.storage.ledger.notes import Notes

STABLE_FACTS = ("number", "name", "table")
"""Facts that identify a finding; others, such as counts and times, change while the failure stays the same."""


def notify_of(workspace: Workspace, report: RunReport) -> None:
    """Mails the organiser the failures of a run; if that fails, the report has the error (``notification_fault``)."""
    try:
        failures = failures_in(report.findings, report.refusal)
        notify(workspace.event, failures, workspace.ledger.notes(workspace.key), sender_of(workspace), workspace.moment)
    except ReportgenError as fault:
        report.notification_fault = fault


def failures_in(findings: Sequence[Finding], fault: ReportgenError | None) -> dict[str, str]:
    """The error that stopped a run, and the findings that need a person.

    Returns:
        A key that stays the same while the failure does, and the text of the failure.
    """
    failures = (
        {re.sub(r"\d+", "#", f"{type(fault).__name__} {fault.what}"): translated(fault.message, DUTCH)} if fault else {}
    )
    for each in findings:
        if each.severity is not Severity.NOTED:
            what, todo = finding_text(each)
            place = place_text(each)
            facts = [value for name, value in each.facts if name in STABLE_FACTS]
            name = " ".join((each.code, each.place.file, str(each.place.line), *facts))
            failures[name] = f"{f'{place}: ' if place else ''}{what}. {todo}"
    return failures


def notify(event: Event, failures: Mapping[str, str], notes: Notes, sender: Sender, now: datetime) -> bool:
    """Mails the organiser the failures that were not mailed before; returns whether there were any.

    A failure that is gone is removed from the notes, so that it is mailed again when it comes back. A failure that
    cannot be mailed is not noted, and so is mailed by a later run.

    Raises:
        MailError: the mail server does not accept the message.
    """
    new = [each for each in failures if not notes.was_notified(each)]
    notes.retain_notifications(tuple(failures))
    if not new:
        return False
    words = pack_words()["notice"]
    address = event.organiser.email
    key = f"{event.key}.telling.{now:%Y%m%d%H%M%S}"
    body = "\n\n".join(
        [words["head"].format(title=event.title), *(f"- {failures[each]}" for each in new), words["end"]]
    )
    envelope = letter.Envelope(key, event.organiser.name, address, event.organiser.contact, address, now)
    sender.prepare(address)
    message = letter.plain_message(envelope, words["subject"].format(title=event.title), body)
    outcome = sender.send(key, address, message, _nothing)
    sender.close()
    if not isinstance(outcome, Accepted):
        raise MailError(said("The organiser could not be mailed: {answer}", answer=outcome.answer), where=address)
    for each in new:
        notes.record_notification(each, now)
    return True


def _nothing(stage: Stage) -> None:
    """The stages of a notification are not recorded."""
