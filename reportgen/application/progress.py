"""The protocol of whatever shows how far a run is: bars on a terminal, or the organiser's page."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Shows the progress of a run."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """``what`` is 'part', 'print' (a pack is bound), 'send' or 'verify'."""
