"""WeasyPrint as this package uses it, with a clear error where the libraries of the system are missing."""

from __future__ import annotations

from reportgen.render.printing.system_libraries import cannot_print

try:
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
