"""Comparable municipalities of a municipality, and in what they are similar."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import log2

from reportgen.domain.figures.diversity import dissimilarity
from reportgen.domain.figures.indicator import IndicatorKind
from reportgen.domain.figures.measure import INDEX
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.programme.event import MunicipalityType

PEERS = 7
"""Comparable municipalities that a pack shows: they fill one page."""

URBANITY_STEP = 2.0
"""Classes of urbanity that count as much as twice as many residents."""

CLOSE = 2.0
"""Distance beyond which a municipality is not called comparable: that of one four times as large, which is alike in
all else. Of most municipalities all seven are nearer; Vaals has none as near, by where its residents are from."""

UNKNOWN = 0.9
"""What is not known of a municipality makes it as far as the far end of this part of all pairs of municipalities."""

SAMPLE = 60
"""Municipalities whose pairs that is taken from."""

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
    """One thing in which municipalities are alike.

    Attributes:
        words: what those within one step of each other are called.
        step: the difference that counts as 1.
        values: by municipality.
        unknown: what counts for two where the values of one are not known.
    """

    words: str
    step: float
    values: Mapping[str, tuple[float, ...]]
    unknown: float = 0.0

    def known(self, one: str, other: str) -> bool:
        """Whether the values of both are known."""
        return one in self.values and other in self.values

    def apart(self, one: str, other: str) -> float:
        """The difference in steps."""
        if not self.known(one, other):
            return self.unknown
        own, others = self.values[one], self.values[other]
        return (dissimilarity(own, others) if len(own) > 1 else abs(own[0] - others[0])) / self.step


def has_nearest(peers: Sequence[Peer]) -> bool:
    """Whether the nearest of all is among these; unknown where those of a type leave no room for others."""
    return not all(peer.kinds for peer in peers)


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
        residents = {code: (log2(each.residents),) for code, each in self.municipalities.items() if each.residents}
        urbanity = {code: (float(each.urbanity),) for code, each in self.municipalities.items() if each.urbanity}
        self._size = tuple(
            _with_unknown(_Term(*term))
            for term in ((SIZE, 1.0, residents), (URBANITY, URBANITY_STEP, urbanity))
            if term[2]
        )

    def distance(self, one: str, other: str) -> float:
        """Distance between two municipalities by code, without unit; twice as many residents count as 1."""
        return self._size_distance(one, other) + sum(term.apart(one, other) for term in self._terms)

    def is_of_type(self, code: str, name: str) -> bool | None:
        """Whether a municipality is of the organiser's type with a name; None where there is no such type."""
        named = [kind for kind in self._kinds if kind.name.casefold() == name.casefold()]
        return any(code in kind.municipalities for kind in named) if named else None

    def _size_distance(self, one: str, other: str) -> float:
        """The part of the distance from residents and urbanity, which is its lower bound."""
        return sum(term.apart(one, other) for term in self._size)

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
        for least, other in sorted((self._size_distance(code, each), each) for each in others):
            if len(found) == number and least > found[-1][0]:
                break
            insort(found, (self.distance(code, other), other))
            del found[number:]
        return found

    def _likenesses(self, code: str, other: str) -> tuple[str, ...]:
        one, two = self.municipalities[code], self.municipalities[other]
        tests = {
            **{term.words: term.known(code, other) and term.apart(code, other) <= 1 for term in self._terms},
            SIZE: bool(one.residents and two.residents) and abs(log2(two.residents / one.residents)) <= log2(4 / 3),
            URBANITY: bool(one.urbanity) and two.urbanity == one.urbanity,
            PROVINCE: bool(one.province) and two.province == one.province,
        }
        return tuple(likeness for likeness, holds in tests.items() if holds)


def _with_unknown(term: _Term) -> _Term:
    """The term with what counts where values are not known: more than of most pairs, and never near."""
    codes = sorted(term.values)
    some = codes[:: max(1, len(codes) // SAMPLE)]
    apart = sorted(term.apart(one, other) for one, other in combinations(some, 2))
    return replace(term, unknown=max(CLOSE, apart[int(UNKNOWN * len(apart))] if apart else 0.0))


def _terms(figures: SubjectFigures) -> tuple[_Term, ...]:
    found = []
    for each in figures.subject.alike if figures.subject else ():
        whole = figures.indicator(each.key).kind is IndicatorKind.COMPOSITION and "/" not in each.key
        keys = [key for key in figures.measures if figures.measures[key].indicator == each.key] if whole else [each.key]
        by_key = [figures.values(key) for key in keys if key in figures.measures and not key.endswith(f"/{INDEX}")]
        if by_key:
            # The total stands in for the rest: their differences are the same.
            shared = set.intersection(*(set(values) for values in by_key))
            known = {code: tuple(values[code] for values in by_key) for code in shared}
            found.append(_with_unknown(_Term(each.words, each.step, known)))
    return tuple(found)
