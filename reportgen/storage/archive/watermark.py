"""The watermark: the last claim of a letter, kept beside the archive, by which an old copy of the ledger is recognised.

A claim is written to the ledger first. So a ledger that lacks the claim in the watermark is an older copy that was put
back, and would send letters again.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from reportgen.errors import ArchiveError
from reportgen.i18n.message import said
from reportgen.storage.atomic import sync_folder, write_atomically
from reportgen.storage.ordinary_files import file_text

NAME = ".last-claim"
"""The file, in the archive's folder of the event and outside its editions."""

SYNCED = 25
"""Claims between two syncs to the disk: only a power failure can lose the ones since, never the end of the process."""

_EXPLANATION = "By this an old copy of the ledger is known, before it mails anyone twice. Leave it here.\n"
_WIDTH = 500
"""Bytes of the line with the claim; it is overwritten in one write."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim of a letter for sending: the id of its line in the ledger, the letter's key, and the moment."""

    step: int
    key: str
    at: str


class Watermark:
    """Writes the watermark of a run that sends; the file is made with the first claim."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._file: int | None = None
        self._since = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            try:
                os.fsync(self._file)
            finally:
                os.close(self._file)

    def write(self, claim: Claim) -> None:
        """Writes a claim that is durable in the ledger already.

        Raises:
            ArchiveError: the file cannot be written.
        """
        text = json.dumps([claim.step, claim.key, claim.at])
        content = f"{_EXPLANATION}{text.ljust(_WIDTH)}\n".encode()
        try:
            if self._file is None:
                self._file = _created(self._path, content)
                return
            os.pwrite(self._file, content, 0)
            self._since += 1
            if self._since % SYNCED == 0:
                os.fsync(self._file)
        except OSError as fault:
            raise ArchiveError(
                said("The last claim cannot be written beside the archive: {reason}", reason=fault),
                where=str(self._path),
                todo="make room on the disk, and run the same command again; nothing is lost",
            ) from None


def watermark(folder: Path) -> Claim | None:
    """The claim in a folder's watermark; None where no letter was ever claimed.

    Raises:
        ArchiveError: the file is not as it was written.
    """
    path = folder / NAME
    try:
        text = file_text(path).removeprefix(_EXPLANATION)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        text = ""
    match _parsed(text):
        case [int(step), str(key), str(at)]:
            return Claim(step, key, at)
    raise ArchiveError(
        "What was sent last cannot be read, so nobody knows whether the ledger is an old copy",
        where=str(path),
        todo="put this file back from a copy; or remove it when you are sure that no older ledger was put back",
    )


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _created(path: Path, content: bytes) -> int:
    """A new file with this content, open to be written over."""
    write_atomically(path, content)
    sync_folder(path.parent)
    return os.open(path, os.O_WRONLY)
