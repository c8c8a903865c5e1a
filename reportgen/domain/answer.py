"""What participants answered to the questions they prepared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NO_QUESTION = 0
"""Stands for the number of a question where a reply does not say which one it answers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one participant answered to one question.

    Attributes:
        participant: the number of the participant.
        edition: that of the pack the answer belongs to.
        question: the number of the question, or ``NO_QUESTION``.
        text: as it was written, with line breaks as ``\\n``.
        named: the participant agreed that their name stands beside it.
    """

    participant: int
    edition: int
    question: int
    text: str
    named: bool


def in_force(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The last answer of each participant to each question, by question and participant.

    Args:
        answers: in the order in which they arrived; an empty one takes an earlier one back.
    """
    last = {(each.question, each.participant): each for each in answers}
    return tuple(last[key] for key in sorted(last) if last[key].text)
