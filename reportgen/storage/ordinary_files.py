"""Reads files that should be ordinary ones: who puts a pipe or a device in their place keeps nobody waiting."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def file_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        OSError: it cannot be read, or is a folder, a pipe, a device or anything else that is no file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
        return file.read()


def file_text(path: Path) -> str:
    """The content of a file in UTF-8.

    Raises:
        OSError: as ``file_bytes``.
        UnicodeDecodeError: it is no text in UTF-8.
    """
    return file_bytes(path).decode().replace("\r\n", "\n")
