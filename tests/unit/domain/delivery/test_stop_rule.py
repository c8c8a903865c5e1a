"""A run stops where the server takes nothing, and goes on where a recipient is the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.domain.delivery.states import Accepted, Blocked, Delivery, Outcome, Postponed, Refused, Stage, State
from reportgen.domain.delivery.stop_rule import StopRule

LETTER = Delivery("e.0001.0001", "e", 1, 1, "a@x.example", "<e>", "", "", False, State.SENDING, 1, None)


def letter(number: int) -> Delivery:
    return replace(LETTER, key=f"e.{number:04d}.0001", participant=number, recipient=f"a@x{number}.example")


def rule_after(*outcomes: Outcome) -> StopRule:
    rule = StopRule()
    for number, outcome in enumerate(outcomes, 1):
        assert not rule.stops
        rule.note(letter(number), outcome)
    return rule


def test_a_server_that_takes_no_sender_stops_at_once() -> None:
    assert rule_after(Blocked(Stage.MAIL, "550 sender not allowed")).stops


def test_one_letter_that_is_blocked_does_not_hold_up_the_others() -> None:
    spam = Blocked(Stage.DOT, "554 5.7.1 spam")
    assert not rule_after(spam, Accepted("250"), spam, Accepted("250")).stops
    assert rule_after(spam, spam).stops


def test_the_same_refusal_for_everyone_gives_the_letters_back() -> None:
    rule = rule_after(*[Refused(Stage.RCPT, "550 go away")] * 3)
    assert rule.stops
    assert [each.participant for each in rule.wrongly_refused] == [1, 2, 3]


def test_refused_recipients_between_others_stop_nothing() -> None:
    refused = Refused(Stage.RCPT, "550 go away")
    assert not rule_after(refused, refused, Accepted("250"), refused, refused).stops


@pytest.mark.parametrize("outcome", [Refused(Stage.RCPT, "550 5.1.1 no such user"), Postponed(Stage.DATA, "closed")])
def test_five_failures_in_a_row_stop_a_run(outcome: Outcome) -> None:
    assert rule_after(*[outcome] * 5).stops
