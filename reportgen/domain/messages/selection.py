"""Whom a message is for: what is asked of a participant, and who agrees with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.delivery.states import FAILED, PENDING, Delivery, LetterKind, State


class Standing(StrEnum):
    """How the last letter with a pack of a participant stands."""

    NONE = "none"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Role(StrEnum):
    """What somebody is at the meeting."""

    MAYOR = "mayor"
    ALDERMAN = "alderman"
    OTHER = "other"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A participant, as far as a selection asks.

    Attributes:
        code: of the municipality.
        table: None without a seat.
        sessions: what they attend, as ``round/session``.
        types: names of the types of their municipality.
        answered: they sent an answer that counts.
    """

    number: int
    code: str
    role: Role
    standing: Standing
    table: int | None = None
    sessions: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked of the participants of a message; who takes part and agrees with all of it gets one.

    Of each field one value is enough; an empty field asks nothing.

    Attributes:
        letters: how their last letter with a pack stands.
        sessions: as ``round/session``.
        municipalities: codes.
        types: names of types of municipality.
        unanswered: only who sent no answer yet.
        numbers: only these participants.
        without: not these participants.
    """

    letters: tuple[Standing, ...] = ()
    roles: tuple[Role, ...] = ()
    tables: tuple[int, ...] = ()
    sessions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    unanswered: bool = False
    numbers: tuple[int, ...] = ()
    without: tuple[int, ...] = ()

    @property
    def is_everyone(self) -> bool:
        """Whether nothing is asked."""
        return not self.as_json()

    def holds(self, one: Candidate) -> bool:
        """Whether somebody is in it."""
        return (
            (not self.letters or one.standing in self.letters)
            and (not self.roles or one.role in self.roles)
            and (not self.tables or one.table in self.tables)
            and (not self.sessions or not one.sessions.isdisjoint(self.sessions))
            and (not self.municipalities or one.code in self.municipalities)
            and (not self.types or not one.types.isdisjoint(self.types))
            and not (self.unanswered and one.answered)
            and (not self.numbers or one.number in self.numbers)
            and one.number not in self.without
        )

    def as_json(self) -> dict[str, JsonValue]:
        """What it asks, as JSON values; without what it does not ask."""
        return {name: [*value] if isinstance(value, tuple) else value for name, value in asdict(self).items() if value}


EVERYONE = Selection()
"""Asks nothing."""


def standings(letters: Iterable[Delivery]) -> dict[int, Standing]:
    """How the last letter with a pack of each participant stands that was not withdrawn; who has none is not in it.

    Args:
        letters: of one kind of packs, of each participant the oldest first.
    """
    return {
        each.participant: _standing(each.state)
        for each in letters
        if each.kind is LetterKind.PACK and each.state is not State.WITHDRAWN
    }


def _standing(state: State) -> Standing:
    if state in FAILED:
        return Standing.FAILED
    if state is State.UNCERTAIN:
        return Standing.UNCERTAIN
    return Standing.WAITING if state in PENDING else Standing.SENT
