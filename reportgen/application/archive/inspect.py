"""Inspects one edition: faults in its bag and its files, and differences from what the ledger records."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from reportgen.application.archive.identify import ExpectedFile, KnownFiles
from reportgen.application.archive.recorded_message import LETTERS
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.bagit import BAGIT, INFO, PAYLOAD, TAGS, Flaw, check_bag, manifest_bytes, payload_count
from reportgen.storage.archive.erase import ERASED, RECORD, erased_from

_PACK = re.compile(r"data/packs/(\d{4,9})-[^/]+\.pdf")
_LETTER = re.compile(r"data/letters/(\d{4,9})\.eml")
_CONTENT = re.compile(r"data/contents/([0-9a-f]{64})\.json")

_TAG_FILES = frozenset(("bagit.txt", INFO, "README.txt", PAYLOAD, ERASED))
"""Tag files: those a bag may have beside its payload."""


def faults_of(
    key: str, edition: int, archive: Archive, bag: str | None = None, expected: Collection[ExpectedFile] = ()
) -> list[str]:
    """All faults of an edition, in words.

    Args:
        bag: the digest of the bag in the ledger; None where the ledger cannot be read, or has no such edition.
        expected: what the ledger records for any edition; without ``bag``, edition.json is used instead.

    Raises:
        OSError: a folder cannot be read.
    """
    faults = dict.fromkeys(_Inspection(key, edition, archive, bag, expected).faults())
    return [each.encode("utf-8", "backslashreplace").decode() for each in faults]  # a file may have any name


class _Inspection:
    """The inspection of one edition, from its structure to its agreement with the ledger."""

    def __init__(
        self, key: str, edition: int, archive: Archive, bag: str | None, expected: Collection[ExpectedFile]
    ) -> None:
        self._edition = edition
        self._folder = archive.bag(edition)
        self._bag = bag
        self._check = check_bag(self._folder)
        self._recorded, self._unreadable = _recorded_in(archive, edition)
        self._expected = {each.number: each for each in expected if each.edition == edition}
        if bag is None:
            self._expected = self._recorded
        self._known = KnownFiles(key, expected or self._recorded.values())
        self._proven: dict[str, bool] = {}
        self._flawed = {flaw.file for flaw in self._check.flaws}
        self._packs, self._letters = self._numbered(_PACK), self._numbered(_LETTER)

    def faults(self) -> Iterator[str]:
        """All faults, those of the structure first."""
        yield from self._structure()
        yield from self._count()
        yield from self._files()
        yield from self._agreement()

    def _structure(self) -> Iterator[str]:
        """Faults of the bag itself and of its manifests."""
        found = self._check.found
        for name in ("bagit.txt", INFO):
            if name not in self._check.inventory.sizes:
                yield f"{name} is missing"
        if found.get("bagit.txt", _BAGIT) != _BAGIT:
            yield "bagit.txt does not say that this is a bag of BagIt 1.0 in UTF-8"
        for name in (TAGS, PAYLOAD):
            if fault := self._manifest_fault(name):
                yield fault

    def _manifest_fault(self, name: str) -> str:
        """The fault of a manifest itself; empty where it is as sealed, or that cannot be known."""
        there = len(self._domain(name))
        proof = f"; all {there} files that it is about are as they were sealed" if self._is_proven(name) else ""
        listing, lacking = self._check.manifests.get(name), self._lacking(name)
        if listing is None:
            how = "cannot be read" if name in self._check.inventory.sizes else "is missing"
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
        """Whether there are as many files and bytes as were sealed."""
        if INFO not in self._check.inventory.sizes:
            return
        files, size = self._check.inventory.count_below("data")
        try:
            recorded = payload_count((self._folder / INFO).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            recorded = None
        if recorded is None:
            yield f"{INFO} does not say how much there is (Payload-Oxum)"
        elif recorded != (files, size):
            yield f"there are {files} files of {size:,} bytes, and {recorded[0]} of {recorded[1]:,} were sealed"

    def _files(self) -> Iterator[str]:
        """Files that differ from the manifests."""
        faulty = {name for name in (TAGS, PAYLOAD) if self._manifest_fault(name)}
        lacking = self._lacking(PAYLOAD) | self._lacking(TAGS)
        for flaw in self._check.flaws:
            manifest = PAYLOAD if flaw.file.startswith("data/") else TAGS
            if flaw.file in faulty or flaw.file in lacking or self._is_proven(manifest):
                continue  # the fault is in the manifest
            recognized = self._recognized(flaw.file) if flaw.flaw is Flaw.CHANGED else ""
            yield f"{flaw.file} {recognized}" if recognized else f"{flaw.file} is {flaw.flaw}"
        if self._unreadable and RECORD in self._check.inventory.sizes:
            yield f"edition.json cannot be read: {self._unreadable}"

    def _agreement(self) -> Iterator[str]:
        """Differences between the archive and what the ledger records."""
        tags = self._check.found.get(TAGS)
        if self._bag is not None and tags is not None and tags != self._bag and not self._is_proven(TAGS):
            yield "it is not the one that was promised: its tagmanifest differs"
        differing = set()
        if not self._unreadable and self._bag is not None:
            names = {each.number: each.key for each in (*self._recorded.values(), *self._expected.values())}
            for number in sorted(names):
                if fault := _difference(names[number], self._recorded.get(number), self._expected.get(number)):
                    differing.add(number)
                    yield fault
        erased = erased_from(self._folder)
        for number, each in sorted(self._expected.items()):
            if each.pack and not each.is_message:
                yield from self._kept_for(number, "pack", self._packs, each.pack, erased, differing)
            yield from self._kept_for(number, "letter", self._letters, each.letter, erased, differing)
        for number, paths in [*self._packs.items(), *self._letters.items()] if self._expected else ():
            if number not in self._expected:
                yield from (f"{path} is kept, and was never promised" for path in paths if path not in self._flawed)

    def _kept_for(
        self,
        number: int,
        what: str,
        places: Mapping[int, Collection[str]],
        digest: str,
        erased: Mapping[str, Collection[str]],
        differing: Collection[int],
    ) -> Iterator[str]:
        """Faults of the pack or letter of one participant, unless it was erased."""
        if number not in places:
            pattern = _PACK if what == "pack" else _LETTER
            gone = [digests for name, digests in erased.items() if _number_of(name, pattern) == number]
            if not any(digest in digests for digests in gone):
                yield f"the {what} that was promised to participant {number} is not there"
        for path in places.get(number, ()):
            if path in self._flawed or self._check.found.get(path) == digest:
                continue
            if recognized := self._recognized(path):
                yield f"{path} {recognized}"
            elif number not in differing:
                yield f"{path} is another {what} than was promised to participant {number}"

    def _recognized(self, path: str) -> str:
        """What a changed pack or letter is; empty where that cannot be known."""
        identify: Callable[[bytes, int, int], str]
        for pattern, identify in ((_PACK, self._known.pack), (_LETTER, self._known.letter)):
            if match := pattern.fullmatch(path):
                try:
                    content = (self._folder / path).read_bytes()
                except OSError:
                    return ""
                return identify(content, int(match[1]), self._edition)
        return ""

    def _numbered(self, pattern: re.Pattern[str]) -> dict[int, list[str]]:
        """The packs or letters that exist or are named in the manifest, by participant."""
        listing = self._check.manifests.get(PAYLOAD)
        found: dict[int, list[str]] = {}
        for name in dict.fromkeys((*(listing.digests if listing else ()), *self._check.inventory.sizes)):
            if (number := _number_of(name, pattern)) is not None:
                found.setdefault(number, []).append(name)
        return found

    def _domain(self, name: str) -> set[str]:
        """The existing files that a manifest should name."""
        if name == TAGS:
            return set(self._check.inventory.sizes.keys() & _TAG_FILES)
        return {path for path in self._check.inventory.sizes if path.startswith("data/")}

    def _lacking(self, name: str) -> set[str]:
        """The files that a manifest does not name although they are as sealed."""
        listing = self._check.manifests.get(name)
        unnamed = self._domain(name) - listing.digests.keys() if listing else set()
        if name == TAGS or self._is_proven(name):
            return unnamed
        return {path for path in unnamed if self._is_own(path)}

    def _is_own(self, path: str) -> bool:
        """Whether a file of the payload is as expected, by the digest in its name or in the ledger."""
        found = self._check.found.get(path)
        if content := _CONTENT.fullmatch(path):
            return found == content[1]
        if match := _PACK.fullmatch(path):
            return int(match[1]) in self._expected and found == self._expected[int(match[1])].pack
        if match := _LETTER.fullmatch(path):
            return int(match[1]) in self._expected and found == self._expected[int(match[1])].letter
        return path == RECORD and not self._unreadable

    def _is_proven(self, name: str) -> bool:
        """Whether a manifest is changed, and one written from the existing files would be as sealed."""
        if name not in self._proven:
            tags = self._check.manifests.get(TAGS)
            sealed = self._bag if name == TAGS else tags.digests.get(PAYLOAD) if tags else None
            found = self._check.found
            current = {path: found[path] for path in self._domain(name) if path in found}
            self._proven[name] = found.get(name) != sealed == sha256(manifest_bytes(current)).hexdigest()
        return self._proven[name]


_BAGIT = sha256(BAGIT).hexdigest()


def _number_of(path: str, pattern: re.Pattern[str]) -> int | None:
    """The participant number in the path of a pack or letter; None for another path."""
    match = pattern.fullmatch(path)
    return int(match[1]) if match else None


def _difference(key: str, recorded: ExpectedFile | None, expected: ExpectedFile | None) -> str:
    """The difference between edition.json and the ledger; empty when they agree."""
    if expected is None:
        return f"{key} is kept, and was never promised"
    if recorded is None:
        return f"{key} is promised, and not kept"
    if (recorded.letter, recorded.pack) != (expected.letter, expected.pack):
        return f"{key} is promised as another file than the one that is kept"
    if recorded != expected:
        return f"{key} is promised to another address, or under another name, than edition.json says"
    return ""


def _recorded_in(archive: Archive, edition: int) -> tuple[dict[int, ExpectedFile], str]:
    """The letters in edition.json by participant, or why it cannot be read."""
    try:
        record = archive.record(edition)
        letters = [*record["packs"], *({**each, "pack": ""} for each in record.get("cancellations", ()))]
        expected = [_expected_in(letter, edition) for letter in letters]
        expected += [replace(_expected_in(letter, edition), is_message=True) for letter in record.get(LETTERS, ())]
        return {each.number: each for each in expected}, ""
    except ArchiveError as fault:
        return {}, fault.what
    except KeyError as fault:
        return {}, f"it does not have {fault}"
    except RecursionError:
        return {}, "it is not of the form in which editions are sealed"
    except (ValueError, TypeError, AttributeError) as fault:
        return {}, f"it is not of the form in which editions are sealed ({fault})"


def expected_in(archive: Archive, edition: int) -> tuple[ExpectedFile, ...]:
    """What edition.json says of each pack and its letter; nothing where it cannot be read."""
    return tuple(_recorded_in(archive, edition)[0].values())


def pack_entries(archive: Archive, edition: int) -> dict[int, Mapping[str, Any]]:
    """The packs in edition.json by participant, as written there; none where it cannot be read."""
    if not expected_in(archive, edition):
        return {}
    return {pack["number"]: pack for pack in archive.record(edition)["packs"]}


def _expected_in(pack: Mapping[str, Any], edition: int) -> ExpectedFile:
    texts = [pack[name] for name in ("key", "recipient", "message_id", "letter", "pack")]
    if not isinstance(pack["number"], int) or not all(isinstance(text, str) for text in texts):
        raise TypeError("a pack has a value of another kind")
    key, recipient, message_id, letter, digest = texts
    return ExpectedFile(key, pack["number"], edition, recipient, message_id, letter, digest)
