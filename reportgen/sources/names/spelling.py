"""Spelling of names: one comparison key for all ways to write a name, and for its safe variants."""

from __future__ import annotations

import re
import unicodedata

# Other ways to write a part of a name that are safe in every name.
_VARIANTS = (
    (re.compile(r"\baan den?\b"), ("aan de", "aan den", "aan d", "a d", "a den")),
    (re.compile(r"\bsint\b"), ("sint", "st")),
    (re.compile(r"\ben\b"), ("en", "")),
    (re.compile(r"^(de|den|het|it|s|ten|ter) (.+)$"), (r"\1 \2", r"\2 \1")),  # "Haag, Den", and CBS's "Boer Ten"
    (re.compile(r"^s (.+)$"), (r"s \1", r"\1")),  # Hertogenbosch
)

_INITIAL = re.compile(r"(?<![^\W\d_])([^\W\d_])\.")  # the N of N.H., not the t of St.


def folded(text: str) -> str:
    """The text in small letters, without accents and invisible signs, ligatures and wide digits resolved."""
    small = unicodedata.normalize("NFKD", _repaired(text)).casefold()
    if not small.isascii():
        # A letter that serves as an apostrophe (Lm) parts words; one of another script stays a letter.
        drop, part = ("Mn", "Me", "Cf"), ("Lm",)
        kinds = ((sign, unicodedata.category(sign)) for sign in small)
        small = "".join(" " if kind in part else sign for sign, kind in kinds if kind not in drop)
    return " ".join(small.split())


def _repaired(text: str) -> str:
    """Undo that UTF-8 was read as Windows-1252: "SÃºdwest" is "Súdwest"."""
    try:
        return text.encode("cp1252").decode("utf-8") if "Ã" in text or "â€" in text else text
    except UnicodeError:
        return text


def words(folded: str) -> str:
    """The words with one blank between them: initials joined, & written out, no other signs."""
    return " ".join(re.findall(r"[^\W_]+", _INITIAL.sub(r"\1", folded).replace("&", " en ")))


def comparison_key(words: str) -> str:
    """One form for all ways to part and hyphenate a name, and for IJsselstein and Ysselstein."""
    return words.replace(" ", "").replace("ij", "y")


def comparison_keys(words: str) -> set[str]:
    """The keys of a name and of its safe variants."""
    forms = {words}
    for pattern, alternatives in _VARIANTS:
        if any(map(pattern.search, forms)):
            forms = {pattern.sub(alternative, form) for form in forms for alternative in alternatives}
    return {comparison_key(form) for form in forms}
