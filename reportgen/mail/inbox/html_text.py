"""Plain text from the HTML of a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser


def text_of_html(html: str) -> str:
    """HTML as plain text: blocks on lines of their own, list items numbered, quotations after ``>``."""
    reader = _HtmlText()
    reader.feed(html)
    reader.close()
    return reader.text()


class _HtmlText(HTMLParser):
    """Collects the text of HTML, line by line."""

    _BLOCKS = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "hr", "table", "ul", "ol", "blockquote"))
    _UNSEEN = frozenset(("style", "script", "head", "title"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [""]
        self._quoted = 0
        self._unseen = 0
        self._lists: list[int | None] = []

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Reads ``<![…]>`` that is no marked section as a comment; Python's own parser raises AssertionError."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        self._unseen += tag in self._UNSEEN
        if tag in self._BLOCKS:
            self._begin()
        self._quoted += tag == "blockquote"
        if tag in ("ol", "ul"):
            self._lists.append(0 if tag == "ol" else None)
        if tag == "li" and self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1
            self._lines[-1] = f"{'> ' if self._quoted else ''}{self._lists[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in self._UNSEEN))
        self._quoted = max(0, self._quoted - (tag == "blockquote"))
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag in self._BLOCKS and tag != "br":
            self._begin()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if self._unseen or not (text.strip() or self._lines[-1].strip("> ")):
            return
        if not self._lines[-1] and self._quoted:
            self._lines[-1] = "> "
        self._lines[-1] += text

    def _begin(self) -> None:
        if self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """The text so far."""
        return "\n".join(line.strip() for line in self._lines)
