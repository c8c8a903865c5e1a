"""WeasyPrint is loaded, and with it the libraries of the system that text is drawn with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from reportgen.render.printing.system_libraries import by_their_files, cannot_print

_SUBSET, _INSTANCER = "fontTools.subset", "fontTools.varLib.instancer"


class _WhenUsed(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # whoever imports it looks at these
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def _instantiate(*arguments: Any, **named: Any) -> Any:
    return import_module(_INSTANCER).instantiateVariableFont(*arguments, **named)


@contextmanager
def _without_font_tools() -> Iterator[None]:
    """Has parts of fontTools loaded when they are used, which they are for few fonts: a quarter of what loads."""
    there = {_SUBSET: _WhenUsed(_SUBSET), _INSTANCER: ModuleType(_INSTANCER)}
    there[_INSTANCER].instantiateVariableFont = _instantiate  # type: ignore[attr-defined]  # what is asked of it
    missing = {name: module for name, module in there.items() if name not in sys.modules}
    sys.modules.update(missing)
    try:
        yield
    finally:
        for name in missing:
            sys.modules.pop(name, None)


try:
    with by_their_files(), _without_font_tools():
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
