"""Delivery reports as servers really send them: about which letter, and what became of it."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

import pytest
from doubles.bounce_reports import SentLetter, cases, mail, parts
from doubles.reports import RETURNED, report
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import MailError
from reportgen.mail.inbox.bounces import MessageKind, bounce_messages
from reportgen.mail.inbox.recipient_reports import DeliveryReport, ReportAction

KEY = "2018-12-10-klein.0002.0001"
LETTER = SentLetter(
    2,
    KEY,
    "post@organisatie.example",
    "a.deboer@utrecht.example",
    "Uw briefing voor 10 december 2018: Utrecht",
    "Mon, 03 Dec 2018 08:00:00 +0100",
    RETURNED,
    "K0002-1-0123456789",
)


def _reported(message: bytes) -> DeliveryReport:
    (found,) = bounce_messages(message)[0].reports
    return found


def test_a_report_says_which_letter_and_why() -> None:
    message, found = bounce_messages(report())[0], _reported(report())
    assert message.identifiers == {RETURNED}
    assert found.recipients == ("a@utrecht.example",)
    assert (found.action, found.diagnostic) == ("failed", "5.1.1 smtp; 550 5.1.1 weg")


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (report(returned="message/rfc822"), {RETURNED}),
        (report(returned="", envelope=KEY), {KEY}),
        (report(returned="", envelope="een+2Bsleutel"), {"een+sleutel"}),
        (report(returned="", to=f"bounces+{KEY}@organisatie.example"), {KEY}),
        (report(returned=""), set()),
    ],
)
def test_a_letter_has_several_names(given: bytes, names: set[str]) -> None:
    assert bounce_messages(given)[0].identifiers == names


def test_each_of_several_reports_that_somebody_passed_on_is_read() -> None:
    first, second = (report(f"rfc822; {each}@stad.example") for each in ("a", "b"))
    letter = mail("Kan ik komen?", "Anna <a@stad.example>", "vraag")
    attached = [
        ("message/rfc822", each.decode().replace("grens", name))
        for each, name in zip((first, letter, second), "xyz", strict=True)
    ]
    body, kind = parts(("text/plain", "zie bijlagen"), *attached, kind="mixed")
    found = bounce_messages(mail(body, "Collega <c@stad.example>", "FW: Undeliverable", kind))
    assert [each.kind for each in found] == [MessageKind.REPORT, MessageKind.LETTER, MessageKind.REPORT]
    assert [each.recipients for message in found for each in message.reports] == [
        ("a@stad.example",),
        ("b@stad.example",),
    ]


def test_who_it_was_for_and_where_it_was_forwarded_to_are_told_apart() -> None:
    found = _reported(report("rfc822; Elders@Thuis.example", original="Original-Recipient: rfc822;A@utrecht.example\n"))
    assert (found.originals, found.recipients) == (("a@utrecht.example",), ("elders@thuis.example",))


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("rfc822;x+2Btag@stad.example", "x+tag@stad.example"),
        ("utf-8;andr\\x{E9}@stad.example", "andré@stad.example"),
        ("rfc822; <x@stad.example> (unknown user)", "x@stad.example"),
        ("x@stad.example", "x@stad.example"),
    ],
)
def test_addresses_are_read_as_they_were_meant(written: str, address: str) -> None:
    assert _reported(report(written)).recipients == (address,)


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("delayed", ReportAction.DELAYED),
        ("delivered", ReportAction.DELIVERED),
        ("relayed", ReportAction.DELIVERED),
        ("expanded", ReportAction.DELIVERED),
        ("FAILED", ReportAction.FAILED),
        ("failed (bad address)", ReportAction.FAILED),
        ("", ReportAction.FAILED),  # by its status
    ],
)
def test_what_became_of_it_is_one_word(said: str, action: ReportAction) -> None:
    assert _reported(report(action=said)).action is action


@pytest.mark.parametrize(
    "message", [b"", b"\xff\xfe", b"Subject: Afwezig\n\nIk ben er niet.", b"Content-Type: multipart/report"]
)
def test_what_is_no_report_says_nothing(message: bytes) -> None:
    assert bounce_messages(message)[0].reports == ()


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3_000_000,
        "a@" * 1_000_000,
        "bezorg" * 400_000,
        "=?utf-8?q?" * 300_000,
        ("From: a\n\n" * 300_000),
        ("Subject: x\nFrom: a@b.example\n\n" * 100_000),
        "\n".join(["QUJD" * 19] * 200_000),
    ],
)
def test_a_text_without_end_takes_no_time(text: str) -> None:
    before = monotonic()
    for kind in ("text/plain", "text/html"):
        _read(mail(text, kind=kind))
    assert monotonic() - before < 20


def test_long_headers_take_no_time() -> None:
    before = monotonic()
    bounce_messages(mail("could not be delivered", subject="=?utf-8?q?" * 20_000, sender="(" * 200_000))[0]
    assert monotonic() - before < 10


@pytest.mark.parametrize("name", cases(LETTER))
def test_a_report_that_was_cut_off_anywhere_is_read_or_named(name: str) -> None:
    whole, _ = cases(LETTER)[name]
    for end in range(0, min(len(whole), 3000), 211):
        _read(whole[:end])


@given(st.data())
def test_a_report_that_is_damaged_is_read_or_named(data: st.DataObject) -> None:
    message, _ = cases(LETTER)[data.draw(st.sampled_from(sorted(cases(LETTER))))]
    whole = bytearray(message[:4000])
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _read(bytes(whole))


def _read(message: bytes) -> None:
    """Reads a message, which may be refused by name and by nothing else."""
    with suppress(MailError):
        assert isinstance(bounce_messages(message)[0].kind, MessageKind)
