"""Divides what somebody wrote by question, and tells what cannot be divided with certainty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportgen.domain.answers.answer import NO_QUESTION
from reportgen.domain.answers.unclear import UnclearReason
from reportgen.sources.texts.answer_labels import Label, label_of, split_inline
from reportgen.sources.texts.asked_text import AskedText, OwnWords, is_paraphrase, question_at
from reportgen.sources.texts.line_kinds import (
    closes,
    is_contact_line,
    is_disclaimer,
    is_divider,
    is_farewell,
    is_greeting,
    is_program_line,
    is_sentence,
    points_below,
)
from reportgen.sources.texts.naming_consent import naming_consent_in
from reportgen.sources.texts.reply_passages import Division, Line, Passage

_ASKS = re.compile(r"^\W*(?:vraag|question|frage)\s?:\s*", re.IGNORECASE)
_MORE = re.compile(
    r"^\W*(?:p\.?\s?s\.?(?=\W)|n\.?b\.?(?=\W)|(?:nog )?(?:een )?(?:vraag|vraagje|opmerking)(?: aan u)?\s*(?=:)|"
    r"tot slot\s*(?=:)|overigens\s*(?=:))\W*",
    re.IGNORECASE,
)
_MARKS = re.compile(r"^\s*(?:>\s?)+")
_LONG_LINE = 50
"""Characters of a quoted line that a mail program may have broken, so that its end has no mark."""


def divide(lines: Sequence[Line], asked: Sequence[AskedText], author: frozenset[str], ours: OwnWords) -> Division:
    """Lines divided by question.

    Args:
        author: words of the writer's name, in lower case.
        ours: words of our letters.
    """
    divider = _Divider(lines, asked, author, ours)
    divider.run()
    return divider.division


class _Divider:
    """Walks along the lines of a reply.

    A passage goes on until the number of another question, a quotation, or a farewell. Below a farewell only numbered
    answers count, and what is a sentence all the same is kept apart.
    """

    def __init__(
        self, lines: Sequence[Line], asked: Sequence[AskedText], author: frozenset[str], ours: OwnWords
    ) -> None:
        self.division = Division()
        self._lines = lines
        self._texts = [_MARKS.sub("", each.text) if each.is_quoted else each.text for each in lines]
        self._asked, self._author, self._ours = asked, author, ours
        self._numbers = {each.number for each in asked}
        own = [(at, label_of(each.text)) for at, each in enumerate(lines) if not each.is_quoted]
        self._last_at = {found.number: at for at, found in own if found and not found.is_bare and found.number}
        self._last_label = max(self._last_at.values(), default=-1)
        self._is_list = len(self._numbers) == 1 and len(self._last_at) > 1
        self._now: Passage | None = None
        self._said: set[int] = set()
        self._block = 0
        self._asked_count = 0
        self._is_asked_said = False
        self._label_indent = 0
        self._listed: int | None = None
        self._restarts = False
        self._is_ended = self._is_disclaimed = False
        self._is_fresh = True
        self._quoted_questions: list[int] = []

    def run(self) -> None:
        """Divides all lines."""
        at = 0
        while at < len(self._lines):
            at += self._quoted(at) if self._lines[at].is_quoted else self._written(at)

    def _quoted(self, at: int) -> int:
        """Passes over a quoted line, and notes the question in it; gives how many lines were read."""
        self._now, self._listed = None, None
        self._is_ended = self._is_disclaimed = False
        self._is_fresh = True
        found = self._question_at(at)
        if found is None:
            return 1
        self._quoted_questions.append(found[0])
        return found[1]

    def _question_at(self, at: int) -> tuple[int, int, str] | None:
        """The question that stands on a line: its number, how many lines it takes, and what follows it there."""
        text = _ASKS.sub("", self._texts[at])
        label = label_of(text)
        found = question_at(self._texts, at, label.rest if label and label.number else text, self._asked)
        if found is None and label and is_paraphrase(label.rest, label.number, self._asked):
            after = next((each for each in self._texts[at + 1 : at + 4] if each.strip()), "")
            return (label.number, 1, "") if after and not (label_of(after) or self._is_end(after)) else None
        return (found.number, found.lines, found.rest) if found else None

    def _written(self, at: int) -> int:
        text = self._texts[at]
        if not text.strip():
            self._add("")
            return 1
        if found := self._question_at(at):
            self._begin(Passage(found[0], is_asked=True), found[2])
            return found[1]
        if self._is_remainder(at):
            if not self._ours.has(text):
                self._begin(Passage(NO_QUESTION, reason=UnclearReason.QUOTED), text)
                self._now = None
            return 1
        if self._is_consent(at, text):
            return 1
        if len(self._quoted_questions) == 1:
            self._begin(Passage(self._quoted_questions[0], is_asked=True))
            self._is_fresh = True
        self._quoted_questions.clear()
        label = label_of(text)
        if label and not self._is_list and self._labelled(at, label, text):
            return 1
        self._unlabelled(at, text)
        return 1

    def _is_consent(self, at: int, text: str) -> bool:
        """Notes what a line says about the writer's name; a condition in it waits for a person."""
        before = next((each for each in reversed(self._texts[max(0, at - 3) : at]) if each.strip()), "")
        consent = naming_consent_in(text, before)
        if consent is None:
            return False
        if consent.agrees is not None:
            self.division.consents.append(consent.agrees)
        if consent.has_condition:
            self.division.passages.append(Passage(NO_QUESTION, [text], UnclearReason.UNNUMBERED, is_said=True))
        return True

    def _is_remainder(self, at: int) -> bool:
        """Whether a line is the end of the quoted line before it, or of one of our letters."""
        text = self._texts[at].strip()
        before = self._texts[at - 1].rstrip() if at and self._lines[at - 1].is_quoted else ""
        is_broken = len(before) >= _LONG_LINE and before[-1] not in ".?!" and text[0].islower()
        return (is_broken and len(text) < len(before)) or (len(text.split()) >= 5 and self._ours.has(text))

    def _labelled(self, at: int, label: Label, text: str) -> bool:
        """Begins the passage of a label; False where the line is text after all."""
        number = label.number
        current = self._now.number if self._now else NO_QUESTION
        if not number:
            self._begin(Passage(NO_QUESTION, reason=UnclearReason.SEVERAL_QUESTIONS), text)
            return True
        if label.is_bare:
            is_next = number in self._numbers and number not in self._last_at and number == current + 1
            if is_next:
                self._doubt()
                self._begin(Passage(number, reason=UnclearReason.ORDER), label.rest)
            elif label.is_word and number in self._numbers - {current} and at and not self._texts[at - 1].strip():
                self._begin(
                    Passage(NO_QUESTION), text
                )  # a paragraph about another question, such as: Vraag 2 slaan wij over
                return True
            return is_next
        if current and not label.is_word and not self._is_fresh and self._is_own_list(at, label):
            return False
        if number not in self._numbers:
            if not self._is_ended:
                self._begin(Passage(NO_QUESTION, reason=UnclearReason.NO_SUCH_QUESTION), text)
            return not self._is_ended
        self._begin_label(label)
        return True

    def _is_own_list(self, at: int, label: Label) -> bool:
        """Whether a number belongs to a list within an answer."""
        number, now = label.number, self._now
        assert now is not None
        if now.is_asked and not now.is_said:
            return False
        if label.indent >= self._label_indent + 2:
            return True
        if self._listed is not None and number == self._listed + 1:
            is_question = number == now.number + 1 and number in self._numbers and self._last_at[number] == at
            if not is_question or self._restarts:
                self._listed = number
                self.division.ambiguous |= {number} & self._numbers if self._restarts else set()
                return True
        self._listed = None
        before = next((each.strip() for each in reversed(now.lines[-20:]) if each.strip()), ":")
        if number == 1 and before.endswith(":"):
            self._listed = 1
            return True
        if number in self._numbers and number in self._said:
            self._doubt()
            self._listed, self._restarts = number, True
            self.division.ambiguous.add(number)
            return True
        return False

    def _begin_label(self, label: Label) -> None:
        number, rest = label.number, label.rest
        again = label_of(rest)
        rest = again.rest if again and again.number == number and not again.is_bare else rest
        last = max(self._numbers)
        ahead = range(number + 1, last + 1)
        texts = [rest] if any(each in self._last_at for each in ahead) else split_inline(rest, number, last)
        if not texts:
            self._begin(Passage(number, reason=UnclearReason.ORDER), rest)
        for each, text in enumerate(texts, number):
            self._begin(Passage(each), text)
        self._label_indent = label.indent

    def _begin(self, passage: Passage, text: str = "") -> None:
        """Begins a passage, with the text that stands on its first line."""
        self._block += self._is_fresh or self._is_ended
        passage.block = self._block
        self.division.passages.append(passage)
        if passage.is_asked:
            self._asked_count += 1
        self._now, self._listed, self._restarts = passage, None, False
        self._label_indent = 0
        self._is_fresh = self._is_ended = self._is_disclaimed = False
        self._quoted_questions.clear()
        self._add(text)

    def _add(self, line: str) -> None:
        """Adds a line to the passage so far, if there is one."""
        if self._now is not None:
            self._now.add(line)
            if self._now.is_said:
                self._said.add(self._now.number)
                self._is_asked_said = self._is_asked_said or self._now.is_asked

    def _doubt(self) -> None:
        """Where the passage so far ends is not certain."""
        if self._now is not None:
            self._now.reason = self._now.reason or UnclearReason.ORDER

    def _unlabelled(self, at: int, text: str) -> None:
        is_said = bool(self.division.passages)
        if more := _MORE.match(text):
            self._begin(Passage(NO_QUESTION), text[more.end() :])
            return
        if is_disclaimer(self._texts, at, is_below=self._is_ended):
            self._is_ended, self._is_disclaimed = is_said, True
            return
        if self._is_end(text) or closes(self._texts, at):
            is_above = self._last_label > at and is_farewell(text, also_thanks=False)
            self._is_ended = self._is_ended or is_said or is_above
            self._is_fresh = True
            return
        if self._is_disclaimed or (is_said and points_below(text) and self._is_quoted_next(at)):
            return
        if self._is_ended:
            if is_sentence(text):
                self._add_below(text)
            return
        if not is_said and is_greeting(text):
            return
        if self._now is None or self._is_listing():
            self._begin(Passage(NO_QUESTION))
        self._add(text)

    def _is_quoted_next(self, at: int) -> bool:
        return next((each.is_quoted for each in self._lines[at + 1 : at + 5] if each.is_quoted or each.text), False)

    def _is_end(self, text: str) -> bool:
        return is_divider(text) or is_program_line(text) or is_farewell(text) or is_contact_line(text, self._author)

    def _add_below(self, text: str) -> None:
        """Keeps a sentence below a farewell, which belongs to no answer."""
        passage = self.division.passages[-1]
        if passage.number != NO_QUESTION or passage.reason is not UnclearReason.UNNUMBERED:
            passage = Passage(NO_QUESTION, reason=UnclearReason.UNNUMBERED)
            self.division.passages.append(passage)
        passage.add(text)

    def _is_listing(self) -> bool:
        """Whether the questions so far stand in a row with nothing between, so that no text belongs to the last."""
        is_last = self._now is not None and self._now.is_asked
        return is_last and self._asked_count > 1 and not self._is_asked_said
