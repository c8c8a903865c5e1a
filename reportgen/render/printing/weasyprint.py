"""What WeasyPrint does anew for every box, done once: a sixth of what a page costs.

A box's measures in pixels, its face and the height of an empty line are worked out once for a style, and a line that
was laid out is drawn as it is. What stands on the page stays the same: whatever could come out differently is left to
WeasyPrint.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from reportgen.render.printing.loading import line_break, percent

_LENGTHS = tuple(f"{what}_{side}" for what in ("margin", "padding") for side in ("left", "right", "top", "bottom"))
_LENGTHS += ("width", "min_width", "max_width", "height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

_measured = percent.resolve_percentages
_line = line_break.strut
_described = line_break.get_font_description
_reactivate = line_break.Layout.reactivate


@cache
def take_shortcuts() -> None:
    """Has WeasyPrint use them, in this process; it has no other way to be told."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("weasyprint."):
            for of, ours, theirs in (("resolve_percentages", _with_measures, _measured), ("strut", _empty_line, _line)):
                if getattr(module, of, None) is theirs:
                    setattr(module, of, ours)
    line_break.get_font_description = _face  # elsewhere they are changed afterwards
    line_break.Layout.deactivate = _left_set_up
    line_break.Layout.reactivate = _set_up_again


def _left_set_up(layout: Any) -> None:
    """A line that was laid out stays so until it is drawn."""


def _set_up_again(layout: Any, style: Any) -> None:
    """Makes a line ready to be drawn; one that is as it was laid out is."""
    if style is not layout.style or layout.justification_spacing or layout.get_first_line()[1] is not None:
        _reactivate(layout, style)


def _with_measures(box: Any, containing_block: Any) -> None:
    """Gives a box its measures (CSS Values and Units 3, used values)."""
    style = box.style
    try:
        measures = style.measures
    except AttributeError:
        measures = style.measures = _measures_of(style)
    if measures:
        box.__dict__.update(measures)
    else:
        _measured(box, containing_block)


def _measures_of(style: Any) -> dict[str, Any]:
    """The measures of every box of this style, where they are the same for all; else empty."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return {}
    measures: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            measures[name] = 0 if value and name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            measures[name] = value.value
        else:
            return {}
    return measures | {name: style[name] for name in _BORDERS}


def _face(style: Any) -> Any:
    """The face of a style, as Pango takes it."""
    try:
        return style.face
    except AttributeError:
        style.face = _described(style)
        return style.face


def _empty_line(style: Any) -> tuple[float, float]:
    """The height of a line with nothing on it, and where its letters would stand."""
    try:
        found: tuple[float, float] = style.empty_line
    except AttributeError:
        found = style.empty_line = _line(style)
    return found
