"""A participant who answers: fills in the pack with a reader of PDF, or mails back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

OURS = "secretariaat@organisatie.example"


def filled(pack: bytes, texts: Mapping[str, str]) -> bytes:
    """A pack with its fields filled in, by pypdf."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pack)))
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, dict(texts), auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_action(pack: bytes, kind: str) -> bytes:
    """A pack that starts something when a page of it is opened."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pack)))
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert()")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(pack: bytes) -> bytes:
    """A pack behind a password."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pack)))
    writer.encrypt("geheim")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def mailed(
    sender: str,
    text: str = "",
    *,
    forms: Sequence[bytes] = (),
    answers: str = "",
    subject: str = "Re: uw briefing",
    html: str = "",
    at: str = "Tue, 04 Dec 2018 10:00:00 +0100",
    automatic: bool = False,
    along: Mapping[str, bytes] | None = None,
) -> bytes:
    """A message to the organiser.

    Args:
        answers: the Message-ID of the letter it answers.
        along: other files, by name.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"] = sender, OURS, subject, at
    message["Message-ID"] = f"<{abs(hash((sender, text, html, at, len(forms), subject)))}@post.example>"
    if answers:
        message["In-Reply-To"] = answers
    if automatic:
        message["Auto-Submitted"] = "auto-replied"
    if text or not html:
        message.set_content(text)
    if html:
        message.set_content(html, subtype="html")
    for each in forms:
        message.add_attachment(each, maintype="application", subtype="pdf", filename="briefing.pdf")
    for name, content in (along or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
