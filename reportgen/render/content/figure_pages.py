"""Divides the figures of a municipality, their sources and definitions into pages before these are laid out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Content = Mapping[str, Any]


def figure_pages(content: Content) -> list[list[dict[str, Any]]]:
    """The tables of the page of figures, page by page."""
    return [[]]
