"""Matches forms and replies of an event to participants and questions, and says what is doubtful about each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from textwrap import shorten

from reportgen.application.feedback.covering_notes import is_covering_note
from reportgen.application.feedback.meeting_letters import MeetingLetters
from reportgen.application.feedback.pieces import Piece
from reportgen.application.feedback.sent_letters import SentLetters
from reportgen.domain.answers.answer import AnswerOutcome
from reportgen.domain.delivery.states import Delivery, LetterKind
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.identifiers import names_test_copy, pack_kind_of
from reportgen.domain.programme.event import Event
from reportgen.mail.inbox.replies import IncomingReply
from reportgen.render.pdf.form_reader import FilledForm
from reportgen.sources.texts.naming_consent import is_yes
from reportgen.sources.texts.reply_text import ReplyText, reply_text_in
from reportgen.storage.ledger.answers import AnswerRecord
from reportgen.storage.ledger.ledger import Ledger

ANSWER_FIELD = "vraag-"
"""Prefix of the name of a form field with an answer; the number of the question follows."""

NAMED_FIELD = "met-naam"
"""The form field that tells whether a name may be printed beside the answers."""

MAX_EXCERPT = 200
"""Characters of what was not understood that a finding quotes; the whole text waits with it."""

Owner = tuple[int | None, int | None]
"""A participant and the edition of their briefing; None where that is not known, or it is another letter."""

NOBODY: Owner = (None, None)


class Matcher:
    """Matches forms and replies of an event to participants and questions.

    Args:
        kind_title: what participants read as a kind of packs.
    """

    def __init__(self, event: Event, ledger: Ledger, sent: SentLetters, kind_title: Callable[[str], str]) -> None:
        self.event = event
        self._sent, self._kind_title = sent, kind_title
        self._letters = MeetingLetters(ledger, event.key)
        self._numbers = tuple(each.number for each in event.questions)

    def record_of(self, piece: Piece, form: FilledForm | None, now: datetime) -> AnswerRecord:
        """What is recorded of a form or reply, with the findings about it."""
        if form is not None:
            return self._record_of_form(piece, form, now)
        if piece.oversized:
            size = {"most": piece.oversized.most, "measured": piece.oversized.bound}
            found = finding("answers-oversized", Severity.DOUBTFUL, piece.place, **size)
            return _record(piece, now, AnswerOutcome.LARGE, NOBODY, findings=[found])
        if piece.reply is None:
            found = finding("answers-broken", Severity.DOUBTFUL, piece.place)
            return _record(piece, now, AnswerOutcome.BROKEN, NOBODY, findings=[found])
        return self._record_of_reply(piece, piece.reply, now)

    def _record_of_form(self, piece: Piece, form: FilledForm, now: datetime) -> AnswerRecord:
        answered = self._answered_letter(piece.reply)
        if form.unread is not None:
            megabytes = round(len(piece.form) / 1e6)
            found = finding(f"answers-{form.unread}", Severity.DOUBTFUL, piece.place, megabytes=megabytes)
            return _record(piece, now, AnswerOutcome(form.unread), self._owner(answered), findings=[found])
        filled = {
            int(name.removeprefix(ANSWER_FIELD)): value
            for name, value in form.fields.items()
            if re.fullmatch(rf"{ANSWER_FIELD}\d{{1,4}}", name, re.ASCII) and value.strip()
        }
        texts = {each: filled[each] for each in self._numbers if each in filled}
        named = is_yes(form.fields.get(NAMED_FIELD, ""))
        shown = "\n\n".join(f"{name}: {value}" for name, value in form.fields.items() if value.strip())
        letter = self._letters.with_pack(form.identity) if form.identity else answered
        if letter is None:
            found = finding("answers-strange", Severity.DOUBTFUL, piece.place)
            return _record(piece, now, AnswerOutcome.STRANGE, NOBODY, texts, named, shown, [found])
        number, owner = letter.participant, self._owner(letter)
        if (sender := self._other_sender(piece.reply, number, answered)) is not None:
            found = finding("answers-other", Severity.DOUBTFUL, piece.place, number=number, sender=sender)
            return _record(piece, now, AnswerOutcome.OTHER, owner, texts, named, shown, [found])
        if not any(name.startswith(ANSWER_FIELD) for name in form.fields):
            found = finding("answers-flat", Severity.DOUBTFUL, piece.place, number=number)
            return _record(piece, now, AnswerOutcome.EMPTY, owner, texts, named, shown, [found])
        findings = [
            finding("answers-question", Severity.DOUBTFUL, piece.place, number=number, question=each)
            for each in filled
            if each not in texts
        ]
        is_silent = not any(value.strip() for name, value in form.fields.items() if name != NAMED_FIELD)
        return self._accepted(piece, now, letter, texts, named, shown, findings, is_silent)

    def _record_of_reply(self, piece: Piece, reply: IncomingReply, now: datetime) -> AnswerRecord:
        answered = self._answered_letter(reply)
        organiser = self.event.organiser
        ours = (organiser.email, organiser.name, organiser.contact)
        owner, letters = self._owner(answered), self._letter_texts(answered) if answered else ()
        text = reply_text_in(
            reply.text, self.event.questions, ours, author=reply.author, letters=letters, is_damaged=reply.damaged
        )
        texts, named, shown = dict(text.answers), text.named, reply.text
        read = texts or _proposed(text)  # where none of it counts, whoever reviews it finds it beside its question
        if reply.automatic or reply.looks_automatic:
            is_sure = reply.automatic and not reply.forms  # no machine fills in a pack
            doubts = [] if is_sure else [finding("answers-automatic", Severity.DOUBTFUL, piece.place)]
            return _record(piece, now, AnswerOutcome.AUTOMATIC, owner, read, named, shown, doubts)
        findings = [*_unclear(piece, text), *_unread(piece, reply)]
        if reply.forms:  # the text beside a form counts only where it answers a question by number
            if len(self._numbers) == 1:  # where there is only one question, no number tells an answer from a note
                texts = {asked: said for asked, said in texts.items() if not is_covering_note(said)}
            if not texts:
                return _record(piece, now, AnswerOutcome.EMPTY, owner, read, named, shown, findings)
        if answered is None:
            findings.insert(0, finding("answers-strange", Severity.DOUBTFUL, piece.place))
            return _record(piece, now, AnswerOutcome.STRANGE, NOBODY, read, named, shown, findings)
        number = answered.participant
        if (sender := self._other_sender(reply, number, answered)) is not None:
            findings.insert(0, finding("answers-other", Severity.DOUBTFUL, piece.place, number=number, sender=sender))
            return _record(piece, now, AnswerOutcome.OTHER, owner, read, named, shown, findings)
        if (doubt := self._without_questions(piece, reply, number, bool(read))) is not None:
            return _record(piece, now, AnswerOutcome.EMPTY, owner, read, named, shown, [doubt, *findings])
        if read and not texts:
            return _record(piece, now, AnswerOutcome.EMPTY, owner, read, named, shown, findings)
        doubts = []
        if texts and not self._referenced_letters(reply):
            doubts.append(finding("answers-sender", Severity.DOUBTFUL, piece.place, number=number))
        is_silent = not reply.text.strip()
        return self._accepted(piece, now, answered, texts, named, shown, [*doubts, *findings], is_silent)

    def _without_questions(self, piece: Piece, reply: IncomingReply, number: int, is_read: bool) -> Finding | None:
        """Why a person should say whether a reply answers the questions: it is to a letter that did not ask them.

        Args:
            is_read: something in it may be an answer.
        """
        answered = self._letters.named_by(reply.references) or self._referenced_letters(reply)
        facts = {"number": number}
        if any(each.kind is LetterKind.CANCELLATION for each in answered):
            return finding("answers-cancelled", Severity.DOUBTFUL, piece.place, **facts)
        if is_read and any(each.kind is LetterKind.MESSAGE for each in answered):
            return finding("answers-message", Severity.DOUBTFUL, piece.place, **facts)
        if is_read and (silent := [each for each in answered if not self._letters.asks(each)]):
            kind = self._kind_title(pack_kind_of(silent[0].event))
            return finding("answers-other-pack", Severity.DOUBTFUL, piece.place, kind=kind, **facts)
        return None

    def _accepted(
        self,
        piece: Piece,
        now: datetime,
        letter: Delivery,
        texts: Mapping[int, str],
        named: bool,
        shown: str,
        findings: Sequence[Finding],
        is_silent: bool,
    ) -> AnswerRecord:
        """What is recorded of a form or reply of which the participant is known.

        Args:
            is_silent: nothing was written in it at all.
        """
        number, owner, sender = letter.participant, self._owner(letter), piece.reply.sender if piece.reply else ""
        if not texts:
            code = "answers-empty" if is_silent else "answers-unfound"
            severity = Severity.NOTED if is_silent else Severity.DOUBTFUL
            told = [*findings, finding(code, severity, piece.place, number=number)]
            return _record(piece, now, AnswerOutcome.EMPTY, owner, texts, named, shown, told)
        told = list(findings)
        if sender and number not in self._letters.owners_of(sender):
            told.insert(0, finding("answers-address", Severity.DOUBTFUL, piece.place, number=number, sender=sender))
        return _record(piece, now, AnswerOutcome.TAKEN, owner, texts, named, shown, told)

    def _owner(self, letter: Delivery | None) -> Owner:
        """The participant that a letter is to, and its edition where that is one of the briefing."""
        if letter is None:
            return NOBODY
        return letter.participant, letter.edition if letter.event == self.event.key else None

    def _answered_letter(self, reply: IncomingReply | None) -> Delivery | None:
        """The letter a message answers: by its reference or the Message-ID it refers to, else by its sender.

        None where there is none, where letters to several participants match, and for an answer to a test copy.
        """
        if reply is None or any(map(names_test_copy, reply.references)):
            return None
        found = self._referenced_letters(reply) or self._letters.read_by(reply.sender)
        return self._letters.latest(found) if len({each.participant for each in found}) == 1 else None

    def _referenced_letters(self, reply: IncomingReply) -> list[Delivery]:
        """The letters whose reference or Message-ID is in a message."""
        text = f"{reply.subject}\n{reply.text}"
        return [*self._letters.referenced_in(text), *self._letters.named_by(reply.references)]

    def _letter_texts(self, answered: Delivery) -> tuple[str, ...]:
        """What a letter says, and where it is a message also the newest letter before it: a reply may quote both."""
        own = [
            each
            for each in self._letters.all
            if (each.event, each.participant) == (answered.event, answered.participant)
        ]
        before = [each for each in own if each.edition <= answered.edition and each.kind is not LetterKind.MESSAGE]
        letters = {each.key: each for each in (answered, *before[-1:])}.values()
        return tuple(text for each in letters for text in self._sent.texts(each))

    def _other_sender(self, reply: IncomingReply | None, number: int, answered: Delivery | None) -> str | None:
        """The sender of a form or reply that belongs to another participant; None where it does not."""
        if reply is None:
            return None
        senders = self._letters.owners_of(reply.sender)
        if (senders and number not in senders) or (answered is not None and answered.participant != number):
            return reply.sender or "?"
        return None


def _unclear(piece: Piece, text: ReplyText) -> list[Finding]:
    """What was not understood in a text."""
    return [
        finding(
            f"answers-unclear-{unclear.reason}",
            Severity.DOUBTFUL,
            piece.place,
            question=unclear.question,
            text=shorten(unclear.text, MAX_EXCERPT, placeholder=" …"),
        )
        for unclear in text.unclear
        if not (piece.reply and piece.reply.forms and is_covering_note(unclear.text))
    ]


def _proposed(text: ReplyText) -> dict[int, str]:
    """What was not understood, by the question it seems to belong to."""
    found: dict[int, list[str]] = {}
    for each in text.unclear:
        found.setdefault(each.question, []).append(each.text)
    return {asked: "\n\n".join(texts) for asked, texts in sorted(found.items())}


def _unread(piece: Piece, reply: IncomingReply) -> list[Finding]:
    """What of a message was not read, or is lost."""
    found = [finding("answers-attachment", Severity.DOUBTFUL, piece.place, file=name) for name in reply.other_files]
    if reply.damaged:
        found.append(finding("answers-damaged", Severity.DOUBTFUL, piece.place))
    return found


def _record(
    piece: Piece,
    now: datetime,
    outcome: AnswerOutcome,
    owner: Owner,
    texts: Mapping[int, str] | None = None,
    named: bool = False,
    shown: str = "",
    findings: Sequence[Finding] = (),
) -> AnswerRecord:
    """A record of a form or reply.

    Args:
        texts: by question; blank ones are left out.
        shown: the text that a person reads who reviews it.
    """
    reply = piece.reply
    return AnswerRecord(
        outcome,
        piece.written or now,
        *owner,
        {asked: text for asked, text in (texts or {}).items() if text.strip()},
        named,
        name=piece.file,
        sender=reply.sender if reply else "",
        subject=reply.subject if reply else "",
        text=shown,
        findings=tuple(findings),
    )
