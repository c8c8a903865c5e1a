"""What people were told of their sessions, and moves by hand, as the ledger keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
