"""The rows of the list of participants, and the search."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Delivery, State
from reportgen.domain.people.participant import Enrolled
from reportgen.interfaces.web.rows.participant_list import (
    GONE,
    NO_LETTER,
    ParticipantFilter,
    filtered,
    participant_kind,
    rows_of,
    state_counts,
)

AT = datetime(2018, 12, 3, 8, tzinfo=ZONE)


def _letter(number: int, edition: int, state: State) -> Delivery:
    name = f"e.{number:04d}.{edition:04d}"
    return Delivery(
        name, "e", number, edition, f"{number}@x.example", f"<{name}>", "", "", edition > 1, state, 0, None, AT
    )


def _people(count: int) -> list[Enrolled]:
    return [Enrolled(number, f"{number}@x.example", f"A. Naam{number}", "GM0356") for number in range(1, count + 1)]


def test_the_last_letter_that_counts_tells_how_someone_stands() -> None:
    letters = [
        _letter(1, 1, State.SENT),
        _letter(1, 2, State.PRINTED),
        _letter(2, 1, State.SENT),
        _letter(2, 2, State.WITHDRAWN),
        _letter(3, 1, State.WITHDRAWN),
    ]
    seats = dict.fromkeys(range(1, 5), (1, "thema"))
    states = [row.state for row in rows_of(_people(5), seats, letters, {"GM0356": "Nieuwegein"}, {})]
    assert states == [State.PRINTED, State.SENT, State.WITHDRAWN, NO_LETTER, GONE]


def test_counts_are_in_the_order_of_a_letters_life() -> None:
    letters = [_letter(1, 1, State.BOUNCED), _letter(2, 1, State.SENT), _letter(3, 1, State.PRINTED)]
    seats = dict.fromkeys(range(1, 5), (1, "thema"))
    counts = state_counts(rows_of(_people(4), seats, letters, {}, {}))
    assert list(counts) == [NO_LETTER, State.PRINTED, State.SENT, State.BOUNCED]


@pytest.mark.parametrize(
    ("code", "function", "kind"),
    [
        ("GM0356", "loco-burgemeester", "burgemeester"),
        ("GM0356", "Wethouder Zorg", "wethouder"),
        ("GM0356", "adviseur", "anders"),
        ("NL", "burgemeester", "gast"),
    ],
)
def test_what_sort_someone_is(code: str, function: str, kind: str) -> None:
    assert participant_kind(code, function) == kind


@given(st.text(max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_any_search_is_answered(words: str, table: str, municipality: str) -> None:
    rows = rows_of(_people(3), {1: (1, "x")}, [], {"GM0356": "Nieuwegein"}, {})
    assert set(filtered(rows, ParticipantFilter(words, "", table, municipality))) <= set(rows)


def test_accents_and_capitals_do_not_matter_in_a_search() -> None:
    rows = rows_of(
        [Enrolled(1, "z@x.example", "Z. Çelik", "GM1900")], {1: (1, "x")}, [], {"GM1900": "Súdwest-Fryslân"}, {}
    )
    assert filtered(rows, ParticipantFilter("celik sudwest")) == rows
    assert filtered(rows, ParticipantFilter("", "", "", "sudwest-fryslan")) == rows
