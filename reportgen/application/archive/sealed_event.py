"""The event as a sealed edition recorded it."""

from __future__ import annotations

from contextlib import suppress

from reportgen.domain.canonical_json import JsonValue
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive


def sealed_event(archive: Archive, edition: int) -> dict[str, JsonValue]:
    """The event in edition.json; empty where it cannot be read, so that nothing of it is compared."""
    with suppress(ArchiveError, OSError, ValueError, KeyError, TypeError):
        return dict(archive.record(edition)["event"])
    return {}
