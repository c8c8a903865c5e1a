r"""Plain text from the HTML of a message, line by line as mail programs show it.

Own rules on Python's parser, for the libraries fall short where it matters: inscriptis 2.7 numbers every list from 1,
marks no quotations and shows nothing after a title without an end; html2text 2025.4 writes ``1\.`` for ``1.``, shows
nothing after a head without an end, and takes minutes for ``<!--`` without one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

RULE = "_" * 32
"""How a horizontal line is written."""

_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"),
    )
)
_IN_HEAD = frozenset(("base", "head", "html", "link", "meta", "noscript", "script", "style", "title"))
_NO_QUOTE = re.compile(r"border(?:-left)?(?:-width|-style)?\s*:\s*(?:none|0)", re.IGNORECASE)
_CELL = re.compile(r"\d{1,2}\W?")
_NUMBER = re.compile(r"\s*(-?\d{1,9})")


def text_of_html(html: str) -> str:
    """HTML as plain text: blocks on lines of their own, list items with their numbers, quotations after ``>``.

    Lists within lists are indented. What was begun and never ended (a head, a title, a list) hides nothing.
    """
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

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._label = False
        self._quotes: list[bool] = []
        self._quoted = 0
        self._unseen = ""
        self._preformatted = 0
        self._cell_at = 0
        self._lists: list[_List] = []

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attributes}
        if self._unseen == "title" or (self._unseen and tag not in _IN_HEAD):
            self._unseen = ""  # nothing but a text ends a title, and only what is shown ends a head
        if tag in ("head", "title", "style", "script"):
            self._unseen = tag
        if tag in _BLOCKS:
            self._begin(always=tag == "tr")
        if tag == "blockquote":
            self._quotes.append(_is_quote(of))
            self._quoted += self._quotes[-1]
        elif tag in ("ol", "ul"):
            self._lists.append(_List(tag == "ol", of))
        elif tag == "li":
            self._begin(always=True)
            self._line = [self._lists[-1].label(len(self._lists), of)] if self._lists else []
            self._label = bool(self._lists)
        elif tag == "hr":
            self._lines.append(RULE)
        elif tag in ("td", "th"):
            self._cell_at = len(self._lines)
            if self._line:
                self._line.append(" ")
        self._preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("head", "title", "style", "script"):
            self._unseen = ""
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in _BLOCKS and tag != "br":
            self._begin(always=tag == "tr")
        if tag == "blockquote" and self._quotes:
            self._quoted -= self._quotes.pop()
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        self._preformatted = max(0, self._preformatted - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._preformatted:
            first, *others = data.split("\n")
            self._add(first)
            for each in others:
                self._begin()
                self._add(each)
        else:
            text = re.sub(r"\s+", " ", data)
            self._add(text if self._line and not self._label else text.lstrip())

    def _add(self, text: str) -> None:
        if text:
            self._line.append(text)
            self._label = self._label and not text.strip()

    def _begin(self, *, always: bool = False) -> None:
        """Ends a line. The label of a list item stays before the block that follows it."""
        if self._label and not always:
            return
        line = "".join(self._line).rstrip()
        if line:
            self._lines.append(f"{'> ' * min(self._quoted, 9)}{line}")
        self._line, self._label = [], False

    def _end_cell(self) -> None:
        """Keeps a number that is all of a cell before the text of the next."""
        if not self._line and len(self._lines) == self._cell_at + 1 and _CELL.fullmatch(self._lines[-1]):
            self._line = [f"{self._lines.pop()} "]
            self._label = True

    def text(self) -> str:
        """The text so far."""
        self._begin(always=True)
        return "\n".join(self._lines)


class _List:
    """A list that is being read, and the number of its last item."""

    def __init__(self, ordered: bool, attributes: Mapping[str, str]) -> None:
        self._ordered = ordered
        self._letters = attributes.get("type", "") in ("a", "A", "i", "I")
        self._number = _whole(attributes.get("start", ""), 1) - 1

    def label(self, depth: int, attributes: Mapping[str, str]) -> str:
        """What stands before the next item of a list within ``depth - 1`` others."""
        self._number = _whole(attributes.get("value", ""), self._number + 1)
        indent = "   " * min(depth - 1, 9)
        if not self._ordered:
            return f"{indent}- "
        if self._letters and 0 < self._number <= 26:
            return f"{indent}{chr(ord('a') + self._number - 1)}. "
        return f"{indent}{self._number}. "


def _whole(text: str, otherwise: int) -> int:
    found = _NUMBER.match(text)
    return int(found[1]) if found else otherwise


def _is_quote(attributes: Mapping[str, str]) -> bool:
    """Whether a blockquote quotes; mail programs write the same element, without a border, to indent."""
    if attributes.get("type") == "cite" or attributes.get("cite") or "quote" in attributes.get("class", ""):
        return True
    return not _NO_QUOTE.search(attributes.get("style", ""))
