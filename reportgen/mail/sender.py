"""What a sender of letters does, and the outbox: a sender that writes them to a folder, for trials."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from reportgen.domain.delivery.states import Accepted, Outcome, Stage

OnStage = Callable[[Stage], None]
"""Called before a letter enters a stage; that is recorded durably when it returns."""


class Sender(Protocol):
    """Sends one letter to one recipient at a time."""

    @property
    def sends_real_mail(self) -> bool:
        """Whether letters leave this machine; such a sender never works with a made-up clock."""

    def prepare(self, recipient: str) -> None:
        """Returns when a letter to this address can be sent, after waiting where that is needed.

        Raises:
            MailError: no letter can be sent at all.
        """

    def is_ready(self, recipient: str) -> bool:
        """Whether ``prepare`` would return at once."""

    def max_bytes(self) -> int:
        """The size of the largest letter that can be sent."""

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Sends a letter; its outcome."""

    def close(self) -> None:
        """Ends the session, if there is one."""


class Outbox:
    """Writes every letter to a file named for its key, so that sending one twice gives one file."""

    sends_real_mail = False

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        """
        Args:
            write: writes a file atomically, and durably when it returns.
        """
        self._folder = folder
        self._write = write

    def prepare(self, recipient: str) -> None:
        """Does nothing: a folder is always ready."""

    def is_ready(self, recipient: str) -> bool:
        """A folder is always ready."""
        return True

    def max_bytes(self) -> int:
        """A folder takes a letter of any size."""
        return sys.maxsize

    def close(self) -> None:
        """Does nothing: a folder needs no session."""

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Writes the letter to the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{key}.eml"
        self._write(path, letter)
        return Accepted(f"in de map {self._folder.name}: {path.name}")
