"""Collects what participants send back: matches forms and replies to participants, and records their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reportgen.application.feedback.pieces import UNKNOWN_SENDER, Piece, pieces_of
from reportgen.application.workspace import Workspace
from reportgen.domain.answers.answer import NO_QUESTION, Answer, AnswerOutcome, reference_of
from reportgen.domain.delivery.states import Delivery, LetterKind
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.identifiers import delivery_key, participant_in
from reportgen.domain.programme.event import Event
from reportgen.mail.inbox.replies import IncomingReply
from reportgen.mail.inbox.submissions import SkipReason, Submission
from reportgen.render.pdf.form_reader import FilledForm, UnreadableForm, forms_in
from reportgen.sources.texts.reply_text import ReplyText, is_yes, references_in, reply_text_in
from reportgen.storage.ledger.answers import ORIGINALS, AnswerRecord, Originals, digest_of
from reportgen.storage.ledger.ledger import Ledger

ANSWER_FIELD = "vraag-"
"""Prefix of the name of a form field with an answer; the number of the question follows."""

NAMED_FIELD = "met-naam"
"""The form field that tells whether a name may be printed beside the answers."""

TEST_COPY = "<test."
"""Prefix of the Message-ID of a test copy."""

BATCH = 100
"""How many submissions are read together: one process reads all their forms."""

BATCH_BYTES = 100_000_000
"""Bytes after which a batch is closed, so that it exceeds this by one submission at most."""


@dataclass(slots=True)
class CollectResult:
    """The result of a collection.

    Attributes:
        people: numbers of the participants whose answers were recorded.
        answers: how many answers were recorded.
        outcomes: how many forms and replies had each outcome.
        known: how many submissions were collected before.
    """

    people: set[int] = field(default_factory=set)
    answers: int = 0
    outcomes: dict[AnswerOutcome, int] = field(default_factory=dict)
    known: int = 0
    findings: list[Finding] = field(default_factory=list)


def collect(workspace: Workspace, submissions: Iterable[Submission]) -> CollectResult:
    """Saves each new submission, and records the answers in it; what was collected before counts as known."""
    result = CollectResult()
    matcher = _Matcher(workspace.event, workspace.ledger)
    originals = Originals(workspace.paths.answers(workspace.key) / ORIGINALS)
    answers = workspace.ledger.answers(workspace.key)
    batch: dict[str, Submission] = {}
    for item in submissions:
        if item.skipped:
            code = "answers-large" if item.skipped is SkipReason.LARGE else "answers-kind"
            place, megabytes = Place(item.name or UNKNOWN_SENDER), round(item.size / 1e6)
            result.findings.append(finding(code, Severity.DOUBTFUL, place, megabytes=megabytes))
            continue
        digest = digest_of(item.content)
        if digest in batch or answers.has_original(digest):
            result.known += 1
            continue
        batch[digest] = item
        if len(batch) == BATCH or sum(each.size for each in batch.values()) > BATCH_BYTES:
            _collect_batch(batch, matcher, originals, workspace, result)
            batch = {}
    _collect_batch(batch, matcher, originals, workspace, result)
    return result


def _collect_batch(
    batch: dict[str, Submission],
    matcher: _Matcher,
    originals: Originals,
    workspace: Workspace,
    result: CollectResult,
) -> None:
    """Saves the originals of a batch and records the answers in them; the forms are read together."""
    now = workspace.moment
    pieces = {digest: tuple(pieces_of(item)) for digest, item in batch.items()}
    filled = iter(forms_in([each.form for of_item in pieces.values() for each in of_item if each.form]))
    for digest, item in batch.items():
        records = []
        for piece in pieces[digest]:
            record, findings = matcher.record_of(piece, next(filled) if piece.form else None, now)
            records.append(record)
            result.findings += findings
        originals.save(item.content, digest)
        workspace.ledger.answers(workspace.key).save(digest, records, now)
        for record in records:
            result.outcomes[record.outcome] = result.outcomes.get(record.outcome, 0) + 1
            result.answers += len(record.answers)
            result.people |= {each.participant for each in record.answers}


class _Matcher:
    """Matches forms and replies of an event to participants and questions."""

    def __init__(self, event: Event, ledger: Ledger) -> None:
        self.event = event
        self._answers = ledger.answers(event.key)
        self._letters = {each.message_id: each for each in ledger.deliveries(event.key)}
        self._numbers = tuple(each.number for each in event.questions)
        self._by_address: dict[str, set[int]] = {}
        for each in self._letters.values():
            if each.recipient:
                self._by_address.setdefault(each.recipient.casefold(), set()).add(each.participant)
        for person in ledger.enrolled(event.key):
            if person.email:
                self._by_address.setdefault(person.email.casefold(), set()).add(person.number)

    def record_of(self, piece: Piece, form: FilledForm | None, now: datetime) -> tuple[AnswerRecord, list[Finding]]:
        """What is recorded of a form or reply, and the findings about it."""
        written = piece.written or now
        if form is not None:
            return self._record_of_form(piece, form, written)
        if piece.oversized:
            return AnswerRecord(AnswerOutcome.LARGE, written, None, None), [
                finding("answers-large", Severity.DOUBTFUL, piece.place, megabytes=round(piece.oversized / 1e6))
            ]
        if piece.reply is None:
            return AnswerRecord(AnswerOutcome.BROKEN, written, None, None), [
                finding("answers-broken", Severity.DOUBTFUL, piece.place)
            ]
        return self._record_of_reply(piece, piece.reply, written)

    def _record_of_form(self, piece: Piece, form: FilledForm, written: datetime) -> tuple[AnswerRecord, list[Finding]]:
        if form.unread is not None:
            cause = form.unread
            code = (
                "answers-active"
                if cause is UnreadableForm.ACTIVE
                else "answers-locked"
                if cause is UnreadableForm.LOCKED
                else "answers-large"
                if cause is UnreadableForm.LARGE
                else "answers-broken"
            )
            found = finding(code, Severity.DOUBTFUL, piece.place, megabytes=round(len(piece.form) / 1e6))
            return AnswerRecord(AnswerOutcome(cause), written, *(self._answered_letter(piece.reply) or (None, None))), [
                found
            ]
        owner = self._owner(form)
        answered = self._answered_letter(piece.reply)
        if owner is None and (form.identity is not None or answered is None):
            return AnswerRecord(AnswerOutcome.STRANGE, written, None, None), [
                finding("answers-strange", Severity.DOUBTFUL, piece.place)
            ]
        number, edition = owner or answered or (0, 0)
        if (sender := self._other_sender(piece.reply, number, answered)) is not None:
            found = finding("answers-other", Severity.DOUBTFUL, piece.place, number=number, sender=sender)
            return AnswerRecord(AnswerOutcome.OTHER, written, number, edition), [found]
        if not any(name.startswith(ANSWER_FIELD) for name in form.fields):
            found = finding("answers-flat", Severity.DOUBTFUL, piece.place, number=number)
            return AnswerRecord(AnswerOutcome.EMPTY, written, number, edition), [found]
        texts = {each: form.fields.get(f"{ANSWER_FIELD}{each}", "") for each in self._numbers}
        named = is_yes(form.fields.get(NAMED_FIELD, ""))
        return self._accepted(piece, written, number, edition, texts, named)

    def _record_of_reply(
        self, piece: Piece, reply: IncomingReply, written: datetime
    ) -> tuple[AnswerRecord, list[Finding]]:
        if reply.automatic:
            return AnswerRecord(AnswerOutcome.AUTOMATIC, written, None, None), []
        text = reply_text_in(reply.text, self._numbers, (self.event.organiser.email,))
        answered = self._answered_letter(reply)
        attachments = [
            finding("answers-attachment", Severity.DOUBTFUL, piece.place, file=name) for name in reply.other_files
        ]
        if reply.forms:  # the text beside a form counts only where it answers a question by number
            text = text if set(text.answers) & set(self._numbers) else ReplyText({}, False)
            if not text.answers:
                return AnswerRecord(AnswerOutcome.EMPTY, written, *(answered or (None, None))), attachments
        if answered is None:
            return AnswerRecord(AnswerOutcome.STRANGE, written, None, None), [
                finding("answers-strange", Severity.DOUBTFUL, piece.place),
                *attachments,
            ]
        number, edition = answered
        if (sender := self._other_sender(reply, number, answered)) is not None:
            found = finding("answers-other", Severity.DOUBTFUL, piece.place, number=number, sender=sender)
            return AnswerRecord(AnswerOutcome.OTHER, written, number, edition), [found, *attachments]
        if any(each.kind is LetterKind.CANCELLATION for each in self._letters_named_in(reply)):
            found = finding("answers-cancelled", Severity.DOUBTFUL, piece.place, number=number)
            return AnswerRecord(AnswerOutcome.EMPTY, written, number, edition), [found, *attachments]
        record, findings = self._accepted(piece, written, number, edition, text.answers, text.named)
        if record.answers and not self._referenced_letters(reply):
            findings.append(finding("answers-sender", Severity.DOUBTFUL, piece.place, number=number))
        if NO_QUESTION in text.answers:
            findings.append(finding("answers-unnumbered", Severity.NOTED, piece.place, number=number))
        return record, [*findings, *attachments]

    def _accepted(
        self, piece: Piece, written: datetime, number: int, edition: int, texts: dict[int, str], named: bool
    ) -> tuple[AnswerRecord, list[Finding]]:
        answers = tuple(Answer(number, edition, each, text, named) for each, text in texts.items() if text.strip())
        if not answers:
            found = finding("answers-empty", Severity.NOTED, piece.place, number=number)
            return AnswerRecord(AnswerOutcome.EMPTY, written, number, edition), [found]
        findings = []
        sender = piece.reply.sender if piece.reply else ""
        if sender and number not in self._by_address.get(sender, ()):
            findings.append(finding("answers-address", Severity.DOUBTFUL, piece.place, number=number, sender=sender))
        return AnswerRecord(AnswerOutcome.TAKEN, written, number, edition, answers), findings

    def _owner(self, form: FilledForm) -> tuple[int, int] | None:
        """Participant and edition of the pack a form is from; None where no pack has its fingerprint."""
        if form.identity is None:
            return None
        named = participant_in(form.identity.participant)
        if named is None or named[0] != self.event.key:
            return None
        edition = self._answers.edition_of(named[1], form.identity.fingerprint)
        return None if edition is None else (named[1], edition)

    def _answered_letter(self, reply: IncomingReply | None) -> tuple[int, int] | None:
        """The letter a message answers: by its reference or the Message-ID it refers to, else by its sender.

        None where there is none, where letters to several participants match, and for an answer to a test copy.
        """
        if reply is None or any(name.startswith(TEST_COPY) for name in reply.references):
            return None
        found = self._referenced_letters(reply) or [
            (each.participant, each.edition) for each in self._letters_of(reply.sender)
        ]
        return max(found) if len({number for number, _ in found}) == 1 else None

    def _referenced_letters(self, reply: IncomingReply) -> list[tuple[int, int]]:
        """The letters whose reference or Message-ID is in a message, as participant and edition."""
        found = [
            (each.participant, each.edition)
            for each in references_in(f"{reply.subject}\n{reply.text}")
            if self._is_valid_reference(each.participant, each.edition, each.check)
        ]
        return found + [(each.participant, each.edition) for each in self._letters_named_in(reply)]

    def _letters_named_in(self, reply: IncomingReply) -> list[Delivery]:
        return [each for name in reply.references if (each := self._letters.get(name))]

    def _is_valid_reference(self, number: int, edition: int, check: str) -> bool:
        fingerprint = self._answers.fingerprint(number, edition)
        key = delivery_key(self.event.key, number, edition)
        return fingerprint is not None and reference_of(number, edition, key, fingerprint).check == check

    def _letters_of(self, sender: str) -> Sequence[Delivery]:
        numbers = self._by_address.get(sender, set())
        return [each for each in self._letters.values() if each.participant in numbers]

    def _other_sender(self, reply: IncomingReply | None, number: int, answered: tuple[int, int] | None) -> str | None:
        """The sender of a form or reply that belongs to another participant; None where it does not."""
        if reply is None:
            return None
        senders = self._by_address.get(reply.sender, set())
        if (senders and number not in senders) or (answered is not None and answered[0] != number):
            return reply.sender or "?"
        return None
