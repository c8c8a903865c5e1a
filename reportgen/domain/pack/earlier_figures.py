"""Figures of an earlier pack, beside which a later one shows its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EarlierFigures:
    """Figures of an earlier pack, as the archive has them.

    Attributes:
        mark: digest of the content they are from.
        sealed: day on which that pack was sealed, ISO.
        name: the municipality, or the country, that it was about.
        joined: municipalities that became part of it since; its earlier figures are not of the same municipality.
        residents: as JSON; None where they were not known.
        measures: by key, the ``figure`` of its reference year with the measure's ``definition``, ``unit`` and
            ``period``, as JSON.
        sources: sources of those figures, as JSON.
    """

    mark: str
    sealed: str
    name: str
    joined: tuple[str, ...]
    residents: Mapping[str, Any] | None
    measures: Mapping[str, Any]
    sources: Mapping[str, Any]
