"""What people were told of their sessions, and moves by hand, as the ledger keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reportgen.domain.programme.rounds import Slot
from reportgen.domain.programme.wish import Wish


@dataclass(frozen=True, slots=True)
class AssignedSession:
    """The session of one round that a pack tells its participant.

    Attributes:
        session: its key; empty where there was none left.
        wishes: those of the participant for this round at that moment.
    """

    round: str
    session: str
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionMove:
    """A participant who was moved to a session by hand.

    Attributes:
        session: its key.
        who: the organiser.
    """

    number: int
    round: str
    session: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SessionHistory:
    """What packs told each participant of their sessions, by number; and moves by hand.

    Attributes:
        former_titles: of sessions as earlier editions had them, where somebody was told one that is gone.
    """

    told: Mapping[int, Sequence[AssignedSession]] = field(default_factory=dict)
    moves: Sequence[SessionMove] = ()
    former_titles: Mapping[Slot, str] = field(default_factory=dict)

    def slots(self) -> set[Slot]:
        """All sessions that somebody was told, or was moved to."""
        told = {Slot(each.round, each.session) for theirs in self.told.values() for each in theirs if each.session}
        return told | {Slot(each.round, each.session) for each in self.moves}

    def told_sessions(self) -> dict[tuple[int, str], str]:
        """The session that each participant was told, by number and label of the round; empty where it was none."""
        return {(number, each.round): each.session for number, theirs in self.told.items() for each in theirs}
