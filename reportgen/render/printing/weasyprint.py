"""Every function of WeasyPrint that is replaced, to print faster; REPORTGEN_PLAIN_WEASYPRINT=1 turns this off.

Pages come out with the same bytes either way; a test compares them. The replacements reach into functions that are not
part of WeasyPrint's interface, so it is held below its next major version.
``DocumentFonts`` is not for speed: parts need it, and the switch does not turn it off.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from threading import local
from typing import Any
from xml.etree.ElementTree import Element, tostring

from cssselect2 import ElementWrapper

from reportgen.render.pdf.shared_fonts import FAMILIES, SharedFont, shared_font_of
from reportgen.render.printing.system_libraries import printing_unavailable

try:
    from weasyprint import CSS, HTML, css
    from weasyprint.css import ComputedStyle, StyleFor
    from weasyprint.layout import percent
    from weasyprint.text import line_break
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError as fault:
    raise printing_unavailable(str(fault)) from None

__all__ = ["CSS", "FatalURLFetchingError", "FontConfiguration", "URLFetcher", "URLFetcherResponse"]

PLAIN = "REPORTGEN_PLAIN_WEASYPRINT"
"""The environment variable that turns the replacements off, in this process and the processes it starts."""

MAX_STYLES = 5_000
"""Computed styles that are kept; the pages of an event have some hundreds."""

_OWN_STYLE = ("style", "id", "name")
"""Attributes that give an element a style of its own."""

_LENGTHS = tuple(f"{what}_{side}" for what in ("margin", "padding") for side in ("left", "right", "top", "bottom"))
_LENGTHS += ("width", "min_width", "max_width", "height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

_MARGINS = frozenset((None, "@footnote", "@note-area", "@top-left", "@top-right", "@bottom-left", "@bottom-right"))
"""The margin boxes that a page of ours may fill."""

_PSEUDO_ELEMENT = 3
"""Where a selector of cssselect2 says which pseudo-element it matches."""


def is_plain() -> bool:
    """Whether the switch is on, so that WeasyPrint runs as it was published."""
    return os.environ.get(PLAIN, "") not in ("", "0")


@contextmanager
def replacements() -> Iterator[None]:
    """Has WeasyPrint call the functions of this module, while a document is laid out or written."""
    if is_plain():
        yield
        return
    for owner, name, ours, _ in _REPLACED:
        setattr(owner, name, ours)
    try:
        yield
    finally:
        for owner, name, _, original in _REPLACED:
            setattr(owner, name, original)


def _replaced() -> tuple[tuple[Any, str, Any, Any], ...]:
    """What is replaced: module or class, name, the function of this module, and the original."""
    owners: list[tuple[Any, str, Any]] = [
        (css, "StyleFor", _SharedStyles),
        (line_break, "get_font_description", _font_description),  # elsewhere descriptions are changed afterwards
        (line_break.Layout, "deactivate", _deactivate),
        (line_break.Layout, "reactivate", _reactivate),
    ]
    for name, module in sorted(sys.modules.items()):
        if name.startswith("weasyprint."):
            for of, ours, original in (("resolve_percentages", _lengths, _resolve), ("strut", _strut, _line_strut)):
                if getattr(module, of, None) is original:
                    owners.append((module, of, ours))
    return tuple((owner, name, ours, getattr(owner, name)) for owner, name, ours in owners)


# Styles: those of elements that the pages of all parts have in common are computed once in a process, not once a part.


class _StyleCache(local):
    """Computed styles by what they follow from, of each thread its own: a style is completed while it is used."""

    def __init__(self) -> None:
        self.styles: dict[tuple[Any, ...], ComputedStyle] = {}
        self.ids: set[int] = set()

    def add(self, key: tuple[Any, ...], style: ComputedStyle) -> None:
        if len(self.styles) >= MAX_STYLES:
            self.styles.clear()
            self.ids.clear()
        self.styles[key] = style
        self.ids.add(id(style))


_STYLE_CACHE = _StyleCache()


class _SharedStyles(StyleFor):  # type: ignore[misc]  # the library has no types
    """WeasyPrint shares a style between elements of a document to which the same rules apply; this, between documents.

    Such elements have the same parent style and the same values from the same rules. Objects are compared by identity:
    style sheets are read once, and a style keeps what it was made of.
    """

    def set_computed_styles(
        self,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        """Gives an element its style, from the cache where it is there; styles of pages change while they are used."""
        computed = self.get_computed_styles()
        above = None if parent is None else computed[parent, None]
        known = above is None or id(above) in _STYLE_CACHE.ids
        shareable = known and isinstance(element, Element) and not any(map(element.get, _OWN_STYLE))
        if shareable:
            cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
            values = [
                (name, value if name == "lang" else id(value), weight) for name, (value, weight) in cascaded.items()
            ]
            key = (id(above), pseudo_type, *values)
            if style := _STYLE_CACHE.styles.get(key):
                computed[element, pseudo_type] = style
                return
        super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
        if shareable:
            _STYLE_CACHE.add(key, computed[element, pseudo_type])


# Boxes and lines: lengths, font description and strut are computed once a style, and a line that was laid out is kept.

_resolve = percent.resolve_percentages
_line_strut = line_break.strut
_describe = line_break.get_font_description
_set_up = line_break.Layout.reactivate


def _deactivate(layout: Any) -> None:
    """Keeps a line as it was laid out until it is drawn."""


def _reactivate(layout: Any, style: Any) -> None:
    """Makes a line ready to be drawn; one that is still as it was laid out is ready."""
    same = style is getattr(layout, "style", None)
    if not same or layout.justification_spacing or layout.get_first_line()[1] is not None:
        _set_up(layout, style)


def _lengths(box: Any, containing_block: Any) -> None:
    """Gives a box its used lengths in pixels (CSS Values and Units 3)."""
    style = box.style
    try:
        lengths = style.lengths
    except AttributeError:
        lengths = style.lengths = _fixed_lengths_of(style)
    if lengths:
        box.__dict__.update(lengths)
    else:
        _resolve(box, containing_block)


def _fixed_lengths_of(style: Any) -> dict[str, Any]:
    """The lengths of every box of this style, where they are the same for all; else empty."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return {}
    lengths: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            lengths[name] = 0 if value and name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            lengths[name] = value.value
        else:
            return {}
    return lengths | {name: style[name] for name in _BORDERS}


