"""The versions of everything that lays out or writes a page."""

from __future__ import annotations

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
    installed = {name.replace("_", "-").lower(): number for name, number in installed_beside()}
    versions = {name: installed.get(name) or _version_of(name) for name in (*PRINTERS, "pikepdf", "reportgen")}
    return {**versions, "pango": _pango_version()}


@cache
def installed_beside() -> tuple[tuple[str, str], ...]:
    """Names and versions of what is installed beside this program, as the names of its records say (PEP 491)."""
    records = sorted(Path(get_path("purelib")).glob("*.dist-info"))
    return tuple((name, version) for name, _, version in (record.stem.partition("-") for record in records))


def _version_of(name: str) -> str:
    """The version of a library that is installed in another place; slower than reading the names of records."""
    from importlib.metadata import version

    return version(name)


def _pango_version() -> str:
    for library in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        try:
            version_string = CDLL(library).pango_version_string
        except OSError:
            continue
        version_string.restype = c_char_p
        return str(version_string().decode())
    return "unknown"
