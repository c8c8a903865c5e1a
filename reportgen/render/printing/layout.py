"""Lays out pages by WeasyPrint, with the fonts and style sheets of reportgen and nothing from outside."""

from __future__ import annotations

import atexit
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.content.pages import Pages
from reportgen.render.content.resources import FONTS, TEMPLATES
from reportgen.render.content.style import SVG_KIND, Style
from reportgen.render.content.svg_check import pictures_within, with_sharp_pictures
from reportgen.render.pdf.chart_drawing import ChartDrawing
from reportgen.render.pdf.fields import field_font
from reportgen.render.printing.weasyprint import (
    CSS,
    FatalURLFetchingError,
    FontConfiguration,
    URLFetcher,
    URLFetcherResponse,
    page_document,
    replacements,
)

STYLES = ("tokens", "page", "type", "parts", "density")

_SCHEME = "pack"

_BASE = f"{_SCHEME}:///"

_BLOCKS = frozenset(("html", "head", "title", "meta", "body", "section", "div", "aside", "form", "h1", "h2", "h3", "p"))
_BLOCKS |= {"ol", "li", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
"""Elements beside which white space is not seen."""


def laid_out(pages: Pages, style: Style, form: bool = False, size: float = 1.0) -> Any:
    """The pages as a document of WeasyPrint, ready to be written; charts are drawn by ``ChartDrawing``.

    Args:
        form: whether fields can be filled in on a screen.
        size: how large the type is, beside its usual size.

    Raises:
        RenderingError: a page is not well-formed, or a chart has elements that ours do not.
        FatalURLFetchingError: a page refers to something outside itself.
    """
    drawings = {address: ChartDrawing(drawn) for address, drawn in pages.charts.items()}
    page = page_document(tree_of(pages.html), _BASE, fetcher(style))
    with replacements():
        return page.render(stylesheets=styles(style, size), font_config=fonts(), pdf_forms=form, cache=drawings)


def written(document: Any, finisher: Callable[[Any, Any], None], form: bool = False) -> bytes:
    """A document that was laid out, as an archival and tagged PDF.

    Args:
        finisher: WeasyPrint calls it with document and PDF, before the PDF is written.
        form: whether fields can be filled in on a screen.
    """
    with replacements():
        pdf: bytes = document.write_pdf(finisher=finisher, pdf_variant="pdf/a-2a", pdf_tags=True, pdf_forms=form)
        return pdf


def tree_of(html: str) -> ElementTree.Element:
    """A page as a tree of elements.

    Raises:
        RenderingError: it is not well-formed XML; says where.
    """
    try:
        return _without_space(ElementTree.fromstring(html))
    except ElementTree.ParseError as fault:
        line, column = fault.position
        where, reason = html.split("\n")[line - 1][max(0, column - 40) : column + 40], str(fault)
    except UnicodeEncodeError as fault:
        where, reason = html[max(0, fault.start - 40) : fault.start], str(fault.reason)
    raise RenderingError(
        said("A page is not well-formed: {reason}", reason=reason),
        where=repr(where),
        todo="take the control character out of the text, or mend the template",
    )


def _without_space(root: ElementTree.Element) -> ElementTree.Element:
    """A page without the white space between its blocks, each of which would be laid out as a text and dropped."""
    for each in root.iter():
        if each.tag in _BLOCKS and each.tail and not each.tail.strip(" \n"):
            each.tail = None
        if each.text and len(each) and each[0].tag in _BLOCKS and not each.text.strip(" \n"):
            each.text = None
    return root


class _OwnFiles(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Fetches the fonts, the logo and the pictures in it, and nothing else."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._logo = with_sharp_pictures(style.logo) if style.logo_kind == SVG_KIND else style.logo
        self._pictures = pictures_within(style.logo) if style.logo_kind == SVG_KIND else frozenset()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url == self._style.logo_address and url:
            return URLFetcherResponse(url, self._logo, {"Content-Type": self._style.logo_kind})
        if url in self._pictures:
            return super().fetch(url, headers)
        parts = urlsplit(url)
        path = unquote(parts.path).lstrip("/")
        if parts.scheme == _SCHEME and path == "font/field":
            return URLFetcherResponse(url, field_font(), {"Content-Type": "font/ttf"})
        if parts.scheme == _SCHEME and path.startswith("font/") and path[5:] in FONTS:
            return URLFetcherResponse(url, FONTS[path[5:]].read_bytes(), {"Content-Type": "font/ttf"})
        raise FatalURLFetchingError(f"{url[:200]} is not for a pack")


@lru_cache(maxsize=8)
def fetcher(style: Style) -> _OwnFiles:
    """Fetches what the pages of an event refer to."""
    return _OwnFiles(style)


@cache
def fonts() -> FontConfiguration:
    """The fonts of the style sheets, loaded once in a process; their temporary files are removed when it ends."""
    found = FontConfiguration()
    atexit.register(found.__del__)
    return found


_TYPE = re.compile(r"(?<![\w-])(?:font|font-size|line-height):[^;}]*")
_POINTS = re.compile(r"([0-9.]+)pt")


@lru_cache(maxsize=8)
def styles(style: Style, size: float = 1.0) -> tuple[CSS, ...]:
    """The style sheets with the colours of an event, as one sheet: each sheet is matched with every element.

    Args:
        size: how large the type is, beside its usual size.
    """
    sheets = [(TEMPLATES / "style" / f"{name}.css").read_text("utf-8") for name in STYLES]
    if size != 1:
        sheets = [_TYPE.sub(lambda found: _resized(found[0], size), each) for each in sheets]
    return (
        CSS(
            string="\n".join((*sheets, style.css())),
            base_url=_BASE,
            url_fetcher=fetcher(style),
            font_config=fonts(),
        ),
    )


def _resized(declaration: str, size: float) -> str:
    return _POINTS.sub(lambda found: f"{float(found[1]) * size:.2f}pt", declaration)


_EMBEDDED = re.compile(r"data:[\w+./-]*;[^\s'\"]*")
"""The address of a picture that is in the page itself: up to a million characters that tell nobody anything."""


@contextmanager
def warnings_as_errors() -> Iterator[None]:
    """What WeasyPrint only logs (a broken anchor, a missing glyph) is an error in this block.

    Raises:
        RenderingError: WeasyPrint logged something, or a page refers to something outside itself.
    """
    collected = _Warnings()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collected)
    try:
        yield
    except FatalURLFetchingError as fault:
        raise RenderingError(said("A page refers to something outside the templates: {reason}", reason=fault)) from None
    finally:
        logger.removeHandler(collected)
    if collected.lines:
        complaints = "; ".join(dict.fromkeys(_EMBEDDED.sub("inside the page", each) for each in collected.lines))
        raise RenderingError(said("The printer complains: {complaints}", complaints=complaints[:1000]))


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
