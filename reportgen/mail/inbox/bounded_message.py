"""Parses messages that came from outside within bounds of size, so that none takes much memory or time.

The parser is that of Python; what it makes is counted while it makes it. Whatever is larger than any mail of people or
mail servers is refused by name, and the next message is read.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from email.parser import BytesFeedParser
from email.policy import Policy, compat32
from enum import StrEnum
from typing import Any

from reportgen.errors import MailError

MAX_BYTES = 30_000_000
"""Bytes of a message that is parsed, with a file of 22 MB in it; a pack that was filled in has some 3 MB."""

MAX_LINE = 5_000_000
"""Bytes of one line; some programs write a whole attachment as one."""

MAX_LINES = 500_000
"""Lines of a message; the largest attachment takes 400,000."""

MAX_UNENCODED = 200_000
"""Bytes that are not ASCII, in texts that are not encoded for mail: Python needs several bytes for each near them."""

MAX_HEADER = 250_000
"""Bytes of one header: thousands of addresses."""

MAX_PARAMETERS = 20_000
"""Bytes of a header that says what a part is: a file name of a thousand letters takes some 10,000."""

MAX_HEADERS = 2_000
"""Headers of a message or part."""

MAX_PARTS = 1_000
"""Parts of a message, those of attached messages and the recipients of a report included."""

MAX_DEPTH = 25
"""Parts within each other; a message that was forwarded ten times has some twenty."""

_CHUNK = 65_536
_ASCII = bytes(range(128))


class Bound(StrEnum):
    """In which way a message is larger than any mail."""

    BYTES = "bytes"
    UNENCODED = "unencoded"
    LINES = "lines"
    LINE = "line"
    HEADER = "header"
    HEADERS = "headers"
    PARTS = "parts"
    DEPTH = "depth"
    RECIPIENTS = "recipients"


class OversizedMessage(MailError):
    """A message is larger than any mail.

    Args:
        bound: in which way.
        most: the most that is read.
    """

    def __init__(self, bound: Bound, most: int) -> None:
        super().__init__(f"it has more than {most:,} {_SAID[bound]}")
        self.bound = bound
        self.most = most


_SAID = {
    Bound.BYTES: "bytes",
    Bound.UNENCODED: "bytes that are not encoded for mail",
    Bound.LINES: "lines",
    Bound.LINE: "bytes in one line",
    Bound.HEADER: "bytes in one header",
    Bound.HEADERS: "headers in one part",
    Bound.PARTS: "parts",
    Bound.DEPTH: "parts within each other",
    Bound.RECIPIENTS: "recipients",
}


class _BoundedPart(Message):
    """A part whose headers and parts are counted while the parser adds them."""

    depth = 0

    def set_raw(self, name: str, value: Any) -> None:
        """Adds a header; the parser calls this for each."""
        most = MAX_PARAMETERS if name.casefold().startswith("content-") else MAX_HEADER
        if len(value) > most:
            raise OversizedMessage(Bound.HEADER, most)
        if len(self) >= MAX_HEADERS:
            raise OversizedMessage(Bound.HEADERS, MAX_HEADERS)
        super().set_raw(name, value)

    def attach(self, payload: Any) -> None:
        """Adds a part; the parser calls this before it reads what is in it."""
        payload.depth = self.depth + 1
        if payload.depth > MAX_DEPTH:
            raise OversizedMessage(Bound.DEPTH, MAX_DEPTH)
        super().attach(payload)


def bounded_message(content: bytes) -> Message:
    """A message, parsed.

    Raises:
        OversizedMessage: it is larger than any mail, has longer lines, or more lines, headers or parts.
    """
    require_mail_size(content)
    parser: BytesFeedParser[Message] = BytesFeedParser(_counted_parts(), policy=compat32)
    for at in range(0, len(content), _CHUNK):
        parser.feed(content[at : at + _CHUNK])
    return parser.close()


def subparts(part: Message) -> list[Message]:
    """The parts of a part; none of one that has a text or a file in it."""
    content: Any = part.get_payload() if part.is_multipart() else []
    return [each for each in content if isinstance(each, Message)]


def require_mail_size(content: bytes) -> None:
    """Sees that a message has no more bytes and lines than mail has, and no longer lines.

    Raises:
        OversizedMessage: it has.
    """
    if len(content) > MAX_BYTES:
        raise OversizedMessage(Bound.BYTES, MAX_BYTES)
    if content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n") > MAX_LINES:
        raise OversizedMessage(Bound.LINES, MAX_LINES)
    if len(content) > MAX_LINE and len(content.translate(None, _ASCII)) > MAX_UNENCODED:
        raise OversizedMessage(Bound.UNENCODED, MAX_UNENCODED)
    at = 0
    while len(content) - at > MAX_LINE:
        end = max(content.rfind(each, at, at + MAX_LINE) for each in (b"\n", b"\r"))
        if end < 0:
            raise OversizedMessage(Bound.LINE, MAX_LINE)
        at = end + 1


def _counted_parts() -> Callable[..., Message]:
    """What makes the parts for a parser, up to ``MAX_PARTS``."""
    count = 0

    def part(policy: Policy = compat32) -> Message:
        nonlocal count
        count += 1
        if count > MAX_PARTS:
            raise OversizedMessage(Bound.PARTS, MAX_PARTS)
        return _BoundedPart(policy)

    return part
