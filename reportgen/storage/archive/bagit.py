"""BagIt bags (RFC 8493): manifests and tag files, and whether a bag still is what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from reportgen.errors import ArchiveError
from reportgen.i18n.message import said
from reportgen.storage.archive.inventory import Inventory, digests_of, inventory_of
from reportgen.storage.ordinary_files import file_text

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"
INFO = "bag-info.txt"
OXUM = "Payload-Oxum"
"""The line of bag-info.txt with bytes and files of the payload: ``1234567.89``."""

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")

_COUNT = re.compile(rf"^{OXUM}: (\d{{1,18}})\.(\d{{1,18}})\r?$", re.MULTILINE)


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says, line by line.

    Attributes:
        digests: SHA-256 by path from the bag.
        broken: numbers of the lines that cannot be read, name a file again, or have no line end.
        cut: whether it ends in the middle of a line.
    """

    digests: Mapping[str, str]
    broken: tuple[int, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class BagCheck:
    """A bag of which every byte was read: its files, what its manifests say, and where the two differ.

    Attributes:
        found: SHA-256 of every file that can be read.
        manifests: by their names; one that is missing or no text is left out.
    """

    inventory: Inventory
    found: Mapping[str, str]
    manifests: Mapping[str, Manifest]
    flaws: tuple[BagFlaw, ...] = field(default=())


def tag_files(payload: Mapping[str, str], info: Mapping[str, str], size: int, readme: str) -> dict[str, bytes]:
    """The tag files that make a folder with ``data/…`` a bag, the tagmanifest last.

    Args:
        payload: SHA-256 of every payload file, by its path from the bag.
        info: lines of bag-info.txt.
        size: bytes of all payload files together.
        readme: what README.txt says.
    """
    lines = {**info, OXUM: f"{size}.{len(payload)}"}
    files = {
        "bagit.txt": BAGIT,
        INFO: "".join(f"{name}: {value}\n" for name, value in lines.items()).encode(),
        "README.txt": readme.encode(),
        PAYLOAD: manifest_bytes(payload),
    }
    return {**files, TAGS: manifest_bytes({name: sha256(content).hexdigest() for name, content in files.items()})}


def manifest_bytes(digests: Mapping[str, str]) -> bytes:
    """A manifest in the format of ``sha256sum``, in order of path."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("utf-8", "surrogateescape")


def read_manifest(path: Path) -> dict[str, str]:
    """SHA-256 by path, from a manifest's file; lines that cannot be read are left out.

    Raises:
        ArchiveError: it cannot be read.
    """
    try:
        lines = file_text(path).splitlines()
        return {match[2]: match[1] for line in lines if (match := _LINE.fullmatch(line))}
    except (OSError, UnicodeDecodeError) as fault:
        raise ArchiveError(
            "A manifest cannot be read", where=str(path), todo=said("reportgen verify EVENT ({reason})", reason=fault)
        ) from None


def parse_manifest(text: str) -> Manifest:
    """A manifest with the numbers of its broken lines."""
    lines = text.split("\n")
    cut = bool(lines.pop())  # what follows the last line end
    if cut:
        lines.append("")
    digests, broken = {}, []
    for number, line in enumerate(lines, 1):
        if (match := _LINE.fullmatch(line.removesuffix("\r"))) and match[2] not in digests:
            digests[match[2]] = match[1]
        else:
            broken.append(number)
    return Manifest(digests, tuple(broken), cut)


def flaws_in(bag: Path) -> tuple[BagFlaw, ...]:
    """Every file that is changed, missing or added; empty when the bag is intact."""
    return check_bag(bag).flaws


def check_bag(bag: Path) -> BagCheck:
    """A bag with the digest of every file in it, whether a manifest names it or not.

    Raises:
        OSError: a folder cannot be read.
    """
    inventory = inventory_of(bag) if bag.is_dir() else Inventory({}, frozenset())
    found = digests_of(bag, inventory.sizes)
    flaws: list[BagFlaw] = []
    manifests: dict[str, Manifest] = {}
    for name in (TAGS, PAYLOAD) if inventory.sizes else (TAGS,):
        if name not in inventory.sizes:
            flaws.append(BagFlaw(name, Flaw.MISSING))
            continue
        try:
            listing = manifests[name] = parse_manifest(file_text(bag / name))
        except (OSError, UnicodeDecodeError):
            flaws.append(BagFlaw(name, Flaw.UNREADABLE))
            continue
        flaws += [BagFlaw(name, Flaw.UNREADABLE)] * bool(listing.broken)
        for path, digest in listing.digests.items():
            if path not in inventory.sizes:
                flaws.append(BagFlaw(path, Flaw.MISSING))
            elif found.get(path) != digest:
                flaws.append(BagFlaw(path, Flaw.CHANGED if path in found else Flaw.UNREADABLE))
    listed = {TAGS}.union(*(each.digests for each in manifests.values()))
    for path in sorted((inventory.sizes.keys() | inventory.irregular) - listed):
        if (PAYLOAD if path.startswith("data/") else TAGS) in manifests:
            flaws.append(BagFlaw(path, Flaw.ADDED))
    return BagCheck(inventory, found, manifests, tuple(dict.fromkeys(flaws)))


def quick_flaws(bag: Path) -> tuple[BagFlaw, ...]:
    """The flaws that show without reading the payload: of the tag files, and of the payload's count and size."""
    try:
        listing = parse_manifest(file_text(bag / TAGS))
        inventory = inventory_of(bag)
        recorded = payload_count(file_text(bag / INFO))
    except OSError as fault:
        return (BagFlaw(Path(str(fault.filename)).name, Flaw.MISSING),)
    except UnicodeDecodeError:
        return (BagFlaw(TAGS, Flaw.UNREADABLE),)
    found = digests_of(bag, inventory.sizes.keys() & listing.digests.keys())
    flaws = [
        BagFlaw(path, Flaw.CHANGED if path in found else Flaw.MISSING)
        for path, digest in listing.digests.items()
        if found.get(path) != digest
    ]
    if recorded != inventory.count_below("data"):
        flaws.append(BagFlaw("data", Flaw.CHANGED))
    return tuple(flaws)


def payload_count(info: str) -> tuple[int, int] | None:
    """Number and bytes of the payload files when the bag was sealed, by bag-info.txt; None where it has neither."""
    match = _COUNT.search(info)
    return (int(match[2]), int(match[1])) if match else None
