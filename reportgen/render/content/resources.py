"""Where templates, styles, fonts and borders are, in a checkout and in an installed package alike."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_INSTALLED = _PACKAGE / "_templates"

TEMPLATES = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "templates"

_INSTALLED_BORDERS = _PACKAGE / "_borders"

BORDERS = {
    int(path.stem): path
    for path in sorted(
        (_INSTALLED_BORDERS if _INSTALLED_BORDERS.is_dir() else _PACKAGE.parent / "data" / "borders").glob("*.json")
    )
}
"""Year → the borders of its 1 January: code → polygons → rings → longitude and latitude."""

FONTS = {
    name: Path(str(files(package))) / "files" / f"{file}.ttf"
    for name, package, file in (
        ("sans", "font_source_sans_pro", "SourceSansPro-Regular"),
        ("sans-semibold", "font_source_sans_pro", "SourceSansPro-Semibold"),
        ("sans-bold", "font_source_sans_pro", "SourceSansPro-Bold"),
        ("serif", "font_source_serif_pro", "SourceSerifPro-Regular"),
        ("serif-italic", "font_source_serif_pro", "SourceSerifPro-It"),
        ("serif-semibold", "font_source_serif_pro", "SourceSerifPro-Semibold"),
    )
}
"""The faces a pack uses; TrueType, which is embedded fastest."""
