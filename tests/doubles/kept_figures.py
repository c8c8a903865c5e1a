"""Figures that were computed already, for every command that is run in this process: those of equal data are equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from reportgen.application.figures import event_figures, in_use
from reportgen.config import indicator_file
from reportgen.domain.figures.indicator import Indicator
from reportgen.domain.places.municipality import BoundaryChange
from reportgen.sources.names.municipalities import MunicipalityNames, NamedMunicipality

T = TypeVar("T")

ROOM = 4
"""How many are kept: those of an event, of its figures made newer, and of an event beside it."""


def kept(function: Callable[..., T]) -> Callable[..., T]:
    """The function, which gives what it gave where all arguments equal those of one of the last times."""
    known: list[tuple[tuple[object, ...], T]] = []

    def call(*arguments: object) -> T:
        for given, found in known:
            if given == arguments:
                return found
        found = function(*arguments)
        known[ROOM - 1 :] = []
        known.insert(0, (arguments, found))
        return found

    return call


def _kept_names() -> Callable[[Iterable[NamedMunicipality], Iterable[BoundaryChange], date], MunicipalityNames]:
    """Names of municipalities, which are equal for equal municipalities and changes."""
    made = kept(MunicipalityNames)
    return lambda municipalities, changes, day: made(tuple(municipalities), tuple(changes), day)


def _kept_indicators() -> Callable[[Path], Indicator]:
    """Indicators by their file and what is written in it; a file with faults is read again."""
    read, known = indicator_file.indicator_in, dict[tuple[Path, bytes], Indicator]()

    def indicator_in(path: Path) -> Indicator:
        try:
            key = path, path.read_bytes()
        except OSError:
            return read(path)
        if key not in known:
            known[key] = read(path)
        return known[key]

    return indicator_in


@contextmanager
def kept_figures() -> Iterator[None]:
    """Snapshots are taken apart, files of indicators read, and figures of a subject computed, once for equal ones."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (in_use, "snapshot_values"),
            (event_figures, "figure_data"),
            (event_figures, "SubjectFigures"),
            (event_figures, "used_sources"),
        ):
            patch.setattr(module, name, kept(getattr(module, name)))
        patch.setattr(event_figures, "MunicipalityNames", _kept_names())
        patch.setattr(indicator_file, "indicator_in", _kept_indicators())
        yield
