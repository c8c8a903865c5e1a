"""Which municipalities are comparable, and why."""

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
"""How many comparable municipalities a pack shows: one page, and enough for a pattern."""

MIX_STEP = 4.0
"""Points of dissimilarity that weigh as much as one doubling of the number of residents."""

URBANITY_STEP = 2.0
"""Classes of urbanity that weigh as much as one doubling of the number of residents."""


class Similarity(StrEnum):
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
    likenesses: tuple[Similarity, ...]
    kinds: tuple[str, ...] = ()


def peers_of(
    code: str,
    municipalities: Mapping[str, Municipality],
    populations: Mapping[str, Population],
    kinds: Sequence[MunicipalityType] = (),
    number: int = PEERS,
) -> tuple[Peer, ...]:
    """The most comparable municipalities: those of the organiser's types first, then by likeness, nearest first.

    Likeness is that of composition, size and urbanity.
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
    """Distance and code of the nearest, looked for among those of about the size first; who is too far by that is."""
    found: list[tuple[float, str]] = []
    if number < 1:
        return found
    for least, code, other in sorted((_apart_by_size(own, each), each.code, each) for each in others):
        if len(found) == number and least > found[-1][0]:
            break
        insort(found, (distance(own, populations[own.code], other, populations[code]), code))
        del found[number:]
    return found


def distance(own: Municipality, own_mix: Population, other: Municipality, other_mix: Population) -> float:
    """How far two municipalities are apart; one doubling of residents counts as 1."""
    return (
        dissimilarity(own_mix, other_mix) / MIX_STEP
        + abs(log2(other.residents / own.residents))
        + abs(other.urbanity - own.urbanity) / URBANITY_STEP
    )


def _apart_by_size(own: Municipality, other: Municipality) -> float:
    """The part of the distance that needs no composition; the whole is never less."""
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
