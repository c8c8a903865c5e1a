"""What letters told of the programme: the day of their reader, and notes about sessions that the reader leads."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from reportgen.domain.pack.archived_day import day_in
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.own_day import OwnPart
from reportgen.domain.programme.rounds import plain
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive

Day = tuple[OwnPart, ...]


class ToldDays:
    """Reads days in the contents of an archive, each once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._parts = cache(self._parts_in)
        self._days = cache(self._day_in)

    def day(self, edition: int, number: int) -> Day | None:
        """The day that a letter told; None where its pack has no such page, was erased or cannot be read."""
        content = self._parts(edition).get(number, {}).get(PartKind.EVENT, "")
        return self._days(edition, content) if content else None

    def has_older_note(self, edition: int, number: int, sessions: tuple[Session, ...]) -> bool:
        """Whether a letter has another note about a session that its reader leads than the programme."""
        digest = self._parts(edition).get(number, {}).get(PartKind.LEADING, "")
        if not digest:
            return False
        notes = {(each.round, plain(each.code), plain(each.title)): each.leader_note for each in sessions}
        with suppress(ArchiveError, ValueError, KeyError, TypeError, AttributeError):
            for led in self._archive.contents(edition, digest)["sessions"]:
                said = led["session"]
                which = said["round"], plain(said["code"]), plain(said["title"])
                if notes.get(which, led["note"]) != led["note"]:
                    return True
        return False

    def _parts_in(self, edition: int) -> Mapping[int, Mapping[str, str]]:
        """The digests of the contents in an edition, by participant and kind of part; none where it cannot be read."""
        try:
            packs: Any = self._archive.record(edition)["packs"]
            return {each["number"]: {part["kind"]: part["content"] for part in each["parts"]} for each in packs}
        except (ArchiveError, OSError, ValueError, KeyError, TypeError):
            return {}

    def _day_in(self, edition: int, content: str) -> Day | None:
        try:
            return day_in(self._archive.contents(edition, content))
        except (ArchiveError, OSError, ValueError, TypeError):
            return None
