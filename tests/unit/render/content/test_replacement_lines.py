"""The lines of a letter that say what is different from the earlier one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.domain.pack.difference import Change, Difference
from reportgen.domain.pack.difference_topics import ChangeCategory
from reportgen.render.content.replacement_lines import replacement_lines

SEAT = Difference("personal", "table", "4", "3", ChangeCategory.REGISTRATIONS)
COMPANY = Difference("table", "colleagues.0.name.last", "Prins", "Mulder", ChangeCategory.REGISTRATIONS)


def test_who_sits_at_the_table_is_not_named_beside_another_table() -> None:
    _, said = replacement_lines([SEAT, COMPANY])
    assert said == "Wat er anders is: u zit nu aan tafel 3 (eerst tafel 4)."


def test_who_sits_at_the_table_is_named_where_the_table_is_the_same() -> None:
    _, said = replacement_lines([COMPANY])
    assert said == "Wat er anders is: wie er aan uw tafel zit."


def test_another_look_of_a_page_is_no_other_content_of_it() -> None:
    parts = ("event", "questions", "table")
    _, said = replacement_lines([Difference(part, "", "", "", ChangeCategory.DESIGN) for part in parts])
    assert said == "Wat er anders is: de vormgeving."


THEME = Difference("personal", "theme", "dorpen", "steden", ChangeCategory.REGISTRATIONS)
FIGURES = Difference("municipality", "profile.measures.0", "1", "2", ChangeCategory.DATA)
QUESTIONS = Difference("questions", "questions.0.text", "Wat?", "Wie?", ChangeCategory.PROGRAMME)


def test_clauses_and_things_are_not_told_in_one_breath() -> None:
    _, said = replacement_lines([SEAT, THEME, FIGURES])
    assert said == (
        "Wat er anders is: u zit nu aan tafel 3 (eerst tafel 4); het thema van uw tafel is nu steden; "
        "ook anders: de cijfers."
    )
    _, said = replacement_lines([SEAT, THEME, FIGURES, QUESTIONS])
    assert said.endswith("het thema van uw tafel is nu steden; ook anders: nog enkele onderdelen.")


def test_things_alone_are_listed() -> None:
    _, said = replacement_lines([FIGURES, QUESTIONS])
    assert said == "Wat er anders is: de cijfers en de vragen om voor te bereiden."


def _company(change: Change, name: str) -> Difference:
    return Difference(
        *("table", "colleagues", "", "", ChangeCategory.REGISTRATIONS), topic="company", change=change, of=name, at="3"
    )


def test_one_who_sits_at_the_table_now_and_agreed_to_be_named_is_named() -> None:
    _, said = replacement_lines([_company(Change.ADDED, "Ahmed Yılmaz")])
    assert said == "Wat er anders is: Ahmed Yılmaz zit nu ook aan uw tafel."


@pytest.mark.parametrize("change", [Change.REMOVED, Change.UNNAMED, Change.REPLACED])
def test_who_is_not_named_any_more_is_not_named_in_a_letter(change: Change) -> None:
    gone = replace(_company(change, "Ahmed Yılmaz"), old="Ahmed Yılmaz", new="Ben Bos")
    for differences in ([gone], [gone, _company(Change.ADDED, "Cas Cox")]):
        _, said = replacement_lines(differences)
        assert said == "Wat er anders is: wie er aan uw tafel zit."


def test_another_day_or_place_is_told_in_a_sentence() -> None:
    day = Difference("event", "event.day", "2030-06-11", "2030-06-12", ChangeCategory.PROGRAMME, topic="date")
    _, said = replacement_lines([day])
    assert said == "Wat er anders is: de bijeenkomst is op 12 juni 2030 in plaats van 11 juni 2030."
