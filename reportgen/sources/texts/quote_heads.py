"""Heads of quoted messages, as mail programs write them in Dutch, English, German and French.

``mail-parser-reply`` 1.36 knows few of them (none over ``heeft … het volgende geschreven``), takes a list with dashes
for a signature, and drops every answer below a quotation; so these rules are our own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.sources.texts.line_kinds import is_greeting

_VERBS = r"schreef|wrote|schrieb|[ée]crit|[ée]crivait|geschreven|geschrieben"
_VERB = re.compile(rf"\b(?:{_VERBS})\b", re.IGNORECASE)
_BY_DATE = re.compile(r"\W{0,3}(?:op|on|am|le|el|date:|datum:)\b.{0,30}?\d", re.IGNORECASE)
_BY_NAME = re.compile(
    r".{2,150}?\b(?:schreef|wrote|schrieb|a [ée]crit|heeft|hat)\b\s?(?:(?:op|on|am|le|het volgende|"
    r"das folgende)\b|:)",
    re.IGNORECASE,
)
_BY_ADDRESS = re.compile(r"\W{0,3}(?:\w+,? )?\d[^<]{5,80}<[^<>\s]+@[^<>\s]+>:$")
_ADDRESS = re.compile(r"[<\[(](?:mailto:)?[^<>\s]+@[^<>\s]+[>\])]")
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.]| ?h ?)\d{2}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d\d\b")
_SENTENCE_END = re.compile(r"\w{5,}[.!?]$")

_GOES_ON = re.compile(
    rf"(?:op|on|am|le|el) [^<>]{{8,150}}<[^<>\s]+@[^<>\s]+> ?(?:{_VERBS}|a [ée]crit) ?: {{2,}}\S", re.IGNORECASE
)
"""A head with the first line of the letter after it, as Yahoo writes it."""
_GROUPWISE = re.compile(r">{2,3}\s*\S.{3,200}>{2,3}\s*$")
_NOTES = re.compile(r".{0,200}---\s?\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}[ \d:.apm]{0,14}---", re.IGNORECASE)
_DASHES = r"[-_=*–—‐ ]"
_DIVIDES = re.compile(
    rf"{_DASHES}*(?:(?:begin |anfang der |d[ée]but du )?"
    r"(?:oorspronkelijke?|original|origineel|doorgestuurde?|forwarded|weitergeleitete|urspr(?:ü|ue)ngliche) "
    r"(?:e-?mail ?)?(?:bericht|message|nachricht|mail)|(?:d[ée]but du )?message (?:d['’]origine|original|"
    r"transf[ée]r[ée]"
    rf"|r[ée]exp[ée]di[ée])|reply message|forwarded by .{{0,80}})[^\w]{{0,3}}{_DASHES}*:?\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[_*=–—-]{5,}\s*$")

_FIELDS = {
    "from": r"van|from|von|de|exp[ée]diteur|afzender|absender|sender",
    "date": r"verzonden|sent|gesendet|envoy[ée](?: le)?|datum|date|verstuurd",
    "to": r"aan|to|an|à|a|pour|destinataire",
    "subject": r"onderwerp|subject|betreff|objet|sujet",
    "other": r"cc|bcc|kopie|copie|antwoord aan|reply[- ]to|antwort an|r[ée]pondre [àa]|bijlagen?|attachments?|"
    r"anlagen?|pi[èe]ces? jointes?|belang|importance|prioriteit|priority|organisatie|organization",
}
_FIELD = re.compile(
    r"\W{0,4}(?:"
    + "|".join(f"(?P<{kind}>{names})" for kind, names in _FIELDS.items())
    + r")\b\W{0,2}\s?:(?P<value>.*)",
    re.IGNORECASE,
)
MAX_FIELD_LINES = 16
"""Lines of a head of fields; addresses may take several."""

MAX_HEAD = 500
"""Characters of a head that names a date or a writer."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head of a quoted message.

    Attributes:
        length: how many lines it takes.
        wrote: who wrote what is quoted, where it says so.
        is_marked: what it quotes is marked with ``>``; otherwise all that follows is quoted.
    """

    length: int
    wrote: str
    is_marked: bool


def head_at(lines: Sequence[str], at: int) -> Head | None:
    """The head of a quoted message that begins at a line; None where there is none.

    A sentence of the writer that begins in the same way is none: a head names an address, or has a quotation below it,
    or names a year and an hour and has a letter below it.
    """
    line = lines[at].strip()
    if not line:
        return None
    if _GOES_ON.match(line) and _YEAR.search(line[:60]):
        return Head(1, line[: line.index(">") + 1], False)
    if _GROUPWISE.match(line) and (_CLOCK.search(line) or "@" in line):
        return Head(1, line.strip("> "), False)
    if line.startswith(">"):
        said = line.lstrip("> ")
        is_head = line.startswith(">>>") and said.endswith(":") and _is_sentence(said, said, 1)
        return Head(1, said, _is_marked_below(lines, at + 1)) if is_head else None
    return _fields_at(lines, at) or _sentence_at(lines, at)


def _sentence_at(lines: Sequence[str], at: int) -> Head | None:
    first = lines[at].strip()
    text = ""
    for length in (1, 2, 3, 4):
        if at + length > len(lines):
            return None
        line = lines[at + length - 1].strip()
        text = f"{text} {line}".strip()
        if not line or line.startswith(">") or len(text) > MAX_HEAD:
            return None
        if _is_sentence(first, text, length):
            is_marked = _is_marked_below(lines, at + length)
            is_dated = bool(_YEAR.search(text) and _CLOCK.search(text)) and _greets_below(lines, at + length)
            is_whole = text.endswith(":") or (is_marked and text.endswith(">"))
            is_known = is_marked or is_dated or (_ADDRESS.search(text) and re.search(r"\d", text))
            if is_whole and is_known and not _begins_later(lines, at, length):
                return Head(length, text, is_marked)
        if _SENTENCE_END.search(line):
            return None
    return None


def _below(lines: Sequence[str], at: int) -> str:
    return next((each.lstrip() for each in lines[at : at + 4] if each.strip()), "")


def _is_marked_below(lines: Sequence[str], at: int) -> bool:
    return _below(lines, at).startswith(">")


def _greets_below(lines: Sequence[str], at: int) -> bool:
    return is_greeting(_below(lines, at))


def _begins_later(lines: Sequence[str], at: int, length: int) -> bool:
    """Whether a head of several lines is one of fewer lines, below a line of the writer."""
    return any(
        _is_sentence(
            lines[begin].strip(), " ".join(each.strip() for each in lines[begin : at + length]), at + length - begin
        )
        for begin in range(at + 1, at + length)
    )


def _is_sentence(first: str, text: str, length: int) -> bool:
    """Whether a text tells who wrote, and when.

    Args:
        first: the first of the lines it is made of.
        length: how many lines that are.
    """
    if _BY_ADDRESS.match(text) and _YEAR.search(first) and _CLOCK.search(first):
        return True
    if not _VERB.search(text):
        return False
    by_name = (length == 1 or _VERB.search(first) or "<" in first) and _BY_NAME.match(text)
    return bool(_BY_DATE.match(first) or by_name)


def _fields_at(lines: Sequence[str], at: int) -> Head | None:
    """A head of fields, with the line that divides it from what is above, if any."""
    is_said, is_drawn = bool(_DIVIDES.match(lines[at].strip())), bool(_RULE.match(lines[at]))
    is_said = is_said or bool(_NOTES.match(lines[at].strip()))
    length = int(is_said or is_drawn)
    while length and length < 5 and at + length < len(lines) and not lines[at + length].strip():
        length += 1
    kinds, wrote = set(), ""
    while at + length < len(lines) and length < MAX_FIELD_LINES:
        field = _FIELD.match(lines[at + length].strip())
        if field:
            kinds.add(str(field.lastgroup and next(each for each in _FIELDS if field[each])))
            wrote = field["value"] if field["from"] else wrote
        elif not kinds or not _goes_on(lines, at + length):
            break
        length += 1
    if len(kinds & {"from", "date", "to", "subject"}) >= (1 if is_said else 2 if is_drawn else 3) and "from" in kinds:
        return Head(length, wrote, False)
    if is_said:
        sentence = _sentence_at(lines, at + length) if at + length < len(lines) else None
        if sentence:
            return Head(length + sentence.length, sentence.wrote, sentence.is_marked)
        is_enclosed = lines[at].strip().startswith("--") and not lines[at].strip()[-1].isalnum()
        return Head(length, "", False) if is_enclosed else None
    return None


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the rest of a field: another field follows it."""
    after = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return bool(lines[at].strip()) and bool(_FIELD.match(after)) and len(lines[at]) < 400
