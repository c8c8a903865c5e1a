"""Subjects: an ordered choice of indicators with their words, which a pack tells its story from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.domain.figures.indicator import Indicator
from reportgen.domain.figures.measure import Measure, measures_of


@dataclass(frozen=True, slots=True)
class Alike:
    """In what comparable municipalities are alike, besides size and urbanity.

    Attributes:
        key: of a composition, whose shares are compared as a whole, or of a measure.
        step: the difference, in the unit of the figures, that counts as much as twice as many residents.
        words: what municipalities within one step of each other are called: ``zelfde samenstelling``.
    """

    key: str
    step: float
    words: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject.

    Attributes:
        key: name of its folder.
        title: what it is about, in Dutch.
        indicators: in the order in which a pack tells them.
        main: key of the measure that tints the map, and that leads where one measure must.
        columns: keys of the measures beside the main one in tables of municipalities, at most three.
        alike: what makes municipalities comparable.
        steps: boundaries of the tints of the map, in the unit of the main measure; empty for quartiles.
        words: texts by name, which take the place of the usual ones of ``templates/words.toml`` [subject].
    """

    key: str
    title: str
    indicators: tuple[Indicator, ...]
    main: str
    columns: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    steps: tuple[float, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of all indicators, in order."""
        return tuple(measure for each in self.indicators for measure in measures_of(each))

    def indicator(self, key: str) -> Indicator:
        """The indicator of a key, or the one that a measure is of.

        Raises:
            KeyError: the subject has no such indicator.
        """
        wanted = key.partition("/")[0]
        return next((each for each in self.indicators if each.key == wanted), None) or _missing(key)


def _missing(key: str) -> Indicator:
    raise KeyError(key)
