"""What a person should know before releasing, about all letters that wait, and of it what is about some of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from reportgen.application.delivery.release import ReleaseReview, differing_finding, release_preview, review_release
from reportgen.application.event.readiness import event_findings
from reportgen.application.workspace import Workspace
from reportgen.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class ReleaseCheck:
    """The findings about the event, and about all letters that wait."""

    event: tuple[Finding, ...]
    review: ReleaseReview

    def of(self, only: Collection[int] | None) -> ReleaseReview:
        """All findings about the letters to some participants; None for everyone."""
        if only is None:
            return ReleaseReview((*self.event, *self.review.findings), self.review.differing)
        differing = tuple(number for number in self.review.differing if number in only)
        others = [each for each in self.review.findings if each.code != "release-differs"]
        return ReleaseReview((*self.event, *others, *([differing_finding(differing)] if differing else ())), differing)


def check_release(workspace: Workspace) -> ReleaseCheck:
    """Compares all letters that wait with the newest list and the event; of thousands that takes seconds.

    Raises:
        ReportgenError: the subject or the figures cannot be read.
    """
    preview = release_preview(workspace.key, workspace.ledger, workspace.archive)
    findings = tuple(event_findings(workspace)) if preview.letters else ()
    return ReleaseCheck(findings, review_release(workspace, preview))
