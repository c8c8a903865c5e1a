"""What was not understood in a reply: it is no answer, and waits with its text for a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.answers.answer import NO_QUESTION


class UnclearReason(StrEnum):
    """Why a text is not taken as an answer."""

    UNNUMBERED = "unnumbered"  # it names no question, and there are several
    NO_SUCH_QUESTION = "no-such-question"  # it begins with the number of a question that does not exist
    SEVERAL_QUESTIONS = "several-questions"  # it answers questions together: "1 and 2:"
    REPEATED = "repeated"  # the same question is answered twice, in two ways
    QUOTED = "quoted"  # it may come from a letter of ours, or from somebody else's message
    ORDER = "order"  # where one answer ends and the next begins is ambiguous
    ABSENCE = "absence"  # it looks like an absence notice
    DAMAGED = "damaged"  # characters are lost
    LONG = "long"  # it is longer than what is read


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text of a reply that was not understood.

    Attributes:
        text: as it was written; several lines are divided by ``\\n``.
        question: the number it seems to belong to, or ``NO_QUESTION``.
    """

    reason: UnclearReason
    text: str
    question: int = NO_QUESTION
