"""Which values of a part's content sentences and charts are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.figures.districts import SMALL_DISTRICT

Content = Mapping[str, Any]

FEWEST_DISTRICTS = 2
"""Sizable districts below which there is nothing to compare."""


def measure_figures(profile: Content, key: str) -> Content | None:
    """The figures of a measure in a profile, or in a row of a comparable municipality; None where it has none."""
    return next((each for each in profile["measures"] if each["key"] == key), None)


def last_figure(profile: Content, key: str) -> Content | None:
    """The figure of the reference year; None where it is missing."""
    found = measure_figures(profile, key)
    last: Content | None = found["last"] if found else None
    return last


def first_figure(profile: Content, key: str) -> Content | None:
    """The first figure of a measure, where there is a later one of the reference year; else None."""
    found = measure_figures(profile, key)
    if not found or not found["last"] or not found["figures"]:
        return None
    first: Content = found["figures"][0]
    return first if first["year"] < found["last"]["year"] else None


def with_districts(content: Content) -> Content | None:
    """The figures of the measure whose districts are told: the main one, else the first that has enough to compare.

    Where none has, the first that has any; None where none has.
    """

    def order(figures: Content) -> tuple[bool, bool]:
        return len(sizable_districts(figures)) < FEWEST_DISTRICTS, figures["key"] != content["subject"]["main"]

    return min((each for each in content["profile"]["measures"] if each["districts"]), key=order, default=None)


def sizable_districts(figures: Content | None) -> list[Content]:
    """The districts with at least ``SMALL_DISTRICT`` residents, lowest value first; the source rounds others coarsely.

    Those whose residents are not known are taken for large.
    """
    districts = figures["districts"]["districts"] if figures and figures["districts"] else ()
    return [each for each in districts if each["residents"] is None or each["residents"] >= SMALL_DISTRICT]


def changed_measures(content: Content) -> Sequence[Content]:
    """Measures in percent with a figure of the first and of the reference year, without totals; for bars of change."""
    subject = content["subject"]
    totals = {each["total"] for each in subject["compositions"]}
    return [
        each
        for each in content["profile"]["measures"]
        if subject["measures"][each["key"]]["unit"] == "percent"
        and each["key"] not in totals
        and first_figure(content["profile"], each["key"])
    ]


def change_of(figures: Content) -> float:
    """The change between the first figure and that of the reference year."""
    return float(figures["last"]["value"] - figures["figures"][0]["value"])
