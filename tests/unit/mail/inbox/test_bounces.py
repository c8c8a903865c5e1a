"""Delivery reports as servers really send them: about which letter, and what became of it."""

from __future__ import annotations

import pytest
from doubles.reports import RETURNED, report
from hypothesis import given
from hypothesis import strategies as st

from reportgen.mail.inbox.bounces import reports_in

KEY = "2018-12-10-klein.0002.0001"


def test_a_report_says_which_letter_and_why() -> None:
    (found,) = reports_in(report())
    assert found.identifiers == {RETURNED}
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
    (found,) = reports_in(given)
    assert found.identifiers == names


def test_who_it_was_for_counts_before_where_it_was_forwarded_to() -> None:
    (found,) = reports_in(
        report("rfc822; Elders@Thuis.example", original="Original-Recipient: rfc822;A@utrecht.example\n")
    )
    assert found.recipients == ("a@utrecht.example", "elders@thuis.example")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", "FAILED", "failed (bad address)"])
def test_what_became_of_it_is_one_word(action: str) -> None:
    (found,) = reports_in(report(action=action))
    assert found.action == action.split()[0].lower()


@pytest.mark.parametrize(
    "message", [b"", b"\xff\xfe", b"Subject: Afwezig\n\nIk ben er niet.", b"Content-Type: multipart/report"]
)
def test_what_is_no_report_says_nothing(message: bytes) -> None:
    assert reports_in(message) == ()


@given(st.data())
def test_a_report_that_is_damaged_is_read_or_left(data: st.DataObject) -> None:
    whole = bytearray(report())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(reports_in(bytes(whole[: data.draw(st.integers(0, len(whole)))])), tuple)
