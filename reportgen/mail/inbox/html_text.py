"""Plain text from the HTML of a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser


def text_of_html(html: str) -> str:
    """HTML as plain text: blocks on lines of their own, list items numbered, quotations after ``>``."""
    reader = _HtmlText()
    reader.feed(_without_what_never_ends(html))
    reader.close()
    return reader.text()


def _without_what_never_ends(html: str) -> str:
    """HTML without comments, and in which everything that begins ends.

    For each beginning without an end Python's parser looks through all that follows. What is within it stays, as text.
    """
    html = html.replace("<![", "<!")  # a marked section is a comment up to the next >
    pieces, begin = [], 0
    while (at := html.find("<!--", begin)) >= 0 and (end := html.find("-->", at + 2)) >= 0:
        pieces.append(html[begin:at])
        begin = end + len("-->")
    rest = html[begin:].replace("<!--", " ")
    whole, bracket, tail = rest.rpartition(">")
    return "".join((*pieces, whole, bracket, tail.replace("<", "&lt;")))


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
