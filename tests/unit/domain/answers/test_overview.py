"""The answers side by side tell no more than people agreed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as some

from reportgen.domain.answers.answer import Answer, latest_answers
from reportgen.domain.answers.overview import Overview, overview_of
from reportgen.domain.programme.event import Event, Organiser, Question, Theme

EVENT = Event(
    *("klein", "Wonen", "Hoe?", date(2018, 12, 10), time(12), time(12, 30), time(16), "Hier", "Straat 1", "", ""),
    *(Organiser("O", "S", "s@o.example", ""), (Question(1, "Hoe?", ""), Question(2, "Wat?", ""))),
    *((Theme("dorpen", ()), Theme("steden", ())), (), (), ()),
)
SEATS = {1: (1, "steden"), 2: (1, "steden"), 3: (2, "dorpen")}
NAMES = {1: "Anna, Utrecht", 2: "Bram, Vaals", 3: "Cor, Urk", 4: "Dina, Goes"}

given_answers = some.lists(
    some.builds(
        Answer,
        some.integers(1, 4),
        some.just(1),
        some.integers(0, 2),
        some.sampled_from(["", "ja", "nee"]),
        some.booleans(),
    ),
    max_size=20,
)


def _overview(answers: list[Answer]) -> Overview:
    return overview_of(EVENT, answers, SEATS, NAMES, 4)


def _voices(overview: Overview) -> list[tuple[int, str, int, str, str]]:
    return [
        (question.number, theme.theme, table.table, answer.text, answer.name)
        for question in overview.questions
        for theme in question.themes
        for table in theme.tables
        for answer in table.answers
    ]


@given(given_answers)
def test_each_answer_that_holds_stands_there_once(answers: list[Answer]) -> None:
    voices = _voices(_overview(answers))
    held = latest_answers(answers)
    assert sorted((number, text) for number, _, _, text, _ in voices) == sorted((a.question, a.text) for a in held)
    assert {name for *_, name in voices} - {""} == {NAMES[each.participant] for each in held if each.named}
    assert _overview(answers).people == len({each.participant for each in held})


@given(given_answers)
def test_who_did_not_agree_leaves_no_trace_in_the_order(answers: list[Answer]) -> None:
    """Two at one table who say the same to each other's questions cannot be told apart."""
    unnamed = [replace(each, named=False) for each in answers if each.participant in (1, 2)]
    exchanged = [replace(each, participant=3 - each.participant) for each in unnamed]
    assert _voices(_overview(unnamed)) == _voices(_overview(exchanged))


def test_an_empty_answer_takes_an_earlier_one_back() -> None:
    assert _voices(_overview([Answer(1, 1, 1, "ja", False), Answer(1, 1, 1, "", False)])) == []


def test_themes_stand_in_the_order_of_the_event_and_who_has_no_table_comes_last() -> None:
    answers = [Answer(number, 1, 1, str(number), False) for number in (4, 1, 3)]
    assert [answer[1:4] for answer in _voices(_overview(answers))] == [
        ("dorpen", 2, "3"),
        ("steden", 1, "1"),
        ("", 0, "4"),
    ]
