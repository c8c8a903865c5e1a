"""Comparable municipalities of a municipality, and in what they are similar."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from reportgen.domain.figures.diversity import dissimilarity
from reportgen.domain.figures.population import Population
from reportgen.domain.places.municipality import Municipality
from reportgen.domain.programme.event import MunicipalityType

PEERS = 7
"""Comparable municipalities that a pack shows: they fill one page."""

MIX_STEP = 4.0
"""Percentage points of dissimilarity that count as much as twice as many residents."""

URBANITY_STEP = 2.0
"""Classes of urbanity that count as much as twice as many residents."""


class Similarity(StrEnum):
    """In what a municipality is similar to another."""

    MIX = "mix"  # nearly the same composition by origin
    SIZE = "size"  # about as many residents
    URBANITY = "urbanity"  # as urban
    PROVINCE = "province"  # in the same province


@dataclass(frozen=True, slots=True)
class Peer:
    """A comparable municipality; ``distance`` has no unit, 0 is equal.

    ``kinds`` are the reasons of the organiser's types that both are of.
    """

    code: str
    distance: float
    likenesses: tuple[Similarity, ...]
    kinds: tuple[str, ...] = ()


def peers_of(
    code: str,
    municipalities: Mapping[str, Municipality],
    populations: Mapping[str, Population],
    kinds: Sequence[MunicipalityType] = (),
    number: int = PEERS,
) -> tuple[Peer, ...]:
    """The most comparable municipalities: those of the same type of the organiser first, then the most similar ones.

    Similarity is that of composition by origin, number of residents and urbanity.
    """
    others = [each for each in municipalities.values() if each.code != code and each.code in populations]
    kinds_of_own = [kind for kind in kinds if code in kind.municipalities]
    kin = {other for kind in kinds_of_own for other in kind.municipalities}
    own, own_mix = municipalities[code], populations[code]
    alike = _nearest(own, [each for each in others if each.code in kin], populations, number)
    others = [each for each in others if each.code not in kin]
    found = (*alike, *_nearest(own, others, populations, number - len(alike)))
    return tuple(
        Peer(
            peer,
            apart,
            _likenesses(own, own_mix, municipalities[peer], populations[peer]),
            tuple(kind.reason for kind in kinds_of_own if peer in kind.municipalities),
        )
        for apart, peer in found
    )


def _nearest(
    own: Municipality, others: Sequence[Municipality], populations: Mapping[str, Population], number: int
) -> list[tuple[float, str]]:
    """Distance and code of the nearest ones; those that differ too much in size alone are not compared further."""
    found: list[tuple[float, str]] = []
    if number < 1:
        return found
    for least, code, other in sorted((_size_distance(own, each), each.code, each) for each in others):
        if len(found) == number and least > found[-1][0]:
            break
        insort(found, (distance(own, populations[own.code], other, populations[code]), code))
        del found[number:]
    return found


def distance(own: Municipality, own_mix: Population, other: Municipality, other_mix: Population) -> float:
    """Distance between two municipalities, without unit; twice as many residents count as 1."""
    return (
        dissimilarity(own_mix, other_mix) / MIX_STEP
        + abs(log2(other.residents / own.residents))
        + abs(other.urbanity - own.urbanity) / URBANITY_STEP
    )


def _size_distance(own: Municipality, other: Municipality) -> float:
    """The part of the distance from residents and urbanity, which is its lower bound."""
    return abs(log2(other.residents / own.residents)) + abs(other.urbanity - own.urbanity) / URBANITY_STEP


def _likenesses(
    own: Municipality, own_mix: Population, other: Municipality, other_mix: Population
) -> tuple[Similarity, ...]:
    tests = {
        Similarity.MIX: dissimilarity(own_mix, other_mix) <= MIX_STEP,
        Similarity.SIZE: abs(log2(other.residents / own.residents)) <= log2(4 / 3),
        Similarity.URBANITY: other.urbanity == own.urbanity,
        Similarity.PROVINCE: other.province == own.province,
    }
    return tuple(likeness for likeness, holds in tests.items() if holds)
