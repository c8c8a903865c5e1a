"""Pages are laid out by WeasyPrint, in our fonts and styles, with nothing from outside."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reportgen.errors import RenderingError
from reportgen.render.drawing import Drawing
from reportgen.render.fields import field_face
from reportgen.render.pages import Pages
from reportgen.render.parts import HOUSE
from reportgen.render.resources import FONTS, TEMPLATES
from reportgen.render.style import Style

STYLES = ("tokens", "page", "type", "parts")

_SCHEME = "pack"

_BASE = f"{_SCHEME}:///"


def laid_out(pages: Pages, style: Style, form: bool = False) -> Any:
    """The pages as a document of WeasyPrint, ready to be written; charts are drawn by ourselves.

    Args:
        form: whether fields can be filled in on a screen.

    Raises:
        RenderingError: a page is not well-formed, or a chart no drawing of ours.
        FatalURLFetchingError: a page refers to something outside itself.
    """
    drawings = {address: Drawing(drawn) for address, drawn in pages.charts.items()}
    return _Page(pages.html, fetcher(style)).render(
        stylesheets=(*styles(), _colours(style)), font_config=fonts(), pdf_forms=form, cache=drawings
    )


class _Page(HTML):  # type: ignore[misc]  # the library has no types
    """HTML that is well-formed XML, as WeasyPrint keeps what it has parsed; read ten times as fast as any HTML."""

    def __init__(self, html: str, url_fetcher: URLFetcher) -> None:
        self.etree_element = _tree(html)
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)
        self.base_url = _BASE
        self.url_fetcher = url_fetcher
        self.media_type = "print"


def _tree(html: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(html)
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
            return URLFetcherResponse(url, field_face(), {"Content-Type": "font/ttf"})
        if parts.scheme == _SCHEME and path.startswith("font/") and path[5:] in FONTS:
            return URLFetcherResponse(url, FONTS[path[5:]].read_bytes(), {"Content-Type": "font/ttf"})
        raise FatalURLFetchingError(f"{url[:200]} is not for a pack")


@cache
def fetcher(style: Style) -> _OwnFiles:
    """Who fetches for pages in a style."""
    return _OwnFiles(style)


@lru_cache(maxsize=8)
def _colours(style: Style) -> CSS:
    return CSS(string=style.css())


@cache
def fonts() -> FontConfiguration:
    """The fonts of the style sheets, once they are read."""
    return FontConfiguration()


@cache
def styles() -> tuple[CSS, ...]:
    """The style sheets of the house."""
    return tuple(
        CSS(
            string=(TEMPLATES / "style" / f"{name}.css").read_text("utf-8"),
            base_url=_BASE,
            url_fetcher=fetcher(HOUSE),
            font_config=fonts(),
        )
        for name in STYLES
    )
