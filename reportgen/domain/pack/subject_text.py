"""What pages need of a subject: its measures with their words, and the values of all municipalities in strips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.domain.figures.indicator import IndicatorKind
from reportgen.domain.figures.measure import INDEX, TOTAL, Measure
from reportgen.domain.figures.subject_figures import SubjectFigures

VISIBLE_STEPS = 400
"""Steps between zero and the highest value that can be told apart in a strip; so few values change in a revision."""


@dataclass(frozen=True, slots=True)
class Composition:
    """Measures that belong together, by key: parts that with the rest make everyone, their total, and their index.

    Empty where the composition has no such measure.
    """

    key: str
    title: str
    total: str
    parts: tuple[str, ...]
    index: str


@dataclass(frozen=True, slots=True)
class SubjectText:
    """What pages need of the subject to tell its figures.

    Attributes:
        main: key of the leading measure.
        columns: keys of the measures in tables of municipalities, the main one first.
        measures: by key, those of which there are figures, in order.
        words: the subject's own texts by name.
        municipalities: how many there are on the day of the figures.
    """

    key: str
    title: str
    main: str
    columns: tuple[str, ...]
    measures: Mapping[str, Measure]
    compositions: tuple[Composition, ...]
    words: Mapping[str, str]
    municipalities: int = 0


@dataclass(frozen=True, slots=True)
class Strip:
    """The values of one measure in all municipalities, lowest first, rounded to what a strip can show."""

    measure: str
    values: tuple[float, ...]
    lowest: str
    highest: str


def subject_text_of(figures: SubjectFigures) -> SubjectText:
    """The words of a subject, with the measures of which there are figures."""
    subject = figures.subject
    assert subject is not None  # a meeting without figures has no words for them
    compositions = []
    for each in subject.indicators:
        keys = [key for key in figures.measures if figures.measures[key].indicator == each.key]
        if each.kind is IndicatorKind.COMPOSITION and keys:
            by_part = {figures.measures[key].part: key for key in keys}
            parts = tuple(key for part, key in by_part.items() if part not in (TOTAL, INDEX))
            compositions.append(
                Composition(each.key, each.title, by_part.get(TOTAL, ""), parts, by_part.get(INDEX, ""))
            )
    main = figures.main
    columns = (main, *(key for key in subject.columns if key in figures.measures and key != main))
    return SubjectText(
        subject.key,
        subject.title,
        main,
        columns,
        figures.measures,
        tuple(compositions),
        subject.words,
        len(figures.data.municipalities),
    )


def strips_of(figures: SubjectFigures) -> dict[str, Strip]:
    """A strip for each measure that has a figure of three municipalities or more, and does not grow with their size."""
    found = {key: strip_of(key, figures.values(key), figures) for key in figures.measures}
    return {key: strip for key, strip in found.items() if strip}


def strip_of(key: str, values: Mapping[str, float], figures: SubjectFigures) -> Strip | None:
    """The strip of values of a measure, or of its changes; None with too few, or where they grow with size.

    Args:
        values: by municipality.
    """
    if len(values) < 3 or figures.measures[key].sized:
        return None
    # One decimal minus another is not exact in binary, and equal changes are to be told as equal.
    ordered = sorted(((code, round(value, 9)) for code, value in values.items()), key=lambda each: (each[1], each[0]))
    low, high = ordered[0][1], ordered[-1][1]
    step = max((high - min(low, 0)) / VISIBLE_STEPS, 1e-9)
    names = (figures.data.municipalities[code].name for code, _ in (ordered[0], ordered[-1]))
    return Strip(key, tuple(_shown(value, step, low, high) for _, value in ordered), *names)


def _shown(value: float, step: float, low: float, high: float) -> float:
    """A value to the nearest step; at an end only where it is exactly there, for who is there is told."""
    nearest = round(round(value / step) * step, 4)
    return nearest if low < value < high and low < nearest < high else value
