"""The set-up list of an event as values: its steps, how far each is, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.finding import Finding
from reportgen.errors import ReportgenError


class Step(StrEnum):
    """A step of setting an event up, in the order in which organisers take them."""

    MEETING = "meeting"
    TEXTS = "texts"
    PROGRAMME = "programme"
    QUESTIONS = "questions"
    THEMES = "themes"
    FIGURES = "figures"
    LIST = "list"
    SENDER = "sender"
    MAIL = "mail"
    WINDOW = "window"
    RETENTION = "retention"
    STYLE = "style"
    COLLEAGUES = "colleagues"
    PACKS = "packs"  # only where those that were made keep letters back


OPTIONAL = frozenset({Step.STYLE, Step.COLLEAGUES})
"""Steps that an event can do without."""


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    OPEN = "open"  # letters can leave, and somebody should look
    BLOCKED = "blocked"  # no letter can leave until somebody does this


@dataclass(frozen=True, slots=True)
class SetupStep:
    """A step with what is still missing.

    Attributes:
        findings: what is missing, and what to look at, from heavy to light.
        fault: why a file of this step cannot be read; None where it can.
        key: of event.toml, which the first finding is about, such as ``question.text``; empty for none.
    """

    step: Step
    state: StepState
    findings: tuple[Finding, ...] = ()
    fault: ReportgenError | None = None
    key: str = ""

    @property
    def is_optional(self) -> bool:
        """Whether an event can do without it."""
        return self.step in OPTIONAL and self.state is not StepState.BLOCKED

    @property
    def is_left_out(self) -> bool:
        """Whether it is not counted: an event can do without it, and nobody did it."""
        return self.is_optional and self.state is StepState.OPEN


@dataclass(frozen=True, slots=True)
class SetupList:
    """All steps, in their order."""

    steps: tuple[SetupStep, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps the letters back."""
        return not any(each.state is StepState.BLOCKED for each in self.steps)

    @property
    def left(self) -> int:
        """How many steps are not done, without those that an event can do without."""
        return sum(each.state is not StepState.DONE and not each.is_optional for each in self.steps)

    @property
    def needed(self) -> int:
        """How many steps an event needs, with those that were done though it can do without."""
        return sum(not each.is_left_out for each in self.steps)
