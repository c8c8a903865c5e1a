"""Identifiers: keys of an event's kinds of packs, ids of participants, keys of letters."""

from __future__ import annotations

BRIEFING = "briefing"
"""The kind of pack that every event has."""

KIND_SEPARATOR = "--"
"""Stands in a key between the event and a kind of pack other than the briefing; no event's name holds it."""

TEST_COPY = "test."
"""Begins the key of a test copy of a letter, in its Message-ID and in its envelope."""


def pack_key(event: str, kind: str) -> str:
    """The key of a kind of pack of an event, in the ledger, the archive and letters."""
    return event if kind == BRIEFING else f"{event}{KIND_SEPARATOR}{kind}"


def people_key_of(key: str) -> str:
    """The key of the people of an event, from that of a kind of its packs."""
    return key.partition(KIND_SEPARATOR)[0]


def pack_kind_of(key: str) -> str:
    """The kind of packs that a key is of."""
    return key.partition(KIND_SEPARATOR)[2] or BRIEFING


def participant_id(event: str, number: int) -> str:
    """What a pack, its letter and its calendar entry call a participant.

    Args:
        event: key of the event and the kind of pack.
        number: the participant's number.
    """
    return f"{event}.{number:04d}"


def participant_in(text: str) -> tuple[str, int] | None:
    """The event and the number in a participant's id, as a PDF or a letter holds it; None when it is no such id."""
    event, _, number = text.rpartition(".")
    if not event or not number.isdecimal() or participant_id(event, int(number)) != text:
        return None
    return event, int(number)


def delivery_key(event: str, number: int, edition: int) -> str:
    """The key of a letter, which is unique and stands in its Message-ID."""
    return f"{participant_id(event, number)}.{edition:04d}"


def names_test_copy(identifier: str) -> bool:
    """Whether a Message-ID, or another identifier of a letter, is that of a test copy."""
    return identifier.lstrip("<").startswith(TEST_COPY)


def domain_of(address: str) -> str:
    """The domain of a mail address, in small letters."""
    return address.rpartition("@")[2].casefold()
