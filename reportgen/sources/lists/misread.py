"""Texts in cells that were saved or read in the wrong encoding, or that are an error of a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from reportgen.domain.people.unclear_cells import CellDoubt, Why
from reportgen.sources.documents.encodings import unescaped
from reportgen.sources.lists.csv_encoding import (
    ASKED,
    PRIORS,
    UTF_8,
    Encoding,
    as_bytes,
    is_turkish_perhaps,
    other_readings,
    rivals,
)
from reportgen.sources.lists.plausible_words import is_latin, is_plausible, likelihood, words_of

_ERROR = re.compile(
    r"#(?:[A-Z][A-Z0-9_ ]*/?[A-Z0-9]*[!?]|N/A|N/B|N/V|NB|NV|FOUT|SPILL|CALC|GETTING_DATA|GEGEVENS_OPHALEN|GETAL_BEZIG)"
    r"|(?:Err|Fout|Error|Fehler) ?: ?\d{3}|#{2,}",
    re.IGNORECASE,
)
_ESCAPE = re.compile(
    r"&(?:[a-z][a-z0-9]{1,30};|#\d{1,7};|#x[0-9a-f]{1,6};|[a-z]{1,2}(?:uml|acute|grave|circ|cedil|tilde|ring|slash|lig))|=[0-9A-F]{2}|%[0-9A-F]{2}|\\u[0-9a-f]{4}|\\'[0-9a-f]{2}",
    re.IGNORECASE,
)
_RUN = re.compile(r"[^\x00-\x7f]+")
_CONTROL = re.compile("[\x80-\x9f\ufffd]")
_BROKEN = re.compile(r"(?:Ã|Å|Ä)(?![A-ZÀ-ÞŠŽ\w])|(?<=[a-zà-ÿ])[ÃÅÄ]")
"""The first half of a letter of UTF-8 whose other half is gone."""

LONGEST = 400
"""Signs of a cell that are looked at; a longer one is a text, whose beginning shows how it was saved."""

_TIMES = 3
"""How often a text may have been encoded again."""


def is_error(text: str) -> bool:
    """Whether a text is an error of a spreadsheet, in English, Dutch or as LibreOffice shows it."""
    return text[:1] in "#EFef" and _ERROR.fullmatch(text.strip()) is not None


@lru_cache(maxsize=16_384)  # most cells of a list stand in it many times
def doubt_of(text: str, encoding: Encoding = UTF_8) -> CellDoubt | None:
    """Why a cell cannot be read as it stands, with what is probably meant; None where nothing is wrong.

    Args:
        encoding: in which the file was read.
    """
    if len(text) > LONGEST:
        found = doubt_of(text[:LONGEST], encoding)
        return None if found is None else CellDoubt(found.why)
    if is_error(text):
        return CellDoubt(Why.ERROR)
    likely = _escaped(text)
    if likely is not None:
        return CellDoubt(Why.LETTERS, likely)
    return None if text.isascii() else _misread(text, encoding)


def _escaped(text: str) -> str | None:
    """What a text means that has escapes of web pages, mail or programs in it; None where it has none."""
    meant = text
    for _ in range(_TIMES):
        if not _ESCAPE.search(meant):
            break
        found = {each.strip() for each in unescaped(meant)} - {meant.strip(), ""}
        good = [each for each in found if all(is_plausible(word) for word in words_of(each))]
        if not good:
            break
        meant = min(good, key=lambda each: (len(each), each))
    return None if meant == text else meant


def _misread(text: str, encoding: Encoding) -> CellDoubt | None:
    """Why the letters of a text are not those that were meant; None where they are."""
    if (twice := _encoded_once(text)) is not None:
        return CellDoubt(Why.LETTERS, twice)
    sources = ("cp1252", "mac_roman") if encoding.name == "utf-8" else (encoding.name,)
    meant, why, known = text, None, True
    if _CONTROL.search(text) or _BROKEN.search(text):
        why = Why.LETTERS
    shown = _without_layout(text) if encoding.name == "utf-8" else text
    for word in () if encoding.given else words_of(shown):
        if is_plausible(word) and not _CONTROL.search(word):
            others = _others_as_likely(word, encoding)
            why = why or (Why.EITHER if others else None)
        else:
            others = _others(word, sources)
            if others or _CONTROL.search(word) or _has_strange_sign(word):
                why = Why.LETTERS
                known = known and bool(others)
        if others:
            meant = meant.replace(word, others[0])
    return CellDoubt(why, meant if known and meant != text else "") if why else None


def _without_layout(text: str) -> str:
    """A text without the signs that nobody sees, and with the ﬁ of a page as two letters."""
    spaced = (" " if sign > "\xff" and sign.isspace() else sign for sign in text)
    return "".join(sign for sign in spaced if unicodedata.category(sign) != "Cf").replace("ﬁ", "fi")


def _others_as_likely(word: str, encoding: Encoding) -> list[str]:
    """Other readings of a word that can be one, where the file leaves more than one open."""
    found = list(rivals(word, encoding.name)) if encoding.wary else []
    if encoding.name in ("cp1252", "iso8859_15") and is_turkish_perhaps(word):
        found = [*other_readings(word, encoding.name, ("cp1254",)), *found]
    found += other_readings(word, encoding.name, encoding.perhaps)
    return found


def _others(word: str, sources: tuple[str, ...]) -> list[str]:
    """Other readings of a word, those of encodings that lists come in first."""
    for encodings in (tuple(PRIORS), ASKED):
        found = [each for source in sources for each in other_readings(word, source, encodings)]
        if found:
            return sorted(dict.fromkeys(found), key=lambda each: -likelihood(each))
    return []


def _encoded_once(text: str, times: int = _TIMES) -> str | None:
    """A text that is UTF-8 read as something else, as it was before, be it several times; None where it is not."""
    for name in PRIORS:
        before = _as_utf_8(text, name)
        if before == text or _CONTROL.search(before):
            continue
        if all(is_plausible(word) for word in words_of(before)):
            return before
        if times > 1 and (found := _encoded_once(before, times - 1)) is not None:
            return found
    return None


def _as_utf_8(text: str, encoding: str) -> str:
    """The text in which each run of strange signs that are bytes of UTF-8 is what these mean."""

    def decoded(found: re.Match[str]) -> str:
        raw = as_bytes(found[0], encoding)
        try:
            return found[0] if raw is None or len(raw) < 2 else raw.decode("utf-8")
        except UnicodeDecodeError:
            return found[0]

    return _RUN.sub(decoded, text)


def _has_strange_sign(word: str) -> bool:
    """Whether a sign that is no letter of names stands among Latin letters; not a picture, which no encoding makes."""
    signs = [each for each in word if not (each.isascii() or is_latin(each)) and ord(each) < 0x2600]
    beside = any(not is_latin(two) and not two.isascii() and one.isalpha() for one, two in pairwise(word))
    return bool(signs) and (beside or len(word) < 3) and any(is_latin(each) or each.isascii() for each in word)
