"""What is different in a day, in words: exact, short, and in Dutch."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.programme.day_differences import DayChange, DayDifference, day_differences
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.own_day import OwnPart
from reportgen.render.content.day_difference_text import day_difference_text

WORKSHOP = Session(time(10), time(11), "Wijken", "", "", SessionKind.WORKSHOP, code="A", round="2", room="Zaal 1")


def _part(session: Session, leads: bool = False, beside: tuple[str, ...] = ()) -> OwnPart:
    return OwnPart(session.round, session.start, session.end, session, leads, beside)


def _said(before: list[OwnPart], after: list[OwnPart]) -> list[str]:
    return [day_difference_text(asdict(each)) for each in day_differences(before, after)]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"room": "Zaal 3"}, "ronde 2 is in Zaal 3 in plaats van Zaal 1"),
        ({"room": ""}, "ronde 2 is niet meer in Zaal 1; de zaal volgt"),
        ({"start": time(10, 15), "end": time(11, 15)}, "‘Wijken’ begint om 10.15 in plaats van 10.00 uur"),
        ({"end": time(11, 30)}, "‘Wijken’ duurt tot 11.30 in plaats van 11.00 uur"),
        ({"start": time(9)}, "‘Wijken’ begint om 09.00 in plaats van 10.00 uur"),
        (
            {"start": time(9), "end": time(11, 30)},
            "‘Wijken’ is van 09.00 tot 11.30 uur, en niet van 10.00 tot 11.00 uur",
        ),
        ({"speaker": "Jan Bos"}, "bij ‘Wijken’ is de spreker Jan Bos"),
        ({"leader": "Jan Bos"}, "‘Wijken’ wordt geleid door Jan Bos"),
        ({"title": "Buurten"}, "‘Wijken’ heet nu ‘Buurten’"),
        ({"note": "Neem een pen mee."}, "de toelichting bij ‘Wijken’"),
        ({"kind": SessionKind.TABLE}, "‘Wijken’ is nu aan uw tafel"),
        ({"round": "ochtend"}, "‘Wijken’ is in de ronde ‘ochtend’ in plaats van ronde 2"),
        ({"round": ""}, "‘Wijken’ is er nu voor iedereen, en is niet meer in ronde 2"),
        (
            {"code": "B", "title": "Hofjes", "room": "Zaal 4"},
            "‘Wijken’ gaat niet door; u volgt in ronde 2 ‘Hofjes’ in Zaal 4",
        ),
    ],
)
def test_a_difference_is_told_in_a_clause(changes: dict[str, object], text: str) -> None:
    assert _said([_part(WORKSHOP)], [_part(replace(WORKSHOP, **changes))]) == [text]  # type: ignore[arg-type]


def test_a_plenary_part_is_told_by_its_title() -> None:
    before = replace(WORKSHOP, round="", speaker="Jan Bos")
    after = replace(before, room="Grote zaal", speaker="Eva Smit")
    assert _said([_part(before)], [_part(after)]) == [
        "‘Wijken’ is in Grote zaal in plaats van Zaal 1",
        "bij ‘Wijken’ is de spreker nu Eva Smit, in plaats van Jan Bos",
    ]
    assert _said([_part(before)], []) == ["‘Wijken’ van 10.00 uur staat niet meer in uw programma"]
    assert _said([], [_part(before)]) == ["nieuw in uw programma: ‘Wijken’, om 10.00 uur in Zaal 1"]


def test_somebody_who_moves_is_told_both_sessions() -> None:
    other = replace(WORKSHOP, code="B", title="Hofjes", room="")
    assert _said([_part(WORKSHOP)], [_part(other, beside=("Wijken",))]) == [
        "u volgt in ronde 2 ‘Hofjes’, in plaats van ‘Wijken’"
    ]
    assert _said([_part(WORKSHOP)], [_part(other, leads=True, beside=("Wijken",))]) == [
        "u leidt in ronde 2 ‘Hofjes’, in plaats van ‘Wijken’"
    ]


def test_a_round_without_a_session_says_whether_the_own_one_takes_place() -> None:
    nothing = OwnPart("2", time(10), time(11), None, beside=("Hofjes",))
    assert _said([_part(WORKSHOP)], [nothing]) == ["‘Wijken’ gaat niet door; in ronde 2 is er geen sessie meer voor u"]
    full = replace(nothing, beside=("Hofjes", "Wijken"))
    assert _said([_part(WORKSHOP)], [full]) == ["in ronde 2 is er voor u geen plaats meer bij ‘Wijken’"]
    assert _said([nothing], [_part(WORKSHOP)]) == ["u volgt in ronde 2 ‘Wijken’ in Zaal 1"]
    assert _said([], [nothing]) == ["nieuw in uw programma: ronde 2, om 10.00 uur"]


def test_who_leads_from_now_on_is_told_so_and_not_who_led_before() -> None:
    before, after = replace(WORKSHOP, leader="Jan Bos"), replace(WORKSHOP, leader="Eva Smit")
    assert _said([_part(before)], [_part(after, leads=True)]) == ["u leidt ‘Wijken’"]
    assert _said([_part(after, leads=True)], [_part(before)]) == ["u leidt ‘Wijken’ niet meer"]


TEXTS = st.sampled_from(["", "Aa", "Bb (1)"])


@given(
    st.builds(
        DayDifference,
        st.sampled_from([each for each in DayChange if each not in (DayChange.TIME, DayChange.LEADS)]),
        TEXTS,
        TEXTS,
        TEXTS,
        st.sampled_from(["", "ronde 1", "ochtend"]),
        TEXTS,
    )
)
def test_every_difference_has_words(difference: DayDifference) -> None:
    text = day_difference_text(asdict(difference))
    assert text
    assert "{" not in text
