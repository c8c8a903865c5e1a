"""A permanent reply condemns a letter only where it is about the recipient."""

from __future__ import annotations

import pytest

from reportgen.domain.delivery.permanent_replies import is_about_recipient, is_about_server
from reportgen.domain.delivery.states import Stage


@pytest.mark.parametrize(
    "answer",
    [
        "550 no such user",
        "550 5.1.1 <a@b.example>: Recipient address rejected: User unknown in virtual mailbox table",
        "550-5.1.1 The email account that you tried to reach does not exist.",
        "551 User not local",
        "553 mailbox name not allowed here: no such mailbox",
        "552 5.2.2 Mailbox full",
        "554 5.7.1 <a@b.example>: Recipient address rejected: Access denied",
        "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)",
        "550 Mailbox unavailable",
        "556 5.1.10 Recipient address has null MX",
        "550 5.2.1 The email account that you tried to reach is disabled",
    ],
)
def test_what_is_said_of_a_recipient_refuses_the_letter(answer: str) -> None:
    assert is_about_recipient(Stage.RCPT, answer)


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        (Stage.MAIL, "550 5.1.1 no such user"),
        (Stage.MAIL, "552 message too large"),
        (Stage.RCPT, "530 5.7.0 Authentication required"),
        (Stage.RCPT, "530 Must issue a STARTTLS command first"),
        (Stage.RCPT, "535 5.7.8 Authentication credentials invalid"),
        (Stage.RCPT, "550 sender not allowed"),
        (Stage.RCPT, "550 5.7.1 Client was not authenticated"),
        (Stage.RCPT, "554 5.7.1 <a@b.example>: Relay access denied"),
        (Stage.RCPT, "550 relaying denied"),
        (Stage.RCPT, "553 5.1.8 Sender address rejected: Domain not found"),
        (Stage.RCPT, "503 5.5.1 Bad sequence of commands"),
        (Stage.RCPT, "554 Service unavailable; client host blocked using a list"),
        (Stage.RCPT, "552 storage of the server is exceeded"),
        (Stage.DATA, "554 no"),
        (Stage.DOT, "552 too large"),
        (Stage.DOT, "554 5.7.1 spam message rejected"),
    ],
)
def test_what_would_be_said_to_any_letter_does_not(stage: Stage, answer: str) -> None:
    assert not is_about_recipient(stage, answer)


def test_the_same_words_for_several_domains_are_about_the_server() -> None:
    refusals = [(f"mayor@town{number}.example", f"550 go away, ref {number}99") for number in range(3)]
    assert is_about_server(refusals)
    assert not is_about_server(refusals[:2])


def test_addresses_in_the_words_make_no_difference() -> None:
    refusals = [(to := f"m{number}@t{number}.example", f"550 <{to}> go away") for number in range(3)]
    assert is_about_server(refusals)


def test_wrong_addresses_of_one_domain_are_wrong_addresses() -> None:
    assert not is_about_server([(f"m{number}@town.example", "550 no such user") for number in range(5)])


def test_a_policy_that_rejects_every_recipient_is_about_the_server() -> None:
    refusals = [
        (to := f"m@t{n}.example", f"554 5.7.1 <{to}>: Recipient address rejected: Access denied") for n in range(3)
    ]
    assert is_about_server(refusals)


def test_a_code_of_its_own_is_believed() -> None:
    assert not is_about_server([(f"m@t{number}.example", "550 5.1.1 no such user") for number in range(5)])
