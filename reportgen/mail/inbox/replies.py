"""Parses replies of participants: text, the letters they refer to, and attached files. Nothing in them is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parseaddr

from reportgen.errors import FOREIGN_FAULTS
from reportgen.mail.header_text import header_moment, header_text
from reportgen.mail.inbox.body_text import BodyText, body_text, decoded
from reportgen.mail.inbox.bounded_message import bounded_message, subparts
from reportgen.mail.inbox.html_text import text_of_html
from reportgen.mail.inbox.machine_mail import MachineSign, machine_sign_of

_ALSO_BODIES = re.compile(r"att\d{5,}\.(?:txt|html?)", re.IGNORECASE)
"""Names that Exchange gives to the texts of a message that come after an attachment."""

_NO_ANSWERS = frozenset(
    (
        *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
        *("application/pgp-keys", "text/vcard", "text/x-vcard", "text/directory"),
    )
)
"""Attachments that tell who wrote a message, and no more."""

MAX_LOGO = 100_000
"""Bytes of a picture that may be a logo; a photograph of a filled-in page has more."""

_SEE_HTML = re.compile(r"\bhtml\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?m)^\W{0,3}\d{1,2}\s?[.):]")


@dataclass(frozen=True, slots=True)
class IncomingReply:
    """One message of a participant.

    Attributes:
        sender: the address in From, in lower case; it can be forged.
        written: its Date; None where there is none.
        references: the Message-IDs it refers to.
        text: of its body, with quotations.
        forms: the attached PDF files.
        other_files: the names of other attachments.
        automatic: no person wrote it: an absence notice, a delivery report, or a letter of this program.
        looks_automatic: it looks like an absence notice by its subject or wording only, so a person decides.
        damaged: part of its text is lost: it was cut off, or is in no code page it says it is in.
        author: the name in From; may be empty.
    """

    sender: str
    written: datetime | None
    references: tuple[str, ...]
    subject: str
    text: str
    forms: tuple[bytes, ...]
    other_files: tuple[str, ...]
    automatic: bool
    looks_automatic: bool = False
    damaged: bool = False
    author: str = ""


def replies_in(message: bytes) -> tuple[IncomingReply, ...]:
    """The replies in a message: itself, or the messages that are attached to it.

    None where it cannot be parsed as a message at all.

    Raises:
        OversizedMessage: it is larger than any mail; it was not read.
        MemoryError: there is not enough memory; another time there may be.
    """
    try:
        return tuple(_replies(bounded_message(message)))
    except MemoryError:
        raise
    except FOREIGN_FAULTS:  # mail may be broken in any way
        return ()


def _replies(message: Message) -> Iterator[IncomingReply]:
    own = _reply(message)
    inner = [] if own.automatic else [each for each in _leaves(message) if _is_message(each)]
    within = [reply for each in inner for reply in _forwarded(each) if not reply.automatic]
    yield from within
    if not within or own.forms or _NUMBERED.search(own.text):
        yield own


def _forwarded(part: Message) -> Iterator[IncomingReply]:
    for each in subparts(part):
        yield from _replies(each)


def _reply(message: Message) -> IncomingReply:
    leaves = [each for each in _leaves(message) if not _is_message(each)]
    texts = [each for each in leaves if _is_body(each)]
    body = _body(message, {id(each) for each in texts})
    files = [(_name(each), _content(each)) for each in leaves if not _is_body(each)]
    forms = tuple(content for name, content in files if _is_pdf(name, content))
    author, sender = parseaddr(_header(message, "From"))
    subject = _header(message, "Subject")
    sign = machine_sign_of(message, sender, subject)
    return IncomingReply(
        sender.casefold(),
        header_moment(_header(message, "Date")),
        tuple(re.findall(r"<[^<>\s]+>", f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}")),
        subject,
        body.text,
        forms,
        tuple(_name(each) for each in leaves if each not in texts and _may_answer(each, body.text)),
        sign is MachineSign.CERTAIN,
        sign is MachineSign.POSSIBLE,
        body.damaged,
        author,
    )


def _body(part: Message, texts: set[int], is_inner: bool = False) -> BodyText:
    """What a part says: of alternatives the plain text, unless the HTML says more.

    Args:
        texts: ids of the parts that are looked at.
        is_inner: it is in another part.
    """
    if not part.is_multipart():
        if id(part) not in texts:
            return BodyText("")
        body = body_text(part)
        return BodyText(text_of_html(body.text), body.damaged) if part.get_content_type() == "text/html" else body
    if is_inner and _is_message(part):
        return BodyText("")
    bodies = [_body(each, texts, is_inner=True) for each in subparts(part)]
    said = [each for each in bodies if each.text.strip()] or bodies[:1] or [BodyText("")]
    if part.get_content_type() == "multipart/alternative":
        return next((each for each in said if not _says_less(each.text, said[-1].text)), said[-1])
    return BodyText("\n".join(each.text for each in said), any(each.damaged for each in bodies))


def _says_less(text: str, other: str) -> bool:
    """Whether a text only refers to another, or holds less than half of it."""
    return text != other and (len(text) < len(other) / 2 or (len(text) < 200 and bool(_SEE_HTML.search(text))))


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that have no parts; an attached message is one of them."""
    ahead: list[Message] = [message]
    while ahead:
        part = ahead.pop(0)
        if part.is_multipart() and (part is message or not _is_message(part)):
            ahead[:0] = subparts(part)
        else:
            yield part


def _is_message(part: Message) -> bool:
    return part.get_content_type() == "message/rfc822"


def _is_body(part: Message) -> bool:
    name = _name(part)
    is_file = part.get_content_disposition() == "attachment" or name
    is_body = not is_file or bool(_ALSO_BODIES.fullmatch(name))
    return part.get_content_type() in ("text/plain", "text/html") and is_body


def _may_answer(part: Message, text: str) -> bool:
    """Whether an attachment that is no form may hold answers; beside a text a picture within it is a logo."""
    kind, name = part.get_content_type(), _name(part)
    is_within = kind.startswith("image/") and part.get_content_disposition() != "attachment" and "Content-ID" in part
    is_logo = is_within and len(_content(part)) <= MAX_LOGO and bool(text.strip())
    is_card = kind in _NO_ANSWERS or name.casefold().endswith((".vcf", ".p7s"))
    return bool(name) and not is_card and not is_logo and not _is_pdf(name, _content(part))


def _is_pdf(name: str, content: bytes) -> bool:
    return name.casefold().endswith(".pdf") or b"%PDF-" in content[:1024]


def _header(message: Message, name: str) -> str:
    """A header as people read it, also where it was sent in bytes beyond ASCII."""
    raw = next((str(value) for each, value in message.raw_items() if each.casefold() == name.casefold()), "")
    value = decoded(raw.encode("utf-8", "surrogateescape"), "")
    return " ".join(header_text(value, value.encode("ascii", "replace").decode()).split())


def _name(part: Message) -> str:
    name = part.get_filename() or ""
    return header_text(name, name)


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
