"""What a person should know before releasing, about all letters that wait, and of it what is about some of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from reportgen.application.delivery.release import ReleaseReview, release_preview, review_release
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
        review = self.review if only is None else self.review.of(only)
        return replace(review, others=(*self.event, *review.others))


def check_release(workspace: Workspace) -> ReleaseCheck:
    """Compares all letters that wait with the newest list and the event; of thousands that takes seconds.

    Raises:
        ReportgenError: the subject or the figures cannot be read.
    """
    preview = release_preview(workspace.key, workspace.ledger, workspace.archive)
    findings = tuple(event_findings(workspace)) if preview.letters else ()
    return ReleaseCheck(findings, review_release(workspace, preview))
