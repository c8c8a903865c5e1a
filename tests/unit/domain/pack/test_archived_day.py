"""The day in the content of an archived pack, of this program and of older ones."""

from __future__ import annotations

from contextlib import suppress
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.canonical_json import JsonValue, to_json_value
from reportgen.domain.pack.archived_day import UnreadableDay, day_in
from reportgen.domain.programme.day_differences import day_differences
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.own_day import OwnPart

OPENING = Session(time(9), time(10), "Opening", "voorzitter", "", SessionKind.PLENARY)
WORKSHOP = Session(time(10), time(11), "Wijken", "", "", SessionKind.WORKSHOP, "A", "1", "Zaal 1", leader="Jan Bos")
DAY = (
    OwnPart("", time(9), time(10), OPENING),
    OwnPart("1", time(10), time(11), WORKSHOP, leads=True, beside=("Hofjes",)),
    OwnPart("2", time(11), time(12), None),
)

OF_OLDER_PROGRAM = {
    "event": {
        "title": "Wonen",
        "sessions": [
            {
                "start": "09:00",
                "end": "10:00",
                "title": "Opening",
                "speaker": "voorzitter",
                "note": "",
                "kind": "plenary",
            },
            {"start": "10:00", "end": "11:00", "title": "Tafelgesprek", "speaker": "", "note": "", "kind": "table"},
        ],
    }
}


def test_a_day_comes_back_as_it_was_archived() -> None:
    assert day_in({"day": to_json_value(DAY)}) == DAY


def test_before_there_were_rounds_the_day_was_the_whole_programme() -> None:
    day = day_in(OF_OLDER_PROGRAM)
    assert [(each.round, each.session.title if each.session else "") for each in day] == [
        ("", "Opening"),
        ("", "Tafelgesprek"),
    ]
    assert day_differences(day[:1], DAY[:1]) == ()


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "panel"},
        {"kind": None},
        {"speaker": None},
        {"invented": {"by": "a newer program"}},
        {"audience": ["burgemeesters"], "capacity": 12},
    ],
)
def test_what_another_program_wrote_of_a_session_is_read_as_far_as_it_is_known(said: dict[str, Any]) -> None:
    session = {"start": "09:00", "end": "10:00", "title": "Opening"} | said
    (part,) = day_in({"event": {"sessions": [session]}})
    assert part.session == Session(time(9), time(10), "Opening", "", "", SessionKind.PLENARY)


def test_a_part_needs_no_more_than_its_times() -> None:
    assert day_in({"day": [{"start": "09:00", "end": "10:00"}]}) == (OwnPart("", time(9), time(10), None),)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"event": None},
        {"event": {"sessions": [{"title": "Opening"}]}},
        {"day": [{"start": "nine", "end": "10:00"}]},
        {"day": ["Opening"]},
        {"day": None},
    ],
)
def test_a_damaged_programme_says_so(content: dict[str, Any]) -> None:
    with pytest.raises(UnreadableDay, match="the programme in it cannot be read"):
        day_in(content)


JSON: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["start", "session", "kind"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["day", "event"]), JSON))
def test_whatever_is_there_gives_a_day_or_says_that_it_is_none(content: dict[str, Any]) -> None:
    with suppress(UnreadableDay):
        assert isinstance(day_in(content), tuple)
