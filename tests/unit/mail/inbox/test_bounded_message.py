"""A message that is larger than any mail, in whichever way, is refused by name before it takes memory or time."""

from __future__ import annotations

import resource
from multiprocessing import get_context
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.mail.inbox.bounded_message import MAX_DEPTH, OversizedMessage, bounded_message

MAX_SECONDS, MAX_MEGABYTES = 20, 200
"""What one message may take on a busy machine, beside a message of at most 30 MB itself."""

_REPORT = (
    b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: x\n\n"
)
_RECIPIENT = b"Final-Recipient: rfc822; u%d@example.org\nAction: failed\nStatus: 5.1.1\n\n"


def _nested(levels: int) -> bytes:
    parts = [b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (each, each) for each in range(levels)]
    return b"Subject: x\n" + b"".join(parts) + b"\nx"


OVERSIZED = {
    "1,000 messages within each other": lambda: b"Subject: x\n" + b"Content-Type: message/rfc822\n\n" * 1000,
    "1,000 multiparts within each other": lambda: _nested(1000),
    "200,000 addresses in a header": lambda: b"To: " + b",\n ".join(b"u%d@example.org" % i for i in range(200_000)),
    "200,000 recipients of a report": lambda: _REPORT + b"".join(_RECIPIENT % each for each in range(200_000)),
    "a line of 100 MB": lambda: b"Subject: x\n\n" + b"x" * 100_000_000,
    "a line of 30 MB": lambda: b"Subject: x\n\n" + b"x" * 30_000_000,
    "a header of 50 MB": lambda: b"Subject: " + b"x" * 50_000_000 + b"\n\nx",
    "a folded header of 30 MB": lambda: b"Subject: " + (b"x" * 70 + b"\n ") * 420_000 + b"\n\nx",
    "30,000 parameters of a part": lambda: b"Content-Type: text/plain; " + b"a*0*=x;" * 30_000 + b"\n\nx",
    "100,000 headers": lambda: b"a: b\n" * 100_000 + b"\nx",
    "100,000 parts": lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "a million lines": lambda: b"Subject: x\n\n" + b"x\r" * 1_000_000,
}


def _megabytes_for(name: str) -> float | str:
    """The megabytes that it takes to refuse a message, or what it became instead."""
    content = OVERSIZED[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        bounded_message(content)
    except OversizedMessage:
        return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return "it was read"


@pytest.mark.parametrize("name", OVERSIZED)
def test_what_is_larger_than_mail_is_refused_by_name(name: str) -> None:
    before = monotonic()
    with pytest.raises(OversizedMessage, match=r"\d"):
        bounded_message(OVERSIZED[name]())
    assert monotonic() - before < MAX_SECONDS


def test_refusing_takes_little_memory() -> None:
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        taken = {name: pool.apply(_megabytes_for, (name,)) for name in ("a folded header of 30 MB", "100,000 headers")}
    assert all(isinstance(each, float) and each < MAX_MEGABYTES for each in taken.values()), taken


def test_a_message_with_a_large_attachment_is_read_whole() -> None:
    attached = b"QUJD" * 19 + b"\r\n"
    head = b"Subject: bijlage\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    read = bounded_message(head + attached * 380_000)
    content = read.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert len(content) == 57 * 380_000


def test_messages_that_were_forwarded_often_are_read() -> None:
    assert bounded_message(_nested(MAX_DEPTH)).is_multipart()


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_message_of_some_kind(content: bytes) -> None:
    assert bounded_message(content) is not None
