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
