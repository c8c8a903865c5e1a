"""An integer programme with ordered objectives: whole-number unknowns, linear limits, and what matters first.

The words are those of mathematical optimisation; a programme of a meeting is something else. The program that solves it
is passed in, so that the domain knows no solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limit:
    """Lower and upper limit of a sum of unknowns.

    Attributes:
        terms: index of the unknown and its coefficient.
        low, high: None for no limit.
    """

    terms: tuple[tuple[int, int], ...]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """A sum of unknowns to maximise, in whole numbers.

    Attributes:
        name: what it is called in the result.
        weights: index of the unknown → weight; negative to have as little as possible.
        exact: whether the most that can be is wanted; else a value near it will do, and the result says nothing of it.
    """

    name: str
    weights: Mapping[int, int]
    exact: bool = True


@dataclass(slots=True)
class IntegerProgramme:
    """Unknowns between bounds, limits on sums of them, and objectives of which an earlier one goes before a later."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)

    def add_unknown(self, lower: int = 0, upper: int = 1) -> int:
        """Adds an unknown, and returns its index."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def limit(self, terms: Iterable[tuple[int, int]], low: int | None = None, high: int | None = None) -> None:
        """Adds a limit to a sum; one of no unknowns is left out."""
        if among := tuple(terms):
            self.limits.append(Limit(among, low, high))

    def maximise(self, name: str, weights: Mapping[int, int], exact: bool = True) -> None:
        """Adds the next objective; one without weights is left out."""
        if weights:
            self.objectives.append(Objective(name, weights, exact))


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached of an objective.

    Attributes:
        bound: no solution can have more, given what was reached of the earlier objectives; equal to ``value`` where
            that is proven to be the best.
    """

    name: str
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.value >= self.bound


@dataclass(frozen=True, slots=True)
class Solution:
    """The values of all unknowns, and what was reached of each exact objective, in order."""

    values: Sequence[int]
    reached: tuple[Reached, ...]


Solver = Callable[[IntegerProgramme], Solution]
"""Solves an integer programme: objectives in their order, each given what was reached of those before it."""
