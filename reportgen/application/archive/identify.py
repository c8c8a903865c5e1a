"""Identifies files in the archive that are not the pack or letter expected at their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from reportgen.domain.identifiers import participant_id, participant_in
from reportgen.errors import MailError
from reportgen.mail import letter_identity
from reportgen.mail.calendar import cancels_for, enters_for
from reportgen.mail.letter_identity import LetterIdentity
from reportgen.render.pdf.identity import identity_in


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """A letter, as the ledger or edition.json records it.

    Attributes:
        letter, pack: SHA-256 digests; ``pack`` is empty where the letter carries none.
        is_message: it is of a message to some participants; a pack in it is that of an earlier edition.
    """

    key: str
    number: int
    edition: int
    recipient: str
    message_id: str
    letter: str
    pack: str
    is_message: bool = False


def _cancellation_differences(message: LetterIdentity, owner: str) -> Iterator[str]:
    """How a letter without a pack differs from the cancellation letter of a participant, by its id."""
    if message.pdf:
        yield "carries a pack"
    elif not cancels_for(owner, message.calendars):
        yield "cancels the calendar entry of somebody else"


def _message_differences(message: LetterIdentity, owner: str, pack: str) -> Iterator[str]:
    """How a letter differs from that of a message to a participant, by their id."""
    if bool(message.pdf) != bool(pack):
        yield "carries a pack" if message.pdf else "carries no pack"
    elif message.pdf and sha256(message.pdf).hexdigest() != pack:
        yield "carries another pack than was promised"
    if not enters_for(owner, message.calendars):
        yield "has a calendar entry of somebody else"


class KnownFiles:
    """The recorded packs and letters of an event, to identify misplaced files."""

    def __init__(self, event: str, expected: Iterable[ExpectedFile]) -> None:
        self._event = event
        self._expected = tuple(expected)

    def pack(self, content: bytes, number: int, edition: int) -> str:
        """What a file at the place of a pack is: ``holds the pack of participant 7, …``.

        Empty where its identity is this participant, and it is of no other edition.
        """
        identity = identity_in(content)
        if identity is None:
            return "does not say any more whose pack it is"
        digest = sha256(content).hexdigest()
        known, own = self._packs.get(digest), self._letters.get((number, edition))
        if identity.participant != participant_id(self._event, number):
            is_their_pack = known is not None and participant_id(self._event, known.number) == identity.participant
            how = "byte for byte as it was promised to them" if is_their_pack else "and not as it was promised to them"
            return f"holds the pack of {self._participant_text(identity.participant)}, {how}"
        if known is not None and known.edition != edition and (own is None or own.pack != digest):
            return f"holds the pack of participant {number} of edition {known.edition}"
        return ""

    def letter(self, content: bytes, number: int, edition: int) -> str:
        """What a file at the place of a letter is: ``is the letter to participant 7, …``.

        Empty where address, Message-ID and pack are those of this participant in this edition.
        """
        try:
            expected = self._letters.get((number, edition))
            message = letter_identity.identity_of(content, bare=expected is not None and expected.is_message)
        except (MailError, ValueError, LookupError, TypeError):  # whatever a damaged letter may cause
            return "cannot be read as a letter any more"
        name, owner, differences = (
            message.message_id.strip("<>").rpartition("@")[0],
            participant_id(self._event, number),
            [],
        )
        addressee, _, of_edition = name.rpartition(".")
        if addressee != owner:
            differences.append(f"is the letter to {self._participant_text(addressee)}")
        elif of_edition != f"{edition:04d}":
            differences.append(f"is the letter to participant {number} of edition {of_edition.lstrip('0')}")
        if expected and expected.recipient and message.recipient != expected.recipient:
            differences.append(f"is addressed to {self._address_owner_text(message.recipient)}")
        if expected and expected.is_message:
            return ", ".join((*differences, *_message_differences(message, owner, expected.pack)))
        if expected and not expected.pack:
            return ", ".join((*differences, *_cancellation_differences(message, owner)))
        identity = identity_in(message.pdf)
        if identity is None:
            differences.append("carries no pack that says whose it is")
        elif identity.participant != owner:
            differences.append(f"carries the pack of {self._participant_text(identity.participant)}")
        return ", ".join(differences)

    @cached_property
    def _packs(self) -> dict[str, ExpectedFile]:
        return {each.pack: each for each in self._expected if not each.is_message}

    @cached_property
    def _letters(self) -> dict[tuple[int, int], ExpectedFile]:
        return {(each.number, each.edition): each for each in self._expected}

    def _participant_text(self, participant: str) -> str:
        """A participant in words, with the event where it is another one."""
        named = participant_in(participant)
        if named is None:
            return "someone unknown"
        event, number = named
        return f"participant {number}" + ("" if event == self._event else f" of the event {event}")

    def _address_owner_text(self, address: str) -> str:
        """The participant with an address; the address itself is not shown."""
        numbers = [each.number for each in self._expected if each.recipient == address]
        return f"participant {min(numbers)}" if numbers else "someone who was promised nothing"
