"""What people write back is divided by question, and nothing they wrote themselves is lost."""

from __future__ import annotations

import pytest
from doubles.questions_answered import ONE_QUESTION, QUESTIONS
from hypothesis import given
from hypothesis import strategies as some

from reportgen.domain.answers.unclear import Unclear, UnclearReason
from reportgen.domain.programme.event import Question
from reportgen.sources.texts.reply_text import reply_text_in

WORDS = ("wonen", "werk", "zorg", "12", "cijfers", "3.000", "1,5", "beleid", "–", "(nee)", "?")
words = some.lists(some.sampled_from(WORDS), min_size=1, max_size=9)
answers = some.lists(words.map(" ".join).map(lambda said: f"a {said}"), min_size=1, max_size=4).map("\n".join)


@given(some.dictionaries(some.sampled_from((1, 2, 3)), answers, min_size=1))
def test_numbered_answers_come_back_as_they_were_written(given_answers: dict[int, str]) -> None:
    text = "\n".join(f"{number}. {said}" for number, said in sorted(given_answers.items()))
    assert reply_text_in(f"Geachte mevrouw,\n\n{text}\n\nMet groet,\nA. de Vries", QUESTIONS).answers == given_answers


@given(some.text(max_size=300), some.sampled_from([(), ONE_QUESTION, QUESTIONS]))
def test_anything_may_be_written(text: str, questions: tuple[Question, ...]) -> None:
    said = reply_text_in(text, questions)
    assert said.answers.keys() <= {each.number for each in questions}
    assert all(each.strip() == each.strip("\n") and each for each in said.answers.values()) or not said.answers


@given(answers)
def test_without_numbers_nothing_is_lost(said: str) -> None:
    unnumbered = reply_text_in(said, QUESTIONS)
    assert (unnumbered.answers, unnumbered.unclear) == ({}, (Unclear(UnclearReason.UNNUMBERED, said),))
    assert reply_text_in(said, ONE_QUESTION).answers == {1: said}, "there is only one question"


def test_a_list_within_an_answer_stays_whole() -> None:
    text = "1. Zo:\n\n2. Drie punten:\n1. wonen\n2. werk\n- zorg\n3. Geld."
    assert reply_text_in(text, QUESTIONS).answers == {
        1: "Zo:",
        2: "Drie punten:\n1. wonen\n2. werk\n- zorg",
        3: "Geld.",
    }


@pytest.mark.parametrize(
    "line",
    ["10 december is goed.", "12.30 uur", "1,5 procent", "1.000 inwoners", "3x zoveel", "3. Dezember 2018 war es."],
)
def test_a_number_that_is_none_of_a_question_begins_nothing(line: str) -> None:
    assert reply_text_in(f"1. Ja.\n{line}\nEn verder.", QUESTIONS).answers == {1: f"Ja.\n{line}\nEn verder."}


@pytest.mark.parametrize(
    ("line", "named"),
    [("Met naam", True), ("met naam: ja", True), ("Met mijn naam: nee", False), ("> met naam: ja", False), ("", False)],
)
def test_a_name_may_stand_there_when_it_says_so(line: str, named: bool) -> None:
    said = reply_text_in(f"1. Ja.\n{line}\n", QUESTIONS)
    assert (said.answers, said.named) == ({1: "Ja."}, named)
