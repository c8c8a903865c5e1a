"""Styles of elements that the pages of all parts have in common are worked out once for a process, and not per part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any
from xml.etree.ElementTree import Element

from reportgen.render.printing.loading import ComputedStyle, StyleFor, css

MOST = 5_000
"""Styles that are remembered; the pages of an event have some hundreds."""

_OWN = ("style", "id", "name")
"""Attributes that give an element a style of its own."""


class _Remembered(local):
    """Of each thread its own: a style is completed while it is used."""

    def __init__(self) -> None:
        self.styles: dict[tuple[Any, ...], ComputedStyle] = {}
        self.ids: set[int] = set()

    def add(self, key: tuple[Any, ...], style: ComputedStyle) -> None:
        if len(self.styles) >= MOST:
            self.styles.clear()
            self.ids.clear()
        self.styles[key] = style
        self.ids.add(id(style))


_REMEMBERED = _Remembered()


class _Styles(StyleFor):  # type: ignore[misc]  # the library has no types
    """The library itself shares a style between elements of a document to which the same rules apply; this does so
    between documents.

    Such elements have the same parent style and the same values from the same rules. What is compared is which objects
    these are: style sheets are read once, and a style keeps what it was made of.
    """

    def set_computed_styles(
        self,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        """Gives an element the style it had before, or has it worked out; those of pages change as they are used."""
        computed = self.get_computed_styles()
        above = None if parent is None else computed[parent, None]
        known = above is None or id(above) in _REMEMBERED.ids
        lasting = known and isinstance(element, Element) and not any(map(element.get, _OWN))
        if lasting:
            cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
            values = [
                (name, value if name == "lang" else id(value), weight) for name, (value, weight) in cascaded.items()
            ]
            key = (id(above), pseudo_type, *values)
            if style := _REMEMBERED.styles.get(key):
                computed[element, pseudo_type] = style
                return
        super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
        if lasting:
            _REMEMBERED.add(key, computed[element, pseudo_type])


@contextmanager
def remembered_styles() -> Iterator[None]:
    """Has documents that are laid out use the styles of those before; the library has no parameter for this."""
    css.StyleFor = _Styles
    try:
        yield
    finally:
        css.StyleFor = StyleFor
