"""What stands on a badge can be read across a table: long titles go before the type gets too small."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from reportgen.domain.people.participant import Name, Office
from reportgen.domain.programme.venue_lists import ExpectedPerson, OwnSession
from reportgen.render.content.badge_layout import badge_layout

LONG = "Samenwerkingsverbanden voor mantelzorgondersteuning in kleine kernen, met voorbeelden"
SHORT = OwnSession(time(11, 10), "A", "Een hofje in het dorp", "Beukenzaal", False)
PERSON = ExpectedPerson(1, Name("", "Anna", "", "Bo"), "wethouder", Office.ALDERMAN, "Urk", 7, (SHORT,))


def sessions(*told: OwnSession) -> tuple[float, str]:
    found = badge_layout(replace(PERSON, sessions=told), "Wonen").sessions
    return found.size, " ".join(found.lines)


def test_short_titles_stand_on_a_badge() -> None:
    assert sessions(SHORT) == (8.5, "11.10 Beukenzaal: A Een hofje in het dorp")


def test_of_long_titles_a_badge_says_when_where_and_which_session() -> None:
    long = replace(SHORT, title=LONG)
    assert sessions(long, replace(long, leads=True), long) == (
        8.5,
        "11.10 Beukenzaal: A 11.10 Beukenzaal: A (u leidt) 11.10 Beukenzaal: A",
    )


def test_a_session_that_has_a_title_only_keeps_it_however_long() -> None:
    size, said = sessions(*[OwnSession(time(9, 5), "", LONG, "", False)] * 4)
    assert said.count(LONG) == 4
    assert size < 7
