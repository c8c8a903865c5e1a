"""Answers in the plain text of a reply: quotes, greetings and signatures removed, divided by question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.domain.answers.answer import CHECK_LENGTH, NO_QUESTION, Reference
from reportgen.domain.answers.unclear import Unclear

YES = frozenset(("ja", "j", "yes", "y", "x", "ok", "oke", "oké", "akkoord", "graag", "goed", "mag"))
"""What people write in the field that asks whether their name may stand beside an answer."""

_WROTE = re.compile(
    r"^\W*(op|on|am|le)\b.{5,300}\b(schreef|wrote|schrieb|écrit)\b.{0,200}:\s*$", re.IGNORECASE | re.DOTALL
)
_DIVIDES = re.compile(
    r"^\W*(oorspronkelijk|original|origineel|doorgestuurd|forwarded|begin doorgestuurd)\b.*$", re.IGNORECASE
)
_RULE = re.compile(r"^\s*[_-]{5,}\s*$")
_FIELD = re.compile(
    r"^\W{0,3}(van|from|verzonden|sent|datum|date|aan|to|cc|onderwerp|subject|antwoord aan|reply-to)\W{0,2}:",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\W{0,3}(van|from)\W{0,2}:(.*)", re.IGNORECASE)
_GREETS = re.compile(
    r"^\W*(beste|geachte|dag|hallo|hoi|goede\s?(morgen|middag|avond|dag)|l\.?\s?s\.?|dear|hi|hello)\b[^.?!:]{0,80}[,!.]?\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"^\W*((met\s+)?((vriendelijke|hartelijke|collegiale|beste|warme)\s+)?groet(en|jes)?\b.{0,30}$|hoogachtend|mvg\b|"
    r"((kind|best|warm)\s+)?regards|sent from|verstuurd v[ai]|verzonden v[ai]|verstuurd met|(get|download) outlook)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\W{0,3}(\d{1,2})\s*(?:[.):]|\s[–-])\s*(?![\d.,])(.*)$")
_ASKED = re.compile(
    r"^\W{0,3}(?:antwoord(?:\s+op)?(?:\s+vraag)?|vraag|question|answer)\s*(\d{1,2})\b\s*[.):–-]*\s*(.*)$", re.IGNORECASE
)
_NAMED = re.compile(r"^\W*met\s+(?:mijn\s+)?naam\b\W*(\w*)\W*$", re.IGNORECASE)


_REFERENCE = re.compile(rf"\bK(\d{{4,9}})-(\d{{1,9}})-([0-9A-F]{{{CHECK_LENGTH}}})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplyText:
    """What somebody answered.

    Attributes:
        answers: a text for each question, by number; only what is certain.
        named: whether their name may stand beside it.
        unclear: what was not understood: it is in no answer, and waits for a person.
    """

    answers: dict[int, str]
    named: bool
    unclear: tuple[Unclear, ...] = ()


def reply_text_in(text: str, questions: Sequence[int], ours: Sequence[str] = ()) -> ReplyText:
    """What a reply says.

    A piece begins with the number of its question. What stands before the first number belongs to no question, unless
    there is only one. What was quoted, greetings and signatures are left out; where somebody forwarded a reply and
    wrote nothing themselves, it is that reply that counts.

    Args:
        questions: the numbers there are.
        ours: addresses that our letters come from: what these wrote is no reply.
    """
    above, below, wrote = _divided(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    said = _pieces(above, questions)
    is_ours = any(each.casefold() in wrote.casefold() for each in ours)
    if below and not is_ours and not set(said.answers) & set(questions):
        forwarded = reply_text_in("\n".join(below), questions, ours)
        if forwarded.answers and (set(forwarded.answers) & set(questions) or not said.answers):
            return forwarded
    return said


def references_in(text: str) -> tuple[Reference, ...]:
    """Every reference of a letter that stands in a text, each once, in order."""
    found = (Reference(int(each[1]), int(each[2]), each[3].upper()) for each in _REFERENCE.finditer(text))
    return tuple(dict.fromkeys(found))


def is_yes(text: str) -> bool:
    """Whether somebody agrees."""
    words = re.findall(r"\w+", text.casefold())
    return bool(words) and words[0] in YES


def _divided(lines: Sequence[str]) -> tuple[list[str], list[str], str]:
    """What somebody wrote themselves, what stands below the head of another message, and who that was from.

    Quoted lines and the line that introduces them go; what was written between them stays.
    """
    own: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].replace("\u00a0", " ")
        if head := _head_length(lines, at):
            wrote = next((found[2] for each in lines[at : at + head] if (found := _FROM.match(each))), "")
            return own, list(lines[at + head :]), wrote
        introduces = next((more for more in (1, 2, 3) if _WROTE.match("\n".join(lines[at : at + more]))), 0)
        if introduces and not line.lstrip().startswith(">"):
            at += introduces
            continue
        if not line.lstrip().startswith(">"):
            own.append(line)
        at += 1
    return own, [], ""


def _head_length(lines: Sequence[str], at: int) -> int:
    """How many lines the head of another message takes that begins here: its fields, and a dividing line before."""
    is_said, is_drawn = bool(_DIVIDES.match(lines[at])), bool(_RULE.match(lines[at]))
    length = int(is_said or is_drawn)
    while length and at + length < len(lines) and not lines[at + length].strip():
        length += 1
    fields = 0
    while at + length < len(lines) and _FIELD.match(lines[at + length]):
        fields, length = fields + 1, length + 1
    return length if fields >= (1 if is_said else 2 if is_drawn else 3) else 0


def _pieces(lines: Sequence[str], questions: Sequence[int]) -> ReplyText:
    found: dict[int, list[str]] = {NO_QUESTION: []}
    now, named = NO_QUESTION, False
    for line in lines:
        if line.strip() in ("--", "—") or _ENDS.match(line):
            break
        if agreed := _NAMED.match(line):
            named = not agreed[1] or is_yes(agreed[1])
            continue
        asked, numbered = _ASKED.match(line), _NUMBERED.match(line)
        begins = asked or numbered
        if begins and int(begins[1]) in questions and (asked or int(begins[1]) > now):
            now = int(begins[1])
            found.setdefault(now, []).append(begins[2])
        elif now != NO_QUESTION or any(found[NO_QUESTION]) or not _GREETS.match(line):
            found[now].append(line)
    texts = {number: "\n".join(_trimmed(each)) for number, each in found.items()}
    answers = {number: text for number, text in texts.items() if text}
    if len(questions) == 1 and set(answers) == {NO_QUESTION}:
        answers = {questions[0]: answers[NO_QUESTION]}
    return ReplyText(answers, named)


def _trimmed(lines: Sequence[str]) -> list[str]:
    """Lines without white space at their ends, and without empty ones around them."""
    kept = "\n".join(" ".join(line.split()) for line in lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", kept).split("\n")
