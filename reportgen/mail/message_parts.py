"""Everything in a mail message that can be read: its headers and texts, and its attachments as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from reportgen.i18n.message import said
from reportgen.mail.header_text import header_text

MAX_LINES = 1_500_000
"""Lines of a file that is parsed as mail: parsing goes line by line, and mail of 100 MB has no more."""

_HEADER = re.compile(
    rb"(?mi)^(?:return-path|received|from|to|cc|subject|date|message-id|mime-version|delivered-to|content-type):[ \t]"
)
_POSTMARK = re.compile(rb"(?m)^From [^\r\n]*\r?\n")


@dataclass(frozen=True, slots=True)
class MessagePart:
    """A text of a message, or an attachment; ``name`` is that of its file, empty for the message itself."""

    name: str
    text: str = ""
    content: bytes = b""


def is_message(head: bytes) -> bool:
    """Whether the beginning of a file looks like that of a message or an mbox file."""
    lines = head[:2000]
    return head.startswith(b"From ") or (_HEADER.match(lines) is not None and len(_HEADER.findall(lines)) > 1)


def message_parts(content: bytes) -> Iterator[MessagePart]:
    """The headers, texts and attachments of a message, or of all messages of an mbox file.

    Raises:
        ValueError: it cannot be parsed, or has far more lines than mail.
    """
    if content.count(b"\n") > MAX_LINES:
        raise ValueError(said("it has more than {MAX_LINES:,} lines", MAX_LINES=MAX_LINES))
    for one in _POSTMARK.split(content) if content.startswith(b"From ") else (content,):
        try:
            yield from _parts(message_from_bytes(one, policy=policy.compat32))
        except (
            LookupError,
            TypeError,
            AttributeError,
            RecursionError,
            AssertionError,
        ) as fault:  # of a damaged message
            raise ValueError(said("it cannot be parsed as mail ({name})", name=type(fault).__name__)) from None


def _parts(message: Message) -> Iterator[MessagePart]:
    for part in message.walk():
        name = _readable(part.get_filename() or "")
        yield MessagePart(name, "\n".join(_readable(str(value)) for value in (*part.values(), name)))
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            yield MessagePart(name, str(content))
        elif part.get_content_maintype() == "text":
            yield MessagePart(name, _text(content, part.get_content_charset() or ""), content)
        else:
            yield MessagePart(name, "", content)


def _text(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset or "utf-8", "replace")
    except LookupError:
        return ""  # nobody knows this charset; the bytes are looked at as well


def _readable(value: str) -> str:
    return header_text(value, value)
