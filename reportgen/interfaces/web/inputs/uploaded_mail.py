"""Messages and files that an organiser uploads, as whoever reads mail wants them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from reportgen.interfaces.web.request import Upload
from reportgen.mail.inbox.submissions import Submission, submissions_in


def suffix_of(upload: Upload) -> str:
    """The suffix of the name of an uploaded file, in small letters."""
    return Path(upload.name).suffix.casefold()


def submissions_of(name: str, suffix: str, content: bytes) -> Iterator[Submission]:
    """What an uploaded file holds: itself, or the messages of a mailbox file.

    Args:
        name: what the file is called.
        suffix: how that ends.
    """
    with TemporaryDirectory(prefix="reportgen-") as folder:
        file = Path(folder, f"terug{suffix}")
        file.write_bytes(content)
        for each in submissions_in(str(file), str, monotonic):
            yield replace(each, name=name if each.name else "")
