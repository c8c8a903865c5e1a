"""The versions of everything that lays out or writes a page."""

from __future__ import annotations

from ctypes import CDLL, c_char_p
from functools import cache
from importlib.metadata import version

PRINTERS = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "tinycss2",
    "cssselect2",
    "tinyhtml5",
    "pyphen",
    "jinja2",
    "babel",
)
"""The libraries whose version may change the bytes of a page."""


@cache
def printer_versions() -> dict[str, str]:
    """The version of everything that lays out or writes a page, Pango and this program included."""
    versions = {name: version(name) for name in (*PRINTERS, "pikepdf", "reportgen")}
    return {**versions, "pango": _pango_version()}


def _pango_version() -> str:
    for library in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        try:
            said = CDLL(library).pango_version_string
        except OSError:
            continue
        said.restype = c_char_p
        return str(said().decode())
    return "unknown"
