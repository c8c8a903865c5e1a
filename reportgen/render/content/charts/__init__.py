"""The charts of a pack: pure functions from content to SVG, each with a title for screen readers.

A *place* is content with ``name`` and ``measures``: a profile, the country's, or a row of a comparable municipality.
A *measure* is one of ``subject.measures``. Figures, ranks, strips, districts and the map are those of the content.
"""

from reportgen.render.content.charts.drafts import (
    change_bars,
    composition,
    country_map,
    district_dots,
    mini_strip,
    paired_dots,
    peers_map,
    series_lines,
    share_bar,
    strip,
)

__all__ = [
    "change_bars",
    "composition",
    "country_map",
    "district_dots",
    "mini_strip",
    "paired_dots",
    "peers_map",
    "series_lines",
    "share_bar",
    "strip",
]
