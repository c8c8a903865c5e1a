"""What follows from a change of settings is told in words that fit its number."""

from __future__ import annotations

import tomllib
from datetime import datetime
from typing import Any
from unittest.mock import Mock

import pytest

from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Delivery, State
from reportgen.interfaces.web.texts.settings_warnings import settings_warnings


def _letter(number: int, state: State) -> Delivery:
    return Delivery(f"x.{number}", "x", number, 1, "a@b.nl", "", "", "", False, state, 0, None)


def _context(*letters: Delivery) -> Any:
    context = Mock(people_key="x", clock=lambda: datetime(2018, 12, 1, tzinfo=ZONE))
    context.ledger.deliveries.return_value = letters
    return context


@pytest.mark.parametrize(
    ("before", "after", "one", "two"),
    [
        ("[event]\ndate = 2018-12-10", "[event]\ndate = 2018-12-11", "Eén deelnemer kreeg al", "2 mensen kregen al"),
        ('[delivery]\nredirect_all = "a@b.nl"', "[delivery]", "Eén brief is al", "2 brieven zijn al"),
        ('[[pack]]\nkind = "briefing"\n[[pack]]\nkind = "na"', "", "er al een brief", "er al 2 brieven"),
    ],
)
def test_one_letter_is_not_told_as_many(before: str, after: str, one: str, two: str) -> None:
    state = State.RELEASED if "redirect" in before else State.SENT
    letters = [_letter(number, state) for number in (1, 2)]
    told = [
        settings_warnings(_context(*letters[:count]), tomllib.loads(before), tomllib.loads(after)) for count in (1, 2)
    ]
    assert one in " ".join(told[0])
    assert two in " ".join(told[1])
