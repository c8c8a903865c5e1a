"""Whose pack or letter a file is, where it is not the one that should be there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from reportgen.domain.identifiers import participant_id, participant_in
from reportgen.errors import MailError
from reportgen.mail import letter_identity
from reportgen.render.pdf.identity import identity_in


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """A pack with its letter, as the ledger promised it or as edition.json says it was sealed; digests are SHA-256."""

    key: str
    number: int
    edition: int
    recipient: str
    message_id: str
    letter: str
    pack: str


class KnownFiles:
    """What is known of the packs and letters of an event, to recognize a file by that is not as it should be."""

    def __init__(self, event: str, owed: Iterable[ExpectedFile]) -> None:
        self._event = event
        self._owed = tuple(owed)

    def pack(self, content: bytes, number: int, edition: int) -> str:
        """What the file is that stands in the place of a pack: ``holds the pack of participant 7, …``.

        Empty where it says itself that it is the pack of this participant, and no other edition has it.
        """
        identity = identity_in(content)
        if identity is None:
            return "does not say any more whose pack it is"
        of = self._packs.get(sha256(content).hexdigest())
        if identity.participant != participant_id(self._event, number):
            theirs = of is not None and participant_id(self._event, of.number) == identity.participant
            how = "byte for byte as it was promised to them" if theirs else "and not as it was promised to them"
            return f"holds the pack of {self._whose(identity.participant)}, {how}"
        if of is not None and of.edition != edition:
            return f"holds the pack of participant {number} of edition {of.edition}"
        return ""

    def letter(self, content: bytes, number: int, edition: int) -> str:
        """What the file is that stands in the place of a letter: ``is the letter to participant 7, …``.

        Empty where address, name and pack are those of this participant in this edition.
        """
        try:
            says = letter_identity.identity_of(content)
        except (MailError, ValueError, LookupError, TypeError):  # whatever a damaged letter may cause
            return "cannot be read as a letter any more"
        name, of, told = says.message_id.strip("<>").rpartition("@")[0], participant_id(self._event, number), []
        addressee, _, of_edition = name.rpartition(".")
        if addressee != of:
            told.append(f"is the letter to {self._whose(addressee)}")
        elif of_edition != f"{edition:04d}":
            told.append(f"is the letter to participant {number} of edition {of_edition.lstrip('0')}")
        promised = self._letters.get((number, edition))
        if promised and promised.recipient and says.recipient != promised.recipient:
            told.append(f"is addressed to {self._at(says.recipient)}")
        identity = identity_in(says.pdf)
        if identity is None:
            told.append("carries no pack that says whose it is")
        elif identity.participant != of:
            told.append(f"carries the pack of {self._whose(identity.participant)}")
        return ", ".join(told)

    @cached_property
    def _packs(self) -> dict[str, ExpectedFile]:
        return {each.pack: each for each in self._owed}

    @cached_property
    def _letters(self) -> dict[tuple[int, int], ExpectedFile]:
        return {(each.number, each.edition): each for each in self._owed}

    def _whose(self, participant: str) -> str:
        """A participant in words; one of another event comes with its name."""
        named = participant_in(participant)
        if named is None:
            return "someone unknown"
        event, number = named
        return f"participant {number}" + ("" if event == self._event else f" of the event {event}")

    def _at(self, address: str) -> str:
        """Whose address it is, which is not told itself."""
        numbers = [each.number for each in self._owed if each.recipient == address]
        return f"participant {min(numbers)}" if numbers else "someone who was promised nothing"
