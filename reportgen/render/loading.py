"""WeasyPrint is loaded, and with it the libraries of the system that text is drawn with."""

from __future__ import annotations

from reportgen.render.libraries import by_their_files, cannot_print

try:
    with by_their_files():
        from weasyprint import CSS, HTML, css
        from weasyprint.css import ComputedStyle, StyleFor
        from weasyprint.layout import percent
        from weasyprint.text import line_break
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError as fault:
    raise cannot_print(str(fault)) from None

__all__ = [
    "CSS",
    "HTML",
    "ComputedStyle",
    "FatalURLFetchingError",
    "FontConfiguration",
    "StyleFor",
    "URLFetcher",
    "URLFetcherResponse",
    "css",
    "line_break",
    "percent",
]
