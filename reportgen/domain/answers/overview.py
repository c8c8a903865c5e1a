"""Overview of all answers by question, theme and table; with names only of those who agreed to that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.domain.answers.answer import NO_QUESTION, Answer, latest_answers
from reportgen.domain.programme.event import Event


@dataclass(frozen=True, slots=True)
class QuotedAnswer:
    """An answer with the name of who gave it; the name is empty where they did not agree to be named."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class TableAnswers:
    """The answers of one table; table 0 stands for those who have no table any more."""

    table: int
    answers: tuple[QuotedAnswer, ...]


@dataclass(frozen=True, slots=True)
class ThemeAnswers:
    """The answers of the tables with one theme, in order of table; the name of the theme may be empty."""

    theme: str
    tables: tuple[TableAnswers, ...]


@dataclass(frozen=True, slots=True)
class QuestionAnswers:
    """The answers to one question; number ``NO_QUESTION`` and no text for those that belong to none."""

    number: int
    text: str
    themes: tuple[ThemeAnswers, ...]

    @property
    def count(self) -> int:
        """Number of answers."""
        return sum(len(table.answers) for theme in self.themes for table in theme.tables)


@dataclass(frozen=True, slots=True)
class Overview:
    """The answers of an event.

    Attributes:
        people: number of participants who answered anything.
        asked: number of participants who got the questions.
    """

    title: str
    day: str
    organiser: str
    people: int
    asked: int
    questions: tuple[QuestionAnswers, ...]


def overview_of(
    event: Event,
    answers: Iterable[Answer],
    seats: Mapping[int, tuple[int, str]],
    names: Mapping[int, str],
    asked: int,
) -> Overview:
    """The overview of the answers that count.

    At a table they are in alphabetical order: so the same position under two questions is no sign of the same person.

    Args:
        answers: in the order in which they were written.
        seats: number of a participant → table and theme.
        names: number of a participant → name, with office and municipality.
        asked: how many got the questions.
    """
    valid = latest_answers(answers)
    texts = {each.number: each.text for each in event.questions} | {NO_QUESTION: ""}
    asked_in_order = [*(each.number for each in event.questions), NO_QUESTION]
    themes = [each.name for each in event.themes]
    questions = []
    for number in asked_in_order:
        places: dict[tuple[str, int], list[QuotedAnswer]] = {}
        for each in valid:
            if each.question == number:
                table, theme = seats.get(each.participant, (0, ""))
                name = names.get(each.participant, "") if each.named else ""
                places.setdefault((theme, table), []).append(QuotedAnswer(each.text, name))
        if places or number != NO_QUESTION:
            questions.append(QuestionAnswers(number, texts[number], _by_theme(places, themes)))
    people = len({each.participant for each in valid})
    return Overview(event.title, event.day.isoformat(), event.organiser.name, people, asked, tuple(questions))


def _by_theme(places: Mapping[tuple[str, int], list[QuotedAnswer]], themes: list[str]) -> tuple[ThemeAnswers, ...]:
    """In the order of the event's themes; one that it has no more comes after them, and none at all comes last."""
    rank = {name: place for place, name in enumerate(themes)}
    order = sorted({theme for theme, _ in places}, key=lambda theme: (not theme, rank.get(theme, len(rank)), theme))
    return tuple(
        ThemeAnswers(
            theme,
            tuple(
                TableAnswers(table, tuple(sorted(answers, key=lambda answer: (answer.text.casefold(), answer.text))))
                for (of, table), answers in sorted(places.items())
                if of == theme
            ),
        )
        for theme in order
    )
