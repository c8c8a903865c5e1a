"""What stands below many pages: times and sources."""

from __future__ import annotations

from typing import Any

from reportgen.render.content import dutch

Content = Any


def times(session: Content) -> str:
    """From when to when, as a programme says it."""
    return f"{dutch.clock(session['start'])}–{dutch.clock(session['end'])}"


def source(content: Content, of: Content) -> str:
    """Where a figure, or a table by its key, comes from."""
    each = content["sources"][of if isinstance(of, str) else of["source"]]
    title = f", {each['title']} ({each['table']})" if each["table"] else ""
    return f"Bron: CBS{title}, {each['reference']}."
