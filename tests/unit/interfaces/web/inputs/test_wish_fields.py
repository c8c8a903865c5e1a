"""A form of wishes shows each at its own place, and says again what it showed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

import pytest

from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Round
from reportgen.interfaces.web.inputs.wish_fields import SENT, sent_wishes, wish_groups

ROUND = Round(
    "1", {key: Session(time(13), time(14), key.upper(), "", "", SessionKind.WORKSHOP, code=key) for key in "abc"}
)


def _shown(text: str) -> dict[str, str]:
    return {each.name: each.value for group in wish_groups([ROUND], text) for each in group.choices}


def _sent(shown: Mapping[str, str], now: str) -> str | None:
    return sent_wishes({SENT: ["ja"], **{name: [value] for name, value in shown.items()}}, [ROUND], now)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1:1 a; 1:2 b", ("a", "b", "")),
        ("1:2 b", ("", "b", "")),
        ("1:2 b; 1:3 c", ("", "b", "c")),
        ("1:1 a; 1:1 b", ("a", "b", "")),
        ("1:99 b", ("b", "", "")),
    ],
)
def test_what_was_shown_is_sent_again_as_it_is(text: str, places: tuple[str, ...]) -> None:
    shown = _shown(text)
    assert tuple(shown.values()) == places
    assert _sent(shown, text) == text


@pytest.mark.parametrize(
    ("chosen", "wishes"),
    [
        ({"wens-1-0": "a"}, "1:1 a; 1:2 b"),
        ({"wens-1-2": "c"}, "1:2 b; 1:3 c"),
        ({"wens-1-1": ""}, ""),
        ({"wens-1-0": "b", "wens-1-1": ""}, "1:1 b"),
    ],
)
def test_a_place_that_the_list_left_free_stays_free_until_it_is_chosen(chosen: dict[str, str], wishes: str) -> None:
    assert _sent({**_shown("1:2 b"), **chosen}, "1:2 b") == wishes
    free = [each.options[0][1] for group in wish_groups([ROUND], "1:2 b") for each in group.choices]
    assert free == ["niet begrepen of leeg", "geen wens", "geen wens"]


def test_a_wish_that_is_taken_away_makes_place_for_the_next() -> None:
    assert _sent({**_shown("1:1 a; 1:2 b"), "wens-1-0": ""}, "1:1 a; 1:2 b") == "1:1 b"
