"""The letters to one participant, their packs, and their place among the letters that wait for release."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.application.delivery.letter_view import read_letter
from reportgen.domain.delivery.states import Delivery, State
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest
from reportgen.storage.ledger.looks import Look


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter that waits for release, among the others that do.

    Attributes:
        position: from 1.
        before, after: the letters beside it; None at the ends.
        looks: who looked at it.
        is_mine: whether the organiser who asks is one of them.
    """

    position: int
    count: int
    before: Delivery | None
    after: Delivery | None
    looks: tuple[Look, ...]
    is_mine: bool


def letters_to(context: WebContext, number: int) -> tuple[Delivery, ...]:
    """All letters to a participant, the oldest first."""
    return context.ledger.letters_to(context.key, number)


def letter_to(context: WebContext, number: int, edition: int) -> Delivery:
    """The letter of an edition to a participant.

    Raises:
        NotFound: there is none.
    """
    found = next((each for each in letters_to(context, number) if each.edition == edition), None)
    if found is None:
        raise NotFound
    return found


def requested_letter(context: WebContext, request: WebRequest) -> Delivery:
    """The letter of which the number and the edition are in the address. Raises as ``letter_to``."""
    return letter_to(context, request.path_params["number"], request.path_params["edition"])


def pack_of(context: WebContext, letter: Delivery) -> bytes:
    """The pack in a letter, as it was or will be sent.

    Raises:
        NotFound: there is none in it.
        ArchiveError, MailError: the letter cannot be read.
    """
    if not letter.pack_digest or not context.archive.size(letter.edition, f"letters/{letter.participant:04d}.eml"):
        raise NotFound
    found = context.installation.pictures.get(
        (letter.key, letter.pack_digest), lambda: read_letter(letter, context.archive).pack
    )
    if not found:
        raise NotFound
    return found


def waiting_letter(context: WebContext, request: WebRequest, letter: Delivery) -> WaitingLetter | None:
    """The place of a letter among those that wait for release; None where it does not wait."""
    if letter.state is not State.PRINTED:
        return None
    waiting = context.ledger.letter_keys(context.key, State.PRINTED)
    at = next((place for place, (key, _) in enumerate(waiting) if key == letter.key), None)
    if at is None:
        return None
    looks = context.ledger.looks(context.key).by_letter().get(letter.key, ())
    before, after = (
        _with_key(context, *waiting[place]) if 0 <= place < len(waiting) else None for place in (at - 1, at + 1)
    )
    mine = any(each.who == request.organiser for each in looks)
    return WaitingLetter(at + 1, len(waiting), before, after, looks, mine)


def _with_key(context: WebContext, key: str, number: int) -> Delivery | None:
    """The letter with a key to a participant."""
    return next((each for each in letters_to(context, number) if each.key == key), None)
