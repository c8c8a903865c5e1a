"""Answers in the plain text of a reply: quotes, greetings and signatures removed, divided by question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.domain.answers.answer import NO_QUESTION, REFERENCE
from reportgen.domain.answers.unclear import Unclear, UnclearReason
from reportgen.domain.programme.event import Question
from reportgen.sources.texts.absence_wording import is_absence_notice
from reportgen.sources.texts.asked_text import AskedText, OwnWords, asked_text, words_of
from reportgen.sources.texts.letter_lines import with_letter_marked
from reportgen.sources.texts.line_kinds import is_courtesy, is_greeting
from reportgen.sources.texts.numbered_answers import divide
from reportgen.sources.texts.quote_heads import Head, head_at
from reportgen.sources.texts.reply_passages import Division, Line, Passage

MAX_LINES = 20_000
"""Lines of a reply that are read."""

MAX_NOTICE = 200
"""Lines in which the wording of an absence notice is looked for."""

MAX_LEVELS = 3
"""Levels of forwarded replies that are read."""

_WRITTEN_OTHERWISE = str.maketrans(
    {
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0f\0", ""),
        "\u00a0": " ",
        "\t": " ",
        "\u20e3": ".",
        **{chr(0x2460 + each): f"{each + 1}." for each in range(9)},
    }
)
"""Characters that nobody sees, other spaces, and numbers in circles."""

_ENDS_LETTER = re.compile(rf"\s*Kenmerk\W{{0,3}}\s*{REFERENCE.pattern}", re.IGNORECASE)
_LOST = "\ufffd"
_ARMOUR = re.compile(
    r"(?m)^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: .*\n)*|"
    r"^-----BEGIN PGP SIGNATURE-----\n(?:[\w+/=:. -]{0,200}\n){0,100}?-----END PGP SIGNATURE-----$"
)
"""What a program adds to a text that it signs."""


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


@dataclass(frozen=True, slots=True)
class _Context:
    asked: tuple[AskedText, ...]
    ours: tuple[str, ...]
    words: OwnWords
    author: frozenset[str]
    letters: tuple[str, ...]


def reply_text_in(
    text: str,
    questions: Sequence[Question],
    ours: Sequence[str] = (),
    *,
    author: str = "",
    letters: Sequence[str] = (),
    is_damaged: bool = False,
) -> ReplyText:
    """What a reply says.

    A passage begins with the number of its question, or stands below the question as it was asked. What stands nowhere
    belongs to no question, unless there is only one. Quotations, greetings and signatures are left out; where somebody
    forwarded a reply and wrote nothing themselves, it is that reply that counts. What is not certain is no answer.

    Args:
        ours: addresses and names that our letters come from: what these wrote is no reply.
        author: the name of who wrote it; a line with it begins a signature.
        letters: texts of the letter that is answered: what stands between its lines in a quotation is an answer too.
        is_damaged: some of the text is lost, so that nothing in it is certain.
    """
    whole = text[: 4 * MAX_LINES * 80].translate(_WRITTEN_OTHERWISE).replace("\r\n", "\n").replace("\r", "\n")
    lines = _ARMOUR.sub("", whole).split("\n")
    context = _Context(
        tuple(asked_text(each.number, each.text, each.hint) for each in questions),
        tuple(each.casefold() for each in ours if each.strip()),
        OwnWords([*letters, *(part for each in questions for part in (each.text, each.hint))]),
        frozenset(words_of(author)),
        tuple(letters),
    )
    said = _read([each.rstrip() for each in lines[:MAX_LINES]], context, 0)
    if len(lines) > MAX_LINES:
        said = _doubted(said, UnclearReason.LONG, "\n".join(lines[:200]))
    if is_damaged:
        return _doubted(said, UnclearReason.DAMAGED, text)
    own = "\n".join(each.text for each in _parts(lines[:MAX_NOTICE])[0] if not each.is_quoted)
    if is_absence_notice(own):
        return ReplyText({}, False, (Unclear(UnclearReason.ABSENCE, own.strip()),) if own.strip() else said.unclear)
    return said


def _doubted(said: ReplyText, reason: UnclearReason, text: str) -> ReplyText:
    """A reply in which nothing is certain: its answers are unclear, or its text where it has none."""
    found = [Unclear(reason, each, number) for number, each in said.answers.items()]
    if not found and not said.unclear and text.strip():
        found = [Unclear(reason, text.strip())]
    return ReplyText({}, False, (*found, *(Unclear(reason, each.text, each.question) for each in said.unclear)))


def _read(lines: Sequence[str], context: _Context, level: int) -> ReplyText:
    parts, below, head = _parts(lines)
    if level == 0 and (inside := with_letter_marked(_parts(below)[0], context.letters)) is not None:
        parts, below = [*parts, Line("", is_quoted=True), *inside], []
    elif level == 0:
        parts = with_letter_marked(parts, context.letters) or parts
    division = divide(parts, context.asked, context.author, context.words)
    said = _certain(division, context)
    quoted = [Line(each.text.lstrip("> ")) for each in parts if each.is_quoted and each.text]
    said = _with_quoted(said, divide(quoted, context.asked, frozenset(), context.words))
    if not any(each.strip() for each in below) or level == MAX_LEVELS or head is None:
        return said
    is_answered = any(said.answers) or any(each.question for each in said.unclear)
    if is_answered or _is_ours(head, below, context):
        inner = [Line(each.text) for each in _parts(below)[0] if not each.is_quoted]
        return _with_quoted(said, divide(inner, context.asked, frozenset(), context.words))
    forwarded = _read(below, context, level + 1)
    if not forwarded.answers and not any(each.question for each in forwarded.unclear):
        return said if said.answers or said.unclear else forwarded
    if not head.wrote.strip():
        forwarded = _doubted(forwarded, UnclearReason.QUOTED, "")
    own = tuple(each for each in said.unclear if not is_courtesy(each.text))
    return ReplyText(forwarded.answers, forwarded.named, (*own, *forwarded.unclear))


def _parts(lines: Sequence[str]) -> tuple[list[Line], list[str], Head | None]:
    """What somebody wrote with what they quoted, and what stands below the head of another message, with that head."""
    own: list[Line] = []
    at = 0
    while at < len(lines):
        if head := head_at(lines, at):
            if not head.is_marked:
                return _marked(own), list(lines[at + head.length :]), head
            own.append(Line("", is_quoted=True))
            at += head.length
            continue
        is_escaped = lines[at].startswith(">From ") and not (own and own[-1].is_quoted)  # as mbox files write it
        own.append(Line(lines[at][is_escaped:], not is_escaped and lines[at].lstrip().startswith(">")))
        at += 1
    return _marked(own), [], None


def _marked(lines: list[Line]) -> list[Line]:
    """Lines in which a letter of ours without head or marks counts as quoted, from its salutation to its reference."""
    end = next((at for at, each in enumerate(lines) if not each.is_quoted and _ENDS_LETTER.match(each.text)), None)
    if end is None:
        return lines
    begin = next((at for at in range(end, -1, -1) if is_greeting(lines[at].text)), end)
    return [Line(each.text, each.is_quoted or begin <= at <= end) for at, each in enumerate(lines)]


def _is_ours(head: Head, below: Sequence[str], context: _Context) -> bool:
    """Whether what stands below a head is a letter of ours: it says who wrote it, or has the reference of a letter."""
    wrote = head.wrote.casefold()
    first = _parts(below)[0]
    return any(each in wrote for each in context.ours) or any(
        REFERENCE.search(each.text) for each in first if not each.is_quoted
    )


def _with_quoted(said: ReplyText, quoted: Division) -> ReplyText:
    """With what stands under the number of a question in a quotation, for questions that have no answer otherwise."""
    known = {*said.answers, *(each.question for each in said.unclear)}
    found = [
        Unclear(UnclearReason.QUOTED, each.text, each.number)
        for each in quoted.passages
        if each.number != NO_QUESTION and each.text and each.number not in known
    ]
    return ReplyText(said.answers, said.named, (*said.unclear, *found))


def _certain(division: Division, context: _Context) -> ReplyText:
    """The answers that are certain, and what is not."""
    numbers = [each.number for each in context.asked]
    answers: dict[int, str] = {}
    unclear: list[Unclear] = []
    conflicts = _conflicts(division)
    for number in numbers:
        passages = [each for each in division.passages if each.number == number and each.text]
        texts = list(dict.fromkeys(each.text for each in passages))
        reason = next((each.reason for each in passages if each.reason), None)
        if number in division.ambiguous:
            reason = reason or UnclearReason.ORDER
        if len(texts) > 1 or any(each.block in conflicts for each in passages):
            reason = reason or UnclearReason.REPEATED
        if any(_LOST in each for each in texts):
            reason = UnclearReason.DAMAGED
        if reason:
            unclear += [Unclear(reason, each, number) for each in texts]
        elif texts:
            answers[number] = texts[0]
    others = [each for each in division.passages if each.number == NO_QUESTION and each.text]
    rest = _rest([each for each in others if each.reason is None], is_answered=bool(answers or unclear))
    if rest and len(numbers) == 1 and not answers and not unclear and _LOST not in rest:
        answers[numbers[0]] = rest
    elif rest:
        unclear.append(Unclear(UnclearReason.UNNUMBERED, rest))
    unclear += [Unclear(each.reason, each.text) for each in others if each.reason]
    return ReplyText(answers, bool(division.consents) and all(division.consents), tuple(unclear))


def _conflicts(division: Division) -> set[int]:
    """The blocks in which a question is answered again in another way: none of what they hold is certain."""
    first: dict[int, tuple[int, str]] = {}
    conflicts = set()
    for each in division.passages:
        if each.number == NO_QUESTION or not each.is_said:
            continue
        text = each.text
        block, before = first.setdefault(each.number, (each.block, text))
        if block != each.block and before != text:
            conflicts.add(each.block)
    return conflicts


def _rest(passages: Sequence[Passage], *, is_answered: bool) -> str:
    """What belongs to no question; beside answers, what only introduces them is not told."""
    texts = [paragraph for each in passages for paragraph in each.text.split("\n\n")]
    return "\n\n".join(each for each in texts if each.strip() and not (is_answered and is_courtesy(each)))
