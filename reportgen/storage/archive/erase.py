"""Erases files and names from a sealed edition; their digests and the day stay, and the bag is valid again."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.storage.archive.bagit import BAGIT, INFO, OXUM, PAYLOAD, TAGS, manifest_bytes, read_manifest
from reportgen.storage.atomic import write_atomically

ERASED = "erased-sha256.txt"
"""The tag file of erased files: SHA-256, path and day, a line for each."""

_LINE = re.compile(r"([0-9a-f]{64})  (data/\S.*)  \d{4}-\d\d-\d\d")

RECORD = "data/edition.json"


@dataclass(frozen=True, slots=True)
class ErasedFile:
    """A file that was erased or rewritten, with the digest it had; ``key`` is of the event and the kind of pack."""

    edition: int
    path: str
    digest: str
    key: str = ""


def erase(
    bag: Path, edition: int, erased: Collection[str], record: bytes, now: datetime
) -> tuple[list[ErasedFile], str]:
    """Erases files from a bag and replaces its edition.json; what was erased, and the bag's digest afterwards.

    After an interruption, doing it again finishes it.

    Args:
        erased: paths from the bag, ``data/…``.

    Raises:
        ArchiveError: the bag's manifest cannot be read.
    """
    digests = read_manifest(bag / PAYLOAD)
    gone = [ErasedFile(edition, path, digests[path]) for path in sorted(erased) if path in digests]
    new = sha256(record).hexdigest()
    if digests.get(RECORD) != new:
        gone.append(ErasedFile(edition, RECORD, digests.get(RECORD, "")))
    for each in gone:
        if each.path != RECORD:
            (bag / each.path).unlink(missing_ok=True)
    write_atomically(bag / RECORD, record)
    left = {path: digest for path, digest in digests.items() if path not in erased} | {RECORD: new}
    day = now.date().isoformat()
    before = (bag / ERASED).read_text("utf-8") if (bag / ERASED).is_file() else ""
    new_lines = [f"{each.digest}  {each.path}  {day}\n" for each in gone]
    lines = "".join(line for line in new_lines if line not in before)
    size = sum((bag / path).stat().st_size for path in left if (bag / path).is_file())
    info = re.sub(rf"^{OXUM}: .*$", f"{OXUM}: {size}.{len(left)}", (bag / INFO).read_text("utf-8"), flags=re.MULTILINE)
    tags = {
        "bagit.txt": BAGIT,
        INFO: info.encode(),
        "README.txt": (bag / "README.txt").read_bytes(),
        ERASED: (before + lines).encode(),
        PAYLOAD: manifest_bytes(left),
    }
    for name, content in tags.items():
        write_atomically(bag / name, content)
    write_atomically(bag / TAGS, manifest_bytes({name: sha256(content).hexdigest() for name, content in tags.items()}))
    return gone, sha256((bag / TAGS).read_bytes()).hexdigest()


def erased_from(bag: Path) -> dict[str, set[str]]:
    """The digests that erased files had, by path; empty where nothing was erased."""
    try:
        lines = (bag / ERASED).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, set[str]] = {}
    for line in lines:
        if match := _LINE.fullmatch(line):
            found.setdefault(match[2], set()).add(match[1])
    return found
