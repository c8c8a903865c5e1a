"""Words as they are compared, and as names of files: in small letters, without accents, signs and what nobody sees."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
_OTHER = re.compile(f"[{''.join(_LETTERS)}]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_SIGNS = re.compile(r"[\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without accents, signs and invisible characters."""
    return words_in(without_accents(text))


def words_in(plain: str) -> list[str]:
    """The words of a text from which ``without_accents`` took accents and invisible characters."""
    return _SIGNS.sub(" ", plain).split()


def without_accents(text: str) -> str:
    """A text in small letters, without accents and invisible characters."""
    if text.isascii():
        return text.casefold()
    lower = _ACCENTS.sub("", without_invisible(unicodedata.normalize("NFKD", text))).casefold()
    return lower if lower.isascii() else _OTHER.sub(lambda found: _LETTERS[found[0]], lower)


def slug(text: str) -> str:
    """A text in small ASCII letters and digits, with hyphens between: what files and entries are called by."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def without_invisible(text: str) -> str:
    """A text without characters that nobody sees, such as soft hyphens and marks of direction."""
    return _INVISIBLE.sub("", text)
