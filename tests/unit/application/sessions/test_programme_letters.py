"""Signs in a programme that the fonts of packs lack."""

from __future__ import annotations

from datetime import time

import pytest

from reportgen.application.sessions.programme_letters import letter_findings, printable_session
from reportgen.domain.finding import Severity
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import session_key


def _session(title: str = "Samen wonen", code: str = "", label: str = "1", **texts: str) -> Session:
    plain = {"speaker": "", "note": "", **texts}
    kind = SessionKind.WORKSHOP
    return Session(time(10), time(11), title, plain.pop("speaker"), plain.pop("note"), kind, code, label, **plain)


def test_a_session_with_letters_that_can_be_printed_stays_as_it_is() -> None:
    session = _session("Één café – Żółć", note="Γιώργος, Иван en Nguyễn", leader="Zoë Brûlé")
    assert printable_session(session) == session
    assert list(letter_findings([(2, session)], "programma.csv")) == []


def test_a_picture_falls_away_and_a_letter_is_marked_and_both_are_said() -> None:
    session = _session("Samen wonen 🎉", leader="李伟", room="Zaal 3 🏛️")
    shown = printable_session(session)
    assert (shown.title, shown.leader, shown.room) == ("Samen wonen", "??", "Zaal 3")
    found = list(letter_findings([(5, session)], "programma.csv"))
    assert [(each.code, each.severity, each.place.column) for each in found] == [
        ("programme-letters", Severity.DOUBTFUL, column) for column in ("Onderdeel", "Zaal", "Gespreksleider")
    ]
    assert dict(found[2].facts)["signs"] == "李 U+674E, 伟 U+4F1F"


@pytest.mark.parametrize("title", ["工作坊", "Samen 工作", "🎉"])
def test_a_title_by_which_a_session_is_known_keeps_its_letters_and_stops_the_packs_that_show_it(title: str) -> None:
    session = _session(title)
    assert session_key(printable_session(session)) == session_key(session)
    (found,) = letter_findings([(2, session)], "programma.csv")
    assert (found.code, found.severity) == ("programme-letters-stop", Severity.REFUSED)


def test_the_title_of_a_session_that_has_a_code_can_be_marked() -> None:
    assert printable_session(_session("Samen 工作", code="A")).title == "Samen ??"
