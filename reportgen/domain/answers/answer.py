"""Answers of participants, which of them count, and the reference by which a reply finds its letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.canonical_json import digest

NO_QUESTION = 0
"""Stands for the number of a question where a reply does not say which one it answers."""

CHECK_LENGTH = 10
"""Hexadecimal digits of the check in a reference: 40 bits."""

REFERENCE = re.compile(rf"\bK(\d{{4,9}})-(\d{{1,9}})-([0-9A-F]{{{CHECK_LENGTH}}})\b", re.IGNORECASE)
"""A reference in a text: participant, edition and check."""


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


class AnswerOutcome(StrEnum):
    """What became of a form or reply that came in."""

    TAKEN = "taken"
    EMPTY = "empty"  # nothing was filled in, or said
    STRANGE = "strange"  # its participant cannot be determined
    OTHER = "other"  # it is from somebody else than the one whose pack it is
    ACTIVE = "active"  # it holds scripts, or starts something; it was not read
    LOCKED = "locked"  # it wants a password
    BROKEN = "broken"  # it cannot be read
    LARGE = "large"  # it is too large, or takes too long
    KIND = "kind"  # it is no form and no message
    UNREAD = "unread"  # reading it was interrupted or failed; it is read again at the next collecting
    AUTOMATIC = "automatic"  # a machine wrote it
    DISMISSED = "dismissed"  # a person put it aside
    FORGOTTEN = "forgotten"  # what was in it is gone


class ReadFailure(StrEnum):
    """Why a submission was not read whole, while another time it may be."""

    INTERRUPTED = "interrupted"  # the program ended while it read it
    DIED = "died"  # the process that read it ended
    MEMORY = "memory"  # there was not enough
    UNSAVED = "unsaved"  # the original could not be saved


def latest_answers(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The last answer of each participant to each question, in order of question and participant.

    Args:
        answers: in the order in which they arrived; an empty one withdraws an earlier one.
    """
    last = {(each.question, each.participant): each for each in answers}
    return tuple(last[key] for key in sorted(last) if last[key].text)


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference in a letter by which a reply is matched to it; the check prevents guesses."""

    participant: int
    edition: int
    check: str

    def __str__(self) -> str:
        return f"K{self.participant:04d}-{self.edition}-{self.check}"


def reference_of(participant: int, edition: int, key: str, fingerprint: str) -> Reference:
    """The reference of a letter.

    Args:
        key: key of the letter.
        fingerprint: fingerprint of the pack in it, which only its recipient knows.
    """
    return Reference(participant, edition, digest(f"{key} {fingerprint}".encode())[:CHECK_LENGTH].upper())


def references_in(text: str) -> tuple[Reference, ...]:
    """Every reference of a letter that stands in a text, each once, in order; whether it is valid is not known."""
    found = (Reference(int(each[1]), int(each[2]), each[3].upper()) for each in REFERENCE.finditer(text))
    return tuple(dict.fromkeys(found))
