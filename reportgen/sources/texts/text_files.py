"""Text files in a folder of an event: which ones count, and their text however they were saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportgen.errors import ConfigurationError
from reportgen.i18n.message import joined, said
from reportgen.sources.lists import csv_encoding


def text_files_in(folder: Path) -> Iterator[Path]:
    """What is in a folder, by name, without what editors and systems leave; nothing when there is no folder."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not (path.name.startswith((".", "~")) or path.name.endswith("~")):
            yield path


def content_of(path: Path) -> bytes:
    """The content of a file.

    Raises:
        ValueError: it cannot be read; the message says which file and why.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        raise ValueError(said("{name} cannot be read ({reason})", name=path.name, reason=fault)) from None


def refuse_faults(folder: Path, faults: Sequence[str]) -> None:
    """A ConfigurationError of all faults in a folder at once, when there are any."""
    if faults:
        raise ConfigurationError(joined(faults), where=str(folder), todo="rename or mend the file")


def paragraphs_in(content: bytes) -> str:
    """Plain text as people save it; lines of a paragraph are joined, an empty line stays."""
    paragraphs = text_in(content).split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs if each.strip())


def text_in(content: bytes) -> str:
    """Plain text in whatever way people save it, as its words show it, with one kind of line end."""
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = csv_encoding.text_in(content, csv_encoding.recognised(content))
    return text.replace("\r\n", "\n").replace("\r", "\n")
