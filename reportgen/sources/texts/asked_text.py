"""Finds questions and letters of ours in a reply, however they were quoted: the words count, not marks or line ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"^[\s>|]*")
MIN_WORDS = 3
"""Words that the beginning of a question has at least, to be recognised without the rest."""


def words_of(text: str) -> list[str]:
    """The words of a text, without case or accents."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return _WORD.findall(plain.casefold())


@dataclass(frozen=True, slots=True)
class AskedText:
    """A question as it may be quoted.

    Attributes:
        number: of the question.
        words: those of its text.
        hint: those of its hint.
    """

    number: int
    words: tuple[str, ...]
    hint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A question found in lines.

    Attributes:
        number: of the question.
        lines: how many lines it takes.
        rest: what follows it on the last of them.
    """

    number: int
    lines: int
    rest: str


def asked_text(number: int, text: str, hint: str) -> AskedText:
    """A question, prepared to be found."""
    return AskedText(number, tuple(words_of(text)), tuple(words_of(hint)))


def question_at(lines: Sequence[str], at: int, text: str, asked: Sequence[AskedText]) -> Quoted | None:
    """The question that lines quote from a line on, with its hint; None where they do not.

    A question is quoted where all its words follow each other, or the first line of it breaks off in it.

    Args:
        text: of the first line, without the number before it.
    """
    first = words_of(text[:1000])
    if not first:
        return None
    for each in asked:
        if first[: len(each.words)] != list(each.words[: len(first)]):
            continue
        if len(each.words) < MIN_WORDS and first != list(each.words):
            continue
        found = _extent(lines, at, text, each.words)
        if found is None:
            continue
        length, rest = found
        if each.hint and (after := _hint(lines, at + length, rest, each.hint)):
            length, rest = length + after[0], after[1]
        return Quoted(each.number, length, rest)
    return None


def is_paraphrase(text: str, number: int, asked: Sequence[AskedText]) -> bool:
    """Whether a text asks a question in other words, or in fewer."""
    words = set(words_of(text[:300]))
    return (
        text.rstrip(" *_").endswith("?")
        and len(words) >= MIN_WORDS
        and any(len(words & {*each.words}) >= 0.6 * len(words) for each in asked if each.number == number)
    )


def _extent(lines: Sequence[str], at: int, text: str, words: Sequence[str]) -> tuple[int, str] | None:
    """How many lines words take from a line on, and what follows on the last; None where other words come."""
    ahead = list(words)
    length, line = 0, text
    while True:
        length += 1
        end = 0
        for found in _WORD.finditer(line):
            if not ahead:
                break
            pieces = words_of(found[0])
            if pieces != ahead[: len(pieces)]:
                is_begun = length > 1 and not end and len(words) - len(ahead) >= MIN_WORDS
                return (length - 1, "") if is_begun else None
            ahead, end = ahead[len(pieces) :], found.end()
        if not ahead:
            return length, line[end:].lstrip("?!.:;,*_\"'”’)> ").strip()
        if at + length >= len(lines) or length > len(words) + 3:
            return (length, "") if len(words) - len(ahead) >= MIN_WORDS else None
        line = _QUOTED.sub("", lines[at + length])


def _hint(lines: Sequence[str], at: int, rest: str, hint: Sequence[str]) -> tuple[int, str] | None:
    """The lines a hint takes below its question, or on the same line."""
    if rest:
        found = _extent(lines, at - 1, rest, hint)
        return (found[0] - 1, found[1]) if found else None
    blank = 0
    while at + blank < len(lines) and blank < 3 and not _QUOTED.sub("", lines[at + blank]).strip():
        blank += 1
    if at + blank >= len(lines):
        return None
    found = _extent(lines, at + blank, _QUOTED.sub("", lines[at + blank]), hint)
    return (blank + found[0], found[1]) if found else None


class OwnWords:
    """The words of letters of ours, to tell lines that are quoted from lines that somebody wrote."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = " ".join(["", *(word for text in texts for word in words_of(text)), ""])

    def has(self, line: str) -> bool:
        """Whether a line stands in one of the letters, in other line ends perhaps; not when it is a word or two."""
        words = words_of(line[:2000])
        return len(words) >= MIN_WORDS and f" {' '.join(words)} " in self._words
