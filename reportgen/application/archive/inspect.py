"""What is wrong with one edition, in words: of its bag, of its files, and between these and what was promised."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from hashlib import sha256
from typing import Any

from reportgen.application.archive.identify import ExpectedFile, KnownFiles
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.bagit import BAGIT, INFO, PAYLOAD, TAGS, Flaw, check_bag, manifest_bytes, payload_count
from reportgen.storage.archive.erase import ERASED, RECORD, erased_from

_PACK = re.compile(r"data/packs/(\d{4,9})-[^/]+\.pdf")
_LETTER = re.compile(r"data/letters/(\d{4,9})\.eml")
_CONTENT = re.compile(r"data/contents/([0-9a-f]{64})\.json")

_AROUND = frozenset(("bagit.txt", INFO, "README.txt", PAYLOAD, ERASED))
"""The files that may stand around the payload."""


def faults_of(
    key: str, edition: int, archive: Archive, bag: str | None = None, owed: Collection[ExpectedFile] = ()
) -> list[str]:
    """Everything that is wrong with an edition of an event.

    Args:
        bag: the digest of the bag that was promised; None where the ledger cannot be asked, or does not know it.
        owed: what the ledger promised in any edition; without ``bag``, what edition.json says takes its place.

    Raises:
        OSError: a folder cannot be read.
    """
    faults = dict.fromkeys(_Inspection(key, edition, archive, bag, owed).faults())
    return [each.encode("utf-8", "backslashreplace").decode() for each in faults]  # a file may have any name


class _Inspection:
    """An edition that is looked at, rung by rung."""

    def __init__(
        self, key: str, edition: int, archive: Archive, bag: str | None, owed: Collection[ExpectedFile]
    ) -> None:
        self._edition = edition
        self._folder = archive.bag(edition)
        self._bag = bag
        self._looked = check_bag(self._folder)
        self._recorded, self._unreadable = _recorded_in(archive, edition)
        self._owed = {each.number: each for each in owed if each.edition == edition}
        if bag is None:
            self._owed = self._recorded
        self._known = KnownFiles(key, owed or self._recorded.values())
        self._proven: dict[str, bool] = {}
        self._flawed = {flaw.file for flaw in self._looked.flaws}
        self._packs, self._letters = self._numbered(_PACK), self._numbered(_LETTER)

    def faults(self) -> Iterator[str]:
        """What is wrong, the lowest rung first."""
        yield from self._structure()
        yield from self._count()
        yield from self._files()
        yield from self._agreement()

    def _structure(self) -> Iterator[str]:
        """Is it a bag, and are its manifests whole?"""
        found = self._looked.found
        for name in ("bagit.txt", INFO):
            if name not in self._looked.inventory.sizes:
                yield f"{name} is missing"
        if found.get("bagit.txt", _BAGIT) != _BAGIT:
            yield "bagit.txt does not say that this is a bag of BagIt 1.0 in UTF-8"
        for name in (TAGS, PAYLOAD):
            if fault := self._manifest_fault(name):
                yield fault

    def _manifest_fault(self, name: str) -> str:
        """What is wrong with a manifest itself; empty where it is as it was sealed, or nobody can tell."""
        there = len(self._domain(name))
        proof = f"; all {there} files that it is about are as they were sealed" if self._is_proven(name) else ""
        listing, lacking = self._looked.manifests.get(name), self._lacking(name)
        if listing is None:
            how = "cannot be read" if name in self._looked.inventory.sizes else "is missing"
            return f"{name} {how}{proof}"
        if listing.cut:
            how = f"is cut off in the middle of line {listing.broken[-1]}"
        elif listing.broken:
            how = f"cannot be read in line {listing.broken[0]}"
        elif lacking and min(lacking) > max(listing.digests, default=""):
            how = f"is cut off after line {len(listing.digests)}"
        elif lacking:
            how = "lacks lines"
        else:
            return f"{name} is changed{proof}" if proof else ""
        left = len(listing.digests.keys() & self._domain(name))
        return f"{name} {how}: it names {left} of {there} files{proof}"

    def _count(self) -> Iterator[str]:
        """Is there as much as was sealed?"""
        if INFO not in self._looked.inventory.sizes:
            return
        files, size = self._looked.inventory.count_below("data")
        try:
            said = payload_count((self._folder / INFO).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            said = None
        if said is None:
            yield f"{INFO} does not say how much there is (Payload-Oxum)"
        elif said != (files, size):
            yield f"there are {files} files of {size:,} bytes, and {said[0]} of {said[1]:,} were sealed"

    def _files(self) -> Iterator[str]:
        """Is every file what the manifests say?"""
        told = {name for name in (TAGS, PAYLOAD) if self._manifest_fault(name)}
        lacking = self._lacking(PAYLOAD) | self._lacking(TAGS)
        for flaw in self._looked.flaws:
            whose = PAYLOAD if flaw.file.startswith("data/") else TAGS
            if flaw.file in told or flaw.file in lacking or self._is_proven(whose):
                continue  # it is the manifest that is not whole
            recognized = self._recognized(flaw.file) if flaw.flaw is Flaw.CHANGED else ""
            yield f"{flaw.file} {recognized}" if recognized else f"{flaw.file} is {flaw.flaw}"
        if self._unreadable and RECORD in self._looked.inventory.sizes:
            yield f"edition.json cannot be read: {self._unreadable}"

    def _agreement(self) -> Iterator[str]:
        """Is what was promised what is kept?"""
        tags = self._looked.found.get(TAGS)
        if self._bag is not None and tags is not None and tags != self._bag and not self._is_proven(TAGS):
            yield "it is not the one that was promised: its tagmanifest differs"
        differing = set()
        if not self._unreadable and self._bag is not None:
            names = {each.number: each.key for each in (*self._recorded.values(), *self._owed.values())}
            for number in sorted(names):
                if fault := _difference(names[number], self._recorded.get(number), self._owed.get(number)):
                    differing.add(number)
                    yield fault
        erased = erased_from(self._folder)
        for number, each in sorted(self._owed.items()):
            yield from self._kept_for(number, "pack", self._packs, each.pack, erased, differing)
            yield from self._kept_for(number, "letter", self._letters, each.letter, erased, differing)
        for number, paths in [*self._packs.items(), *self._letters.items()] if self._owed else ():
            if number not in self._owed:
                yield from (f"{path} is kept, and was never promised" for path in paths if path not in self._flawed)

    def _kept_for(
        self,
        number: int,
        what: str,
        places: Mapping[int, Collection[str]],
        promised: str,
        erased: Mapping[str, Collection[str]],
        differing: Collection[int],
    ) -> Iterator[str]:
        """Whether a participant's pack or letter is kept as it was promised, or was erased."""
        if number not in places:
            pattern = _PACK if what == "pack" else _LETTER
            gone = [digests for name, digests in erased.items() if _number_of(name, pattern) == number]
            if not any(promised in digests for digests in gone):
                yield f"the {what} that was promised to participant {number} is not there"
        for path in places.get(number, ()):
            if path in self._flawed or self._looked.found.get(path) == promised:
                continue
            if recognized := self._recognized(path):
                yield f"{path} {recognized}"
            elif number not in differing:
                yield f"{path} is another {what} than was promised to participant {number}"

    def _recognized(self, path: str) -> str:
        """What a pack or letter is that is not what it should be; empty where that cannot be told."""
        told: Callable[[bytes, int, int], str]
        for pattern, told in ((_PACK, self._known.pack), (_LETTER, self._known.letter)):
            if match := pattern.fullmatch(path):
                try:
                    content = (self._folder / path).read_bytes()
                except OSError:
                    return ""
                return told(content, int(match[1]), self._edition)
        return ""

    def _numbered(self, pattern: re.Pattern[str]) -> dict[int, list[str]]:
        """The packs or letters that are there, or that a manifest names, by participant."""
        listing = self._looked.manifests.get(PAYLOAD)
        found: dict[int, list[str]] = {}
        for name in dict.fromkeys((*(listing.digests if listing else ()), *self._looked.inventory.sizes)):
            if (number := _number_of(name, pattern)) is not None:
                found.setdefault(number, []).append(name)
        return found

    def _domain(self, name: str) -> set[str]:
        """The files that are there and that a manifest should name."""
        if name == TAGS:
            return set(self._looked.inventory.sizes.keys() & _AROUND)
        return {path for path in self._looked.inventory.sizes if path.startswith("data/")}

    def _lacking(self, name: str) -> set[str]:
        """The files that a manifest does not name, and that are as they were sealed nevertheless."""
        listing = self._looked.manifests.get(name)
        unnamed = self._domain(name) - listing.digests.keys() if listing else set()
        if name == TAGS or self._is_proven(name):
            return unnamed
        return {path for path in unnamed if self._is_own(path)}

    def _is_own(self, path: str) -> bool:
        """Whether a file of the payload is what it should be, by its name or by what was promised."""
        found = self._looked.found.get(path)
        if content := _CONTENT.fullmatch(path):
            return found == content[1]
        if match := _PACK.fullmatch(path):
            return int(match[1]) in self._owed and found == self._owed[int(match[1])].pack
        if match := _LETTER.fullmatch(path):
            return int(match[1]) in self._owed and found == self._owed[int(match[1])].letter
        return path == RECORD and not self._unreadable

    def _is_proven(self, name: str) -> bool:
        """Whether a manifest is not what was sealed, and would be when it was written anew from what is there."""
        if name not in self._proven:
            tags = self._looked.manifests.get(TAGS)
            sealed = self._bag if name == TAGS else tags.digests.get(PAYLOAD) if tags else None
            found = self._looked.found
            anew = {path: found[path] for path in self._domain(name) if path in found}
            self._proven[name] = found.get(name) != sealed == sha256(manifest_bytes(anew)).hexdigest()
        return self._proven[name]


