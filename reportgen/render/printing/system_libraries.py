"""Checks for the shared libraries that WeasyPrint loads (Pango, HarfBuzz); pip does not install them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from ctypes import CDLL

from reportgen.errors import RenderingError
from reportgen.i18n.message import said

LIBRARIES = {
    "libpango-1.0": "libpango-1.0-0",
    "libpangoft2-1.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset": "libharfbuzz-subset0",
}
"""Library → the package of Debian and Ubuntu that installs it."""

FASTER = frozenset({"libharfbuzz-subset"})
"""Printing works without these, at less than half the speed."""


def missing_libraries() -> tuple[str, ...]:
    """The libraries that cannot be loaded."""
    return tuple(name for name in LIBRARIES if not _is_there(name))


def printing_unavailable(fault: str = "") -> RenderingError:
    """The error that nothing can be printed, with what to install."""
    missing = missing_libraries()
    return RenderingError(
        said("{missing} cannot be loaded, and nothing can be printed", missing=", ".join(missing) or fault),
        todo=installing(missing),
    )


def installing(names: Sequence[str]) -> str:
    """The command that installs libraries."""
    if sys.platform == "darwin":
        return "brew install pango harfbuzz"
    return f"sudo apt-get install {' '.join(LIBRARIES[name] for name in names)}"


def _is_there(name: str) -> bool:
    for file in (f"{name}.so.0", f"{name}.0.dylib", f"{name}.dylib", f"{name}-0.dll"):
        with suppress(OSError):
            CDLL(file)
            return True
    return False
