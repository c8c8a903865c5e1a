"""The forms and replies in a submission: each is an answer by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reportgen.domain.finding import Place
from reportgen.mail.inbox.bounded_message import OversizedMessage
from reportgen.mail.inbox.replies import IncomingReply, replies_in
from reportgen.mail.inbox.submissions import Submission

UNKNOWN_SENDER = "e-mail"
"""The name of a message without a sender, in findings."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One form or reply of a submission.

    Attributes:
        name: of the file or the sender, for findings.
        file: the name of the file; empty for a message that is none.
        reply: the message it came with; None for a file.
        form: a PDF; empty where the text of the reply is the answer.
        oversized: in which way a message is larger than any mail, so that it was not read; else None.
    """

    name: str
    reply: IncomingReply | None
    form: bytes
    written: datetime | None
    file: str = ""
    oversized: OversizedMessage | None = None

    @property
    def place(self) -> Place:
        """Its place in findings."""
        return Place(self.name)


def pieces_of(item: Submission) -> Iterator[Piece]:
    """The forms and replies in a submission; the text of each message is a piece too."""
    if b"%PDF-" in item.content[:1024]:
        yield Piece(item.name, None, item.content, item.written, item.name)
        return
    try:
        replies = replies_in(item.content)
    except OversizedMessage as fault:
        yield Piece(item.name or UNKNOWN_SENDER, None, b"", item.written, item.name, fault)
        return
    for reply in replies:
        name = item.name or reply.sender or UNKNOWN_SENDER
        for form in () if reply.automatic else reply.forms:
            yield Piece(name, reply, form, reply.written or item.written, item.name)
        yield Piece(name, reply, b"", reply.written or item.written, item.name)
    if not replies:
        yield Piece(item.name or UNKNOWN_SENDER, None, b"", item.written, item.name)
