"""What participants send back: forms and replies are matched to who got the pack, and their answers kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reportgen.config.paths import Paths
from reportgen.domain.answers.answer import NO_QUESTION, Answer, AnswerOutcome, reference_of
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.identifiers import delivery_key, participant_in
from reportgen.domain.programme.event import Event
from reportgen.mail.inbox.replies import IncomingReply, replies_in
from reportgen.mail.inbox.submissions import SkipReason, Submission
from reportgen.render.pdf.form_reader import FilledForm, UnreadableForm, forms_in
from reportgen.sources.texts.reply_text import ReplyText, is_yes, references_in, reply_text_in
from reportgen.storage.ledger.answers import ORIGINALS, AnswerRecord, Originals, digest_of
from reportgen.storage.ledger.ledger import Ledger

ANSWER_FIELD = "vraag-"
"""How the name of a field begins that holds the answer to a question; its number follows."""

NAMED_FIELD = "met-naam"
"""The field that says whether a name may stand beside the answers."""

UNKNOWN_SENDER = "e-mail"
"""What a message is called that does not say who it is from."""

TEST_COPY = "<test."
"""How the Message-ID of a copy begins that somebody had sent to themselves to look at."""

BATCH = 100
"""Messages and files that are looked at together: as many forms go to the process that reads them."""

BATCH_BYTES = 100_000_000
"""Bytes of these, at most, and of one more."""


@dataclass(slots=True)
class CollectResult:
    """What a collection gave.

    Attributes:
        people: the numbers of those whose answers were taken.
        answers: how many.
        became: how many forms and replies became what.
        known: messages and files that were collected before.
    """

    people: set[int] = field(default_factory=set)
    answers: int = 0
    became: dict[AnswerOutcome, int] = field(default_factory=dict)
    known: int = 0
    findings: list[Finding] = field(default_factory=list)


def collect(event: Event, items: Iterable[Submission], paths: Paths, ledger: Ledger, now: datetime) -> CollectResult:
    """Takes in what was handed in, each thing once: the original first, then the answers in it."""
    done = CollectResult()
    desk = _Desk(event, ledger)
    originals = Originals(paths.answers(event.key) / ORIGINALS)
    batch: dict[str, Submission] = {}
    for item in items:
        if item.skipped:
            code = "answers-large" if item.skipped is SkipReason.LARGE else "answers-kind"
            size = round(item.size / 1e6)
            done.findings.append(finding(code, Severity.DOUBTFUL, Place(item.name or UNKNOWN_SENDER), megabytes=size))
            continue
        digest = digest_of(item.content)
        if digest in batch or ledger.answers(event.key).has_original(digest):
            done.known += 1
            continue
        batch[digest] = item
        if len(batch) == BATCH or sum(each.size for each in batch.values()) > BATCH_BYTES:
            _take_in(batch, desk, originals, ledger, now, done)
            batch = {}
    _take_in(batch, desk, originals, ledger, now, done)
    return done


def _take_in(
    batch: dict[str, Submission], desk: _Desk, originals: Originals, ledger: Ledger, now: datetime, done: CollectResult
) -> None:
    handed = {digest: tuple(_handed(item)) for digest, item in batch.items()}
    forms = [each.form for all_of in handed.values() for each in all_of if each.form]
    read = iter(forms_in(forms))
    for digest, item in batch.items():
        pieces = []
        for each in handed[digest]:
            piece, findings = desk.judged(each, next(read) if each.form else None, now)
            pieces.append(piece)
            done.findings += findings
        originals.save(item.content, digest)
        ledger.answers(desk.event.key).save(digest, pieces, now)
        for piece in pieces:
            done.became[piece.outcome] = done.became.get(piece.outcome, 0) + 1
            done.answers += len(piece.answers)
            done.people |= {each.participant for each in piece.answers}


@dataclass(frozen=True, slots=True)
class _Handed:
    """One form or reply: the message it came with, if any, and the form, unless the words are meant."""

    name: str
    reply: IncomingReply | None
    form: bytes
    written: datetime | None

    @property
    def place(self) -> Place:
        """Where it is found again."""
        return Place(self.name)


def _handed(item: Submission) -> Iterator[_Handed]:
    """The pieces of something that was handed in; a message without a form is a piece by itself."""
    if b"%PDF-" in item.content[:1024]:
        yield _Handed(item.name, None, item.content, item.written)
        return
    replies = replies_in(item.content)
    for reply in replies:
        name = item.name or reply.sender or UNKNOWN_SENDER
        for form in () if reply.automatic else reply.forms:
            yield _Handed(name, reply, form, reply.written or item.written)
        yield _Handed(name, reply, b"", reply.written or item.written)
    if not replies:
        yield _Handed(item.name, None, b"", item.written)


class _Desk:
    """Where it is decided whose a form or reply is, and what it answers."""

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

    def judged(self, handed: _Handed, form: FilledForm | None, now: datetime) -> tuple[AnswerRecord, list[Finding]]:
        """What becomes of a form or reply, and what a person should know of it."""
        written = handed.written or now
        if form is not None:
            return self._form(handed, form, written)
        if handed.reply is None:
            return AnswerRecord(AnswerOutcome.BROKEN, written, None, None), [
                finding("answers-broken", Severity.DOUBTFUL, handed.place)
            ]
        return self._reply(handed, handed.reply, written)

    def _form(self, handed: _Handed, form: FilledForm, written: datetime) -> tuple[AnswerRecord, list[Finding]]:
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
            found = finding(code, Severity.DOUBTFUL, handed.place, megabytes=round(len(handed.form) / 1e6))
            return AnswerRecord(AnswerOutcome(cause), written, *(self._meant(handed.reply) or (None, None))), [found]
        whose = self._owner(form)
        meant = self._meant(handed.reply)
        if whose is None and (form.identity is not None or meant is None):
            return AnswerRecord(AnswerOutcome.STRANGE, written, None, None), [
                finding("answers-strange", Severity.DOUBTFUL, handed.place)
            ]
        number, edition = whose or meant or (0, 0)
        if (sender := self._another(handed.reply, number, meant)) is not None:
            found = finding("answers-other", Severity.DOUBTFUL, handed.place, number=number, sender=sender)
            return AnswerRecord(AnswerOutcome.OTHER, written, number, edition), [found]
        if not any(name.startswith(ANSWER_FIELD) for name in form.fields):
            found = finding("answers-flat", Severity.DOUBTFUL, handed.place, number=number)
            return AnswerRecord(AnswerOutcome.EMPTY, written, number, edition), [found]
        texts = {each: form.fields.get(f"{ANSWER_FIELD}{each}", "") for each in self._numbers}
        named = is_yes(form.fields.get(NAMED_FIELD, ""))
        return self._taken(handed, written, number, edition, texts, named)

    def _reply(self, handed: _Handed, reply: IncomingReply, written: datetime) -> tuple[AnswerRecord, list[Finding]]:
        if reply.automatic:
            return AnswerRecord(AnswerOutcome.AUTOMATIC, written, None, None), []
        said = reply_text_in(reply.text, self._numbers, (self.event.organiser.email,))
        meant = self._meant(reply)
        left = [finding("answers-attachment", Severity.DOUBTFUL, handed.place, file=name) for name in reply.other_files]
        if reply.forms:  # the form speaks; words beside it only where they answer a question
            said = said if set(said.answers) & set(self._numbers) else ReplyText({}, False)
            if not said.answers:
                return AnswerRecord(AnswerOutcome.EMPTY, written, *(meant or (None, None))), left
        if meant is None:
            return AnswerRecord(AnswerOutcome.STRANGE, written, None, None), [
                finding("answers-strange", Severity.DOUBTFUL, handed.place),
                *left,
            ]
        number, edition = meant
        if (sender := self._another(reply, number, meant)) is not None:
            found = finding("answers-other", Severity.DOUBTFUL, handed.place, number=number, sender=sender)
            return AnswerRecord(AnswerOutcome.OTHER, written, number, edition), [found, *left]
        piece, findings = self._taken(handed, written, number, edition, said.answers, said.named)
        if piece.answers and not self._referred_to(reply):
            findings.append(finding("answers-sender", Severity.DOUBTFUL, handed.place, number=number))
        if NO_QUESTION in said.answers:
            findings.append(finding("answers-unnumbered", Severity.NOTED, handed.place, number=number))
        return piece, [*findings, *left]

    def _taken(
        self, handed: _Handed, written: datetime, number: int, edition: int, texts: dict[int, str], named: bool
    ) -> tuple[AnswerRecord, list[Finding]]:
        answers = tuple(Answer(number, edition, each, text, named) for each, text in texts.items() if text.strip())
        if not answers:
            found = finding("answers-empty", Severity.NOTED, handed.place, number=number)
            return AnswerRecord(AnswerOutcome.EMPTY, written, number, edition), [found]
        findings = []
        sender = handed.reply.sender if handed.reply else ""
        if sender and number not in self._by_address.get(sender, ()):
            findings.append(finding("answers-address", Severity.DOUBTFUL, handed.place, number=number, sender=sender))
        return AnswerRecord(AnswerOutcome.TAKEN, written, number, edition, answers), findings

    def _owner(self, form: FilledForm) -> tuple[int, int] | None:
        """Whose pack a form is: the participant it names, if they ever got a pack with its fingerprint."""
        if form.identity is None:
            return None
        named = participant_in(form.identity.participant)
        if named is None or named[0] != self.event.key:
            return None
        edition = self._answers.edition_of(named[1], form.identity.fingerprint)
        return None if edition is None else (named[1], edition)

    def _meant(self, reply: IncomingReply | None) -> tuple[int, int] | None:
        """The letter a message answers: by its reference, by the Message-ID it refers to, else by who sent it.

        None where these lead nowhere, or to more than one participant; and where it answers a copy on trial.
        """
        if reply is None or any(name.startswith(TEST_COPY) for name in reply.references):
            return None
        found = self._referred_to(reply) or [
            (each.participant, each.edition) for each in self._letters_of(reply.sender)
        ]
        return max(found) if len({number for number, _ in found}) == 1 else None

    def _referred_to(self, reply: IncomingReply) -> list[tuple[int, int]]:
        """The letters a message holds the reference or the name of."""
        found = [
            (each.participant, each.edition)
            for each in references_in(f"{reply.subject}\n{reply.text}")
            if self._is_ours(each.participant, each.edition, each.check)
        ]
        return found + [
            (each.participant, each.edition) for name in reply.references if (each := self._letters.get(name))
        ]

    def _is_ours(self, number: int, edition: int, check: str) -> bool:
        mark = self._answers.fingerprint(number, edition)
        key = delivery_key(self.event.key, number, edition)
        return mark is not None and reference_of(number, edition, key, mark).check == check

    def _letters_of(self, sender: str) -> Sequence[Delivery]:
        numbers = self._by_address.get(sender, set())
        return [each for each in self._letters.values() if each.participant in numbers]

    def _another(self, reply: IncomingReply | None, number: int, meant: tuple[int, int] | None) -> str | None:
        """Who sent a form or reply that is somebody else's; None where nothing speaks against it."""
        if reply is None:
            return None
        senders = self._by_address.get(reply.sender, set())
        if (senders and number not in senders) or (meant is not None and meant[0] != number):
            return reply.sender or "?"
        return None
