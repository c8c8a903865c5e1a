"""What somebody says about their name: whether it may stand beside their answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YES = frozenset(("ja", "j", "yes", "y", "x", "ok", "oke", "oké", "akkoord", "graag", "goed", "mag"))
_BESIDE_YES = frozenset(
    ("hoor", "prima", "alstublieft", "aub", "svp", "s", "v", "p", "natuurlijk", "zeker", "vermelden")
)
"""Words after ``met naam`` that change nothing; the letters are those of ``s.v.p.``"""

_NAMED = re.compile(r"^\W*(?:graag\s+|ja,?\s+)?met\s+(?:mijn\s+)?naam\b(?P<rest>.{0,80})$", re.IGNORECASE)
_NOT_NAMED = re.compile(
    r"^\W*(?:graag\s+|liever\s+)?"
    r"(?:zonder\s+(?:mijn\s+)?naam|niet\s+met\s+(?:mijn\s+)?naam|geen\s+naam|anoniem)\b.{0,30}$",
    re.IGNORECASE,
)
_MY_NAME = re.compile(
    r"^\W*(?:ja,?\s+|en\s+)?(?:mijn|onze) na(?:am|men) m(?:ag|ogen) (?P<what>[^.!?:]{1,60})[.!]?\s*$", re.IGNORECASE
)
_MAY = re.compile(
    r"(?:er ?(?:wel |gerust |best )?bij(?: staan| vermeld(?: worden)?)?|(?:wel |gerust |"
    r"best )?(?:worden )?(?:vermeld|genoemd|"
    r"gebruikt|getoond)(?: worden)?)\s*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^\W*:|\b(?:vra(?:ag|gen)|alleen|niet|bij|mits|ja|nee|maar)\b", re.IGNORECASE)
_ASKED = "schrijft:"
"""How our letter ends the line before the words that give consent, where a mail program broke it there."""


@dataclass(frozen=True, slots=True)
class NamingConsent:
    """What a line says about the writer's name.

    Attributes:
        agrees: whether it may be printed; None where the line is of our letter, which asks for it.
        has_condition: it holds more than that, so that a person has to read it.
    """

    agrees: bool | None
    has_condition: bool = False


def is_yes(text: str) -> bool:
    """Whether somebody agrees, as in the field of a form that asks for it."""
    words = _words(text)
    return bool(words) and words[0] in _YES


def naming_consent_in(line: str, before: str) -> NamingConsent | None:
    """What a line says about the writer's name; None where it is about something else.

    Args:
        before: the last line above it that is not empty.
    """
    if _NOT_NAMED.match(line):
        return NamingConsent(False)
    if mine := _MY_NAME.match(line):
        return NamingConsent(True) if _MAY.match(mine["what"]) else NamingConsent(False, has_condition=True)
    agreed = _NAMED.match(line)
    if agreed is None:
        return None
    if before.rstrip().endswith(_ASKED):
        return NamingConsent(None)
    words = _words(agreed["rest"])
    if all(each in _YES or each in _BESIDE_YES for each in words):
        return NamingConsent(True)
    if len(words) == 1 or words[:1] == ["nee"]:
        return NamingConsent(False)
    return NamingConsent(False, has_condition=True) if _CONDITION.search(agreed["rest"]) else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
