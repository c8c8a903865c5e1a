"""What a reply is divided into: its lines, the passages they make, and what it says about the writer's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reportgen.domain.answers.unclear import UnclearReason

_ANSWERS = re.compile(r"\A(?:(?:antwoord|antw|answer|antwort|r[ée]ponse|a|r)\s?:|[-=]{0,3}>+|[→»])\s*", re.IGNORECASE)
"""What people write between a question and their answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a reply; ``is_quoted`` where it is marked as a quotation, or stands for the head of one."""

    text: str
    is_quoted: bool = False


@dataclass(slots=True)
class Passage:
    """Lines that belong together.

    Attributes:
        number: of the question they answer, or ``NO_QUESTION``.
        reason: why they are not certain; None where they are.
        is_asked: they stand below the text of the question.
        is_said: not all of them are blank.
        block: how many quotations, farewells and the like stand above them.
    """

    number: int
    lines: list[str] = field(default_factory=list)
    reason: UnclearReason | None = None
    is_asked: bool = False
    is_said: bool = False
    block: int = 0

    def add(self, line: str) -> None:
        """Adds a line."""
        self.lines.append(line)
        self.is_said = self.is_said or bool(line.strip())

    @property
    def text(self) -> str:
        """Its lines, without white space around them and without rows of empty ones."""
        kept = "\n".join(" ".join(line.split()) for line in self.lines).strip("\n")
        kept = re.sub(r"\n{3,}", "\n\n", kept)
        return _ANSWERS.sub("", kept, count=1).lstrip() if self.is_asked else kept


@dataclass(slots=True)
class Division:
    """A reply, divided.

    Attributes:
        passages: in order; some may be empty.
        ambiguous: numbers that came again where a list of the writer's own may have begun.
        consents: what it says about the writer's name, each time.
    """

    passages: list[Passage] = field(default_factory=list)
    ambiguous: set[int] = field(default_factory=set)
    consents: list[bool] = field(default_factory=list)
