"""The message in the edition.json of its letters, when they are recovered, verified, held or erased."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from reportgen.domain.messages.message import Purpose
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.messages import MadeMessage, MessageLetter

MESSAGE, LETTERS = "message", "messages"
"""The keys of edition.json with the message, and with its letters."""


def message_in(record: Mapping[str, Any]) -> MadeMessage | None:
    """The message of an edition.json; None in one with packs."""
    if MESSAGE not in record:
        return None
    said = record[MESSAGE]
    return MadeMessage(
        record["edition"],
        said["name"],
        said["subject"],
        Purpose(said["purpose"]),
        said["chosen"],
        said["stops_packs"],
        said["who"],
        datetime.fromisoformat(record["sealed"]),
    )


def message_letters_in(record: Mapping[str, Any]) -> list[MessageLetter]:
    """The ledger's records of the letters of a message in an edition.json; none in one with packs."""
    return [
        MessageLetter(each["key"], each["number"], each["recipient"], each["message_id"], each["letter"], each["pack"])
        for each in record.get(LETTERS, ())
    ]


def sealed_letters(archive: Archive, edition: int) -> dict[int, dict[str, Any]]:
    """The letters of a message in edition.json, by number of the participant; none where it cannot be read."""
    with suppress(ArchiveError, OSError, ValueError, KeyError, TypeError):
        return {each["number"]: each for each in archive.record(edition).get(LETTERS, ())}
    return {}