def _font_description(style: Any) -> Any:
    """The font of a style, as Pango takes it."""
    try:
        return style.font_description
    except AttributeError:
        style.font_description = _describe(style)
        return style.font_description


def _strut(style: Any) -> tuple[float, float]:
    """Height and baseline of an empty line, in pixels."""
    try:
        found: tuple[float, float] = style.strut
    except AttributeError:
        found = style.strut = _line_strut(style)
    return found


# Pages: they are well-formed XML, and use few of the rules of WeasyPrint's own style sheet.


def page_document(tree: Element, base_url: str, url_fetcher: URLFetcher) -> HTML:
    """A page that was read as XML, as a document of WeasyPrint."""
    if is_plain():
        html = "<!DOCTYPE html>" + tostring(tree, "unicode", method="html")
        return HTML(string=html, base_url=base_url, url_fetcher=url_fetcher)
    return _XmlPage(tree, base_url, url_fetcher)


class _XmlPage(HTML):  # type: ignore[misc]  # the library has no types
    """A page that is not read again as HTML, with the short style sheet."""

    def __init__(self, tree: Element, base_url: str, url_fetcher: URLFetcher) -> None:
        self.etree_element = tree
        self.wrapper_element = ElementWrapper.from_html_root(tree)
        self.base_url = base_url
        self.url_fetcher = url_fetcher
        self.media_type = "print"

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [short_style_sheet(each) for each in super()._ua_stylesheets(forms)]


@cache
def short_style_sheet(sheet: CSS) -> CSS:
    """WeasyPrint's own style sheet without notes, markers of what is no list item, and margins that stay empty.

    Its rules for these match every element, and each element would get six more styles computed that nothing uses.
    """
    short, short.matcher = copy(sheet), copy(sheet.matcher)
    everywhere = sheet.matcher.other_selectors
    names = sheet.matcher.lower_local_name_selectors
    short.matcher.other_selectors = [each for each in everywhere if each[_PSEUDO_ELEMENT] is None]
    markers = [each for each in everywhere if each[_PSEUDO_ELEMENT] == "marker"]
    short.matcher.lower_local_name_selectors = {**names, "li": [*names.get("li", ()), *markers]}
    short.page_rules = [rule for rule in sheet.page_rules if _MARGINS.issuperset(each[1] for each in rule[1])]
    return short


# Fonts: parts refer to the shared fonts instead of embedding subsets of their own.


class DocumentFonts(dict[Any, Any]):
    """The fonts of one document, as WeasyPrint collects them while it draws.

    A font that parts share begins with the widths and texts of the shared subset; it is neither subset nor described
    again when no other glyph was drawn.

    Attributes:
        shared: WeasyPrint's name of a font → the shared font that serves.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shared: dict[str, SharedFont] = {}

    def __setitem__(self, key: Any, font: Any) -> None:
        shared = shared_font_of(font)
        if shared:
            font.widths, font.to_unicode = dict(shared.widths), dict(shared.texts)
            make_subset = font.clean

            def clean(to_unicode: Any, hinting: bool) -> None:
                if font.used_in_forms or len(font.to_unicode) > len(shared.texts) or font.missing:
                    make_subset(to_unicode, hinting)
                    return
                self.shared[font.hash] = shared
                font.widths, font.to_unicode, font.file_content = {}, {}, b""

            font.clean = clean
        super().__setitem__(key, font)

    def foreign(self) -> tuple[str, ...]:
        """The names of fonts of this machine, which another machine may not have; not that of form fields."""
        names = {font.name.decode().lstrip("/") for font in self.values() if not shared_font_of(font)}
        return tuple(sorted(name for name in names if "Source-Sans-Pro-Field" not in name))

    def own(self) -> dict[str, Any]:
        """The fonts of the packs that were drawn, by name."""
        return {name: font for font in self.values() if (name := FAMILIES.get((font.family, font.weight, font.style)))}


_REPLACED = _replaced()
