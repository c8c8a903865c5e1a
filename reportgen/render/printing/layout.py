"""Pages are laid out by WeasyPrint, in our fonts and styles, with nothing from outside."""

from __future__ import annotations

import atexit
from copy import copy
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from cssselect2 import ElementWrapper

from reportgen.errors import RenderingError
from reportgen.render.content.pages import Pages
from reportgen.render.content.resources import FONTS, TEMPLATES
from reportgen.render.content.style import Style
from reportgen.render.pdf.chart_drawing import Drawing
from reportgen.render.pdf.fields import field_font
from reportgen.render.printing.cascade import remembered_styles
from reportgen.render.printing.loading import (
    CSS,
    HTML,
    FatalURLFetchingError,
    FontConfiguration,
    URLFetcher,
    URLFetcherResponse,
)
from reportgen.render.printing.weasyprint import take_shortcuts

ReachesOut = FatalURLFetchingError
"""What is raised when a page refers to something outside itself; no exception that a picture's fault could be."""

STYLES = ("tokens", "page", "type", "parts")

PDF_OPTIONS = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}
"""What WeasyPrint is told to write: an archival and tagged PDF."""

_SCHEME = "pack"

_BASE = f"{_SCHEME}:///"

_BLOCKS = frozenset(("html", "head", "title", "meta", "body", "section", "div", "aside", "form", "h1", "h2", "h3", "p"))
_BLOCKS |= {"ol", "li", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
"""Elements beside which a space is not seen."""

_WRITTEN = frozenset((None, "@footnote", "@note-area", "@top-left", "@top-right", "@bottom-left", "@bottom-right"))
"""The places beside a page's text that something may stand in."""

_PSEUDO = 3
"""Where a selector of cssselect2 says of which pseudo-element it is."""


def laid_out(pages: Pages, style: Style, form: bool = False) -> Any:
    """The pages as a document of WeasyPrint, ready to be written; charts are drawn by ourselves.

    Args:
        form: whether fields can be filled in on a screen.

    Raises:
        RenderingError: a page is not well-formed, or a chart no drawing of ours.
        FatalURLFetchingError: a page refers to something outside itself.
    """
    drawings = {address: Drawing(drawn) for address, drawn in pages.charts.items()}
    take_shortcuts()
    page = _Page(pages.html, fetcher(style))
    with remembered_styles():
        return page.render(stylesheets=styles(style), font_config=fonts(), pdf_forms=form, cache=drawings)


class _Page(HTML):  # type: ignore[misc]  # the library has no types
    """HTML that is well-formed XML, as WeasyPrint keeps what it has parsed; read ten times as fast as any HTML."""

    def __init__(self, html: str, url_fetcher: URLFetcher) -> None:
        self.etree_element = _tree(html)
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)
        self.base_url = _BASE
        self.url_fetcher = url_fetcher
        self.media_type = "print"

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_of_the_house(each) for each in super()._ua_stylesheets(forms)]


def _tree(html: str) -> ElementTree.Element:
    try:
        return _without_space(ElementTree.fromstring(html))
    except ElementTree.ParseError as fault:
        line, column = fault.position
        where, said = html.split("\n")[line - 1][max(0, column - 40) : column + 40], str(fault)
    except UnicodeEncodeError as fault:
        where, said = html[max(0, fault.start - 40) : fault.start], str(fault.reason)
    raise RenderingError(
        f"A page is not well-formed: {said}",
        where=repr(where),
        todo="take the control character out of the text, or mend the template",
    )


def _without_space(root: ElementTree.Element) -> ElementTree.Element:
    """A page without the line ends between its blocks, each of which would be laid out as a text and left away."""
    for each in root.iter():
        if each.tag in _BLOCKS and each.tail and not each.tail.strip(" \n"):
            each.tail = None
        if each.text and len(each) and each[0].tag in _BLOCKS and not each.text.strip(" \n"):
            each.text = None
    return root


class _OwnFiles(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Serves the fonts and the logo, and nothing else in the world."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url == self._style.logo_address and url:
            return URLFetcherResponse(url, self._style.logo, {"Content-Type": self._style.logo_kind})
        parts = urlsplit(url)
        path = unquote(parts.path).lstrip("/")
        if parts.scheme == _SCHEME and path == "font/field":
            return URLFetcherResponse(url, field_font(), {"Content-Type": "font/ttf"})
        if parts.scheme == _SCHEME and path.startswith("font/") and path[5:] in FONTS:
            return URLFetcherResponse(url, FONTS[path[5:]].read_bytes(), {"Content-Type": "font/ttf"})
        raise FatalURLFetchingError(f"{url[:200]} is not for a pack")


@lru_cache(maxsize=8)
def fetcher(style: Style) -> _OwnFiles:
    """Who serves the pages of an event what stands in them."""
    return _OwnFiles(style)


@cache
def fonts() -> FontConfiguration:
    """Our fonts, found once for all pages of this process; the files it unpacks them in go when the process ends."""
    found = FontConfiguration()
    atexit.register(found.__del__)
    return found


@lru_cache(maxsize=8)
def styles(style: Style) -> tuple[CSS, ...]:
    """The style sheets with the colours of an event: one sheet, for each is matched with every element."""
    sheets = [(TEMPLATES / "style" / f"{name}.css").read_text("utf-8") for name in STYLES]
    return (
        CSS(
            string="\n".join((*sheets, style.css())),
            base_url=_BASE,
            url_fetcher=fetcher(style),
            font_config=fonts(),
        ),
    )


@cache
def _of_the_house(sheet: CSS) -> CSS:
    """The printer's own style sheet without what no page of ours has: notes, and markers of what is no list item.

    Its rules for these hold for every element, and each would get six more styles worked out that nobody asks for;
    so would every page for its margins and corners that stay empty.
    """
    lean, lean.matcher = copy(sheet), copy(sheet.matcher)
    everywhere = sheet.matcher.other_selectors
    names = sheet.matcher.lower_local_name_selectors
    lean.matcher.other_selectors = [each for each in everywhere if each[_PSEUDO] is None]
    markers = [each for each in everywhere if each[_PSEUDO] == "marker"]
    lean.matcher.lower_local_name_selectors = {**names, "li": [*names.get("li", ()), *markers]}
    lean.page_rules = [rule for rule in sheet.page_rules if _WRITTEN.issuperset(each[1] for each in rule[1])]
    return lean
