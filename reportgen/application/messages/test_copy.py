"""Sends a marked copy of a message to the organiser before its letters are made; the ledger is not changed."""

from __future__ import annotations

from reportgen.application.delivery.test_send import TestSendResult, send_test_content
from reportgen.application.messages.check import CheckedMessage
from reportgen.application.messages.compose import MessageComposer
from reportgen.application.messages.people import MessagePerson
from reportgen.application.workspace import Workspace
from reportgen.errors import UsageError


def example_letter(workspace: Workspace, checked: CheckedMessage, person: MessagePerson) -> bytes:
    """The letter that a recipient would get now.

    Raises:
        UsageError: something is wrong with the message itself.
        ArchiveError, MailError: as for ``MessageComposer.letter``.
    """
    if any(each.place.line for each in checked.findings):
        raise UsageError("The text of the message has a fault", todo="mend it first")
    edition = max(workspace.ledger.editions(workspace.key), default=0) + 1
    return MessageComposer(workspace, checked, edition, workspace.moment).letter(person).content


def send_test_copy(
    workspace: Workspace, checked: CheckedMessage, person: MessagePerson, to: str
) -> tuple[TestSendResult, str]:
    """Sends a marked copy of the letter to a recipient, to another address.

    Returns:
        The result, and where the copy is: the address, or the folder.

    Raises:
        ReportgenError: as for ``example_letter`` and ``send_test_content``.
    """
    content = example_letter(workspace, checked, person)
    return send_test_content(workspace, f"{workspace.key}.{person.number:04d}.0000", person.number, content, to)
