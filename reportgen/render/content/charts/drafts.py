"""First drawings with the signatures that pages call; each gives way to a module of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import svg

Content = Mapping[str, Any]

TEXT, PAGE, MARGIN = 312.0, 487.6, 153.0
"""Widths in points: the text column (110 mm), the whole page (172 mm), the margin column (54 mm)."""


def _draft(width: float, height: float, title: str) -> str:
    return svg.drawing(width, height, title, svg.hairlines([(0, height - 1, width, height - 1)]))


def composition(
    rows: Sequence[tuple[str, Content]], subject: Content, composition_key: str, title: str, width: float = TEXT
) -> str:
    """Stacked bars of the parts on one scale, the first row the own one.

    Args:
        rows: a label with a place (its last figures count), or with a figure by measure, as ``content.average``.
        subject: the ``SubjectText`` of the content.
        composition_key: key of one of its compositions.
    """
    return _draft(width, 20 + 40 * len(rows), title)


def series_lines(
    own: Content, peers: Sequence[Content], country: Content | None, measure: Content, title: str, width: float = TEXT
) -> str:
    """A line for each place over the years."""
    return _draft(width, 150, title)


def strip(
    strip: Content,
    own: Content | None,
    named: Sequence[Content],
    measure: Content,
    title: str,
    width: float = PAGE,
) -> str:
    """One tick for each municipality; the own place tall with its rank below, named places above.

    Args:
        strip: that of the measure. own: a place; None for none (the country). named: places.
    """
    return _draft(width, 66, title)


def mini_strip(
    strip: Content, own: Content | None, rank: Content | None, measure: Content, title: str, width: float = MARGIN
) -> str:
    """The strip of page one.

    Args:
        own: a figure; None for none. rank: its rank; None for none.
    """
    return _draft(width, 44, title)


def district_dots(districts: Content, own: Content, measure: Content, title: str, width: float = TEXT) -> str:
    """Districts by value, ranked with their names, or a swarm with five labels where there are many.

    Args:
        districts: those of the measure, as in the profile; small ones are left out. own: the place.
    """
    return _draft(width, 200, title)


def change_bars(
    own: Content, peers: Sequence[Content], measures: Sequence[Content], title: str, width: float = TEXT
) -> str:
    """The change of each measure since the first year of the own series, with a mark at the mean of the peers.

    Measures without a change are left out.
    """
    return _draft(width, 20 + 20 * len(measures), title)


def paired_dots(own: Content, average: Content, measures: Sequence[Content], title: str, width: float = TEXT) -> str:
    """The own figure beside the mean of comparable municipalities, for each measure.

    Args:
        average: a figure by measure, as ``content.average``, or a place such as the country.
    """
    return _draft(width, 20 + 20 * len(measures), title)


def share_bar(figure: Content | None, largest: float, own: bool = False, width: float = 110) -> str:
    """The bar of a row of a table with its number; ochre for the own municipality.

    Args:
        largest: the value of the longest bar in the table.
    """
    return _draft(width, 12, "")


def country_map(
    map: Content,
    own: str,
    height: float,
    title: str,
    name: str = "",
    measure: Content | None = None,
    figure: Content | None = None,
    rank: Content | None = None,
) -> str:
    """All municipalities, tinted by the main measure, with the own one in ochre and a key of the tints.

    Args:
        own: code of the own municipality; empty or ``NL`` for none. name: what its label says.
        measure: what the tints show. figure, rank: the own ones, for the label.
    """
    return _draft(0.845 * height, height, title)


def peers_map(map: Content, own: str, name: str, peers: Sequence[Content], height: float, title: str) -> str:
    """The same map in grey, with the comparable municipalities filled and named.

    Args:
        peers: rows of ``content.peers``.
    """
    return _draft(0.845 * height, height, title)
