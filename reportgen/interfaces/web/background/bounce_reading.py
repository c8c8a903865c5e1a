"""What came of the reports of failure that were read last, for the page; it is kept until the server stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reportgen.domain.finding import Finding

MAX_SHOWN = 200
"""Findings that the page lists."""


@dataclass(frozen=True, slots=True)
class BounceReading:
    """What a person should know of the reports that were read at a moment."""

    at: datetime
    findings: tuple[Finding, ...]

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings that the page lists."""
        return self.findings[:MAX_SHOWN]
