"""What the assignment of sessions knows of each person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.domain.programme.rounds import Slot
from reportgen.domain.programme.wish import Wish


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who attends one session in each round.

    Attributes:
        number: the participant's.
        group: code of the municipality, of which colleagues may be spread; empty for none.
        wishes: those that are no longer than a list gives them; without those that fix a session.
        fixed: session by round that the organiser gives, whatever else holds.
        leads: session by round that the person leads.
        told: session by round that the person was told.
        asked: rounds for which the wishes changed since.
    """

    number: int
    group: str = ""
    wishes: tuple[Wish, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()

    def rank(self, slot: Slot) -> int | None:
        """The rank of the best wish that a session meets; None where it meets none."""
        return min((each.rank for each in self.wishes if each.meets(slot)), default=None)
