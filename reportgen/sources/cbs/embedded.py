"""The folder of the snapshot of figures that comes with the program, in a checkout and in an installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_INSTALLED = _PACKAGE / "_figures"

EMBEDDED = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data" / "figures"
