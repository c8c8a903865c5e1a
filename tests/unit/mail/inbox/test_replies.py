"""What is mailed back is read whatever it is made of, and never run."""

from __future__ import annotations

import pytest
from doubles.answering import mailed
from hypothesis import given
from hypothesis import strategies as some

from reportgen.mail.inbox.bounded_message import OversizedMessage
from reportgen.mail.inbox.replies import replies_in


@given(some.binary(max_size=400))
def test_bytes_of_any_kind_are_a_message_or_none(content: bytes) -> None:
    for each in replies_in(content):
        assert isinstance(each.text, str)


@given(some.binary(max_size=120), some.sampled_from(["utf-8", "iso-8859-15", "klingon", "utf-7", "idna", ""]))
def test_a_text_in_any_charset_is_read(content: bytes, charset: str) -> None:
    head = f"From: a@utrecht.example\nContent-Type: text/plain; charset={charset}\n\n".encode()
    (reply,) = replies_in(head + content)
    assert reply.sender == "a@utrecht.example"


def test_messages_within_messages_end_somewhere() -> None:
    message = mailed("a@utrecht.example", "kern")
    for _ in range(40):
        message = b"From: b@utrecht.example\nContent-Type: message/rfc822\n\n" + message
    with pytest.raises(OversizedMessage):
        replies_in(message)


def test_a_message_of_many_parts_is_refused_rather_than_read_in_part() -> None:
    parts = "".join(f"--x\nContent-Type: application/pdf\n\n%PDF-{number}\n" for number in range(5000))
    with pytest.raises(OversizedMessage, match="parts"):
        replies_in(f"Content-Type: multipart/mixed; boundary=x\n\n{parts}--x--\n".encode())


def test_html_is_read_as_text_and_what_is_quoted_stays_apart() -> None:
    html = "<p>Een&nbsp;twee</p><ol><li>drie</li><li>vier</li></ol>"
    html += "<script>vijf()</script><blockquote>zes</blockquote>zeven"
    (reply,) = replies_in(mailed("a@utrecht.example", html=html))
    assert [line for line in reply.text.splitlines() if line] == ["Een twee", "1. drie", "2. vier", "> zes", "zeven"]
