"""What somebody has of us, by the letters with packs."""

from __future__ import annotations

import pytest

from reportgen.application.lists.change_effects import HasLetter, letter_of
from reportgen.domain.delivery.states import Delivery, State


def _letter(edition: int, state: State) -> Delivery:
    return Delivery(f"x.0001.{edition}", "x", 1, edition, "a@b.nl", "", "", "", False, state, 0, None)


@pytest.mark.parametrize(
    ("states", "has"),
    [
        ((), HasLetter.NONE),
        ((State.PRINTED,), HasLetter.WAITING),
        ((State.SENT,), HasLetter.SENT),
        ((State.BOUNCED,), HasLetter.SENT),  # a mail server took it
        ((State.REFUSED,), HasLetter.NONE),  # none took it: a letter to another address is made by itself
        ((State.REFUSED, State.PRINTED), HasLetter.WAITING),
        ((State.SENT, State.REFUSED), HasLetter.SENT),
    ],
)
def test_a_letter_that_a_mail_server_refused_is_none(states: tuple[State, ...], has: HasLetter) -> None:
    assert letter_of(1, [_letter(number, each) for number, each in enumerate(states, 1)]) is has
