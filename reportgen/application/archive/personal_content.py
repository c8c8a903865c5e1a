"""The content of the personal part of sealed packs: whose they are, as it was printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.domain.pack.contents import PartKind
from reportgen.domain.people.participant import Name
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive


def personal_content_of(archive: Archive, edition: int, number: int) -> dict[str, Any]:
    """The content of a participant's personal part in an edition; empty where it was erased or cannot be read."""
    try:
        pack = next(each for each in archive.record(edition)["packs"] if each["number"] == number)
    except (ArchiveError, ValueError, KeyError, TypeError, StopIteration):
        return {}
    return personal_content(archive, edition, pack)


def personal_content(archive: Archive, edition: int, pack: Mapping[str, Any]) -> dict[str, Any]:
    """The content of the personal part of a pack; empty where it was erased or cannot be read.

    Args:
        pack: as edition.json describes it.
    """
    try:
        digest = next(part["content"] for part in pack["parts"] if part["kind"] == PartKind.PERSONAL)
        content = archive.contents(edition, digest)
    except (ArchiveError, ValueError, KeyError, TypeError, StopIteration):
        return {}
    return content if isinstance(content, dict) else {}


def name_in(parts: Mapping[str, Any]) -> Name:
    """A name from its parts in the content of a page.

    Raises:
        KeyError, TypeError: a part is missing.
    """
    return Name(*(str(parts[part]) for part in ("initials", "first", "infix", "last")))
