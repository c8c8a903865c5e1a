"""The letters of a meeting that participants answer: to whom they were, and which of them asked the questions."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.application.delivery.known_letters import KnownLetters
from reportgen.domain.delivery.states import POSSIBLY_SENT, Delivery, LetterKind
from reportgen.domain.identifiers import BRIEFING, pack_kind_of, participant_in, people_key_of
from reportgen.domain.pack.contents import PartKind
from reportgen.render.pdf.identity import Identity
from reportgen.storage.ledger.ledger import Ledger


class MeetingLetters(KnownLetters):
    """The letters of every kind of packs of a meeting, with the people who may answer them."""

    def __init__(self, ledger: Ledger, key: str) -> None:
        super().__init__(ledger, key)
        self._key = people_key_of(key)
        self._by_address: dict[str, set[int]] = {}
        people = [(each.email, each.number) for each in ledger.enrolled(self._key)]
        for address, number in (*((each.recipient, each.participant) for each in self.all), *people):
            if address:
                self._by_address.setdefault(address.casefold(), set()).add(number)

    def owners_of(self, sender: str) -> set[int]:
        """The participants who have an address, or had a letter there."""
        return self._by_address.get(sender, set())

    def read_by(self, sender: str) -> list[Delivery]:
        """The letters to whoever has an address that somebody may answer; a message that waits was read by nobody."""
        numbers = self.owners_of(sender)
        return [
            each
            for each in self.all
            if each.participant in numbers and (each.kind is not LetterKind.MESSAGE or each.state in POSSIBLY_SENT)
        ]

    def with_pack(self, identity: Identity) -> Delivery | None:
        """The letter with the pack that a form is; None where no pack of the meeting has its fingerprint."""
        named = participant_in(identity.participant)
        if named is None or people_key_of(named[0]) != self._key:
            return None
        event, number = named
        edition = self._ledger.answers(event).edition_of(number, identity.fingerprint)
        found = [each for each in self.all if (each.event, each.participant, each.edition) == (event, number, edition)]
        return found[0] if found else None

    def asks(self, letter: Delivery) -> bool:
        """Whether a letter asked the questions: as the briefing does, and other packs that have the page for them."""
        if letter.kind is LetterKind.MESSAGE:
            return False
        if pack_kind_of(letter.event) == BRIEFING:
            return True
        parts = self._ledger.pack_parts(letter.event, letter.participant).get(letter.edition, ())
        return any(each.kind == PartKind.QUESTIONS for each in parts)

    def latest(self, letters: Iterable[Delivery]) -> Delivery:
        """The letter that is answered, of several to one participant: first of the briefing, and there the newest."""
        return max(
            letters, key=lambda each: (pack_kind_of(each.event) == BRIEFING, self.asks(each), each.edition, each.event)
        )
