"""Parses the parts of a delivery report: fields about recipients (RFC 3464), the returned letter, and texts."""

from __future__ import annotations

import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import Message
from email.utils import getaddresses
from itertools import islice, takewhile

from reportgen.mail.header_text import header_text
from reportgen.mail.inbox.body_text import decoded
from reportgen.mail.inbox.bounded_message import MAX_PARTS, Bound, OversizedMessage, subparts
from reportgen.mail.inbox.html_text import text_of_html

STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
RETURNED_TYPES = (
    *("message/rfc822", "message/global"),
    *("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"),
)
"""Kinds of parts that hold the letter which a report is about, whole or its headers only."""

MAX_TEXT = 200_000
"""Characters of a text that are looked at: reports say what they have to say at once."""

MAX_TEXT_LINE = 1_000
"""Characters of a line of such a text."""

MAX_HEADER_TEXT = 5_000
"""Characters of a header that are decoded."""

MAX_HEADS = 200
"""Places in a text at which the head of a letter is looked for."""

MAX_HEAD_LINES = 500
"""Lines of a head that are looked at."""

_HEAD_LINE = re.compile(
    r"[>| \t]{0,6}(from|to|cc|subject|date|message-id|received|return-path|mime-version|content-type|reply-to|"
    r"x-[\w-]+|dkim-signature|auto-submitted|content-[\w-]+|authentication-results|arc-[\w-]+|sender|delivered-to):",
    re.IGNORECASE,
)
_TELLING = re.compile(r"[>| \t]{0,6}(from|to|subject|message-id):", re.IGNORECASE)


def parts_of(message: Message) -> Iterator[Message]:
    """The parts of a message; what is attached as a message is a part by itself, and its parts are not given."""
    ahead = [message]
    while ahead:
        part = ahead.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            ahead += reversed(subparts(part))
        else:
            yield part


def status_blocks(part: Message) -> list[Message]:
    """The groups of fields of a report: that of the message first, then one for each recipient.

    Raises:
        OversizedMessage: it has more recipients than any letter.
    """
    inner = subparts(part)
    if part.get_content_type() == STATUS_TYPES[0] and inner and not _encoding(part):
        return inner
    groups = [each for each in re.split(r"\n[ \t]*\n", content_text(part).strip()) if each.strip()]
    if len(groups) > MAX_PARTS:
        raise OversizedMessage(Bound.RECIPIENTS, MAX_PARTS)
    return [message_from_string(each.lstrip("\n"), policy=policy.compat32) for each in groups]


def returned_message(part: Message) -> Message:
    """The letter that a part of a report returns, whole or its headers only."""
    inner = subparts(part)
    if part.get_content_maintype() == "message" and len(inner) == 1 and not _encoding(part):
        return inner[0]
    return message_from_string(content_text(part).lstrip("\n"), policy=policy.compat32)


def content_text(part: Message) -> str:
    """The text of a part, decoded; of one that the parser took for a message, as it was, with line ends as ``\\n``."""
    if inner := subparts(part):
        text = "\n".join(each.as_string() for each in inner)[: 4 * MAX_TEXT]
    else:
        text = str(part.get_payload())[: 4 * MAX_TEXT]
    raw = text.encode("utf-8", "surrogateescape")
    if _encoding(part) == "base64":
        raw = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        raw = b64decode(raw[: len(raw) // 4 * 4 or None] if len(raw) % 4 == 1 else raw + b"==")
    elif _encoding(part):
        raw = quopri.decodestring(raw)
    return _lines(decoded(raw, str(part.get_content_charset(""))))


def text_of(message: Message) -> str:
    """What a report says in words, before and without what it returns; HTML as a reader sees it."""
    texts = [each for each in parts_of(message) if each.get_content_maintype() == "text"]
    plain = [content_text(each) for each in texts if each.get_content_type() in ("text/plain", "text")]
    if any(each.strip() for each in plain):
        return "\n".join(plain)[:MAX_TEXT]
    html = [text_of_html(content_text(each)[:MAX_TEXT]) for each in texts if each.get_content_type() == "text/html"]
    return "\n".join(html)[:MAX_TEXT]


def split_at_returned(text: str) -> tuple[str, Message | None]:
    """The text of a report, and the letter that follows in it as text; None where there is none."""
    lines = text.split("\n")
    for begin in islice(_beginnings(lines), MAX_HEADS):
        within = islice(lines, begin, begin + MAX_HEAD_LINES)
        if _is_head(list(takewhile(lambda line: bool(line.strip("> |\t")), within))):
            mark = re.match(r"[>| \t]{0,6}", lines[begin])
            prefix = mark[0] if mark else ""
            own = "\n".join(each.removeprefix(prefix) for each in lines[begin:])
            return "\n".join(lines[:begin]), message_from_string(own, policy=policy.compat32)
    return text, None


def _beginnings(lines: list[str]) -> Iterator[int]:
    """Where headers may begin."""
    is_within = False
    for at, line in enumerate(lines):
        was_within, is_within = is_within, bool(_HEAD_LINE.match(line))
        if is_within and not was_within:
            yield at


def _is_head(paragraph: list[str]) -> bool:
    """Whether lines are the headers of a letter."""
    names = {found[1].casefold() for each in paragraph if (found := _TELLING.match(each))}
    unfolded = [each for each in paragraph if not each[:1].isspace()] or paragraph
    return len(names) >= 2 and 2 * sum(1 for each in unfolded if _HEAD_LINE.match(each)) > len(unfolded)


def header(message: Message, name: str) -> str:
    """A header on one line, as people read it; empty where there is none."""
    value = next(_raw(message, name), "")[:MAX_HEADER_TEXT]
    return " ".join(header_text(value, value).split())


def addresses_in(message: Message, *names: str) -> tuple[str, ...]:
    """The addresses in some headers, in lower case."""
    values = [each for name in names for each in _raw(message, name)]
    return tuple(address.casefold() for _, address in getaddresses(values) if "@" in address)


def reduce_to_text(message: Message) -> None:
    """Leaves of a report its headers and its decoded texts, cut to what is looked at; nothing that it returns."""
    for part in list(parts_of(message)):
        text = content_text(part)[:MAX_TEXT] if part.get_content_maintype() == "text" else ""
        text = split_at_returned(text)[0]
        del part["Content-Transfer-Encoding"]
        part.set_payload(text.encode("ascii", "replace").decode())


def headers(message: Message, name: str) -> tuple[str, ...]:
    """The values of a header, each on one line."""
    return tuple(" ".join(each.split()) for each in _raw(message, name))


def _raw(message: Message, name: str) -> Iterator[str]:
    """The values of a header as they came; bytes that are not ASCII are read as UTF-8."""
    for each, value in message.raw_items():
        if each.casefold() == name.casefold():
            yield str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _encoding(part: Message) -> str:
    """How the bytes of a part are written as text; empty where they are as they are."""
    said = str(part.get("Content-Transfer-Encoding", "")).strip().casefold()
    return said if said in ("base64", "quoted-printable") else ""


def _lines(text: str) -> str:
    return "\n".join(each[:MAX_TEXT_LINE] for each in re.split(r"\r\n|\r|\n", text))
