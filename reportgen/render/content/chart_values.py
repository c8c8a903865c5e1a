"""Which values of a part's content charts and bars are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.figures.statistics import SMALL_DISTRICT

Content = Mapping[str, Any]


def large_districts(profile: Content) -> Sequence[Content]:
    """The districts with at least ``SMALL_DISTRICT`` residents; CBS rounds the figures of smaller ones too coarsely."""
    districts = profile["districts"]["districts"] if profile["districts"] else ()
    return [each for each in districts if each["residents"] >= SMALL_DISTRICT]


def highest_index(content: Content) -> float:
    """The highest index of the table of comparable municipalities, which its bars fill."""
    indices = [peer["index"]["value"] for peer in content["peers"]]
    return float(max([*indices, content["profile"]["index"]["value"]]))
