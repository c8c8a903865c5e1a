"""What a person would write first: a loop in which WeasyPrint prints each whole pack anew.

The same pages, style sheets and fonts as our packs, with tags and as PDF/A-2a. Nothing is kept from one pack to the
next but what the libraries keep themselves, and nobody checks what comes out.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reportgen.render.content.pages import CHART, pack_html, pack_title
from reportgen.render.content.resources import FONTS, TEMPLATES
from reportgen.render.pdf.fields import field_font
from reportgen.render.printing.job import Job

STYLES = ("tokens", "page", "type", "parts")
ROOT = "pack:///"


class Files(URLFetcher):  # type: ignore[misc]  # the library has no types
    """The fonts and the charts."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """What stands at an address."""
        if url.startswith(CHART):
            return URLFetcherResponse(url, b64decode(url.removeprefix(CHART)), {"Content-Type": "image/svg+xml"})
        font = url.rpartition("/")[2]
        content = FONTS[font].read_bytes() if font in FONTS else field_font()
        return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})


@contextmanager
def printer() -> Iterator[Callable[[Job], bytes]]:
    """A function that prints a pack."""
    yield _printed


def _printed(job: Job) -> bytes:
    html = pack_html(job.parts, pack_title(job.parts), job.author, job.made_for)
    files, fonts = Files(), FontConfiguration()
    styles = [CSS(string=css, base_url=ROOT, url_fetcher=files, font_config=fonts) for css in styles_of(job)]
    page = HTML(string=html, base_url=ROOT, url_fetcher=files)
    pdf: bytes = page.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/a-2a", pdf_tags=True)
    return pdf


def styles_of(job: Job) -> list[str]:
    """The style sheets of a pack, as text."""
    return [*((TEMPLATES / "style" / f"{name}.css").read_text("utf-8") for name in STYLES), job.parts[0].style.css()]
