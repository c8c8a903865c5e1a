"""Comparable municipalities of a municipality, and in what they are similar."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from reportgen.domain.figures.diversity import dissimilarity
from reportgen.domain.figures.indicator import IndicatorKind
from reportgen.domain.figures.measure import INDEX
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.places.municipality import Municipality
from reportgen.domain.programme.event import MunicipalityType

PEERS = 7
"""Comparable municipalities that a pack shows: they fill one page."""

URBANITY_STEP = 2.0
"""Classes of urbanity that count as much as twice as many residents."""

CLOSE = 2.5
"""Distance beyond which a municipality is not called comparable."""

SIZE, URBANITY, PROVINCE = "size", "urbanity", "province"
"""Likenesses besides those of the subject, which are called by its words."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A comparable municipality.

    Attributes:
        distance: without unit; 0 is equal, 1 is twice as many residents.
        likenesses: ``size``, ``urbanity``, ``province``, or the words of the subject.
        kinds: reasons of the organiser's types that both are of.
    """

    code: str
    distance: float
    likenesses: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    @property
    def close(self) -> bool:
        """Whether it is near enough to be called comparable."""
        return self.distance <= CLOSE


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing in which municipalities are alike: its values by municipality, and the difference that counts as 1."""

    words: str
    step: float
    values: Mapping[str, tuple[float, ...]]

    def apart(self, one: str, other: str) -> float:
        """The difference in steps; that of two of which nothing is known counts as one step."""
        if one not in self.values or other not in self.values:
            return 1.0
        own, others = self.values[one], self.values[other]
        return (dissimilarity(own, others) if len(own) > 1 else abs(own[0] - others[0])) / self.step


class Comparability:
    """How far municipalities are apart: in size, in urbanity, and in what the subject is about.

    Args:
        figures: those of the subject; of a meeting without figures size and urbanity are compared alone.
        kinds: the organiser's types of municipality, whose members go first.
    """

    def __init__(self, figures: SubjectFigures, kinds: Sequence[MunicipalityType] = ()) -> None:
        self.municipalities = figures.data.municipalities
        self._kinds = kinds
        self._terms = _terms(figures)

    def distance(self, one: str, other: str) -> float:
        """Distance between two municipalities by code, without unit; twice as many residents count as 1."""
        own, others = self.municipalities[one], self.municipalities[other]
        return _size_distance(own, others) + sum(term.apart(one, other) for term in self._terms)

    def peers(self, code: str, number: int = PEERS) -> tuple[Peer, ...]:
        """The most comparable municipalities: those of the same type first, then the nearest; each group in order."""
        kinds = [kind for kind in self._kinds if code in kind.municipalities]
        kin = {other for kind in kinds for other in kind.municipalities if other in self.municipalities}
        alike = self._nearest(code, kin - {code}, number)
        others = self._nearest(code, self.municipalities.keys() - kin - {code}, number - len(alike))
        return tuple(
            Peer(
                peer,
                apart,
                self._likenesses(code, peer),
                tuple(kind.reason for kind in kinds if peer in kind.municipalities),
            )
            for apart, peer in (*alike, *others)
        )

    def _nearest(self, code: str, others: set[str], number: int) -> list[tuple[float, str]]:
        """Distance and code of the nearest ones; those that differ too much in size alone are not compared further."""
        found: list[tuple[float, str]] = []
        if number < 1:
            return found
        own = self.municipalities[code]
        for least, other in sorted((_size_distance(own, self.municipalities[each]), each) for each in others):
            if len(found) == number and least > found[-1][0]:
                break
            insort(found, (self.distance(code, other), other))
            del found[number:]
        return found

    def _likenesses(self, code: str, other: str) -> tuple[str, ...]:
        one, two = self.municipalities[code], self.municipalities[other]
        tests = {
            **{term.words: term.apart(code, other) <= 1 and code in term.values for term in self._terms},
            SIZE: bool(one.residents and two.residents) and abs(log2(two.residents / one.residents)) <= log2(4 / 3),
            URBANITY: bool(one.urbanity) and two.urbanity == one.urbanity,
            PROVINCE: two.province == one.province,
        }
        return tuple(likeness for likeness, holds in tests.items() if holds)


def _size_distance(own: Municipality, other: Municipality) -> float:
    """The part of the distance from residents and urbanity, which is its lower bound."""
    size = abs(log2(other.residents / own.residents)) if own.residents and other.residents else 0.0
    urbanity = abs(other.urbanity - own.urbanity) / URBANITY_STEP if own.urbanity and other.urbanity else 0.0
    return size + urbanity


def _terms(figures: SubjectFigures) -> tuple[_Term, ...]:
    found = []
    for each in figures.subject.alike if figures.subject else ():
        whole = figures.indicator(each.key).kind is IndicatorKind.COMPOSITION and "/" not in each.key
        keys = [key for key in figures.measures if figures.measures[key].indicator == each.key] if whole else [each.key]
        by_key = [figures.values(key) for key in keys if key in figures.measures and not key.endswith(f"/{INDEX}")]
        if by_key:
            # The total stands in for the rest: their differences are the same.
            shared = set.intersection(*(set(values) for values in by_key))
            found.append(_Term(each.words, each.step, {code: tuple(v[code] for v in by_key) for code in shared}))
    return tuple(found)
