"""The words on printed pages with their places, as a reader sees them."""

from __future__ import annotations

from ctypes import c_double
from dataclasses import dataclass
from typing import Any

from pypdfium2 import PdfiumError, raw

from reportgen.domain.pack.page_words import Box, PageWord, PageWords
from reportgen.render.pdf.pdfium import opened_pdf

UNSEEN = "\x00\x02\ufffe\uffff"
"""What pdfium puts where a word was broken at the end of a line, or for signs that have no letter."""

Edges = tuple[float, float, float, float]
"""The left, right, lower and upper edge of a letter, in points from the lower left corner of a page."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page: its size in points, and its text in lines."""

    width: float
    height: float
    text: str


def page_texts(pdf: bytes) -> tuple[PageText, ...]:
    """Every page of a PDF with its text, which takes a third of the time that the places of words take.

    Raises:
        RenderingError: it is no PDF that can be read.
    """
    with opened_pdf(pdf) as document:
        return tuple(_text_of(document[number]) for number in range(len(document)))


def page_words(pdf: bytes) -> tuple[PageWords, ...]:
    """Every page of a PDF with its words.

    Raises:
        RenderingError: it is no PDF that can be read.
    """
    with opened_pdf(pdf) as document:
        return tuple(_words_on(document[number]) for number in range(len(document)))


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has. Raises as ``page_words``."""
    with opened_pdf(pdf) as document:
        return len(document)


def _text_of(page: Any) -> PageText:
    width, height = page.get_size()
    read = page.get_textpage()
    try:
        text = read.get_text_range() if read.count_chars() else ""
    finally:
        read.close()
        page.close()
    lines = "".join("" if each in UNSEEN else each for each in text).splitlines()
    return PageText(width, height, "\n".join(line.strip() for line in lines if line.strip()))


def _words_on(page: Any) -> PageWords:
    width, height = page.get_size()
    read = page.get_textpage()
    try:
        words: list[PageWord] = []
        letters: list[str] = []
        boxes: list[Edges] = []
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()  # made once: letters are many
        for place in range(read.count_chars()):
            letter = chr(raw.FPDFText_GetUnicode(read.raw, place))
            if letter.isspace():
                if letters:
                    words.append(_word(letters, boxes, height))
                letters, boxes = [], []
            elif letter not in UNSEEN:
                if not raw.FPDFText_GetCharBox(read.raw, place, left, right, bottom, top):
                    raise PdfiumError("a letter has no place")
                letters.append(letter)
                boxes.append((left.value, right.value, bottom.value, top.value))
        if letters:
            words.append(_word(letters, boxes, height))
    finally:
        read.close()
        page.close()
    return PageWords(width, height, tuple(words))


def _word(letters: list[str], boxes: list[Edges], height: float) -> PageWord:
    """A word with the box around its letters.

    Args:
        boxes: those of its letters, from the lower left corner of the page.
        height: of the page.
    """
    lefts, rights, bottoms, tops = zip(*boxes, strict=True)
    return PageWord("".join(letters), Box(min(lefts), height - max(tops), max(rights), height - min(bottoms)))
