"""A part is printed: laid out and drawn by WeasyPrint, made a leaf, and judged, in a process that stays warm."""

from __future__ import annotations

import gc
import logging
import signal
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from threading import current_thread, main_thread
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reportgen.errors import RenderingError
from reportgen.render.binder import bound
from reportgen.render.conformance import faults_in
from reportgen.render.description import Identity, Imprint
from reportgen.render.faces import FAMILIES, Faces, cut_down, described, faces
from reportgen.render.fields import field_face
from reportgen.render.finishing import settle
from reportgen.render.leaves import Leaf, leaf_of, shared_objects
from reportgen.render.objects import Objects
from reportgen.render.pages import CHART, pack_html
from reportgen.render.parts import HOUSE, Part, has_form
from reportgen.render.resources import FONTS, TEMPLATES
from reportgen.render.style import Style
from reportgen.render.whole import written

STYLES = ("tokens", "page", "type", "parts")

PATIENCE = 120
"""Seconds a part may take; it takes one, on a busy machine perhaps five."""

UNTIDY = 4
"""Parts between two looks for garbage: each look costs a tenth of a part."""

_SCHEME = "pack"

_printed = count(1)

_OPTIONS = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}


def printed_part(part: Part) -> bytes:
    """A part as it is kept in stock, judged by itself.

    Raises:
        RenderingError: a page cannot be printed in time, refers to what it may not, or fails a check.
    """
    if next(_printed) % UNTIDY == 0:
        gc.collect()
    with patience():
        leaf = _leaf(part)
    numbers = range(1, len(part.folios) + 1)
    if len(leaf.pages) != len(numbers):
        raise RenderingError(
            f"{len(leaf.pages)} pages instead of {len(numbers)}: the text of a page does not fit on it",
            where=str(part.kind),
        )
    alone = Identity(str(part.kind), part.content_digest)
    names = dict.fromkeys((name for name, _ in part.guide), 1)
    pdf = bound([(leaf, numbers)], names, furniture(), alone, Imprint(str(part.kind), "reportgen", "2000-01-01"))
    if faults := faults_in(pdf, alone, len(numbers)):
        raise RenderingError(f"A page fails its checks: {'; '.join(faults)}", where=str(part.kind))
    return leaf.as_bytes()


@cache
def furniture() -> Objects:
    """What all packs share: the colours, and the faces with the letters of European names.

    Raises:
        RenderingError: a font is not there.
    """
    found: list[Objects] = []

    def finisher(document: Any, pdf: Any) -> None:
        made: dict[int, Any] = {}
        for name, font in document.fonts.ours().items():
            face = faces()[name]
            made |= described(name, face, cut_down(font, face))
        if document.fonts.ours().keys() == faces().keys():
            found.append(shared_objects(pdf, made))
        del pdf.objects[1:]

    lines = "".join(
        f"<p style=\"font: {'italic' if slant else 'normal'} {weight} 10px '{family}'\">a</p>"
        for family, weight, slant in FAMILIES
    )
    document = _laid_out(f"<!DOCTYPE html><html lang=nl><title>a</title><body>{lines}</body></html>", HOUSE, False)
    document.fonts = Faces()
    document.write_pdf(finisher=finisher, **_OPTIONS)
    if not found:
        raise RenderingError("Not all fonts can be found", todo="install reportgen anew")
    return found[0]


def _leaf(part: Part) -> Leaf:
    html = pack_html((part,), str(part.kind), "", "2000-01-01")
    form = has_form((part,))
    leaves: list[Leaf] = []

    def finisher(document: Any, pdf: Any) -> None:
        settle(pdf)
        bookmarks = document.make_bookmark_tree(scale=0.75, transform_pages=True)
        leaves.append(leaf_of(pdf, document.fonts, bookmarks, part.kind))
        del pdf.objects[1:]  # the rest of the printer's work would be in vain

    with _complaints():
        document = _laid_out(html, part.style, form)
        document.fonts = Faces()
        document.write_pdf(finisher=finisher, pdf_forms=form, **_OPTIONS)
    return leaves[0]


def _laid_out(html: str, style: Style, form: bool) -> Any:
    return HTML(string=html, base_url=f"{_SCHEME}:///", url_fetcher=_fetcher(style)).render(
        stylesheets=(*_styles(), _own_style(style)), font_config=_fonts(), pdf_forms=form
    )


def whole_pack(parts: Sequence[Part], identity: Identity, imprint: Imprint) -> bytes:
    """A pack printed in one go, without parts: what bound ones are compared with.

    Raises:
        RenderingError: as for a part.
    """
    html = pack_html(parts, imprint.title, imprint.author, imprint.day)
    pages = dict(sorted((folio, sheet.template) for part in parts for sheet, folio in part.folios))
    return whole(html, identity, imprint, tuple(pages.values()), parts[0].style, has_form(parts))


def whole(
    html: str,
    identity: Identity,
    imprint: Imprint,
    pages: tuple[str, ...] = (),
    style: Style = HOUSE,
    form: bool = False,
) -> bytes:
    """Any page printed by the printer alone; ``pages`` names those that links lead to.

    Raises:
        RenderingError: it refers to what it may not, or the printer complains.
    """
    with _complaints():
        return written(_laid_out(html, style, form), identity, imprint, pages, form)


class _TooSlow(BaseException):
    """No exception: the printer must not take it for a fault in a picture, and go on."""


@contextmanager
def patience() -> Iterator[None]:
    """Ends what takes too long; a process that does not even hear that ends itself a little later."""
    if current_thread() is not main_thread():
        yield
        return

    def stop(*_: object) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(PATIENCE)
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    except _TooSlow:
        raise RenderingError(f"It takes more than {PATIENCE} seconds") from None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _complaints() -> Iterator[None]:
    """What the printer only logs (a broken anchor, a missing glyph) is an error here.

    Raises:
        RenderingError: it complained, or a page refers to something outside.
    """
    heard = _Heard()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        yield
    except FatalURLFetchingError as fault:
        raise RenderingError(f"A page refers to something outside the templates: {fault}") from None
    finally:
        logger.removeHandler(heard)
    if heard.lines:
        raise RenderingError(f"The printer complains: {'; '.join(dict.fromkeys(heard.lines))}")


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class _OwnFiles(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Serves the fonts, the charts and the logo, and nothing else in the world."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(CHART):
            return URLFetcherResponse(url, b64decode(url.removeprefix(CHART)), {"Content-Type": "image/svg+xml"})
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
def _fetcher(style: Style) -> _OwnFiles:
    return _OwnFiles(style)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _own_style(style: Style) -> CSS:
    return CSS(string=style.css())


@cache
def _styles() -> tuple[CSS, ...]:
    return tuple(
        CSS(
            string=(TEMPLATES / "style" / f"{name}.css").read_text("utf-8"),
            base_url=f"{_SCHEME}:///",
            url_fetcher=_fetcher(HOUSE),
            font_config=_fonts(),
        )
        for name in STYLES
    )
