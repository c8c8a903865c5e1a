"""Forms and messages that came in: what was read of each, what is doubtful about it, and what a person decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reportgen.domain.answers.answer import AnswerOutcome
from reportgen.domain.finding import Finding


class DecisionKind(StrEnum):
    """What a person decided about a form or message; the values are in the ledger."""

    ACCEPT = "accept"  # it counts as it was read
    MEND = "mend"  # it counts with texts, a participant or a consent that the person gave
    DISMISS = "dismiss"  # it is no answer
    REOPEN = "reopen"  # the decision before is taken back


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about a form or message: what, by whom, when and why."""

    kind: DecisionKind
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the program read in a form or message.

    Attributes:
        outcome: what became of it.
        number: the participant's; None where that is not known.
        edition: of the pack it answers, where it is known.
        texts: by number of the question, also where they do not count.
        named: the participant agreed to be named.
    """

    outcome: AnswerOutcome
    number: int | None = None
    edition: int | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    named: bool = False


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A form or message that came in.

    Attributes:
        id: its number in the ledger, by which a person names it.
        digest: SHA-256 of the submission it came in.
        piece: its number in the submission, from 0.
        name: of the file; empty for a message.
        sender: the address a message came from; it can be forged.
        text: of the message, or of the fields of the form.
        written: when it says it was written; the answers in it count as of that moment.
        reading: what the program made of it.
        outcome: what became of it now, after what a person decided.
        number: the participant it counts for now, or is thought to be from.
        doubts: why a person should look at it; empty where nothing is doubtful.
        attempts: how often reading it was begun and not finished.
        decision: the one that holds; None where nobody decided, or the decision was taken back.
    """

    id: int
    digest: str
    piece: int
    name: str
    sender: str
    subject: str
    text: str
    written: datetime
    reading: Reading
    outcome: AnswerOutcome
    number: int | None
    doubts: tuple[Finding, ...]
    attempts: int
    decision: Decision | None

    @property
    def waits(self) -> bool:
        """Whether it waits for a person."""
        return bool(self.doubts) and self.decision is None and self.outcome is not AnswerOutcome.FORGOTTEN
