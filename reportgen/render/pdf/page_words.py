"""The words on printed pages with their places, as a reader sees them."""

from __future__ import annotations

from typing import Any

from pypdfium2 import raw

from reportgen.domain.pack.page_words import Box, PageWord, PageWords
from reportgen.render.pdf.pdfium import opened_pdf

UNSEEN = "\x00\x02\ufffe\uffff"
"""What pdfium puts where a word was broken at the end of a line, or for signs that have no letter."""


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


def _words_on(page: Any) -> PageWords:
    width, height = page.get_size()
    read = page.get_textpage()
    try:
        count = read.count_chars()
        text = read.get_text_range(0, count) if count else ""
        words: list[PageWord] = []
        letters: list[str] = []
        boxes: list[Box] = []
        for place in range(count):
            letter = chr(raw.FPDFText_GetUnicode(read.raw, place))
            if letter.isspace():
                if letters:
                    words.append(_word(letters, boxes))
                letters, boxes = [], []
            elif letter not in UNSEEN:
                left, bottom, right, top = read.get_charbox(place)
                letters.append(letter)
                boxes.append(Box(left, height - top, right, height - bottom))
        if letters:
            words.append(_word(letters, boxes))
    finally:
        read.close()
        page.close()
    lines = "".join("" if each in UNSEEN else each for each in text).splitlines()
    return PageWords(width, height, tuple(words), "\n".join(line.strip() for line in lines if line.strip()))


def _word(letters: list[str], boxes: list[Box]) -> PageWord:
    around = Box(
        min(each.left for each in boxes),
        min(each.top for each in boxes),
        max(each.right for each in boxes),
        max(each.bottom for each in boxes),
    )
    return PageWord("".join(letters), around)
