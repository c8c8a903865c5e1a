"""Settles letters as a person says: whether one arrived, that it goes once more or anyway, or is withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from reportgen.domain.delivery.cancellation import BY_PERSON
from reportgen.domain.delivery.states import PENDING, WITHDRAWABLE, Action, Delivery, LetterKind, State
from reportgen.domain.number_ranges import number_ranges
from reportgen.errors import UsageError
from reportgen.i18n.message import named, said
from reportgen.storage.ledger.ledger import Ledger

RESOLVABLE = frozenset({State.UNCERTAIN, State.REFUSED, State.BOUNCED})
"""States of a letter that a person settles."""

SEND_ANYWAY = "send anyway, says "
"""How the note of a person begins who says that a held letter may go."""


LetterName = tuple[int, int]
"""The edition and the participant of a letter."""


def resolve(
    key: str,
    participant: int,
    ledger: Ledger,
    now: datetime,
    arrived: bool,
    reason: str = "",
    by: str = "a person",
) -> State:
    """Settles the last letter of a participant, or one before it that is uncertain; returns its new state.

    An uncertain letter, and one that bounced, is *sent* where it arrived after all. Otherwise it is released again, and
    so is one that the server refused: the same bytes under the same Message-ID. An uncertain letter that is not true
    any more does not go again: it is *bounced*.

    Args:
        arrived: whether the participant has it.
        reason: for the history of the letter; required where a report said that it failed and it arrived after all.
        by: who says so.

    Raises:
        UsageError: the letter of this participant is in no state that a person settles so, or there is no reason.
    """
    settled = {State.UNCERTAIN, State.BOUNCED} if arrived else RESOLVABLE
    letters = [each for each in ledger.deliveries(key) if each.participant == participant]
    letter = letter_to_resolve(letters)
    if letter is None or letter.state not in settled:
        raise UsageError(
            said(
                "No letter to participant {participant} can be settled so; the last is: {state}",
                participant=participant,
                state=named("state", letters[-1].state),
            )
            if letters
            else said("No letter to participant {participant} was ever made", participant=participant),
            where=key,
            todo="see how letters stand with: reportgen status EVENT",
        )
    if arrived and letter.state is State.BOUNCED:
        _require_reason(reason, key)
    by_whom = f", says {by}{f': {reason.strip()}' if reason.strip() else ''}"
    if not arrived and ledger.is_superseded(letter):
        if letter.state is State.UNCERTAIN:
            return ledger.act(letter.key, Action.BOUNCE, now, f"it did not arrive{by_whom}")
        if newer_letter(letters, letter):
            raise UsageError(
                said(
                    "A newer letter to participant {participant} replaces the one that would go again",
                    participant=participant,
                ),
                where=key,
                todo="release and send that one, or make a new one with: reportgen regenerate EVENT",
            )
        raise UsageError(
            said(
                "The last letter to participant {participant} is not true any more: they take part again"
                if letter.kind is LetterKind.CANCELLATION
                else "The last letter to participant {participant} is not true any more: they do not take part",
                participant=participant,
            ),
            where=key,
            todo="make the letter that is true with: reportgen build EVENT",
        )
    action, note = (Action.ACCEPT, "it arrived") if arrived else (Action.RELEASE, "once more")
    return ledger.act(letter.key, action, now, f"{note}{by_whom}")


def letter_to_resolve(letters: Sequence[Delivery]) -> Delivery | None:
    """The letter of a participant that a person can settle: the last one, or the last that is uncertain.

    One that bounced can be settled while the letter that follows it waits, or was withdrawn.

    Args:
        letters: all letters to the participant, the oldest first.
    """
    uncertain = [each for each in letters[:-1] if each.state is State.UNCERTAIN]
    gone = [each for each in letters if each.state not in PENDING | {State.WITHDRAWN}]
    bounced = [each for each in gone[-1:] if each.state is State.BOUNCED]
    candidates = [*uncertain, *bounced, *(each for each in letters[-1:] if each.state in RESOLVABLE)]
    return candidates[-1] if candidates else None


def newer_letter(letters: Iterable[Delivery], letter: Delivery) -> Delivery | None:
    """The newest letter with a pack that was made after another one, whatever became of it; None where there is none.

    Args:
        letters: those to the participant.
    """
    newer = [each for each in letters if each.kind is LetterKind.PACK and each.edition > letter.edition]
    return max(newer, key=lambda each: each.edition, default=None)


def send_anyway(
    key: str,
    numbers: Iterable[int],
    ledger: Ledger,
    now: datetime,
    by: str,
    reason: str,
    only: Collection[LetterName] | None = None,
) -> list[int]:
    """Releases held letters to participants, as they are; the numbers of those who had one.

    What differs later is asked about again.

    Args:
        by: who says so.
        reason: why, for the history of the letter.
        only: which of their letters; None for all of these.

    Raises:
        UsageError: there is no reason, or one of them has no letter that is held, or not each of ``only`` is.
    """
    _require_reason(reason, key)
    none = "No letter to participant {numbers} is held"
    held = _letters_to(numbers, ledger.deliveries(key, State.HELD), none, key, only)
    for each in held:
        ledger.act(each.key, Action.RELEASE, now, f"{SEND_ANYWAY}{by}: {reason.strip()}")
    return [each.participant for each in held]


def withdraw(
    key: str,
    numbers: Iterable[int],
    ledger: Ledger,
    now: datetime,
    by: str,
    reason: str,
    only: Collection[LetterName] | None = None,
) -> list[int]:
    """Withdraws letters that were not sent; the numbers of the participants who had one.

    Args:
        by: who says so.
        reason: why, for the history of the letter.
        only: which of their letters; None for all of these.

    Raises:
        UsageError: there is no reason, or one of them has no letter that can be withdrawn, or not each of ``only`` is.
    """
    _require_reason(reason, key)
    unsent = _letters_to(
        numbers,
        ledger.deliveries(key, *WITHDRAWABLE),
        "No letter to participant {numbers} is waiting to be sent",
        key,
        only,
    )
    for each in unsent:
        ledger.act(each.key, Action.WITHDRAW, now, f"{BY_PERSON}{by}: {reason.strip()}")
    return list(dict.fromkeys(each.participant for each in unsent))


def _require_reason(reason: str, key: str) -> None:
    if not reason.strip():
        raise UsageError("There is no reason", where=key, todo='give one, such as --reason "phoned"')


def _letters_to(
    numbers: Iterable[int],
    letters: Sequence[Delivery],
    none: str,
    key: str,
    only: Collection[LetterName] | None,
) -> list[Delivery]:
    """The letters to some participants.

    Args:
        letters: those in a state in which they can be settled.
        none: the message where there is no such letter.
        only: which of them; None for all.

    Raises:
        UsageError: one of them has no such letter, or one of ``only`` is none; nothing is settled then.
    """
    chosen = set(numbers)
    letters = [each for each in letters if only is None or _name(each) in only]
    without = chosen - {each.participant for each in letters}
    without |= {number for _, number in set(only or ()) - set(map(_name, letters))}
    if without:
        raise UsageError(
            said(none, numbers=number_ranges(without)),
            where=key,
            todo="see how letters stand with: reportgen status EVENT",
        )
    return [each for each in letters if each.participant in chosen]


def _name(letter: Delivery) -> LetterName:
    return letter.edition, letter.participant
