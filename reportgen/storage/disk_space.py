"""Space on the disk that is asked for before anything is written, so that nothing stops half-way for want of it."""

from __future__ import annotations

from pathlib import Path
from shutil import disk_usage

from reportgen.errors import ArchiveError

MIN_FREE = 64_000_000
"""Bytes: the largest list, as it is offered, kept and used, and what the ledger writes about it."""


def require_disk_space(*folders: Path) -> None:
    """Sees that the disks of folders have space for what one action writes.

    Raises:
        ArchiveError: one is nearly full; nothing was written.
    """
    for folder in folders:
        if disk_usage(folder).free < MIN_FREE:
            raise ArchiveError(
                "The disk is nearly full, and nothing was changed",
                where=str(folder),
                todo="make room on the disk, and run the same command again; nothing is lost",
            )
