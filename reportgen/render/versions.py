"""The versions of everything that lays out or writes a page."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import CDLL, c_char_p
from functools import cache
from pathlib import Path
from sysconfig import get_path

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
    installed = dict(_installed())
    versions = {name: installed.get(name) or _said(name) for name in (*PRINTERS, "pikepdf", "reportgen")}
    return {**versions, "pango": _pango_version()}


def _installed() -> Iterator[tuple[str, str]]:
    """Names and versions of what is installed beside this program, as the names of its records say (PEP 491)."""
    for record in Path(get_path("purelib")).glob("*.dist-info"):
        name, _, version = record.stem.partition("-")
        yield name.replace("_", "-").lower(), version


def _said(name: str) -> str:
    """The version of a library that is installed elsewhere; what it says of itself takes far longer to read."""
    from importlib.metadata import version

    return version(name)


def _pango_version() -> str:
    for library in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        try:
            said = CDLL(library).pango_version_string
        except OSError:
            continue
        said.restype = c_char_p
        return str(said().decode())
    return "unknown"
