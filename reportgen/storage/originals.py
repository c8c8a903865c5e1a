"""The originals of submissions: what participants sent, as it came in, in a folder of the event's answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.storage.atomic import write_atomically

ORIGINALS = "originals"
"""The folder of submissions, in the answers folder of an event."""


@dataclass(frozen=True, slots=True)
class Originals:
    """The submissions of an event as they came in, each file under its SHA-256.

    Attributes:
        answers: the folder of its answers.
    """

    answers: Path

    @property
    def folder(self) -> Path:
        """Where they are."""
        return self.answers / ORIGINALS

    def save(self, content: bytes, digest: str) -> Path:
        """Saves a submission, unless it is there; its path.

        Raises:
            OSError: the disk is full, or cannot be written.
        """
        name = f"{digest}.pdf" if content[:1024].lstrip().startswith(b"%PDF") else f"{digest}.eml"
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
        return path

    def paths_of(self, digest: str) -> list[Path]:
        """The files of a submission; none once it was erased."""
        return sorted(self.folder.glob(f"{digest}.*"))


def digest_of(content: bytes) -> str:
    """SHA-256 of a submission; of a message with line ends as LF, so that every way of fetching it gives the same."""
    return sha256(content if b"%PDF" in content[:1024] else content.replace(b"\r\n", b"\n")).hexdigest()


def digest_of_unkept(name: str, size: int, written: datetime | None) -> str:
    """SHA-256 of what is known of a file or message that is not kept, as it is too large or of another kind."""
    text = f"{name}\n{size}\n{written.isoformat() if written else ''}"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
