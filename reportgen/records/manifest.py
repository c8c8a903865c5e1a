"""BagIt bags: how a folder proves, to anyone, that it holds what it held."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from reportgen.errors import ArchiveError

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"
INFO = "bag-info.txt"
OXUM = "Payload-Oxum"
"""The line of bag-info.txt with bytes and files of the payload: ``1234567.89``."""

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


class Flaw(StrEnum):
    """What can be wrong with a file of a bag."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class BagFlaw:
    """One file that is not what the bag's manifest says."""

    file: str
    flaw: Flaw


def tag_files(payload: Mapping[str, str], info: Mapping[str, str], sizes: int, readme: str) -> dict[str, bytes]:
    """The files that make a folder with ``data/…`` a bag, the tagmanifest last.

    Args:
        payload: SHA-256 of every payload file, by its path from the bag.
        info: lines of bag-info.txt.
        sizes: bytes of all payload files together.
        readme: what README.txt says.
    """
    lines = {**info, OXUM: f"{sizes}.{len(payload)}"}
    files = {
        "bagit.txt": BAGIT,
        INFO: "".join(f"{name}: {value}\n" for name, value in lines.items()).encode(),
        "README.txt": readme.encode(),
        PAYLOAD: manifest(payload),
    }
    return {**files, TAGS: manifest({name: sha256(content).hexdigest() for name, content in files.items()})}


def manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest as ``sha256sum`` reads it, in order of path."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def manifest_in(path: Path) -> dict[str, str]:
    """What a manifest says: path → SHA-256.

    Raises:
        ArchiveError: it cannot be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
        return {match[2]: match[1] for line in lines if (match := _LINE.fullmatch(line))}
    except (OSError, UnicodeDecodeError) as fault:
        raise ArchiveError(
            "A manifest cannot be read", where=str(path), todo=f"reportgen verify EVENT ({fault})"
        ) from None


def flaws_in(bag: Path) -> tuple[BagFlaw, ...]:
    """Every file that is changed, missing or added; empty when the bag is whole."""
    flaws: list[BagFlaw] = []
    listed: set[str] = {TAGS}
    for name in (TAGS, PAYLOAD):
        try:
            lines = (bag / name).read_text("utf-8").splitlines()
        except OSError:
            return (*flaws, BagFlaw(name, Flaw.MISSING))
        except UnicodeDecodeError:
            return (*flaws, BagFlaw(name, Flaw.UNREADABLE))
        for line in lines:
            match = _LINE.fullmatch(line)
            if match is None:
                flaws.append(BagFlaw(name, Flaw.UNREADABLE))
                continue
            expected, path = match.groups()
            listed.add(path)
            flaw = _flaw(bag, path, expected)
            if flaw:
                flaws.append(BagFlaw(path, flaw))
    flaws += [BagFlaw(path, Flaw.ADDED) for path in sorted(_present(bag) - listed)]
    return tuple(dict.fromkeys(flaws))


def flaws_at_a_glance(bag: Path) -> tuple[BagFlaw, ...]:
    """What can be seen of a bag without reading its payload: its tag files, and how much payload there is."""
    try:
        lines = (bag / TAGS).read_text("utf-8").splitlines()
        found = [match.groups() for line in lines if (match := _LINE.fullmatch(line))]
        flaws = [BagFlaw(path, flaw) for digest, path in found if (flaw := _flaw(bag, path, digest))]
        said = dict(line.partition(": ")[::2] for line in (bag / INFO).read_text("utf-8").splitlines())
    except OSError as fault:
        return (BagFlaw(Path(str(fault.filename)).name, Flaw.MISSING),)
    except UnicodeDecodeError:
        return (BagFlaw(TAGS, Flaw.UNREADABLE),)
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    if said.get(OXUM) != f"{sum(path.stat().st_size for path in payload)}.{len(payload)}":
        flaws.append(BagFlaw("data", Flaw.CHANGED))
    return tuple(flaws)


def _present(bag: Path) -> set[str]:
    """The paths of all files of a bag; a link, also to a folder, is a file that has no business here."""
    present = set()
    for folder, subfolders, files in os.walk(bag):
        links = [name for name in subfolders if Path(folder, name).is_symlink()]
        present |= {Path(folder, name).relative_to(bag).as_posix() for name in (*files, *links)}
    return present


def _flaw(bag: Path, name: str, expected: str) -> Flaw | None:
    path = bag / name
    if not path.is_file() or path.resolve() != bag.resolve() / name:
        return Flaw.MISSING
    return None if sha256(path.read_bytes()).hexdigest() == expected else Flaw.CHANGED
