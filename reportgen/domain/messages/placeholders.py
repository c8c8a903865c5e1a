"""Placeholders in the text of a message: ``{aanhef}`` stands for how a letter addresses its reader.

Braces have no other use: one that belongs to no known placeholder is a fault, so that nobody reads it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Placeholder(StrEnum):
    """What can stand between braces; the values are written by organisers."""

    SALUTATION = "aanhef"
    NAME = "naam"
    FUNCTION = "functie"
    MUNICIPALITY = "gemeente"
    TABLE = "tafel"
    THEME = "thema"
    SESSIONS = "sessies"
    ROOM = "zaal"
    TITLE = "titel"
    DAY = "dag"
    PLACE = "plaats"
    ADDRESS = "adres"
    DOORS = "inloop"
    START = "begin"
    END = "einde"
    CONTACT = "contact"
    EMAIL = "e-mail"
    PHONE = "telefoon"


ALSO_KNOWN_AS = {
    "naam deelnemer": Placeholder.NAME,
    "achternaam": Placeholder.NAME,
    "voornaam": Placeholder.NAME,
    "organisatie": Placeholder.MUNICIPALITY,
    "gemeentenaam": Placeholder.MUNICIPALITY,
    "tafelnummer": Placeholder.TABLE,
    "onderwerp": Placeholder.TITLE,
    "bijeenkomst": Placeholder.TITLE,
    "datum": Placeholder.DAY,
    "locatie": Placeholder.PLACE,
    "stad": Placeholder.PLACE,
    "tijd": Placeholder.START,
    "aanvang": Placeholder.START,
    "start": Placeholder.START,
    "eind": Placeholder.END,
    "sessie": Placeholder.SESSIONS,
    "ronde": Placeholder.SESSIONS,
    "programma": Placeholder.SESSIONS,
    "ruimte": Placeholder.ROOM,
    "lokatie": Placeholder.PLACE,
    "mail": Placeholder.EMAIL,
    "email": Placeholder.EMAIL,
    "telefoonnummer": Placeholder.PHONE,
    "contactpersoon": Placeholder.CONTACT,
    "table": Placeholder.TABLE,
    "name": Placeholder.NAME,
}
"""Words that people write for a placeholder, to suggest the one that is meant."""

_BRACES = re.compile(r"\{([^{}\n]*)\}|[{}]")
_ALONE = re.compile(r"^[ \t]*\{([^{}\n]*)\}[ \t]*$")
_CLOSE = 0.72
"""How alike two words are before one is suggested for the other; 1 is the same."""


@dataclass(frozen=True, slots=True)
class TextFault:
    """A brace in a text that means nothing.

    Attributes:
        line: of the text, counted from 1.
        written: the placeholder as written, braces included; a brace alone.
        suggestion: the placeholder that seems to be meant; empty for none.
    """

    line: int
    written: str
    suggestion: str = ""


def placeholder_of(written: str) -> Placeholder | None:
    """The placeholder that a word between braces is, whatever its capitals and spaces; None for another word."""
    word = " ".join(unicodedata.normalize("NFKC", written).split()).casefold()
    try:
        return Placeholder(word)
    except ValueError:
        return None


def suggestion_for(written: str) -> str:
    """The placeholder that a word seems to mean; empty where it is like none."""
    word = " ".join(unicodedata.normalize("NFKC", written).split()).casefold()
    if word in ALSO_KNOWN_AS:
        return ALSO_KNOWN_AS[word]
    known = {**ALSO_KNOWN_AS, **{str(each): each for each in Placeholder}}
    found = get_close_matches(word[:40], known, n=1, cutoff=_CLOSE)
    return str(known[found[0]]) if found else ""


def placeholders_in(text: str) -> tuple[Placeholder, ...]:
    """The placeholders of a text, each once, in order."""
    found = (placeholder_of(match[1]) for match in _BRACES.finditer(text) if match[1] is not None)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def faults_in(text: str) -> tuple[TextFault, ...]:
    """The braces of a text that mean nothing, in order."""
    return tuple(_faults(text))


def _faults(text: str) -> Iterator[TextFault]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in _BRACES.finditer(line):
            if match[1] is None:
                yield TextFault(number, match[0])
            elif placeholder_of(match[1]) is None:
                yield TextFault(number, match[0], suggestion_for(match[1]))


def filled_where_known(text: str, values: Mapping[str, str]) -> str:
    """A text with the placeholders filled in that have a value; all else stays as it is written."""

    def value(match: re.Match[str]) -> str:
        known = placeholder_of(match[1]) if match[1] is not None else None
        return values.get(known, match[0]) if known else match[0]

    return _BRACES.sub(value, text)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled in.

    A value of several lines keeps them where its placeholder stands alone on a line; elsewhere they are parted by
    semicolons. What a value holds is text: braces in it are no placeholders.

    Args:
        text: without faults.
        values: by placeholder; every placeholder of the text has one.

    Raises:
        KeyError: a placeholder has no value, or is unknown.
    """

    def value(match: re.Match[str], lines: str = "; ") -> str:
        known = placeholder_of(match[1]) if match[1] is not None else None
        if known is None:
            raise KeyError(match[0])
        return lines.join(values[known].split("\n"))

    done = []
    for line in text.split("\n"):
        alone = _ALONE.match(line)
        done.append(value(alone, "\n") if alone else _BRACES.sub(value, line))
    return "\n".join(done)
