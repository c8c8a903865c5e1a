"""Which values of a part's content sentences and charts are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.figures.districts import SMALL_DISTRICT
from reportgen.domain.figures.substance import FEWEST_PEOPLE, LEAST_SHARE

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


def is_substantial(content: Content, figures: Content, since: bool = True) -> bool:
    """Whether a measure is of so many that it can be told: of no group of few people, and no share of hardly anything.

    A percentage that is no part of a whole, as of growth, is told however small it is.

    Args:
        since: its change is told, and it may have been more in its first year.
    """
    measure, last = content["subject"]["measures"][figures["key"]], figures["last"]
    if not last or measure["unit"] != "percent" or not measure["wording"]["of"]:
        return True
    if figures["people"] is not None and figures["people"] <= FEWEST_PEOPLE:
        return False
    first = figures["figures"][:1] if since else ()
    return max(float(each["value"]) for each in (*first, last)) >= LEAST_SHARE


def changed_measures(content: Content) -> Sequence[Content]:
    """Measures in percent with a figure of the first and of the reference year, for bars of change.

    Without totals, and without what is hardly anything.
    """
    subject = content["subject"]
    totals = {each["total"] for each in subject["compositions"]}
    return [
        each
        for each in content["profile"]["measures"]
        if subject["measures"][each["key"]]["unit"] == "percent"
        and each["key"] not in totals
        and first_figure(content["profile"], each["key"])
        and is_substantial(content, each)
    ]


def change_of(figures: Content) -> float:
    """The change between the first figure and that of the reference year."""
    return float(figures["last"]["value"] - figures["figures"][0]["value"])