_BAGIT = sha256(BAGIT).hexdigest()


def _number_of(path: str, pattern: re.Pattern[str]) -> int | None:
    """Of which participant a pack or a letter is, by its place."""
    match = pattern.fullmatch(path)
    return int(match[1]) if match else None


def _difference(key: str, recorded: ExpectedFile | None, promised: ExpectedFile | None) -> str:
    """What edition.json has otherwise than the ledger; empty when they agree."""
    if promised is None:
        return f"{key} is kept, and was never promised"
    if recorded is None:
        return f"{key} is promised, and not kept"
    if (recorded.letter, recorded.pack) != (promised.letter, promised.pack):
        return f"{key} is promised as another file than the one that is kept"
    if recorded != promised:
        return f"{key} is promised to another address, or under another name, than edition.json says"
    return ""


def _recorded_in(archive: Archive, edition: int) -> tuple[dict[int, ExpectedFile], str]:
    """What edition.json says of each pack, or why it cannot be read."""
    try:
        record = archive.record(edition)
        return {each.number: each for each in (_owed_in(pack, edition) for pack in record["packs"])}, ""
    except ArchiveError as fault:
        return {}, fault.what
    except KeyError as fault:
        return {}, f"it does not have {fault}"
    except RecursionError:
        return {}, "it is not of the form in which editions are sealed"
    except (ValueError, TypeError, AttributeError) as fault:
        return {}, f"it is not of the form in which editions are sealed ({fault})"


def _owed_in(pack: Mapping[str, Any], edition: int) -> ExpectedFile:
    texts = [pack[name] for name in ("key", "recipient", "message_id", "letter", "pack")]
    if not isinstance(pack["number"], int) or not all(isinstance(text, str) for text in texts):
        raise TypeError("a pack has a value of another kind")
    key, recipient, message_id, letter, digest = texts
    return ExpectedFile(key, pack["number"], edition, recipient, message_id, letter, digest)
