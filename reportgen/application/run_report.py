"""The report of a run: counts, findings, and the error that stopped it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.domain.delivery.projection import Projection
from reportgen.domain.delivery.rules import WindowState
from reportgen.domain.finding import Finding, Severity
from reportgen.domain.pack.difference import Difference
from reportgen.errors import ReportgenError


@dataclass(slots=True)
class RunReport:
    """The report of a run; each step adds to it.

    Attributes:
        event: the key of the packs.
        built: whether packs were looked at.
        mailed: whether letters were to be sent.
        made, kept, withdrawn: how many packs were made, unchanged, or withdrawn.
        unchanged: how many of the kept were printed again, and came out as they were.
        failed: how many packs could not be printed.
        left_out: how many people get no pack until a person mends their row of the list.
        cancellations: how many cancellation letters were made.
        edition: the number of the edition that was sealed; None where no pack changed.
        released, sent: how many letters.
        outbox: the folder that letters were written to; None where they were mailed.
        held: how many letters are held until a person settles what differs from the newest list.
        waiting: how many letters wait for release by a person.
        refusal: why letters were not released or sent; packs that were made stay.
        projection: when all letters will have left.
        notification_fault: why the organiser could not be mailed about this run.
        reasons: what is different in packs that were made again, by participant.
        window: whether letters may leave at the moment of the run; after the window nothing is made either.
    """

    event: str
    findings: list[Finding] = field(default_factory=list)
    built: bool = False
    mailed: bool = False
    made: int = 0
    kept: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    failed: int = 0
    left_out: int = 0
    cancellations: int = 0
    edition: int | None = None
    released: int = 0
    sent: int = 0
    outbox: Path | None = None
    held: int = 0
    waiting: int = 0
    refusal: ReportgenError | None = None
    projection: Projection | None = None
    notification_fault: ReportgenError | None = None
    reasons: Mapping[int, tuple[Difference, ...]] = field(default_factory=dict)
    window: WindowState = WindowState.OPEN

    @property
    def stopped(self) -> str:
        """Why the run stopped, in a sentence; empty when it did not."""
        return self.refusal.what if self.refusal else ""

    @property
    def did_nothing(self) -> bool:
        """Whether nothing changed, and nothing waits for somebody to act on what went wrong."""
        did = (self.made, self.withdrawn, self.cancellations, self.released, self.sent, self.unchanged)
        about_letters = any(each.code.startswith(("letter-", "mail-", "list-")) for each in self.findings)
        return not any((*did, self.failed, self.held, self.stopped, about_letters))

    @property
    def needs_a_person(self) -> bool:
        """Whether someone should look: the exit code then is 1."""
        return self.refusal is not None or any(each.severity is not Severity.NOTED for each in self.findings)
