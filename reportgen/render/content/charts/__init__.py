"""The charts of a pack: pure functions from content to SVG, each with a title for screen readers.

A *place* is content with ``name`` and ``measures``: a profile, the country's, or a row of a comparable municipality.
A *measure* is one of ``subject.measures``. Figures, ranks, strips, districts and the map are those of the content.
"""

from reportgen.render.content.charts.changes import change_bars
from reportgen.render.content.charts.composition import composition
from reportgen.render.content.charts.country_map import country_map
from reportgen.render.content.charts.districts import district_dots
from reportgen.render.content.charts.group_strips import group_strips
from reportgen.render.content.charts.pairs import paired_dots
from reportgen.render.content.charts.peers_map import peers_map
from reportgen.render.content.charts.series_lines import series_lines
from reportgen.render.content.charts.strips import mini_strip, strip
from reportgen.render.content.charts.table_bars import share_bar

__all__ = [
    "change_bars",
    "composition",
    "country_map",
    "district_dots",
    "group_strips",
    "mini_strip",
    "paired_dots",
    "peers_map",
    "series_lines",
    "share_bar",
    "strip",
]
