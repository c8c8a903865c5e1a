"""What tables answered, as all tables with their theme may read it."""

from __future__ import annotations

from dataclasses import replace

from example import meeting
from example.people import person

from reportgen.domain.answers.answer import NO_QUESTION, Answer
from reportgen.domain.answers.theme_answers import answered_questions
from reportgen.domain.pack.contents import AnsweredQuestion, PrintedAnswer
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.people.participant import Office
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.seating import Table

QUESTION = "Hoe divers is uw gemeente?"


def setting(*answers: Answer) -> EventContext:
    guest = person(4, COUNTRY, Office.OTHER, organisation="Ministerie van SZW")
    tables = (Table(1, "voorsteden", (1, 2)), Table(2, "grote steden", (3,)), Table(3, "voorsteden", (4,)))
    return replace(meeting.setting((person(1), person(2), person(3), guest), tables), answers=answers)


def test_tables_with_a_theme_read_each_others_answers_and_no_others() -> None:
    made = setting(Answer(1, 1, 1, "Een", False), Answer(3, 1, 1, "Drie", False), Answer(4, 1, 1, "Vier", False))
    anonymous = ("", "", "")
    assert answered_questions("voorsteden", made) == (
        AnsweredQuestion(
            QUESTION, (PrintedAnswer(1, None, *anonymous, "Een"), PrintedAnswer(3, None, *anonymous, "Vier"))
        ),
    )
    assert answered_questions("grensgemeenten", made) == ()


def test_a_name_stands_beside_an_answer_where_that_was_agreed_to() -> None:
    made = setting(Answer(1, 1, 1, "Een", True), Answer(4, 1, 1, "Vier", True))
    one, four = answered_questions("voorsteden", made)[0].replies
    assert (one.name, one.municipality) == (person(1).name, "Nieuwegein")
    assert four.municipality == "Ministerie van SZW"


def test_the_order_of_answers_at_a_table_tells_nothing_of_who_gave_them() -> None:
    made = setting(Answer(1, 1, 1, "zee", False), Answer(2, 1, 1, "aap", False))
    assert [each.text for each in answered_questions("voorsteden", made)[0].replies] == ["aap", "zee"]


def test_what_answers_no_question_comes_last_and_what_was_taken_back_is_gone() -> None:
    made = setting(
        Answer(1, 1, NO_QUESTION, "Verder", False),
        Answer(2, 1, 9, "Op een vraag die er niet meer is", False),
        Answer(2, 1, 1, "Eerst", False),
        Answer(2, 1, 1, "", False),
        Answer(1, 1, 1, "Toen", False),
        Answer(99, 1, 1, "Van wie er niet bij was", False),
    )
    first, last = answered_questions("voorsteden", made)
    assert [each.text for each in first.replies] == ["Toen"]
    assert (last.question, len(last.replies)) == ("", 2)
