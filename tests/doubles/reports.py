"""Delivery reports, in three parts, as RFC 3464 asks."""

from __future__ import annotations

RETURNED = "<2018-12-10-klein.0002.0001@organisatie.example>"
"""The Message-ID of the letter that comes back with a report."""


def report(
    recipient: str = "rfc822; a@utrecht.example",
    action: str = "failed",
    *,
    to: str = "post@organisatie.example",
    envelope: str = "",
    returned: str = "text/rfc822-headers",
    original: str = "",
) -> bytes:
    """A report on one recipient.

    Args:
        envelope: the id that the letter had among servers; ``returned``: the kind of part that brings its head back.
        original: a field that says for whom it was before it was forwarded.
    """
    parts = [
        "Content-Type: text/plain; charset=utf-8\n\nHelaas, uw bericht kon niet worden bezorgd.\n",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n"
        f"{f'Original-Envelope-Id: {envelope}{chr(10)}' if envelope else ''}\n"
        f"{original}Final-Recipient: {recipient}\nAction: {action}\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 weg\n",
    ]
    if returned:
        head = f"From: post@organisatie.example\nMessage-ID: {RETURNED}\nSubject: Uw briefing\n\n"
        parts.append(f"Content-Type: {returned}\n\n{head}")
    body = "".join(f"--grens\n{part}\n" for part in parts)
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: {to}\nSubject: Undelivered\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="grens"\n\n{body}--grens--\n'
    ).encode()
