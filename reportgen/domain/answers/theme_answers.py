"""Answers of the tables of one theme, as the packs of all its participants show them."""

from __future__ import annotations

from reportgen.domain.answers.answer import latest_answers
from reportgen.domain.pack.contents import AnsweredQuestion, PrintedAnswer
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.places.municipality import COUNTRY


def answered_questions(theme: str, context: EventContext) -> tuple[AnsweredQuestion, ...]:
    """The answers of the tables with a theme, by question; answers to none of the questions come last.

    For who did not agree to be named only the table is shown. Answers of a table are in alphabetical order, which tells
    nothing of who gave them.
    """
    tables = {number: table.number for table in context.tables if table.theme == theme for number in table.seated}
    questions = {each.number: each.text for each in context.event.questions}
    replies: dict[str, list[PrintedAnswer]] = {text: [] for text in (*questions.values(), "")}
    for answer in latest_answers(context.answers):
        if answer.participant in tables:
            reply = _reply(answer.participant, answer.text, answer.named, tables[answer.participant], context)
            replies[questions.get(answer.question, "")].append(reply)
    return tuple(
        AnsweredQuestion(question, tuple(sorted(some, key=lambda each: (each.table, each.text))))
        for question, some in replies.items()
        if some
    )


def _reply(number: int, text: str, named: bool, table: int, context: EventContext) -> PrintedAnswer:
    if not named:
        return PrintedAnswer(table, None, "", "", "", text)
    person = context.participants[number]
    place = person.organisation if person.code == COUNTRY else context.profiles[person.code].name
    return PrintedAnswer(table, person.name, person.function, person.office, place, text)
