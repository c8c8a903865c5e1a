"""Content and names leave a sealed edition: digests, dates and counts stay, and the bag proves itself again."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.storage.archive.bagit import BAGIT, INFO, OXUM, PAYLOAD, TAGS, manifest, manifest_in
from reportgen.storage.atomic import write_atomically

ERASED = "erased-sha256.txt"
"""What is not in the bag any more: SHA-256, path and day, a line for each file."""

_LINE = re.compile(r"([0-9a-f]{64})  (data/\S.*)  \d{4}-\d\d-\d\d")

RECORD = "data/edition.json"


@dataclass(frozen=True, slots=True)
class ErasureResult:
    """A file that is gone, or another than it was: what remains of it; ``key`` says of which kind of pack."""

    edition: int
    path: str
    digest: str
    key: str = ""


def erase(
    bag: Path, edition: int, doomed: Collection[str], record: bytes, now: datetime
) -> tuple[list[ErasureResult], str]:
    """Takes files out of a bag and gives it another edition.json; what went, and the digest of the bag afterwards.

    Whatever happens half-way: doing it again finishes it.

    Args:
        doomed: paths from the bag, ``data/…``.

    Raises:
        ArchiveError: the bag's manifest cannot be read.
    """
    digests = manifest_in(bag / PAYLOAD)
    gone = [ErasureResult(edition, path, digests[path]) for path in sorted(doomed) if path in digests]
    new = sha256(record).hexdigest()
    if digests.get(RECORD) != new:
        gone.append(ErasureResult(edition, RECORD, digests.get(RECORD, "")))
    for each in gone:
        if each.path != RECORD:
            (bag / each.path).unlink(missing_ok=True)
    write_atomically(bag / RECORD, record)
    left = {path: digest for path, digest in digests.items() if path not in doomed} | {RECORD: new}
    day = now.date().isoformat()
    before = (bag / ERASED).read_text("utf-8") if (bag / ERASED).is_file() else ""
    told = [f"{each.digest}  {each.path}  {day}\n" for each in gone]
    lines = "".join(line for line in told if line not in before)
    size = sum((bag / path).stat().st_size for path in left if (bag / path).is_file())
    info = re.sub(rf"^{OXUM}: .*$", f"{OXUM}: {size}.{len(left)}", (bag / INFO).read_text("utf-8"), flags=re.MULTILINE)
    tags = {
        "bagit.txt": BAGIT,
        INFO: info.encode(),
        "README.txt": (bag / "README.txt").read_bytes(),
        ERASED: (before + lines).encode(),
        PAYLOAD: manifest(left),
    }
    for name, content in tags.items():
        write_atomically(bag / name, content)
    write_atomically(bag / TAGS, manifest({name: sha256(content).hexdigest() for name, content in tags.items()}))
    return gone, sha256((bag / TAGS).read_bytes()).hexdigest()


def erased_from(bag: Path) -> dict[str, set[str]]:
    """What is not in a bag any more, by path: the digests that a file had. Empty where nothing was erased."""
    try:
        lines = (bag / ERASED).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, set[str]] = {}
    for line in lines:
        if match := _LINE.fullmatch(line):
            found.setdefault(match[2], set()).add(match[1])
    return found
