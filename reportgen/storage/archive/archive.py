"""The archive of an event: its sealed editions, and the edition that is being written."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportgen.errors import ArchiveError, foreign_reason
from reportgen.i18n.message import said
from reportgen.storage.archive.bagit import TAGS, BagFlaw, flaws_in, tag_files
from reportgen.storage.atomic import sync_folder, write_synced
from reportgen.storage.ordinary_files import file_bytes

README = """This folder is a sealed edition of the packs of one event, as a BagIt bag (RFC 8493).

Check it without any special program, in this folder:

    sha256sum -c manifest-sha256.txt
    sha256sum -c tagmanifest-sha256.txt

data/edition.json   the event, who gets which pack, figures used with source and digest, versions
data/packs/         the packs, by participant number and municipality code
data/letters/       the letters, byte for byte as they are sent
data/contents/      what the parts of the packs were printed from, by SHA-256

A correction is a new edition with only what is new or changed; this one stays as it is.
"""


@dataclass(frozen=True, slots=True)
class SealedEdition:
    """A sealed edition: its folder, and the SHA-256 of its tagmanifest, which covers every file."""

    folder: Path
    bag: str


class UnsealedEdition:
    """An edition that is being written, under a temporary name until it is sealed."""

    def __init__(self, final: Path) -> None:
        self._final = final
        self._part = final.with_name(f".{final.name}.part")
        self._digests: dict[str, str] = {}
        self._bytes = 0
        shutil.rmtree(self._part, ignore_errors=True)

    def add(self, path: str, content: bytes) -> str:
        """Writes a file below ``data/``, if the same is not there yet; its SHA-256.

        Raises:
            ArchiveError: another file has this path.
        """
        digest = sha256(content).hexdigest()
        name = f"data/{path}"
        if name not in self._digests:
            _write(self._part / name, content)
            self._digests[name] = digest
            self._bytes += len(content)
        elif self._digests[name] != digest:
            raise ArchiveError(said("Two different files want the same place in the archive: {path}", path=path))
        return digest

    def seal(self, info: Mapping[str, str], now: datetime) -> SealedEdition:
        """Writes the manifests, and then gives the edition its final name.

        Args:
            info: lines of bag-info.txt beside the date.
        """
        lines = {"Bagging-Date": now.date().isoformat(), **info}
        tags = tag_files(self._digests, lines, self._bytes, README)
        for name, content in tags.items():
            _write(self._part / name, content)
        for folder in (*(path for path in self._part.rglob("*") if path.is_dir()), self._part):
            sync_folder(folder)
        self._part.rename(self._final)
        sync_folder(self._final.parent)
        return SealedEdition(self._final, sha256(tags[TAGS]).hexdigest())

    def discard(self) -> None:
        """Removes what was written: there is nothing to seal."""
        shutil.rmtree(self._part, ignore_errors=True)


class Archive:
    """The sealed editions of one event."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def unsealed(self, edition: int) -> UnsealedEdition:
        """A new edition to write; what an interrupted run left of it is removed.

        Raises:
            ArchiveError: the edition is sealed already.
        """
        final = self.bag(edition)
        if final.exists():
            raise ArchiveError("This edition is sealed already", where=str(final), todo="reportgen verify EVENT")
        return UnsealedEdition(final)

    def bag(self, edition: int) -> Path:
        """The folder of an edition, which may not be there yet."""
        return self.folder / f"edition-{edition:04d}"

    def editions(self) -> tuple[int, ...]:
        """The numbers of the sealed editions."""
        if not self.folder.is_dir():
            return ()
        names = (path.name for path in self.folder.iterdir() if path.is_dir())
        numbers = (name.removeprefix("edition-") for name in names if name.startswith("edition-"))
        return tuple(sorted(int(number) for number in numbers if number.isdigit()))

    def sealed(self, edition: int) -> SealedEdition:
        """A sealed edition by its number.

        Raises:
            ArchiveError: it is not there, or it has no manifest.
        """
        folder = self.bag(edition)
        return SealedEdition(folder, sha256(self.read(edition, f"../{TAGS}")).hexdigest())

    def read(self, edition: int, path: str, digest: str | None = None) -> bytes:
        """A file below ``data/`` of an edition, checked against the digest it must have.

        Raises:
            ArchiveError: it is missing, or not what was sealed.
        """
        file = self.bag(edition) / "data" / path
        try:
            content = file_bytes(file)
        except OSError as fault:
            raise ArchiveError(
                said("A file of the archive cannot be read: {reason}", reason=fault),
                where=str(file),
                todo="reportgen verify EVENT",
            ) from None
        if digest is not None and sha256(content).hexdigest() != digest:
            raise ArchiveError(
                "A file of the archive is not what was sealed", where=str(file), todo="reportgen verify EVENT"
            )
        return content

    def size(self, edition: int, path: str) -> int:
        """Bytes of a file of an edition; 0 where it is missing."""
        try:
            found = os.stat(f"{self.folder}/edition-{edition:04d}/data/{path}")  # noqa: PTH116 (thousands of them)
        except OSError:
            return 0
        return found.st_size if stat.S_ISREG(found.st_mode) else 0

    def record(self, edition: int) -> dict[str, Any]:
        """The record of an edition: what its edition.json holds."""
        return self._json(edition, "edition.json")

    def contents(self, edition: int, digest: str) -> dict[str, Any]:
        """What a part was printed from, by its SHA-256."""
        return self._json(edition, f"contents/{digest}.json", digest)

    def _json(self, edition: int, path: str, *digest: str) -> dict[str, Any]:
        try:
            content: dict[str, Any] = json.loads(self.read(edition, path, *digest))
        except (RecursionError, MemoryError) as fault:
            raise ValueError(foreign_reason(fault)) from None
        return content

    def flaws(self, edition: int) -> tuple[BagFlaw, ...]:
        """Every file of an edition that is changed, missing or added."""
        return flaws_in(self.bag(edition))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_synced(path, content)
