"""Who attends which session, and why: what comes out of assigning people."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.domain.programme.integer_programme import Reached
from reportgen.domain.programme.rounds import Slot
from reportgen.domain.programme.wish import Wish


class Why(StrEnum):
    """Why somebody attends a session, or attends none."""

    FIXED = "fixed"  # the organiser says so
    LEADS = "leads"  # the person leads it
    TOLD = "told"  # the person was told earlier
    WISHED = "wished"
    FREE = "free"  # no wish could be met, or there was none
    NONE = "none"  # no session is left


class WhyNot(StrEnum):
    """Why a wish is not met."""

    NOT_FOR = "not-for"  # the session is for others
    TOO_FEW = "too-few"  # it does not take place
    TWICE = "twice"  # the person attends the same session in another round
    FIXED = "fixed"  # the organiser gave, or the person leads, another one
    TOLD = "told"  # the person was told another one
    FULL = "full"
    TRADED = "traded"  # it would cost others more


@dataclass(frozen=True, slots=True)
class Missed:
    """A wish for a round that is not met, and goes before what was given."""

    wish: Wish
    why: WhyNot


@dataclass(frozen=True, slots=True)
class Placement:
    """What one person attends in one round.

    Attributes:
        session: its key; empty for none.
        rank: of the wish it meets; None where it meets none.
        told: the session that the person was told before, where it is another one; else empty.
        missed: better wishes, which were given up.
    """

    number: int
    round: str
    session: str
    why: Why
    rank: int | None = None
    told: str = ""
    missed: tuple[Missed, ...] = ()

    @property
    def slot(self) -> Slot:
        """The session in its round."""
        return Slot(self.round, self.session)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who attends which session, by number and round.

    Attributes:
        dropped: sessions that do not take place, for too few would attend them.
        crowded: sessions that have more people than fit, since the organiser gave them so many.
        short: sessions that take place with fewer than their minimum, since people were told or given them.
        reached: what was reached of each objective, in the order in which they count.
    """

    placements: tuple[Placement, ...] = ()
    dropped: tuple[Slot, ...] = ()
    crowded: tuple[Slot, ...] = ()
    short: tuple[Slot, ...] = ()
    reached: tuple[Reached, ...] = ()
    _by_number: dict[int, dict[str, str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.placements:
            if each.session:
                self._by_number.setdefault(each.number, {})[each.round] = each.session

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return all(each.proven for each in self.reached)

    def of(self, number: int) -> dict[str, str]:
        """The sessions of a participant, by round; rounds in which they have none are left out."""
        return dict(self._by_number.get(number, {}))

    def without_session(self, label: str) -> tuple[int, ...]:
        """Numbers of the participants who have no session in a round, by its label."""
        return tuple(each.number for each in self.placements if each.round == label and not each.session)

    def people_by_slot(self) -> dict[Slot, tuple[int, ...]]:
        """Numbers of the participants by session; sessions without any are left out."""
        found: dict[Slot, list[int]] = {}
        for each in self.placements:
            if each.session:
                found.setdefault(each.slot, []).append(each.number)
        return {slot: tuple(numbers) for slot, numbers in found.items()}
