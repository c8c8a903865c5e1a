"""Numbers that people write before their answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = (
    r"(?:jan(?:uari|uary|uar)?|feb(?:ruari|ruary|ruar)?|mrt|maart|märz|mar|march|apr(?:il)?|avril|mei|mai|may|"
    r"jun[ie]?|jul[iy]?|"
    r"juin|juillet|aug(?:ustus|ust)?|août|sept?(?:ember)?|septembre|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|"
    r"de[czk](?:ember)?|d[ée]cembre|janvier|f[ée]vrier)\b"
)
_BEFORE = r"^(?P<indent>\s*)[^\w\s]{0,3}\s?"
_WORD = (
    r"(?:(?:re|bij|op|over|wat betreft|betreft|ten aanzien van|t\.?a\.?v\.?|m\.?b\.?t\.?|zu|zur|regarding|"
    r"concernant)\s+"
    r"(?=vra|vr\.|quest|frage))?(?:(?:mijn |ons )?(?:antwoord|reactie|answer|antwort|r[ée]ponse|reply)(?:en|s)?"
    r"(?:\s+(?:op|bij|to|auf|zu|[àa](?: la)?))?"
    r"\s*(?:vra(?:ag|gen)|questions?|fragen?)?|vra(?:ag|gen)\s+(?:nr\.?|no\.?|nummer)|vr\.|vra(?:ag|gen)|questions?|"
    r"fragen?|punt(?:en)?|punkte?|ad|nr\.?|no\.?|#|"
    r"[vaq](?=\d))\s*"
)
_PLAIN = re.compile(
    rf"{_BEFORE}(?P<open>\()?(?P<number>\d{{1,2}})\s?(?:[.):°º\]]{{1,2}}[*_]{{0,2}}|[–—]|-(?!\w)|/(?=\s)|(?<=\s)-|"
    rf"=)\s*[*_]{{0,2}}"
    rf"(?![\d.,])(?P<rest>.*)$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"{_BEFORE}{_WORD}(?P<number>\d{{1,2}})\b\s*[*_]{{0,2}}(?P<divides>[.):?–—-]*)\s*(?P<rest>.*)$", re.IGNORECASE
)
_SEVERAL = re.compile(
    rf"{_BEFORE}(?:{_WORD})?\d{{1,2}}\s*(?:,\s*\d{{1,2}}\s*)*"
    r"(?:en|&|\+|/|,|t/m|tot en met|tm|and|to|und|bis|et|à|[-–])\s*\d{1,2}\s*(?:[.):](?!\d)|[–-](?!\d)|$)",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\s*{_MONTHS}", re.IGNORECASE)
_BARE = re.compile(rf"^\s*(?P<number>\d{{1,2}})\s+(?!{_MONTHS})(?=[A-ZÀ-Þ])(?P<rest>.*)$")
_SPELT = (
    r"1e|1ste|eerste|een|één|first|one|erste|eins|premi[èe]re|une?",
    r"2e|2de|tweede|twee|second|two|zweite|zwei|deuxi[èe]me|seconde|deux",
    r"3e|3de|derde|drie|third|three|dritte|drei|troisi[èe]me|trois",
    r"4e|4de|vierde|vier|fourth|four|vierte|quatri[èe]me|quatre",
    r"5e|5de|vijfde|vijf|fifth|five|f[üu]nfte|f[üu]nf|cinqui[èe]me|cinq",
)
_SPELT_OUT = tuple(
    re.compile(
        rf"^\W{{0,4}}(?:de |la |die )?(?:(?:{each})\s+(?:vraag|question|frage)|(?:vraag|question|frage)\s+(?:{each}))"
        r"[*_]{0,2}\s*(?:[:.)–—-]\s*|$)(?P<rest>.*)$",
        re.IGNORECASE,
    )
    for each in _SPELT
)
"""``Eerste vraag:``, ``vraag een:`` and the like, by the number they name."""


@dataclass(frozen=True, slots=True)
class Label:
    """The number before a text.

    Attributes:
        number: 0 where it names several questions.
        rest: what follows it on the line.
        indent: spaces before it.
        is_word: it says ``vraag 1`` or the like, and not just ``1.``.
        is_bare: it may be part of the text: only a space divides them, or the text begins with a month.
    """

    number: int
    rest: str
    indent: int
    is_word: bool = False
    is_bare: bool = False


def label_of(line: str) -> Label | None:
    """The label that a line begins with; None where it has none."""
    if "vraag" in (begin := line[:40].casefold()) or "question" in begin or "frage" in begin:
        for number, spelt in enumerate(_SPELT_OUT, 1):
            if found := spelt.match(line):
                return Label(number, found["rest"], 0, is_word=True)
    if not any(char.isdigit() for char in line[:60]):
        return None
    if _SEVERAL.match(line):
        return Label(0, line, 0, is_word=True)
    if (asked := _ASKED.match(line)) and int(asked["number"]):
        is_bare = not asked["divides"] and asked["rest"][:1].islower()
        return Label(int(asked["number"]), asked["rest"], len(asked["indent"]), is_word=True, is_bare=is_bare)
    if (plain := _PLAIN.match(line)) and int(plain["number"]):
        is_date = bool(_MONTH.match(plain["rest"]))
        return Label(int(plain["number"]), plain["rest"], len(plain["indent"]), is_bare=is_date)
    if bare := _BARE.match(line):
        return Label(int(bare["number"]), bare["rest"], 0, is_bare=True)
    return None


def split_inline(text: str, number: int, last: int) -> list[str]:
    """A text in which all following answers stand on the same line, divided before each of their numbers.

    One piece where the next number is not in it; none where only some of them are, so that it is unclear.
    """
    pieces: list[str] = []
    begin = 0
    for each in range(number + 1, last + 1):
        found = re.compile(rf"\s\(?{each}\s?[.)]\s+(?=[^\W\d])").search(text, begin)
        if not found:
            return [] if pieces else [text]
        pieces.append(text[begin : found.start()].rstrip(" ;,"))
        begin = found.end()
    return [*pieces, text[begin:]]
