"""Tells the lines of a letter of ours that is quoted from what somebody wrote between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportgen.sources.texts.asked_text import MIN_WORDS, words_of
from reportgen.sources.texts.reply_passages import Line

_LINK = re.compile(r"<(?:mailto:|https?:|tel:)[^<>\s]*>|\[cid:[^\]]*\]", re.IGNORECASE)
_MARK = re.compile(r"^\s*>\s?")
_MARKS = re.compile(r"^\s*>\s?>")
_LEAST = 0.5
"""Part of the words of a letter that has to be found before its lines are told from others."""


def with_letter_marked(lines: Sequence[Line], letters: Sequence[str]) -> list[Line] | None:
    """Lines in which those of a letter of ours are quotations, and those that somebody wrote between them are not.

    Lines may be broken elsewhere than in the letter. None where no letter is in the lines, or too little of one.

    Args:
        letters: the same letter as it may be quoted, or several.
    """
    texts = ["" if _MARKS.match(each.text) else _LINK.sub(" ", _MARK.sub("", each.text)) for each in lines]
    best, most = None, 0.0
    for letter in letters:
        words = words_of(letter)
        ours = _ours(texts, words)
        found = sum(len(words_of(text)) for text, is_ours in zip(texts, ours, strict=True) if is_ours)
        if words and found / len(words) > most:
            best, most = ours, found / len(words)
    if best is None or most < _LEAST:
        return None
    first = best.index(True)
    is_marked = any(ours and _MARK.match(line.text) for line, ours in zip(lines, best, strict=True))
    return [*lines[:first], *(_marked(*each, is_marked) for each in zip(lines[first:], best[first:], strict=True))]


def _ours(texts: Sequence[str], letter: Sequence[str]) -> list[bool]:
    """Which texts are of the letter: what comes next in it, or at least ``MIN_WORDS`` words from anywhere."""
    whole = f" {' '.join(letter)} "
    at, ours = 0, []
    for text in texts:
        words = words_of(text[:2000])
        wanted = f" {' '.join(words)} "
        begin = at if words and whole.startswith(wanted, at) else -1
        if begin < 0 and len(words) >= MIN_WORDS:
            begin = found if (found := whole.find(wanted, at)) >= 0 else whole.find(wanted)
        ours.append(begin >= 0)
        at = begin + len(wanted) - 1 if begin >= 0 else at
    return ours


def _marked(line: Line, is_ours: bool, is_marked: bool) -> Line:
    """A line from where the letter begins; an older message in it, with more marks, stays a quotation.

    Args:
        is_marked: the letter stands after marks.
    """
    if is_ours:
        return replace(line, is_quoted=True)
    is_older = (_MARKS if is_marked else _MARK).match(line.text)
    return line if is_older else Line(_MARK.sub("", line.text))
