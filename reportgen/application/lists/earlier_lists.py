"""Earlier versions of the lists of an event: what they held, and offering one again as an upload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from reportgen.application.lists.replace import PendingList, keep_pending
from reportgen.application.workspace import Workspace
from reportgen.errors import UsageError
from reportgen.storage.atomic import write_atomically
from reportgen.storage.versions import Version, digest_in, read_version, versions_of


@dataclass(frozen=True, slots=True)
class EarlierList:
    """A version of a list.

    Attributes:
        place: index of the event's list, from 0.
        is_now: whether it is the list that counts now.
    """

    version: Version
    place: int
    is_now: bool

    @property
    def can_be_read(self) -> bool:
        """Whether its content is kept."""
        return not self.version.is_removal and not self.version.gone


def earlier_lists(workspace: Workspace) -> tuple[EarlierList, ...]:
    """The versions of the lists, the newest first; also those of a list with another suffix."""
    return tuple(sorted(_versions(workspace), key=lambda each: each.version.number, reverse=True))


def earlier_list(workspace: Workspace, number: int) -> EarlierList:
    """One version of a list.

    Raises:
        UsageError: there is no such version of a list, or its content is no longer kept.
    """
    found = next((each for each in _versions(workspace) if each.version.number == number), None)
    if found is None or not found.can_be_read:
        raise UsageError("This version is not kept any more", todo="choose another version")
    return found


def as_pending(workspace: Workspace, earlier: EarlierList) -> PendingList:
    """A version as a list that may be checked; nobody has to accept or drop it.

    Raises:
        UsageError: its content is no longer kept.
    """
    content = read_version(workspace.folder, earlier.version.number)
    folder = workspace.paths.pending_list(workspace.people_key)
    folder.mkdir(parents=True, exist_ok=True)
    name = PurePosixPath(earlier.version.name)
    path = folder / f"eerder-{earlier.version.number}{name.suffix}"
    write_atomically(path, content)
    version, digest = earlier.version, sha256(content).hexdigest()
    return PendingList(path, name.name, earlier.place, version.who, version.at, digest)


def offer_again(workspace: Workspace, earlier: EarlierList, who: str) -> PendingList:
    """Offers a version in place of the list that counts, as if it was uploaded: a person looks, and accepts it.

    Raises:
        UsageError: its content is no longer kept.
    """
    content = read_version(workspace.folder, earlier.version.number)
    name = PurePosixPath(earlier.version.name).name
    return keep_pending(workspace, name, content, earlier.place, who)


def _versions(workspace: Workspace) -> Iterator[EarlierList]:
    folder = workspace.folder
    for place, (path, _) in enumerate(workspace.settings.lists):
        if not path.is_relative_to(folder):
            continue
        now = path.relative_to(folder).as_posix()
        for suffix in (".csv", ".xlsx", ".ods", ".xls", ".tsv", ".txt"):
            name = PurePosixPath(now).with_suffix(suffix).as_posix()
            digest = digest_in(folder, name) if name == now else ""
            newest = True
            for version in versions_of(folder, name):
                yield EarlierList(version, place, newest and bool(digest) and version.digest == digest)
                newest = False
