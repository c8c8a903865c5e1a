"""Divides texts of any length, table reports and answers, into pages before these are laid out.

Lines are counted by font metrics and without hyphens, so that no page overflows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportgen.render.content.note_lines import PAGE, POINT, RESERVE, lead_height, line_count
from reportgen.render.content.page_leads import report_lead
from reportgen.render.content.svg import width_in
from reportgen.render.pdf.glyphs import glyphs_of

Content = Mapping[str, Any]

LINE = 14.5 * POINT
"""A line of reading, in millimetres, as in ``type.css``."""

BETWEEN = 2.0
"""Millimetres below a paragraph."""

HEAD = 27 * POINT
"""A line of the head of a page."""

LEAD = 3 * 17 * POINT + 8
"""The lines below it, in millimetres, at most."""

AGAIN = 6.0
"""Millimetres below the head of a page that goes on."""

REPORT = 110.0
"""Millimetres that the lines of a report are long; those of a list in it are shorter by ``INDENT``."""

INDENT = 5.0

ANSWER = 132.0
"""Millimetres that the lines of an answer are long."""

QUESTION = 14 * POINT + 1
"""A line of a question, as a head above its answers, in millimetres."""

ABOVE = 5.0
"""Millimetres above a question."""

WHOSE = 12 * POINT + 3.0
"""The line that says whose an answer is, with what stands between answers, in millimetres."""

FEWEST = 3
"""Lines of one text that a page takes at least."""

UNPRINTABLE = "?"
"""Stands on paper for a sign that our faces lack."""

_MARKS = {"# ": "head", "- ": "item"}


def report_pages(content: Content) -> list[list[dict[str, str]]]:
    """What was discussed at a table, page by page: heads, lines of lists, paragraphs; one page where there is none."""
    return report_and_room(content)[0]


def report_and_room(content: Content) -> tuple[list[list[dict[str, str]]], float]:
    """The pages of a report, and the millimetres that are left of the last one."""
    room = _below(f"Tafel {content['table']}: {content['theme']} (vervolg)")
    pages: list[list[dict[str, str]]] = [[]]
    left = report_room(content)
    for paragraph in str(content["report"]).split("\n\n"):
        kind = _MARKS.get(paragraph[:2], "text")
        text = printable(paragraph[2:] if kind != "text" else paragraph)
        if kind == "head":
            lines, before = _wrapped(text, "sans-semibold", 11.5, REPORT), ABOVE
            needed = before + LINE * (len(lines) + FEWEST)
        else:
            lines, before = _wrapped(text, "serif", 10, REPORT - (INDENT if kind == "item" else 0)), 0.0
            needed = LINE * min(FEWEST, len(lines))
        while lines:
            if left < needed and pages[-1]:
                pages.append([])
                left = room
            fit = max(1, int((left - before) / LINE))
            pages[-1].append({"kind": kind, "text": " ".join(lines[:fit])})
            left -= before + LINE * len(lines[:fit]) + BETWEEN
            lines = lines[fit:]
            needed = LINE
    return pages, left


def report_room(content: Content) -> float:
    """Millimetres of the first page of a report below its lead."""
    room = _below(f"Tafel {content['table']}: {content['theme']} (vervolg)") + AGAIN
    lead = lead_height(report_lead(content), 165) if "colleagues" in content else LEAD
    return room - max(LEAD, lead)


def answer_pages(content: Content) -> list[list[dict[str, Any]]]:
    """The answers of a theme, page by page: each question that has some there, with these.

    A question goes on where ``again`` is said of it, and so does an answer.
    """
    return answers_and_room(content)[0]


def answers_and_room(content: Content) -> tuple[list[list[dict[str, Any]]], float]:
    """The pages of answers, and the millimetres that are left of the last one."""
    room = _below(f"Antwoorden: {content['theme']} (vervolg)")
    pages: list[list[dict[str, Any]]] = [[]]
    left = room - LEAD + AGAIN
    for asked in content["answers"]:
        head = ABOVE + QUESTION * len(_wrapped(asked["question"] or " ", "sans-semibold", 11.5, ANSWER - 25))
        begun = False
        for reply in asked["replies"]:
            lines = list(_answer(reply["text"]))
            again = False
            while lines:
                above = WHOSE + (0 if begun else head)
                if left < above + LINE * min(FEWEST, len(lines)) and pages[-1]:
                    pages.append([])
                    left, begun, above = room, False, WHOSE + head
                if not begun:
                    said = any(group["question"] == asked["question"] for page in pages for group in page)
                    pages[-1].append({"question": printable(asked["question"]), "again": said, "replies": []})
                    begun = True
                fit = max(1, int((left - above) / LINE))
                pages[-1][-1]["replies"].append({**reply, "paragraphs": _joined(lines[:fit]), "again": again})
                left -= above + LINE * len(lines[:fit])
                lines, again = lines[fit:], True
    return pages, left


def printable(text: str) -> str:
    """A text without signs that our faces lack or that nobody sees: one such sign would hold up every pack it is in."""
    faces = glyphs_of("serif"), glyphs_of("sans-semibold")
    return "".join(
        each
        if all(ord(each) in face for face in faces)
        else " "
        if each.isspace()
        else ""
        if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Mn", "Me")
        else UNPRINTABLE
        for each in unicodedata.normalize("NFC", text)
    )


def unprintable_letters(text: str) -> str:
    """The signs of a text that our faces lack, with their numbers: ``李 U+674E``; empty where there are none."""
    if text.isascii():
        return ""
    faces = glyphs_of("serif"), glyphs_of("sans-semibold")
    signs = dict.fromkeys(unicodedata.normalize("NFC", text))
    lacking = [each for each in signs if not each.isspace() and not all(ord(each) in face for face in faces)]
    return ", ".join(f"{each} U+{ord(each):04X}" for each in lacking)


def without_pictures(text: str) -> str:
    """A text as it can be printed: pictures and signs that nobody sees are left out, letters that lack are marked."""
    if not unprintable_letters(text):
        return text
    kept = "".join(each for each in text if unicodedata.category(each) != "So" or not unprintable_letters(each))
    return " ".join(printable(kept).split())


def _below(head: str) -> float:
    """The room below the head of a page that goes on."""
    return PAGE - RESERVE - HEAD * line_count(head, 23, 172, "sans-bold") - 1.5 - AGAIN


def _answer(text: str) -> Iterator[tuple[int, str]]:
    """The lines of an answer, each with the number of its paragraph."""
    for number, paragraph in enumerate(each for each in text.split("\n") if each.strip()):
        for line in _wrapped(printable(paragraph), "serif", 10, ANSWER):
            yield number, line


def _joined(lines: Sequence[tuple[int, str]]) -> list[str]:
    return [" ".join(line for at, line in lines if at == number) for number in dict.fromkeys(at for at, _ in lines)]


def _wrapped(text: str, face: str, size: float, width: float) -> list[str]:
    """The lines of a text, broken between words, and within one that is longer than a line."""
    most, space = width / POINT, width_in(face, " ", size)
    lines: list[str] = []
    at = 0.0
    for word in text.split():
        for piece in _pieces(word, face, size, most):
            long = width_in(face, piece, size)
            if lines and at + space + long <= most:
                lines[-1] += f" {piece}"
                at += space + long
            else:
                lines.append(piece)
                at = long
    return lines


def _pieces(word: str, face: str, size: float, most: float) -> Iterator[str]:
    """A word, in pieces that fit on a line."""
    if width_in(face, word, size) <= most:
        yield word
        return
    begin, at = 0, 0.0
    for place, sign in enumerate(word):
        at += width_in(face, sign, size)
        if at > most:
            yield word[begin:place]
            begin, at = place, width_in(face, sign, size)
    yield word[begin:]
