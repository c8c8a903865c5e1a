"""BagIt bags: how a folder proves, to anyone, that it holds what it held."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from reportgen.errors import ArchiveError
from reportgen.storage.archive.inventory import Inventory, digests_of, inventory_of

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
class Listing:
    """What a manifest says.

    Attributes:
        digests: SHA-256 by path from the bag.
        broken: the numbers of lines that cannot be read or name a file again; the last one is, when it has no end.
        cut: whether it ends in the middle of a line.
    """

    digests: Mapping[str, str]
    broken: tuple[int, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class BagCheck:
    """A bag, looked at to the last byte: what lies there, what its manifests say, and where the two differ.

    Attributes:
        found: SHA-256 of every file that can be read.
        listings: what each manifest says, by its name; one that is missing or no text is left out.
    """

    inventory: Inventory
    found: Mapping[str, str]
    listings: Mapping[str, Listing]
    flaws: tuple[BagFlaw, ...] = field(default=())


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
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("utf-8", "surrogateescape")


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


def listing_in(text: str) -> Listing:
    """A manifest, line by line."""
    lines = text.split("\n")
    cut = bool(lines.pop())  # what stands behind the last line end
    if cut:
        lines.append("")
    digests, broken = {}, []
    for number, line in enumerate(lines, 1):
        if (match := _LINE.fullmatch(line.removesuffix("\r"))) and match[2] not in digests:
            digests[match[2]] = match[1]
        else:
            broken.append(number)
    return Listing(digests, tuple(broken), cut)


def flaws_in(bag: Path) -> tuple[BagFlaw, ...]:
    """Every file that is changed, missing or added; empty when the bag is whole."""
    return check_bag(bag).flaws


def check_bag(bag: Path) -> BagCheck:
    """A bag with the digest of every file in it, also of those that no manifest names.

    Raises:
        OSError: a folder cannot be read.
    """
    inventory = inventory_of(bag) if bag.is_dir() else Inventory({}, frozenset())
    found = digests_of(bag, inventory.sizes)
    flaws: list[BagFlaw] = []
    listings: dict[str, Listing] = {}
    for name in (TAGS, PAYLOAD) if inventory.sizes else (TAGS,):
        if name not in inventory.sizes:
            flaws.append(BagFlaw(name, Flaw.MISSING))
            continue
        try:
            listing = listings[name] = listing_in((bag / name).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            flaws.append(BagFlaw(name, Flaw.UNREADABLE))
            continue
        flaws += [BagFlaw(name, Flaw.UNREADABLE)] * bool(listing.broken)
        for path, digest in listing.digests.items():
            if path not in inventory.sizes:
                flaws.append(BagFlaw(path, Flaw.MISSING))
            elif found.get(path) != digest:
                flaws.append(BagFlaw(path, Flaw.CHANGED if path in found else Flaw.UNREADABLE))
    listed = {TAGS}.union(*(each.digests for each in listings.values()))
    for path in sorted((inventory.sizes.keys() | inventory.strange) - listed):
        if (PAYLOAD if path.startswith("data/") else TAGS) in listings:
            flaws.append(BagFlaw(path, Flaw.ADDED))
    return BagCheck(inventory, found, listings, tuple(dict.fromkeys(flaws)))


def flaws_at_a_glance(bag: Path) -> tuple[BagFlaw, ...]:
    """What can be seen of a bag without reading its payload: its tag files, and how much payload there is."""
    try:
        listing = listing_in((bag / TAGS).read_text("utf-8"))
        inventory = inventory_of(bag)
        said = counted_in((bag / INFO).read_text("utf-8"))
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
    if said != inventory.below("data"):
        flaws.append(BagFlaw("data", Flaw.CHANGED))
    return tuple(flaws)


def counted_in(info: str) -> tuple[int, int] | None:
    """How many files of how many bytes the payload had when it was sealed, by bag-info.txt; None where it is silent."""
    match = _COUNT.search(info)
    return (int(match[2]), int(match[1])) if match else None
