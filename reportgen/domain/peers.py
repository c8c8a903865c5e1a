"""Which municipalities are comparable, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from reportgen.domain.diversity import dissimilarity
from reportgen.domain.event import Kind
from reportgen.domain.municipality import Municipality
from reportgen.domain.population import Population

PEERS = 7
"""How many comparable municipalities a pack shows: one page, and enough for a pattern."""

MIX_STEP = 4.0
"""Points of dissimilarity that weigh as much as one doubling of the number of residents."""

URBANITY_STEP = 2.0
"""Classes of urbanity that weigh as much as one doubling of the number of residents."""


class Likeness(StrEnum):
    """In what a municipality resembles another."""

    MIX = "mix"  # nearly the same composition by origin
    SIZE = "size"  # about as many residents
    URBANITY = "urbanity"  # as urban
    PROVINCE = "province"  # in the same province


@dataclass(frozen=True, slots=True)
class Peer:
    """A comparable municipality with what makes it so; ``distance`` is a number without unit, 0 = equal.

    ``kinds`` are the organiser's types that both are of, as reasons.
    """

    code: str
    distance: float
    likenesses: tuple[Likeness, ...]
    kinds: tuple[str, ...] = ()


def peers_of(
    code: str,
    municipalities: Mapping[str, Municipality],
    populations: Mapping[str, Population],
    kinds: Sequence[Kind] = (),
    number: int = PEERS,
) -> tuple[Peer, ...]:
    """The most comparable municipalities: those of the organiser's types first, then by likeness, nearest first.

    Likeness is that of composition, size and urbanity.
    """
    own, own_mix = municipalities[code], populations[code]
    peers = (
        Peer(
            other.code,
            distance(own, own_mix, other, populations[other.code]),
            _likenesses(own, own_mix, other, populations[other.code]),
            tuple(kind.reason for kind in kinds if code in kind.municipalities and other.code in kind.municipalities),
        )
        for other in municipalities.values()
        if other.code != code and other.code in populations
    )
    return tuple(sorted(peers, key=lambda peer: (not peer.kinds, peer.distance, peer.code))[:number])


def distance(own: Municipality, own_mix: Population, other: Municipality, other_mix: Population) -> float:
    """How far two municipalities are apart; one doubling of residents counts as 1."""
    return (
        dissimilarity(own_mix, other_mix) / MIX_STEP
        + abs(log2(other.residents / own.residents))
        + abs(other.urbanity - own.urbanity) / URBANITY_STEP
    )


def _likenesses(
    own: Municipality, own_mix: Population, other: Municipality, other_mix: Population
) -> tuple[Likeness, ...]:
    tests = {
        Likeness.MIX: dissimilarity(own_mix, other_mix) <= MIX_STEP,
        Likeness.SIZE: abs(log2(other.residents / own.residents)) <= log2(4 / 3),
        Likeness.URBANITY: other.urbanity == own.urbanity,
        Likeness.PROVINCE: other.province == own.province,
    }
    return tuple(likeness for likeness, holds in tests.items() if holds)
