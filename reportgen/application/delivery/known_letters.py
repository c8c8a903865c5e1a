"""The letters of a meeting, of every kind of its packs, by what names them in mail that comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.domain.answers.answer import reference_of, references_in
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.identifiers import people_key_of
from reportgen.storage.ledger.ledger import Ledger


class KnownLetters:
    """The letters of a meeting: mail that comes back may be about any of them, in whatever mailbox it came.

    Args:
        key: the key of any kind of packs of the meeting.
    """

    def __init__(self, ledger: Ledger, key: str) -> None:
        self._ledger = ledger
        self.all: tuple[Delivery, ...] = ledger.deliveries_of_meeting(people_key_of(key))
        self._by_name = {name: each for each in self.all for name in (each.key, each.message_id)}
        self._by_place: dict[tuple[int, int], list[Delivery]] = {}
        for each in self.all:
            self._by_place.setdefault((each.participant, each.edition), []).append(each)

    def named_by(self, names: Iterable[str]) -> list[Delivery]:
        """The letters that have one of these keys or Message-IDs, each once, in order."""
        return list({each.key: each for name in names if (each := self._by_name.get(name))}.values())

    def referenced_in(self, text: str) -> Iterator[Delivery]:
        """The letters whose reference stands in a text, without references that somebody guessed."""
        for reference in references_in(text):
            for each in self._by_place.get((reference.participant, reference.edition), ()):
                fingerprint = self._ledger.answers(each.event).fingerprint(each.participant, each.edition)
                if fingerprint is None:
                    continue
                if reference_of(each.participant, each.edition, each.key, fingerprint) == reference:
                    yield each
