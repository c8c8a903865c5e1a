"""Who carries letters out of the house; the embedded one puts them in a folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from reportgen.domain.delivery.states import Accepted, Outcome, Stage

OnStage = Callable[[Stage], None]
"""Called, and durable when it returns, before a letter enters a stage."""


class Sender(Protocol):
    """Anything that can carry one letter to one recipient."""

    @property
    def leaves_the_machine(self) -> bool:
        """Whether a letter is out of our hands afterwards; such a sender never works on a made-up clock."""

    def ready(self, recipient: str) -> None:
        """Sees that a letter to this address can go now, and waits where it must.

        Raises:
            MailError: no letter can go at all.
        """

    def is_ready(self, recipient: str) -> bool:
        """Whether ``ready`` would return at once."""

    def limit(self) -> int:
        """The largest letter it carries, in bytes."""

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Carries a letter and says how that went."""

    def close(self) -> None:
        """Lets go of what it holds."""


class Outbox:
    """Writes every letter as a file; doing so twice gives the same file, so nothing is ever double."""

    leaves_the_machine = False

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        """
        Args:
            write: writes a file atomically, and durably when it returns.
        """
        self._folder = folder
        self._write = write

    def ready(self, recipient: str) -> None:
        """A folder is always ready."""

    def is_ready(self, recipient: str) -> bool:
        """A folder is always ready."""
        return True

    def limit(self) -> int:
        """A folder takes a letter of any size."""
        return sys.maxsize

    def close(self) -> None:
        """A folder holds nothing."""

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Puts the letter in the folder under its key, whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{key}.eml"
        self._write(path, letter)
        return Accepted(f"in de map {self._folder.name}: {path.name}")
